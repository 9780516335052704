"""Knows how CSV is read, each record with its line; must not know what the records mean. The only importer of `csv`."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from pipeline.core.reasons import Reason, ReasonedError

MAX_CELL = 100_000


class BrokenCsv(ReasonedError):
    """A text that is no CSV; `line` is where the record at fault begins, from 1."""

    def __init__(self, reason: Reason, line: int) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True)
class Record:
    """The cells of a record, and the line that it begins at, from 1."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class PlacedCell:
    """A cell, the 0-based offsets of each of its letters, and its own with the quotes round it."""

    text: str
    letters: tuple[tuple[int, int], ...]
    start: int
    end: int


def read(text: str, delimiter: str = ",") -> tuple[list[str], list[Record]]:
    """The head of a table, and its records that are not empty.

    Raises:
        BrokenCsv: for a quote that is not closed or does not stand round a whole cell, a cell of more than `MAX_CELL`
            letters, or a record with other cells than the head.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    records: list[Record] = []
    line = 1
    try:
        for cells in reader:
            records.append(Record(line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise BrokenCsv(_reason(str(error)), line) from error
    head = records[0].cells if records else []
    rows = [record for record in records[1:] if any(record.cells)]
    for record in records:
        if any(len(cell) > MAX_CELL for cell in record.cells):
            raise BrokenCsv(Reason("long_csv_cell", limit=MAX_CELL), record.line)
    for record in rows:
        if len(record.cells) != len(head):
            reason = Reason("cells_and_columns", found=len(record.cells), wanted=len(head))
            raise BrokenCsv(reason, record.line)
    return head, rows


def place(text: str, delimiter: str = ",") -> list[list[PlacedCell]]:
    """The cells of each record of a CSV text that can be read, the empty ones too, with their places; nothing where
    they are not as `csv` has them."""
    field = re.compile(rf'"((?:[^"]|"")*)"|([^{re.escape(delimiter)}\n]*)')
    found: list[list[PlacedCell]] = []
    at = 0
    while at < len(text):
        record: list[PlacedCell] = []
        while (match := field.match(text, at)) is not None:
            record.append(_placed(match))
            at = match.end() + 1
            if text[match.end() : at] != delimiter:
                break
        found.append(record)
    said = [[cell.text for cell in record] for record in found]
    return found if said == [cells or [""] for cells in csv.reader(io.StringIO(text), delimiter=delimiter)] else []


def _placed(match: re.Match[str]) -> PlacedCell:
    """A cell in quotes, of which a doubled one is one letter, or without."""
    signs = re.compile('""|.' if match.group(1) is not None else ".", re.S)
    letters = list(signs.finditer(match.string, *match.span(match.lastindex or 2)))
    text = "".join(letter.group()[0] for letter in letters)
    return PlacedCell(text, tuple(letter.span() for letter in letters), *match.span())


def _reason(words: str) -> Reason:
    """Why the reader stopped, by the three things that a strict one stops at."""
    if "field limit" in words:
        return Reason("long_csv_cell", limit=MAX_CELL)
    return Reason("open_csv_quote") if "end of data" in words else Reason("text_beside_csv_quote")
