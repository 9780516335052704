"""Knows how the finished AST is dressed for Word: styles, fields, pictures; must not know zip parts."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping

from pipeline.core.languages import LEADING_LANGUAGE, SCRIPT_TAGS, is_chinese
from pipeline.core.model import Document, Drawing
from pipeline.core.numbers import CONTENTS_DEPTH, FIGURE, TABLE
from pipeline.core.wording import word
from pipeline.formats.docx.fields import Fields
from pipeline.formats.hypertext.fragment import ruby_pairs
from pipeline.tools import ast

# Class of a Div, and the styles of its paragraphs in Chinese and in English.
STYLES: Mapping[str, tuple[str, str]] = {
    "series": ("Cover Line", "Cover Line"),
    "title": ("Cover Title", "Cover English"),
    "subtitle": ("Cover Subtitle", "Cover English"),
    "author": ("Cover Line", "Cover Line"),
    "date": ("Cover Line", "Cover Line"),
    "summary": ("Summary", "Summary"),
    "heading-en": ("Heading English", "Heading English"),
    "credit": ("Source Line", "Source Line"),
    "table-note": ("Source Line", "Source Line"),
    "keywords": ("Keywords", "Keywords"),
    "todo": ("Editorial Note", "Editorial Note"),
    "query": ("Editorial Note", "Editorial Note"),
}
SEQUENCES = {FIGURE: "Figure", TABLE: "Table"}
"""What Word counts the captions of a kind by (SEQ, 17.16.5.63)."""
CAPTION_STYLES = {FIGURE: "Image Caption", TABLE: "Table Caption"}
BOX_START = (
    '<w:tbl><w:tblPr><w:tblStyle w:val="Box"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid><w:gridCol w:w="8800"/></w:tblGrid>'
    '<w:tr><w:tc><w:tcPr><w:tcW w:w="5000" w:type="pct"/></w:tcPr>'
)
BOX_END = "</w:tc></w:tr></w:tbl><w:p/>"
# The writer gives an empty section the properties of the last one; a turned one has its page on its side.
SECTION_END = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
TURNED_END = '<w:p><w:pPr><w:sectPr><w:pgSz w:orient="landscape"/></w:sectPr></w:pPr></w:p>'
PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def dress(document: Document, picture: Callable[[Drawing], bytes]) -> str:
    """Pandoc JSON for the DOCX writer."""
    tree = ast.load(document.ast)
    dresser = _Dresser(document, picture)
    ast.walk(tree, dresser.visit)
    contents = dresser.contents(tree)
    blocks: list[ast.Node] = []
    for block in tree.content:
        if (
            isinstance(block, ast.Div)
            and "abstract" in block.classes
            and not any(isinstance(b, ast.Div) and "abstract" in b.classes for b in blocks)
        ):
            blocks.append(_raw(PAGE_BREAK))
        if contents and not (isinstance(block, ast.Div) and {"cover", "abstract"} & set(block.classes)):
            blocks += contents
            contents = []
        blocks.append(block)
    tree.content = blocks
    tree.metadata = {"lang": SCRIPT_TAGS[LEADING_LANGUAGE]}
    return ast.dump(tree)


def _raw(xml: str) -> ast.Node:
    return ast.RawBlock(xml, format="openxml")


def _styled(blocks: list[ast.Node], style: str, element: ast.Node | None = None) -> ast.Node:
    attributes = {"custom-style": style}
    if element is not None and element.attributes.get("lang"):
        attributes["lang"] = element.attributes["lang"]
    return ast.Div(*blocks, identifier=element.identifier if element is not None else "", attributes=attributes)


class _Dresser:
    def __init__(self, document: Document, picture: Callable[[Drawing], bytes]) -> None:
        self.drawings = {drawing.id: drawing for drawing in document.drawings}
        self.picture = picture
        self.fields = Fields()
        self.headings: list[tuple[int, str, str]] = []
        self.captioned = {id_: number.kind for id_, number in document.numbers if number.kind in SEQUENCES}

    def visit(self, element: ast.Node, _: ast.Node) -> ast.Node:
        name = type(element).__name__.lower()
        handler = getattr(self, f"visit_{name}", None)
        return handler(element) if handler else None

    def visit_str(self, element: ast.Node) -> ast.Node:
        element.text = element.text.replace("\u2060", "")
        return None

    def visit_header(self, element: ast.Node) -> ast.Node:
        numbers = [
            child for child in element.content if isinstance(child, ast.Span) and "heading-number" in child.classes
        ]
        number = ast.stringify(numbers[0]) if numbers else ""
        element.content = [child for child in element.content if child not in numbers]
        level = min(element.level, 4)
        in_box = ast.is_inside(element, "sidebar")
        if not in_box:
            self.headings.append((level, element.identifier, number + ast.stringify(element)))
        if "unnumbered" not in element.classes:
            return None
        style = "Box Heading" if in_box else f"Unnumbered Heading {level}"
        # A span with an id becomes the bookmark that a heading would have had.
        return _styled([ast.Para(ast.Span(*element.content, identifier=element.identifier))], style)

    def visit_span(self, element: ast.Node) -> ast.Node:
        """Numbers end in line by spaces as wide as digits and points (U+2007, U+2008)."""
        if "backlinks" in element.classes:
            return []
        if element.attributes.get("ruby"):
            return [
                ast.RawInline(self.fields.ruby(*pair), format="openxml")
                for pair in ruby_pairs(ast.stringify(element), element.attributes["ruby"])
            ]
        for name, style in (
            ("dots", "Emphasis Dots"),
            ("proper-name", "Proper Name"),
            ("book-title", "Book Title Line"),
        ):
            if name in element.classes:
                element.attributes["custom-style"] = style
        missing = next(
            (int(name.removeprefix("pad-")) for name in element.classes if name.removeprefix("pad-").isdigit()), 0
        )
        if missing:
            element.content.append(ast.Str("\u2008" * ("pad-point" in element.classes) + "\u2007" * missing))
        return None

    def visit_link(self, element: ast.Node) -> ast.Node:
        target = element.url.removeprefix("#")
        if "xref" in element.classes and target in self.captioned:
            return ast.RawInline(self.fields.reference(target, ast.stringify(element)), format="openxml")
        return None

    def visit_image(self, element: ast.Node) -> ast.Node:
        drawing = self.drawings.get(element.url.removeprefix("figure:"))
        if drawing is None:
            return []
        element.url = "data:image/png;base64," + base64.b64encode(self.picture(drawing)).decode()
        element.title = drawing.id
        width = min(drawing.width / 96 * 2.54, 15.4)
        element.attributes = {"width": f"{width:.2f}cm"}
        return None

    def visit_div(self, element: ast.Node) -> ast.Node:
        classes = set(element.classes)
        english = not is_chinese(ast.language_of(element))
        if "description" in classes:
            # The picture's own description says it to those who need it (wp:docPr).
            return []
        for name, handler in (
            ("figure", self._figure),
            ("listing", self._listing),
            ("table", self._table),
            ("sidebar", self._box),
        ):
            if name in classes:
                return handler(element)
        for name, styles in STYLES.items():
            if name in classes and not (name == "heading-en" and ast.is_inside(element, "sidebar")):
                return _styled(list(element.content), styles[1] if english else styles[0], element)
        if "heading-en" in classes:
            return _styled(list(element.content), "Box English", element)
        if "abstract" in classes:
            return self._abstract(element, "English Text" if english else "Abstract Text")
        return None

    def _abstract(self, element: ast.Node, style: str) -> ast.Node:
        element.content = [
            _styled([child], style) if isinstance(child, ast.Para) else child for child in element.content
        ]
        return element

    def _box(self, element: ast.Node) -> ast.Node:
        """A table of one cell: what Word and its readers take for a box, whatever stands in it."""
        # Tight lists would take the style of compact lists.
        ast.walk(
            element,
            lambda child, _: ast.Para(*child.content) if isinstance(child, ast.Plain) and _in_list(child) else None,
        )
        inside = _styled([*element.content, ast.Para()], "Box Text", element)
        return [_raw(BOX_START), inside, _raw(BOX_END)]

    def _figure(self, element: ast.Node) -> ast.Node:
        id_ = element.identifier
        made = []
        for child in element.content:
            if isinstance(child, ast.Div) and "caption" in child.classes:
                made.append(self._caption(child, id_, FIGURE))
            elif isinstance(child, ast.Plain):
                made.append(_styled([ast.Para(*child.content)], "Figure"))
            else:
                made.append(child)
        return ast.Div(*made, identifier=id_)

    def _table(self, element: ast.Node) -> ast.Node:
        made = [
            self._caption(child, element.identifier, TABLE)
            if isinstance(child, ast.Div) and "caption" in child.classes
            else child
            for child in element.content
        ]
        whole = ast.Div(*made, identifier=element.identifier)
        return [_raw(SECTION_END), whole, _raw(TURNED_END)] if "turned" in element.classes else whole

    def _listing(self, element: ast.Node) -> ast.Node:
        """A list of figures or tables as a field that already shows its entries (17.16.5.68)."""
        made = []
        for child in element.content:
            if not isinstance(child, ast.BulletList):
                made.append(child)
                continue
            links = [link for link in ast.descend(child) if isinstance(link, ast.Link)]
            rows = [(1, link.url.removeprefix("#"), ast.stringify(link)) for link in links]
            sequence = SEQUENCES[self.captioned[rows[0][1]]]
            made.append(_raw(self.fields.contents(f'TOC \\h \\z \\c "{sequence}"', rows)))
        return ast.Div(*made)

    def _caption(self, caption: ast.Node, id_: str, kind: str) -> ast.Node:
        english = not is_chinese(ast.language_of(caption))
        for label in [
            child for child in ast.descend(caption) if isinstance(child, ast.Span) and "label" in child.classes
        ]:
            name, _, number = ast.stringify(label).partition("\u00a0")
            label.content = [
                ast.RawInline(
                    self.fields.caption_label(SEQUENCES[kind], id_, name, number, repeats=english), format="openxml"
                )
            ]
        return _styled(list(caption.content), "Caption English" if english else CAPTION_STYLES[kind], caption)

    def contents(self, tree: ast.Node) -> list[ast.Node]:
        """A contents field that already shows its entries, each a link (17.16.5.68)."""
        if not self.headings:
            return []
        heading = _styled([ast.Para(*ast.words(word("contents", "zh")))], "TOC Heading")
        rows = [row for row in self.headings if row[0] <= CONTENTS_DEPTH]
        code = f'TOC \\o "1-{CONTENTS_DEPTH}" \\h \\z \\u'
        return [heading, _raw(self.fields.contents(code, rows)), _raw(PAGE_BREAK)]


def _in_list(element: ast.Node) -> bool:
    return isinstance(element.parent, ast.ListItem)
