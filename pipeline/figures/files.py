"""Knows how a figure's files are found inside the report's folder, and what is wrong with them; must not know how
they are drawn."""

from __future__ import annotations

import json
import math
import re
from pathlib import PurePath
from typing import TypeAlias

from pipeline.core.decoding import FORBIDDEN, BrokenText, decode_data, shown
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.failures import reason_of
from pipeline.core.languages import Languages
from pipeline.core.model import FigureBlock
from pipeline.core.opening import Folder, Unopened
from pipeline.core.reasons import Reason, ReasonedError, Value
from pipeline.core.text import Span
from pipeline.figures.chartdata import Chart, Specification
from pipeline.figures.chartfile import BrokenData, filled
from pipeline.tools import csvfile

Json: TypeAlias = "dict[str, Json] | list[Json] | str | float | bool | None"
MAX_FILE = 20 * 2**20
_DEEPEST, _DIGITS = 40, 15
_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d{0,14})(?:\.\d+)?(?:[eE][+-]?\d{1,2})?")


class Refused(Exception):
    """A figure cannot be drawn; `problem` says why."""

    def __init__(self, problem: Diagnostic) -> None:
        self.problem = problem
        super().__init__(problem.code)


def problem(code: str, block: FigureBlock, span: Span | None = None, **values: Value) -> Diagnostic:
    """A finding about a figure, at its block where no place inside it is known."""
    return Diagnostic(code, span or block.span, {"id": block.id, **values}, block.id)


def line_of(block: FigureBlock, number: int | None) -> Span:
    """The place of a line, from 1, of a figure's text in a language of its own; of the block where it is not known."""
    text = block.text
    if text is None or text.line is None or number is None:
        return block.span
    return text if text.column else Span(text.file, text.line + number - 1)


def read(folder: Folder, file: str, block: FigureBlock) -> bytes:
    """The bytes of a file that a figure names.

    Raises:
        Refused: FIG108 for a path that leads out, FIG107 for no file, FIG109 for one that is too large or is none.
    """
    try:
        return folder.read(file, MAX_FILE)
    except Unopened as error:
        if error.cause == "outside":
            raise Refused(problem("FIG108", block, block.file, file=file)) from error
        if error.cause == "missing":
            raise Refused(problem("FIG107", block, block.file, file=file)) from error
        raise Refused(problem("FIG109", block, file=file, reason=error.reason)) from error


def with_rows(chart: Chart, folder: Folder, block: FigureBlock, languages: Languages) -> Chart:
    """The chart with the rows of its CSV file in it.

    Raises:
        Refused: FIG107 to FIG109 for the file, FIG113 with the line and column of what is wrong in it.
    """
    if chart.data is None:
        return chart
    data, name = read(folder, chart.data, block), folder.shown(chart.data)
    try:
        return filled(chart, decode_data(data, name).text, languages)
    except BrokenData as error:
        span, reason = Span(name, error.line, error.column), error.reason
    except BrokenText as error:
        span, reason = error.span, error.reason
    raise Refused(Diagnostic("FIG113", span, {"id": block.id, "reason": reason}, block.id, (block.span,)))


def with_data(specification: Specification, folder: Folder, block: FigureBlock, _languages: Languages) -> Specification:
    """The specification with its project files read into it.

    Raises:
        Refused: for an address, a path that leads out, or a file that is no CSV, TSV or JSON.
    """
    return specification.model_copy(update={"spec": _inlined(specification.spec, folder, block)})


def _inlined(spec: Json, folder: Folder, block: FigureBlock) -> Json:
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
            "values": _records(read(folder, name, block), name, folder, block),
        }
    return {key: _inlined(part, folder, block) for key, part in spec.items()}


def _records(given: bytes, name: str, folder: Folder, block: FigureBlock) -> Json:
    form, shown_name = PurePath(name).suffix.lower(), folder.shown(name)
    place = block.span
    try:
        text = decode_data(given, shown_name).text
        if form == ".json":
            return _json(text)
        if form in (".csv", ".tsv"):
            head, rows = csvfile.read(text, "\t" if form == ".tsv" else ",")
            if twice := next((column for column in head if head.count(column) > 1), None):
                raise csvfile.BrokenCsv(Reason("column_twice", name=twice), 1)
            return [{key: _value(cell) for key, cell in zip(head, row.cells, strict=True) if key} for row in rows]
        reason = Reason("forms_of_data")
    except BrokenText as error:
        place, reason = error.span, error.reason
    except csvfile.BrokenCsv as error:
        place, reason = Span(shown_name, error.line), error.reason
    except json.JSONDecodeError as error:
        place, reason = Span(shown_name, error.lineno, error.colno), reason_of(error)
    except (ValueError, RecursionError) as error:
        place, reason = Span(shown_name), reason_of(error)
    related = (block.span,) if place != block.span else ()
    raise Refused(Diagnostic("FIG109", place, {"id": block.id, "file": name, "reason": reason}, block.id, related))


def _json(text: str) -> Json:
    """The data of a JSON text.

    Raises:
        ValueError: for what is no JSON (NaN is none), is nested too deep, or holds what no text may.
    """

    def refuse(name: str) -> float:
        raise ReasonedError(Reason("not_finite"))

    def whole(digits: str) -> float:
        return float(digits) if len(digits) > _DIGITS else int(digits)

    try:
        data: Json = json.loads(text, parse_constant=refuse, parse_int=whole)
    except RecursionError as error:
        raise ReasonedError(Reason("nested_too_deep")) from error
    stack: list[tuple[Json, int]] = [(data, 0)]
    while stack:
        part, depth = stack.pop()
        if depth > _DEEPEST:
            raise ReasonedError(Reason("nested_too_deep"))
        if isinstance(part, str) and (found := FORBIDDEN.search(part)):
            raise ReasonedError(Reason("forbidden_character", character=shown(found.group())))
        if isinstance(part, float) and not math.isfinite(part):
            raise ReasonedError(Reason("not_finite"))
        inner = [*part, *part.values()] if isinstance(part, dict) else part if isinstance(part, list) else []
        stack += [(one, depth + 1) for one in inner]
    return data


def _value(cell: str | None) -> Json:
    """A number where a cell is written as one; 007, 2020_01 and nan are names."""
    return float(cell) if cell and _NUMBER.fullmatch(cell) else cell
