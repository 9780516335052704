"""Knows which rows of tables written with bars have more cells than the table has columns, so that some are lost; must
not know how tables are set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.checks.base import Source
from pipeline.checks.runs import runs
from pipeline.core.diagnostics import Diagnostic

Json = Any
# A bar in one of these parts no cells.
_WHOLE = re.compile(r"\\.|\$[^$|]*(?:\|[^$|]*)*\$|\[[^\[\]]*\](?:\([^()]*\))?|<[^<>]*>")
_ROW = re.compile(r"[ \t>]*\|")
_RULE = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:[|+][ \t]*:?-+:?[ \t]*)*\|?[ \t]*")


def check(source: Source) -> Iterator[Diagnostic]:
    """TBL108 the first row with more cells than there are columns."""
    for table in _tables(source.blocks):
        lines = {run.place.line for run in runs([table]) if run.place}
        numbers = _rows(source, min(lines)) if lines else []
        rule = next((number for number in numbers if _RULE.fullmatch(source.text.line(number))), None)
        if rule is None:
            continue
        columns = len(table["c"][2])
        for number in numbers:
            cells = _cells(source, number)
            if number != rule and cells > columns:
                span = source.text.line_span(number)
                yield Diagnostic("TBL108", span, {"cells": cells, "columns": columns}, str(number))
                break


def _tables(blocks: Json) -> Iterator[Json]:
    left = [blocks]
    while left:
        node = left.pop()
        if isinstance(node, dict) and node.get("t") == "Table":
            yield node
        children = node.values() if isinstance(node, dict) else node
        left += reversed([child for child in children if isinstance(child, dict | list)])


def _rows(source: Source, line: int) -> list[int]:
    """The lines round one that begin with a bar."""
    first = last = line
    while _ROW.match(source.text.line(first - 1)):
        first -= 1
    while _ROW.match(source.text.line(last + 1)):
        last += 1
    return list(range(first, last + 1)) if _ROW.match(source.text.line(line)) else []


def _cells(source: Source, number: int) -> int:
    start = source.text.starts[number - 1]
    line = source.bare[start : start + len(source.text.line(number))]
    return _WHOLE.sub("", line).strip(" \t>").removeprefix("|").removesuffix("|").count("|") + 1
