"""Knows the OpenXML that stands between blocks: page and section breaks, and the ends of a box; must not know the
document."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.languages import Language, has_spaces
from pipeline.core.vocabulary import CALLOUTS
from pipeline.formats.docx.openxml import Element, markup, w

_ROMAN = {True: "lowerRoman", False: "upperRoman"}


def _break(*properties: Element, content: Sequence[Element] = ()) -> str:
    """A break in a paragraph that takes no room where it has to stay one, such as after a table."""
    return markup([w("p", w("pPr", w("spacing", before=0, after=0, line=20, lineRule="exact"), *properties), *content)])


PAGE_BREAK = _break(content=[w("r", w("br", type="page"))])
# The writer gives an empty section the properties of the last one; a turned one has its page on its side.
SECTION_END = _break(w("sectPr"))
TURNED_END = _break(w("sectPr", w("pgSz", orient="landscape")))
# The cover is a section of its own, and so is what is before the text, whose pages have numbers of Rome.
COVER_END = _break(w("sectPr", w("titlePg")))


def front_end(leading: Language) -> str:
    """What stands after the front matter."""
    return _break(w("sectPr", w("pgNumType", fmt=_ROMAN[has_spaces(leading)], start=1)))


def columns_end(count: str) -> tuple[str, str]:
    """What stands before and after blocks in columns: the ends of two sections, told by how many columns one has."""
    return SECTION_END, _break(w("sectPr", w("cols", num=count, space=420)))


def box_style(classes: Sequence[str]) -> str:
    """What a box comes as: `Box`, and of a callout `Box Tip` and the like."""
    kind = next((name for name in CALLOUTS if name in classes), "")
    return kind.replace("callout-", "Box ").title() if kind else "Box"


BAND = "Box Band"
"""What the ground behind the titles of a cover comes as."""


def box_start(style: str) -> str:
    """What stands before the blocks in a box of a style."""
    return _box(style)[0]


def _box(style: str) -> tuple[str, str]:
    """What stands before and after the blocks in a box on their way: a table of one cell, cut open where its cell
    ends."""
    cell = w("tc", w("tcPr", w("tcW", w=5000, type="pct")))
    properties = w("tblPr", w("tblStyle", val=style.replace(" ", "")), w("tblW", w=5000, type="pct"))
    table = w("tbl", properties, w("tblGrid", w("gridCol", w=8800)), w("tr", cell))
    before, end, after = markup([table]).partition("</w:tc>")
    return before, end + after


BOX_END = _box("Box")[1]
