"""Knows which items of numbered lists are printed with another number than was typed; must not know how lists are
set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.checks.base import Source
from pipeline.checks.runs import runs
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.text import SourceText

Json = Any
_COUNTED = ("Decimal", "LowerAlpha", "UpperAlpha")
# The mark of an item before its first words, which may begin with marks of their own.
_MARK = re.compile(r"(\(?)(\d+|[A-Za-z])([.)])[ \t]+[^\s\w]*\Z")


def check(source: Source) -> Iterator[Diagnostic]:
    """SRC134 the first item of a list whose number is not the next one; lists that bear the same number throughout are
    counted by the parser, as is usual, from a number that it can hold."""
    for (start, *_), items in _lists(source.blocks):
        marks = [_mark(source.text, item) for item in items]
        is_one_number = len({mark[2] for _, mark in filter(None, marks)}) < 2
        for number, found in enumerate(marks[: 1 if is_one_number else None], start):
            if found and _value(found[1]) != number:
                place, mark = found
                printed = str(number) if mark[2].isdigit() else chr(ord(mark[2]) - _value(mark) + number)
                typed = "".join(mark.groups())
                values = {"typed": typed, "printed": f"{mark[1]}{printed}{mark[3]}"}
                yield Diagnostic("SRC134", source.text.span(place, len(typed)), values, typed)
                break


def _lists(blocks: Json) -> Iterator[tuple[Json, Json]]:
    """The numbered lists of a tree in document order, as where each starts to count and its items."""
    left = [blocks]
    while left:
        node = left.pop()
        if isinstance(node, dict) and node.get("t") == "OrderedList" and node["c"][0][1]["t"] in _COUNTED:
            yield node["c"]
        children = node.values() if isinstance(node, dict) else node
        left += reversed([child for child in children if isinstance(child, dict | list)])


def _mark(source: SourceText, item: Json) -> tuple[int, re.Match[str]] | None:
    """The mark of an item with its offset; None where it is not known."""
    first = next(runs(item), None)
    if first is None or first.place is None:
        return None
    start = source.starts[first.place.line - 1]
    mark = _MARK.search(source.text[start : start + first.place.column - 1])
    return (start + mark.start(), mark) if mark else None


def _value(mark: re.Match[str]) -> int:
    return int(mark[2]) if mark[2].isdigit() else ord(mark[2].lower()) - ord("a") + 1
