"""Knows how a figure's files are found inside the report's folder, and what is wrong with them; must not know how
they are drawn."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TypeAlias

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.failures import reason_of
from pipeline.core.model import FigureBlock
from pipeline.core.reasons import Reason, Value
from pipeline.core.text import Span
from pipeline.figures.chartdata import BrokenData, Chart, Specification, rows_of

Json: TypeAlias = "dict[str, Json] | list[Json] | str | float | bool | None"
MAX_FILE = 20 * 2**20


class Refused(Exception):
    """A figure cannot be drawn; `problem` says why."""

    def __init__(self, problem: Diagnostic) -> None:
        self.problem = problem
        super().__init__(problem.code)


def problem(code: str, block: FigureBlock, **values: Value) -> Diagnostic:
    """A finding about a figure, at its block."""
    return Diagnostic(code, block.span, {"id": block.id, **values}, block.id)


def locate(folder: Path, file: str, block: FigureBlock) -> Path:
    """The path of a file inside `folder`.

    Raises:
        Refused: FIG108 for a path that leads out, FIG107 for no file, FIG109 for one of more than 20 MB.
    """
    path = (folder / file).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise Refused(problem("FIG108", block, file=file))
    if not path.is_file():
        raise Refused(problem("FIG107", block, file=file))
    if path.stat().st_size > MAX_FILE:
        raise Refused(problem("FIG109", block, file=file, reason=Reason("file_too_large", limit=MAX_FILE // 2**20)))
    return path


def with_rows(chart: Chart, folder: Path, block: FigureBlock) -> Chart:
    """The chart with the rows of its CSV file in it.

    Raises:
        Refused: FIG107 to FIG109 for the file, FIG113 with the line and column of what is wrong in it.
    """
    if chart.data is None:
        return chart
    locate(folder, chart.data, block)
    try:
        return chart.model_copy(update={"rows": rows_of(chart, folder), "data": None})
    except BrokenData as error:
        span = Span(f"{folder.name}/{chart.data}", error.line, error.column)
        raise Refused(
            Diagnostic("FIG113", span, {"id": block.id, "reason": reason_of(error)}, block.id, (block.span,))
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        span = Span(f"{folder.name}/{chart.data}")
        raise Refused(
            Diagnostic("FIG113", span, {"id": block.id, "reason": reason_of(error)}, block.id, (block.span,))
        ) from error


def with_data(specification: Specification, folder: Path, block: FigureBlock) -> Specification:
    """The specification with its project files read into it.

    Raises:
        Refused: for an address, a path that leads out, or a file that is no CSV, TSV or JSON.
    """
    return specification.model_copy(update={"spec": _inlined(specification.spec, folder, block)})


def _inlined(spec: Json, folder: Path, block: FigureBlock) -> Json:
    if isinstance(spec, list):
        return [_inlined(part, folder, block) for part in spec]
    if not isinstance(spec, dict):
        return spec
    name = spec.get("url")
    if isinstance(name, str):
        if ":" in name or name.startswith("/"):
            raise Refused(problem("FIG108", block, file=name))
        return {
            **{key: part for key, part in spec.items() if key not in ("url", "format")},
            "values": _records(locate(folder, name, block), name, block),
        }
    return {key: _inlined(part, folder, block) for key, part in spec.items()}


def _records(path: Path, name: str, block: FigureBlock) -> Json:
    try:
        text = path.read_text("utf-8-sig")
        if path.suffix.lower() == ".json":
            data: Json = json.loads(text)
            return data
        if path.suffix.lower() in (".csv", ".tsv"):
            reader = csv.DictReader(
                io.StringIO(text, newline=""), delimiter="\t" if path.suffix.lower() == ".tsv" else ","
            )
            return [{key: _value(cell) for key, cell in row.items() if key} for row in reader]
    except (ValueError, csv.Error) as error:
        raise Refused(problem("FIG109", block, file=name, reason=reason_of(error))) from error
    raise Refused(problem("FIG109", block, file=name, reason=Reason("forms_of_data")))


def _value(cell: str | None) -> Json:
    try:
        return cell if cell is None else float(cell)
    except ValueError:
        return cell
