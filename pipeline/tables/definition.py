"""Knows the schema of a table block and how its cells fill the grid; must not know Markdown, formats or files."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, model_validator

from pipeline.core.languages import BOTH, Bilingual, Languages
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.tools import schema_forms
from pipeline.tools.schema import Strict, Text

MAX_COLUMNS, MAX_ROWS = 24, 2000
Align = Literal["left", "center", "right", "decimal"]
Size = Literal["normal", "small", "turned"]
Labels = Literal["zh", "en", "both"]


class Cell(Strict):
    """A cell, in both languages where it is no number; `across` columns and `down` rows large."""

    zh: str = ""
    en: str = ""
    across: Annotated[int, Field(ge=1, le=MAX_COLUMNS)] = 1
    down: Annotated[int, Field(ge=1, le=200)] = 1

    def bilingual(self) -> Bilingual:
        return Bilingual(self.zh, self.en)


def _as_cell(value: object) -> object:
    """A plain value is the same in both languages."""
    if isinstance(value, (dict, Cell)):
        return value
    if isinstance(value, (list, tuple)):
        raise ReasonedError(Reason("cell_of_no_text"))
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return {"zh": text, "en": text}


AnyCell = Annotated[Cell, BeforeValidator(_as_cell)]


class Column(Strict):
    """A column's name, with a unit in brackets behind it."""

    name: Text
    unit: Text | None = None
    align: Align = "left"


class ColumnGroup(Strict):
    """A name over the columns `first` to `last`, counted from 1."""

    name: Text
    first: Annotated[int, Field(ge=1, le=MAX_COLUMNS)]
    last: Annotated[int, Field(ge=1, le=MAX_COLUMNS)]


class Table(Strict):
    """A table as data."""

    caption: Text
    columns: Annotated[list[Column], Field(min_length=1, max_length=MAX_COLUMNS)]
    groups: Annotated[list[ColumnGroup], Field(description="names over several columns")] = []
    rows: Annotated[list[list[AnyCell]], Field(max_length=MAX_ROWS)] = []
    data: Annotated[str | None, Field(description="a CSV file inside the source folder, in place of rows")] = None
    headings: Annotated[int, Field(ge=0, le=3, description="how many columns name their rows")] = 1
    notes: list[Text] = []
    credit: Text | None = None
    labels: Annotated[Labels, Field(description="languages of the cells")] = "both"
    size: Annotated[Size | None, Field(description="how the table is set where it is wide; by rule if not given")] = (
        None
    )

    @model_validator(mode="after")
    def _fills_the_grid(self) -> Table:
        if bool(self.rows) == bool(self.data):
            raise ReasonedError(Reason("rows_or_data"))
        check_rows(self, self.rows)
        last = 0
        for group in self.groups:
            if not last < group.first <= group.last <= len(self.columns):
                raise ReasonedError(Reason("groups_overlap"))
            last = group.last
        return self


def head_rows(table: Table) -> tuple[list[Column | ColumnGroup], list[Column]]:
    """The names over a table from left to right: the upper row, and under its groups the lower row."""
    upper: list[Column | ColumnGroup] = []
    lower: list[Column] = []
    place = 0
    for group in table.groups:
        upper += [*table.columns[place : group.first - 1], group]
        lower += table.columns[group.first - 1 : group.last]
        place = group.last
    return [*upper, *table.columns[place:]], lower


def check_rows(table: Table, rows: list[list[Cell]]) -> None:
    """Raises ReasonedError, with the number of the row, where cells do not fill every column exactly once."""
    held = [0] * len(table.columns)
    for number, row in enumerate(rows, 1):
        cells = iter(row)
        column = 0
        while column < len(held):
            if held[column]:
                held[column] -= 1
                column += 1
                continue
            cell = next(cells, None)
            if cell is None:
                raise ReasonedError(Reason("too_few_cells", row=number, columns=len(held)))
            if any(held[column : column + cell.across]) or column + cell.across > len(held):
                raise ReasonedError(Reason("cell_reaches_over", row=number))
            held[column : column + cell.across] = [cell.down - 1] * cell.across
            column += cell.across
        if next(cells, None) is not None:
            raise ReasonedError(Reason("too_many_cells", row=number))
    if any(held):
        raise ReasonedError(Reason("cell_reaches_below"))


_ADAPTER: TypeAdapter[Table] = TypeAdapter(Table)


def validate(data: object, languages: Languages = BOTH) -> Table:
    """A table from plain data.

    Raises:
        pydantic.ValidationError
    """
    return _ADAPTER.validate_python(data, context=languages)


def load(definition: str) -> Table:
    """A table from the JSON text that `model_dump_json` wrote."""
    return _ADAPTER.validate_json(definition)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a table block."""
    return _ADAPTER.json_schema()


@cache
def forms() -> dict[str, str]:
    """How the keys of a table are written."""
    return schema_forms.forms(Table)
