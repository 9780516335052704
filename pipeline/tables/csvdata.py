"""Knows how the rows of a table come from a CSV file; must not know Markdown or formats."""

from __future__ import annotations

from pipeline.core.decoding import BrokenText, decode_data
from pipeline.core.diagnostics import Diagnostic, Diagnostics
from pipeline.core.languages import BOTH, Languages
from pipeline.core.opening import Folder, Unopened
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.core.text import Span
from pipeline.tables.definition import MAX_ROWS, Cell, Table, check_rows
from pipeline.tools import csvfile

MAX_FILE = 5 * 2**20


def with_rows(
    table: Table, folder: Folder, span: Span, id_: str, languages: Languages = BOTH
) -> tuple[Table | None, Diagnostics]:
    """The table with the rows of its file; the file's first line names the columns and is not printed.

    A column of words may be followed by its translation in one named as the language beside, `en`. None, with TBL104
    or TBL105, where that fails.
    """
    if table.data is None:
        return table, ()
    place = folder.shown(table.data)
    try:
        head, records = csvfile.read(decode_data(folder.read(table.data, MAX_FILE), place).text)
    except Unopened as error:
        return None, (Diagnostic("TBL104", span, {"id": id_, "file": table.data, "reason": error.reason}, id_),)
    except BrokenText as error:
        return None, (_broken(error.span, error.reason, id_),)
    except csvfile.BrokenCsv as error:
        return None, (_broken(Span(place, error.line), error.reason, id_),)
    rows = [_row(head, record.cells, languages) for record in records]
    if not 0 < len(rows) <= MAX_ROWS:
        return None, (_broken(Span(place, 1), Reason("rows_of_a_table", found=len(rows), limit=MAX_ROWS), id_),)
    try:
        check_rows(table, rows)
    except ReasonedError as error:
        return None, (_broken(Span(place, 1), error.reason, id_),)
    return table.model_copy(update={"rows": rows, "data": None}), ()


def _row(head: list[str], cells: list[str], languages: Languages) -> list[Cell]:
    row: list[Cell] = []
    for name, cell in zip(head, cells, strict=True):
        if name == languages.beside and row:
            row[-1] = row[-1].model_copy(update={name: cell.strip()})
        else:
            row.append(Cell(zh=cell.strip(), en=cell.strip()))
    return row


def placed_cells(text: str, languages: Languages = BOTH) -> list[list[list[csvfile.PlacedCell]]]:
    """What each cell of each row of a table is printed from: its words, perhaps with their translation."""
    head, *records = csvfile.place(text) or [[]]
    found: list[list[list[csvfile.PlacedCell]]] = []
    for record in records:
        if not any(cell.text for cell in record):
            continue
        row: list[list[csvfile.PlacedCell]] = []
        for place, (name, cell) in enumerate(zip(head, record, strict=False)):
            if name.text == languages.beside and place:
                row[-1].append(cell)
            else:
                row.append([cell])
        found.append(row)
    return found


def _broken(span: Span, reason: Reason, id_: str) -> Diagnostic:
    return Diagnostic("TBL105", span, {"id": id_, "reason": reason}, id_)
