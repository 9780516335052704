"""Knows how Word shows a formula with a number: in a row of three cells without rules, the formula in the middle and
its number, which is live, at the end; must not know how numbers are counted."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.formats.docx import fields
from pipeline.formats.docx.bookmarks import target_name
from pipeline.formats.docx.openxml import markup, w
from pipeline.tools import ast

# Of fiftieths of a per cent: formulas are in the middle of the measure.
_WIDTHS = (700, 3600, 700)


def _row() -> list[str]:
    """What stands before the formula, between it and its number, and after that."""
    cells = [w("tc", w("tcPr", w("tcW", w=width, type="pct"), w("vAlign", val="center"))) for width in _WIDTHS]
    cells[0].append(w("p"))
    margins = w("tblCellMar", *(w(side, w=0, type="dxa") for side in ("left", "right")))
    properties = w("tblPr", w("tblW", w=5000, type="pct"), w("tblLayout", type="fixed"), margins)
    columns = (w("gridCol", w=width * 8800 // 5000) for width in _WIDTHS)
    table = markup([w("tbl", properties, w("tblGrid", *columns), w("tr", *cells))])
    ends = table.split("</w:tc>")
    first, formula, number, rest = ends
    return [f"{first}</w:tc>{formula}", f"</w:tc>{number}", f"</w:tc>{rest}"]


_START, _BETWEEN, _END = _row()


def is_equation(element: ast.Node) -> bool:
    """Whether an inline is a formula with its number."""
    return isinstance(element, ast.Span) and "equation" in element.classes


def entry(link: ast.Node, *, has_page: bool) -> ast.Node:
    """A line of a list of formulas, with its page."""
    target = link.url.removeprefix("#")
    page = markup([w("r", w("tab")), *fields.page_of(target)]) if has_page else ""
    opening, closing = markup([w("hyperlink", "@", anchor=target_name(target), history=1)]).split("@")
    parts = [opening, *link.content, f"{page}{closing}"]
    line = ast.Para(*(ast.RawInline(part, format="openxml") if isinstance(part, str) else part for part in parts))
    return ast.Div(line, attributes={"custom-style": "table of figures"})


def lifted(paragraph: ast.Node) -> list[ast.Node] | None:
    """The blocks that a paragraph becomes whose formulas stand on lines of their own, those with numbers in rows; None
    for one that has none, or stands in a cell or a note."""
    inlines = list(paragraph.content)
    if not any(is_equation(inline) or _is_displayed(inline) for inline in inlines) or _is_held(paragraph):
        return None
    blocks: list[ast.Node] = []
    text: list[ast.Node] = []
    for inline in inlines:
        if is_equation(inline) or _is_displayed(inline):
            blocks += _text(text, paragraph, goes_on=bool(blocks))
            blocks += _equation(inline) if is_equation(inline) else [_line("Equation", inline)]
            text = []
        else:
            text.append(inline)
    return [*blocks, *_text(text, paragraph, goes_on=bool(blocks))]


def _is_displayed(inline: ast.Node) -> bool:
    """Whether an inline is a formula on a line of its own."""
    return isinstance(inline, ast.Math) and inline.format == "DisplayMath"


def _is_held(paragraph: ast.Node) -> bool:
    above = paragraph.parent
    while above is not None:
        if isinstance(above, (ast.Note, ast.TableCell)):
            return True
        above = above.parent
    return False


def _text(inlines: Sequence[ast.Node], paragraph: ast.Node, *, goes_on: bool) -> list[ast.Node]:
    """What stands before, between and after the formulas of a paragraph; after one it goes on without an indent, which
    paragraphs of boxes, quotations and items have not."""
    text = list(inlines)
    while text and isinstance(text[0], (ast.Space, ast.SoftBreak)):
        text.pop(0)
    if not ast.stringify(ast.Para(*text)).strip():
        return []
    is_set_in = isinstance(paragraph.parent, (ast.Document, ast.Div)) and not ast.is_inside(paragraph, "sidebar")
    if goes_on and is_set_in:
        return [_line("Continued Paragraph", *text)]
    return [ast.Para(*text)]


def _line(style: str, *inlines: ast.Node) -> ast.Node:
    """A paragraph in a style."""
    return ast.Div(ast.Para(*inlines), attributes={"custom-style": style})


def _equation(element: ast.Node) -> list[ast.Node]:
    formula, number = element.content
    # The bookmark that links lead to stands on the number.
    held = ast.Span(number, identifier=element.identifier)
    rows = (_START, ("Equation", formula), _BETWEEN, ("Equation Number", held), _END)
    return [ast.RawBlock(row, format="openxml") if isinstance(row, str) else _line(*row) for row in rows]
