"""Knows the lines of pipe tables and grid tables in a source, and where words may be put into their empty cells; must
not know edits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from pipeline.core.scripts import columns
from pipeline.proofs.passages import Passage, words
from pipeline.proofs.words import AuthorsWords, Place

BAR = re.compile(r"(?<!\\)\|")
RULE = re.compile(r"[ \t>]*\|?[ \t]*:?-[-:|+ \t]*$")
BORDER = re.compile(r"[ \t>]*\+[-=:+]+\+[ \t]*$")


def end_at(source: str, at: int) -> int:
    """The end of the line that holds a character."""
    end = source.find("\n", at)
    return len(source) if end < 0 else end


def line_at(source: str, at: int) -> str:
    """The line that holds a character."""
    return source[source.rfind("\n", 0, max(at, 0)) + 1 : end_at(source, at)] if 0 <= at < len(source) else ""


def in_grid(source: str, start: int) -> bool:
    """Whether the line that begins at an offset is one of a row between the rules of a grid."""
    while source[start - 1 : start] == "\n":
        start = source.rfind("\n", 0, start - 1) + 1
        line = line_at(source, start)
        if BORDER.match(line):
            return True
        if not line.lstrip(" \t>").startswith("|"):
            return False
    return False


def wrapped(text: str, width: int) -> Iterator[str]:
    """A text in lines that take no more columns, broken at blanks and between ideographs."""
    line = ""
    for word in words(text):
        if line and columns(line + word.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += word if line or word.strip() else ""
    yield line.rstrip()


def cells_at(source: str, start: int) -> list[Place]:
    """Where the cells of the line that begins at an offset stand between its bars."""
    line = source[start : end_at(source, start)]
    bars = [found.start() for found in BAR.finditer(line)]
    edges = [] if line.lstrip(" \t>").startswith("|") else [-1]
    edges += bars
    if not line.rstrip().endswith("|"):
        edges.append(len(line))
    return [(start + first + 1, start + last) for first, last in pairwise(edges)]


def empty_cells(
    shown: Sequence[Passage], places: Sequence[Sequence[Place | None]], known: AuthorsWords
) -> Iterator[tuple[int, Place]]:
    """Where words may be put into the empty cells of rows of which another cell has its place, by the numbers of their
    paragraphs."""
    numbers = [number for number, passage in enumerate(shown) if passage.row and passage.part == "body"]
    for _, group in groupby(numbers, key=lambda number: shown[number].row):
        row = list(group)
        own = [[place for place in places[number] if place] for number in row]
        first = next((found[0] for found in own if found), None)
        if first is None or all(shown[number].text for number in row) or known.text_at(first):
            continue
        source = known.source.text
        cells = cells_at(source, source.rfind("\n", 0, first[0]) + 1)
        is_grid = in_grid(source, source.rfind("\n", 0, first[0]) + 1)
        if len(cells) != len(row) or not _are_their_own(cells, own, is_grid=is_grid):
            continue
        for number, (start, end) in zip(row, cells, strict=True):
            if not shown[number].text and not source[start:end].strip():
                yield number, (start + 1, start + 1) if is_grid else (start, end)


def _are_their_own(cells: Sequence[Place], own: Sequence[Sequence[Place]], *, is_grid: bool) -> bool:
    """Whether what has a place in a row stands in its cell; in a grid a row has more lines than one."""
    last = cells[-1][1]
    return all(
        (start <= place[0] and place[1] <= end) or (is_grid and place[0] > last)
        for (start, end), found in zip(cells, own, strict=True)
        for place in found
    )
