"""Knows the schema of charts and the rows behind them, inline or from a CSV file; must not know how a chart is
drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, model_validator

from pipeline.core.languages import LANGUAGES, Bilingual, Language, is_chinese
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.core.wording import bracketed
from pipeline.core.written import written_decimals
from pipeline.figures.common import Figure
from pipeline.tools.schema import Strict, Text

MAX_ROWS, MAX_SERIES, MAX_PARTS, MAX_DECIMALS = 60, 6, 6, 6
LARGEST = 1e15
"""The largest number that an axis is drawn for; beyond it, digits of a double are no longer those of the author."""


class Row(Strict):
    """A label with one `value`, with `values` (one for each series, empty where unknown), or with a range `low` to
    `high`."""

    label: Text
    value: float | None = None
    values: list[float | None] | None = None
    low: float | None = None
    high: float | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Row:
        if (self.low is None) != (self.high is None):
            raise ReasonedError(Reason("low_with_high"))
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ReasonedError(Reason("low_above_high"))
        if self.values is None and self.value is None and self.low is None:
            raise ReasonedError(Reason("row_without_value"))
        if self.values is not None and (self.value is not None or self.low is not None):
            raise ReasonedError(Reason("values_alone"))
        if any(
            number is not None and not math.isfinite(number)
            for number in (self.value, self.low, self.high, *(self.values or ()))
        ):
            raise ReasonedError(Reason("not_finite"))
        if any(abs(number or 0) > LARGEST for number in (self.value, self.low, self.high, *(self.values or ()))):
            raise ReasonedError(Reason("number_too_large"))
        return self

    def numbers(self) -> list[float | None]:
        """A number for each series."""
        return list(self.values) if self.values is not None else [self.value]


class Chart(Figure):
    """Numbers as bars, lines, areas, dots with ranges, or the few parts of a pie."""

    kind: Literal["chart"]
    type: Literal["bar", "line", "area", "dot", "pie"] = "bar"
    stacked: Annotated[bool, Field(description="bars or areas of several series on each other")] = False
    direction: Annotated[Literal["right", "up"], Field(description="where bars grow to")] = "right"
    axis: Annotated[Text, Field(description="what is measured")]
    unit: Text
    decimals: Annotated[
        int | None, Field(ge=0, le=MAX_DECIMALS, description="decimals of every number; as written if not given")
    ] = None
    series: Annotated[
        list[Text], Field(max_length=MAX_SERIES, description="names, where rows have several values")
    ] = []
    rows: Annotated[list[Row], Field(max_length=MAX_ROWS)] = []
    data: Annotated[str | None, Field(description="a CSV file inside the source folder, in place of rows")] = None

    @model_validator(mode="before")
    @classmethod
    def _decimals_as_written(cls, data: Any, info: ValidationInfo) -> Any:
        # JSON is what was validated once, and no number of it is as the author wrote it.
        if info.mode == "json" or not isinstance(data, dict) or not isinstance(data.get("rows"), list):
            return data
        if data.get("decimals") is not None:
            return data
        numbers = (str(number) for row in data["rows"] for number in _written_in(row))
        decimals = written_decimals(numbers, MAX_DECIMALS)
        return data if decimals is None else {**data, "decimals": decimals}

    @model_validator(mode="after")
    def _one_source(self) -> Chart:
        if bool(self.rows) == bool(self.data):
            raise ReasonedError(Reason("rows_or_data"))
        if self.rows:
            check_rows(self, self.rows)
        return self


def _written_in(row: Any) -> list[Any]:
    """The numbers of a row that is not judged yet."""
    if not isinstance(row, dict):
        return []
    values = row.get("values")
    return [*(row.get(name) for name in ("value", "low", "high")), *(values if isinstance(values, list) else ())]


class Specification(Figure):
    """A full Vega-Lite specification; its data are inline or files of the project."""

    kind: Literal["vega-lite"]
    spec: dict[str, Any]


def check_rows(chart: Chart, rows: Sequence[Row]) -> None:
    """Raises ReasonedError where rows do not suit the chart's type."""
    count = max(len(chart.series), 1)
    for row in rows:
        if len(row.numbers()) != count:
            label = row.label.zh or row.label.en
            raise ReasonedError(Reason("values_and_series", label=label, found=len(row.numbers()), wanted=count))
        if row.low is not None and (chart.type not in ("bar", "dot") or chart.series or chart.direction == "up"):
            raise ReasonedError(Reason("no_ranges_here"))
        if chart.type == "bar" and row.low is not None and row.value is not None:
            raise ReasonedError(Reason("value_or_range"))
    if chart.type == "pie":
        values = [row.value for row in rows]
        if (
            len(rows) > MAX_PARTS
            or chart.series
            or any(value is None or value < 0 for value in values)
            or not sum(value or 0 for value in values)
        ):
            raise ReasonedError(Reason("parts_of_a_pie", limit=MAX_PARTS))
    if chart.stacked and any((number or 0) < 0 for row in rows for number in row.numbers()):
        raise ReasonedError(Reason("negative_in_a_stack"))
    labels = [(row.label.zh, row.label.en) for row in rows]
    if len(set(labels)) < len(labels):
        raise ReasonedError(Reason("label_twice"))


def format_number(value: float, decimals: int | None, language: Language) -> str:
    """A number as text: thousands with commas in English, with no-break spaces from five digits on in Chinese (GB/T
    15835-2011, 5.1.1)."""
    text = f"{value:,.{decimals}f}" if decimals is not None else f"{value:,.10g}"
    text = text.replace("-", "\u2212")
    if is_chinese(language):
        text = text.replace(",", "" if abs(value) < 10_000 else "\u00a0")
    return text


def amount(row: Row, place: int, decimals: int | None, language: Language) -> str:
    """What a row says for one series: a number, a range with a dash, a number with its range in brackets, or a dash."""
    value = row.numbers()[place]
    shown = "" if value is None else format_number(value, decimals, language)
    if row.low is None or row.high is None:
        return shown or "—"
    span = "–".join(format_number(end, decimals, language) for end in (row.low, row.high))
    return f"{shown} ({span})" if shown else span


def table(chart: Chart) -> tuple[tuple[Bilingual, ...], ...]:
    """The rows as a table, its first row the head: labels, then a column for each series."""
    units = chart.unit.bilingual()
    names = [name.bilingual() for name in chart.series] or [chart.axis.bilingual()]
    head = (
        Bilingual(),
        *(
            Bilingual(*(bracketed(name[language], units[language], language) for language in LANGUAGES))
            for name in names
        ),
    )
    body = (
        (
            row.label.bilingual(),
            *(
                Bilingual(*(amount(row, place, chart.decimals, language) for language in LANGUAGES))
                for place in range(len(names))
            ),
        )
        for row in chart.rows
    )
    return (head, *body)
