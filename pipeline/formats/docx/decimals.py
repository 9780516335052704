"""Knows how the numbers of a column stand with their points under each other: by a decimal tab in their cells, to which
text goes by itself (ECMA-376, part 1, 17.3.1.37, 17.18.84); must not know which columns those are.

Blanks as wide as digits would go along when a number is copied into a sheet, where it would be no number then. A tab
holds for what is typed into the cell later too, and for every face and size. What has no point stands before the tab
whole, its percent sign too; and a formula is no text: such columns are flush right and set in instead (17.3.1.12).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.formats.docx.keeping import paragraph_properties
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w
from pipeline.formats.docx.pieces import span_of
from pipeline.tools import ast

_MARK = "decimal"
_DIGIT, _POINT, _WIDE = 90, 45, 150
"""How wide a digit, a point and a percent sign are, in twentieths of a point: of the Latin face, at nine points."""
_WIDTHS = {".": _POINT, ",": _POINT, " ": _POINT, "\u00a0": _POINT, "%": _WIDE}
_SIDES = 216
"""The white at the sides of a cell, together."""


def mark(classes: list[str]) -> list[ast.Node]:
    """The mark of a number of a column that is aligned."""
    return [ast.RawInline(f"<{_MARK}/>", format="openxml")] if "decimal" in classes else []


@dataclass
class Column:
    """The cells of a column that hold its numbers."""

    cells: list[Element] = field(default_factory=list)

    @property
    def has_tab(self) -> bool:
        texts = [_text(cell) for cell in self.cells]
        is_plain = all(next(cell.iter(clark("m:oMath")), None) is None for cell in self.cells)
        return any("." in text for text in texts) and is_plain and all("." in text or "%" not in text for text in texts)

    @property
    def before(self) -> int:
        """How wide its longest whole number is."""
        return max(_width(_text(cell).partition(".")[0]) for cell in self.cells)

    @property
    def after(self) -> int:
        """How wide the longest part from the point on is."""
        return max(_width("".join(_text(cell).partition(".")[1:])) for cell in self.cells)


def columns_of(table: Element) -> dict[int, Column]:
    """The columns with numbers that are aligned, by their place; their marks are taken away."""
    found: dict[int, Column] = {}
    for place, cell in _cells(table):
        for one in list(cell.iter(_MARK)):
            _remove(one)
            found.setdefault(place, Column()).cells.append(cell)
    return found


def needed(columns: dict[int, Column]) -> dict[int, int]:
    """How wide the numbers of columns are, aligned, by place."""
    return {place: column.before + column.after for place, column in columns.items()}


def align(table: Element, columns: dict[int, Column], widths: Sequence[int]) -> None:
    """Put the points of each column under each other, on the side where its cells stand; a column with a tab keeps the
    width for which that was placed."""
    for place, column in columns.items():
        if not column.has_tab:
            _set_in(column)
            continue
        for at, cell in _cells(table):
            if at == place and span_of(cell) == 1:
                _hold(cell, widths[place])
        for cell in column.cells:
            _put_tab(cell, column, widths[place] - _SIDES)


def _put_tab(cell: Element, column: Column, inside: int) -> None:
    """Word aligns what stands flush left alone."""
    for paragraph in cell.iterfind("w:p", NAMESPACES):
        properties = paragraph_properties(paragraph)
        side = properties.find("w:jc", NAMESPACES)
        named = "left" if side is None else str(side.get(clark("w:val")))
        white = max(inside - column.before - column.after, 0)
        place = column.before + {"left": 0, "center": white // 2}.get(named, white)
        properties.append(w("tabs", w("tab", val="decimal", pos=place)))
        if side is not None:
            side.set(clark("w:val"), "left")


def _set_in(column: Column) -> None:
    """Set each number in by what others have more from the point on."""
    lengths = {cell: _width("".join(_text(cell).removesuffix("%").partition(".")[1:])) for cell in column.cells}
    for cell, length in lengths.items():
        if lacking := max(lengths.values()) - length:
            for paragraph in cell.iterfind("w:p", NAMESPACES):
                paragraph_properties(paragraph).append(w("ind", right=lacking))


def _hold(cell: Element, width: int) -> None:
    """Say how wide a cell is, which its column is then (17.4.71)."""
    properties = cell.find("w:tcPr", NAMESPACES)
    if properties is None:
        properties = w("tcPr")
        cell.insert(0, properties)
    for one in properties.findall("w:tcW", NAMESPACES):
        properties.remove(one)
    properties.insert(0, w("tcW", w=width, type="dxa"))


def _cells(table: Element) -> Iterator[tuple[int, Element]]:
    """The cells of a table with the column in which each begins."""
    for row in table.iterfind("w:tr", NAMESPACES):
        at = 0
        for cell in row.iterfind("w:tc", NAMESPACES):
            yield at, cell
            at += span_of(cell)


def _text(cell: Element) -> str:
    return "".join(text.text or "" for text in cell.iter(clark("w:t"), clark("m:t"))).strip()


def _width(text: str) -> int:
    return sum(_WIDTHS.get(letter, _DIGIT) for letter in text)


def _remove(element: Element) -> None:
    holder = element.getparent()
    if holder is not None:
        holder.remove(element)
