"""Knows how the rows of a chart come from a CSV file; must not know where the file lies."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import ValidationError

from pipeline.core.languages import BOTH, LANGUAGES, Languages
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.core.written import written_decimals
from pipeline.figures.chartdata import MAX_DECIMALS, MAX_ROWS, Chart, Row, check_rows
from pipeline.tools import csvfile
from pipeline.tools.schema import Text
from pipeline.tools.schema_faults import first_reason

_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]+)?(?<=[0-9])(?:[eE][+-]?[0-9]+)?|[+-]?(?:inf|nan)", re.I
)


_SAME = "label"
_LABELS = (*LANGUAGES, _SAME)
"""The columns of a row's name: in each language, or the same in all."""


class BrokenData(ReasonedError):
    """A CSV file that holds no chart; `line` and `column` are where, from 1."""

    def __init__(self, reason: Reason, line: int, column: int | None = None) -> None:
        super().__init__(reason)
        self.line, self.column = line, column


def rows_of(chart: Chart, text: str, languages: Languages) -> list[Row]:
    """The rows of a chart from the text of its CSV file, which has the columns `zh`, `en` or `label`
    (names in the language of the report, or the same in all), and `value`,
    `low` and `high`, or one for each series in order.

    Raises:
        BrokenData: for a file that does not fit, or is no CSV.
    """
    try:
        head, records = csvfile.read(text)
    except csvfile.BrokenCsv as error:
        raise BrokenData(error.reason, error.line) from error
    if not set(_LABELS) & set(head):
        raise BrokenData(Reason("head_of_chart_data"), 1)
    if not {languages.leading, _SAME} & set(head):
        raise BrokenData(Reason("names_in_another_language", wanted=languages.leading), 1)
    if twice := next((name for name in head if head.count(name) > 1), None):
        raise BrokenData(Reason("column_twice", name=twice), 1)
    rows = [_row(dict(zip(head, record.cells, strict=True)), bool(chart.series), record.line) for record in records]
    if not rows or len(rows) > MAX_ROWS:
        raise BrokenData(Reason("rows_of_a_chart", found=len(rows), limit=MAX_ROWS), 1)
    try:
        check_rows(chart, rows)
    except ReasonedError as error:
        raise BrokenData(error.reason, 1) from error
    return rows


def filled(chart: Chart, text: str, languages: Languages = BOTH) -> Chart:
    """A chart with the rows of its CSV file, and as many decimals as stand there.

    Raises:
        BrokenData: for a file that does not fit, or is no CSV.
    """
    rows, decimals = rows_of(chart, text, languages), chart.decimals
    if decimals is None:
        head, records = csvfile.read(text)
        cells = (pair for record in records for pair in zip(head, record.cells, strict=True))
        decimals = written_decimals((cell for name, cell in cells if name not in _LABELS), MAX_DECIMALS)
    return chart.model_copy(update={"rows": rows, "data": None, "decimals": decimals})


def _number(cell: str) -> float:
    """A number as it is written: commas between groups of three, a point before decimals, nothing else."""
    if not _NUMBER.fullmatch(cell):
        raise ValueError(cell)
    return float(cell.replace(",", ""))


def _row(cells: Mapping[str, str], has_series: bool, line: int) -> Row:
    numbers: dict[str, float | None] = {}
    for column, (name, cell) in enumerate(cells.items(), 1):
        if name in _LABELS:
            continue
        try:
            numbers[name] = _number(cell.strip()) if cell.strip() else None
        except ValueError as error:
            raise BrokenData(Reason("no_number", value=cell), line, column) from error
    label = {language: cells.get(language) or cells.get(_SAME, "") for language in LANGUAGES}
    try:
        if has_series:
            return Row(label=Text(**label), values=list(numbers.values()))
        return Row(label=Text(**label), value=numbers.get("value"), low=numbers.get("low"), high=numbers.get("high"))
    except ValidationError as error:
        raise BrokenData(first_reason(error), line) from error
