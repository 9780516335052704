"""Knows how wide the tables of a Word file and their columns are, for readers that do not work it out from the words
(ECMA-376, part 1, 17.4.48); must not know what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.core.scripts import is_full_width
from pipeline.formats.docx import decimals
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w
from pipeline.formats.docx.pieces import TABLE, span_of

# In twentieths of a point: a full-width and a narrow letter of a cell, the white at its sides.
_WIDE, _NARROW, _SIDES = 180, 100, 240
_WHOLE = "5000"


def fit_tables(body: Element) -> None:
    """Set each table in the middle, its columns as wide as their longest lines, or by the shares that it asks for."""
    for table in body.iter(clark("w:tbl")):
        style = table.find("w:tblPr/w:tblStyle", NAMESPACES)
        if style is None or style.get(clark("w:val")) != TABLE:
            continue
        _centre(table)
        columns = table.findall("w:tblGrid/w:gridCol", NAMESPACES)
        numbers = decimals.columns_of(table)
        widths = _widths(table, columns, _measure(table), decimals.needed(numbers))
        for column, width in zip(columns, widths, strict=True):
            column.set(clark("w:w"), str(width))
        decimals.align(table, numbers, widths)


def _centre(table: Element) -> None:
    """As its style does, which LibreOffice does not read; behind the width in the order of the schema (17.4.59)."""
    width = table.find("w:tblPr/w:tblW", NAMESPACES)
    if width is not None and table.find("w:tblPr/w:jc", NAMESPACES) is None:
        width.addnext(w("jc", val="center"))


def _widths(table: Element, columns: Sequence[Element], measure: int, numbers: Mapping[int, int]) -> list[int]:
    width = table.find("w:tblPr/w:tblW", NAMESPACES)
    shares = [int(str(column.get(clark("w:w"), "0"))) for column in columns]
    if width is None or width.get(clark("w:w")) != _WHOLE:
        shares = list(_natural(table, len(columns), numbers))
    total = sum(shares) or 1
    if width is not None and table.find("w:tr/w:tc/w:tcPr/w:shd", NAMESPACES) is not None:
        # On the ground of a box, which is as wide as the text.
        width.set(clark("w:w"), _WHOLE)
        width.set(clark("w:type"), "pct")
    is_whole = total > measure or (width is not None and width.get(clark("w:w")) == _WHOLE)
    return [share * measure // total for share in shares] if is_whole else shares


def _natural(table: Element, count: int, numbers: Mapping[int, int]) -> Iterator[int]:
    """How wide each column is whose lines are not broken; cells over several columns ask for nothing."""
    widest = [numbers.get(place, 0) for place in range(count)]
    for row in table.iterfind("w:tr", NAMESPACES):
        at = 0
        for cell in row.iterfind("w:tc", NAMESPACES):
            if span_of(cell) == 1 and at < count:
                widest[at] = max(widest[at], max(map(_length, _lines(cell)), default=0))
            at += span_of(cell)
    return (width + _SIDES for width in widest)


def _lines(cell: Element) -> Iterator[str]:
    for paragraph in cell.iter(clark("w:p")):
        yield from "".join(map(_said, _pieces(paragraph))).split("\n")


def _pieces(paragraph: Element) -> Iterator[Element]:
    return paragraph.iter(clark("w:t"), clark("w:br"), clark("m:t"), clark("w:footnoteReference"))


def _said(piece: Element) -> str:
    """What a piece says; the call of a note is a number."""
    signs = {clark("w:br"): "\n", clark("w:footnoteReference"): "0"}
    return signs.get(str(piece.tag), piece.text or "")


def _length(line: str) -> int:
    return sum(_WIDE if is_full_width(letter) else _NARROW for letter in line)


def _measure(table: Element) -> int:
    """How wide the text is where a table stands: in the section that ends next."""
    section = next(iter(table.xpath("following::w:sectPr[1]", namespaces=NAMESPACES)))
    size, margins = section.find("w:pgSz", NAMESPACES), section.find("w:pgMar", NAMESPACES)
    if size is None or margins is None:
        return sum(int(str(column.get(clark("w:w")))) for column in table.iterfind("w:tblGrid/w:gridCol", NAMESPACES))
    inside = _number(size, "w") - _number(margins, "left") - _number(margins, "right")
    columns = section.find("w:cols", NAMESPACES)
    count = int(str(columns.get(clark("w:num"), "1"))) if columns is not None else 1
    return inside // count


def _number(element: Element, name: str) -> int:
    return int(str(element.get(clark(f"w:{name}"))))
