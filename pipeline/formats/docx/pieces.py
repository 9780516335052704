"""Knows what single pieces of a Word document say: styles, cells, the signs of formulas, lines of code; must not know
what is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.formats.docx.openxml import NAMESPACES, Element, clark

_CODE, SOURCE, TABLE = "VerbatimChar", "SourceCode", "Table"
APART = ("CodeLineNumber",)
"""The style of numbers before lines of code, which are no code."""
_OUTLINE, _CONTENTS_TITLE = " TOC \\o", "TocHeading"
_BLANKS = {clark("w:br"): "\n", clark("w:tab"): "\t"}


def split_contents(body: Element) -> tuple[list[Element], list[Element]]:
    """The paragraphs of the field that shows the outline of the headings (TOC, 17.16.5.68), and all else but what they
    are headed with."""
    listed: list[Element] = []
    text: list[Element] = []
    open_ = 0
    for block in body:
        codes = "".join(code.text or "" for code in block.iter(clark("w:instrText")))
        if open_ or codes.startswith(_OUTLINE):
            turns = [str(mark.get(clark("w:fldCharType"))) for mark in block.iter(clark("w:fldChar"))]
            open_ += turns.count("begin") - turns.count("end")
            listed.append(block)
        elif style_of(block) != _CONTENTS_TITLE:
            text.append(block)
    return listed, text


@dataclass
class ShownField:
    """A field: its code, and the texts that are its last result, but for those of fields inside it."""

    code: str = ""
    texts: list[Element] = field(default_factory=list)
    has_result: bool = False

    @property
    def said(self) -> str:
        return "".join(text.text or "" for text in self.texts)


def fields_of(root: Element) -> Iterator[ShownField]:
    """The fields of a part, in the order of their ends."""
    open_: list[ShownField] = []
    for piece in root.iter(clark("w:fldChar"), clark("w:instrText"), clark("w:t")):
        if piece.tag == clark("w:fldChar"):
            kind = piece.get(clark("w:fldCharType"))
            if kind == "begin":
                open_.append(ShownField())
            elif open_ and kind == "separate":
                open_[-1].has_result = True
            elif open_:
                made = open_.pop()
                made.code = " ".join(made.code.split())
                yield made
        elif open_ and piece.tag == clark("w:instrText"):
            open_[-1].code += piece.text or ""
        elif open_ and open_[-1].has_result:
            open_[-1].texts.append(piece)


def entry_of(link: Element) -> str:
    """What an entry of the contents says, without the number of its page."""
    page = {text for one in fields_of(link) for text in one.texts}
    return "".join(text.text or "" for text in link.iter(clark("w:t")) if text not in page)


def is_listed(style: str) -> bool:
    """Whether a style is that of entries of contents, or of a list of figures and the like."""
    return style.startswith(("TOC", "TableOfFigures"))


def letters_of(formula: Element) -> Iterator[str]:
    """The texts of a formula, and the signs that are attributes of its parts (22.1.2.20, 22.1.2.41, 22.1.2.70)."""
    for part in formula.iter():
        if part.tag == clark("m:t"):
            yield part.text or ""
        elif part.tag == clark("m:nary"):
            yield _sign(part, "m:naryPr/m:chr", "∫")
        elif part.tag == clark("m:groupChr"):
            yield _sign(part, "m:groupChrPr/m:chr", "⏟")
        elif part.tag == clark("m:d"):
            yield _sign(part, "m:dPr/m:begChr", "(") + _sign(part, "m:dPr/m:endChr", ")")


def _sign(part: Element, path: str, otherwise: str) -> str:
    found = part.find(path, NAMESPACES)
    return otherwise if found is None else str(found.get(clark("m:val"), otherwise))


def lines_of(paragraph: Element) -> str:
    """The text of code as it was written."""
    said = []
    for run in paragraph.iter(clark("w:r")):
        if not is_apart(run):
            said += [
                piece.text or "" if piece.tag == clark("w:t") else _BLANKS.get(str(piece.tag), "") for piece in run
            ]
    return "".join(said).strip("\n")


def is_apart(run: Element) -> bool:
    style = run.find("w:rPr/w:rStyle", NAMESPACES)
    return style is not None and style.get(clark("w:val")) in APART


def is_code(style: str) -> bool:
    """Whether a style of characters is that of code, or of a word in it."""
    return style == _CODE or (style.startswith("Code") and style not in APART)


def style_of(paragraph: Element) -> str:
    style = paragraph.find("w:pPr/w:pStyle", NAMESPACES)
    return "" if style is None else str(style.get(clark("w:val")))


def level_of(style: str) -> str:
    """The level of a heading by its style: `Heading2`, `UnnumberedHeading2`."""
    name, level = style[:-1], style[-1:]
    return level if level.isdigit() and name in ("Heading", "UnnumberedHeading") else ""


def span_of(cell: Element) -> int:
    span = cell.find("w:tcPr/w:gridSpan", NAMESPACES)
    return 1 if span is None else int(str(span.get(clark("w:val"))))


def goes_on(cell: Element) -> bool:
    """Whether a cell is the rest of the one above it."""
    merge = cell.find("w:tcPr/w:vMerge", NAMESPACES)
    return merge is not None and merge.get(clark("w:val")) != "restart"


def height_below(below: list[Element], column: int) -> int:
    """How many rows the cell above goes on for."""
    count = 0
    for row in below:
        at = 0
        for cell in row.iterfind("w:tc", NAMESPACES):
            if at == column:
                break
            at += span_of(cell)
        else:
            return count
        if not goes_on(cell):
            return count
        count += 1
    return count
