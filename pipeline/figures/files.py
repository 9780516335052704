"""Knows how a figure's files are found inside the report's folder, and what is wrong with them; must not know how
they are drawn."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.failures import reason_of
from pipeline.core.model import FigureBlock
from pipeline.core.reasons import Reason, Value
from pipeline.core.text import Span
from pipeline.figures.chartdata import BrokenData, Chart, Row, rows_of

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


def read_rows(chart: Chart, folder: Path, block: FigureBlock) -> list[Row]:
    """The rows of a chart, from the block or its CSV file.

    Raises:
        Refused: FIG107 to FIG109 for the file, FIG113 with the line and column of what is wrong in it.
    """
    if chart.data is not None:
        locate(folder, chart.data, block)
    try:
        return rows_of(chart, folder)
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


def inline_data(spec: Any, folder: Path, block: FigureBlock) -> Any:
    """A Vega-Lite specification with its project files read into it.

    Raises:
        Refused: for an address, a path that leads out, or a file that is no CSV, TSV or JSON.
    """
    if isinstance(spec, Sequence) and not isinstance(spec, str):
        return [inline_data(part, folder, block) for part in spec]
    if not isinstance(spec, dict):
        return spec
    if isinstance(spec.get("url"), str):
        name = spec["url"]
        if ":" in name or name.startswith("/"):
            raise Refused(problem("FIG108", block, file=name))
        return {
            **{key: part for key, part in spec.items() if key not in ("url", "format")},
            "values": _records(locate(folder, name, block), name, block),
        }
    return {key: inline_data(part, folder, block) for key, part in spec.items()}


def _records(path: Path, name: str, block: FigureBlock) -> Any:
    try:
        text = path.read_text("utf-8-sig")
        if path.suffix.lower() == ".json":
            return json.loads(text)
        if path.suffix.lower() in (".csv", ".tsv"):
            reader = csv.DictReader(
                io.StringIO(text, newline=""), delimiter="\t" if path.suffix.lower() == ".tsv" else ","
            )
            return [{key: _value(cell) for key, cell in row.items() if key} for row in reader]
    except (ValueError, csv.Error) as error:
        raise Refused(problem("FIG109", block, file=name, reason=reason_of(error))) from error
    raise Refused(problem("FIG109", block, file=name, reason=Reason("forms_of_data")))


def _value(cell: Any) -> Any:
    try:
        return float(cell)
    except (TypeError, ValueError):
        return cell
