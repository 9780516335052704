"""Knows how the styles of a report are shown: a Word file with a line in each, by name; must not know how they look."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.core.languages import LANGUAGES
from pipeline.core.wording import word
from pipeline.formats.docx.boxes import grounds
from pipeline.formats.docx.breaks import BAND
from pipeline.formats.docx.house import House
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, part, w
from pipeline.formats.docx.reference import reference_docx
from pipeline.formats.docx.schema import put_in_order
from pipeline.formats.docx.settings import font_table, settings
from pipeline.formats.docx.styleset import finish_styles
from pipeline.formats.inputs import WriterInput
from pipeline.tools import zips

_COLUMN = 2900
"""How wide a column is, in twentieths of a point."""
_BODY, _STYLES = "word/document.xml", "word/styles.xml"


def gallery(given: WriterInput, house: House | None) -> bytes:
    """The styles of a report, each in a line that says its names and has words in both languages."""
    parts = dict(zips.read(reference_docx(given.tokens, given.document.metadata, "", house)))
    root, styles = etree.fromstring(parts[_BODY]), etree.fromstring(parts[_STYLES])
    body = root[0]
    for empty in body.findall("w:p", NAMESPACES):
        body.remove(empty)
    for block in _shown(styles, grounds(given.tokens)[BAND.replace(" ", "")].fill):
        body[-1].addprevious(block)
    finish_styles(styles, (root,))
    made = {
        _BODY: root,
        _STYLES: styles,
        "word/settings.xml": settings(asks_for_fields=False, tracks_changes=False),
        "word/fontTable.xml": font_table(given.tokens),
    }
    parts |= {name: part(put_in_order(element)) for name, element in made.items()}
    return zips.write(sorted(parts.items(), key=lambda row: (row[0] != "[Content_Types].xml", row[0])))


def _shown(styles: Element, ground: str) -> Iterator[Element]:
    """A line in each style; what is light stands on its ground."""
    sample = "　".join(word("sample", language) for language in LANGUAGES)
    for style in styles.iterfind("w:style", NAMESPACES):
        kind, id_ = str(style.get(clark("w:type"))), str(style.get(clark("w:styleId")))
        if style.find("w:semiHidden", NAMESPACES) is not None:
            continue
        said = f"{_named(style)}：{sample}"
        if kind == "paragraph":
            behind = w("shd", val="clear", color="auto", fill=ground) if id_.startswith("Band") else None
            yield w("p", w("pPr", w("pStyle", val=id_), behind), w("r", w("t", said)))
        elif kind == "character":
            yield w("p", w("r", w("rPr", w("rStyle", val=id_)), w("t", said)))
        elif kind == "table":
            yield from (_table(id_, _named(style)), w("p", w("r", w("t", sample))))


def _named(style: Element) -> str:
    """The Chinese names of a style, then that which Word goes by."""
    found = (style.find(f"w:{tag}", NAMESPACES) for tag in ("aliases", "name"))
    return " ".join(str(one.get(clark("w:val"))) for one in found if one is not None)


def _cell(text: str) -> Element:
    return w("tc", w("tcPr", w("tcW", w=_COLUMN, type="dxa")), w("p", w("r", w("t", text))))


def _table(id_: str, name: str) -> Element:
    """A table of a style, whose first row heads it."""
    rows = [(name, *(word("sample", language) for language in LANGUAGES)), ("1", "2", "3"), ("4", "5", "6")]
    cells = [[_cell(text) for text in row] for row in rows]
    head = w("trPr", w("cantSplit"), w("tblHeader"))
    look = w("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0, noVBand=0)
    properties = w("tblPr", w("tblStyle", val=id_), w("tblW", w=0, type="auto"), look, w("tblCaption", val=name))
    grid = w("tblGrid", *(w("gridCol", w=_COLUMN) for _ in rows[0]))
    return w("tbl", properties, grid, w("tr", head, *cells[0]), *(w("tr", *row) for row in cells[1:]))
