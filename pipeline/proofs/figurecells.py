"""Knows where the cells of a table stand that hold figures alone, which cannot say their places: in the line of their
row and between its bars, where they say what is shown; must not know edits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.proofs.passages import Passage
from pipeline.proofs.tablelines import BAR, BORDER, RULE, cells_at, in_grid, line_at
from pipeline.proofs.words import AuthorsWords, Place, plain

Places = tuple[Place | None, ...]


def with_figures(shown: Sequence[Passage], places: Sequence[Places], known: AuthorsWords) -> list[Places]:
    """The places of the letters of some paragraphs, with those of cells that have none, in tables of which some cell
    has its place and that have as many rows and cells as are shown."""
    found = list(places)
    numbers = [number for number, passage in enumerate(shown) if passage.row and passage.part == "body"]
    for _, group in groupby(numbers, key=lambda number: shown[number].table):
        table = list(group)
        first = next((place for number in table for place in places[number] if place), None)
        if first is None or known.text_at(first) or all(any(places[number]) for number in table):
            continue
        source = known.source.text
        lines = _rows(source, source.rfind("\n", 0, first[0]) + 1)
        rows = [list(row) for _, row in groupby(table, key=lambda number: shown[number].row)]
        for row, starts in zip(rows, lines, strict=True) if len(rows) == len(lines) else ():
            for number, letters in _in_row(source, starts, [(number, shown[number]) for number in row]):
                if not any(places[number]):
                    found[number] = letters
    return found


def _rows(source: str, start: int) -> list[list[int]]:
    """Where the lines of each row begin, of the table that the line at an offset belongs to."""
    while start and (line := line_at(source, start - 1)) and _is_line(line):
        start -= len(line) + 1
    is_grid = in_grid(source, source.find("\n", start) + 1)
    rows: list[list[int]] = [[]]
    while start < len(source) and _is_line(line := line_at(source, start)):
        if BORDER.match(line) if is_grid else RULE.match(line):
            rows.append([])
        elif is_grid:
            rows[-1].append(start)
        else:
            rows.append([start])
        start += len(line) + 1
    return [row for row in rows if row]


def _is_line(line: str) -> bool:
    return bool(BAR.search(line) or BORDER.match(line))


def _in_row(source: str, starts: Sequence[int], row: Sequence[tuple[int, Passage]]) -> Iterator[tuple[int, Places]]:
    """The places of the letters of cells that stand in one line and say there what is shown, by their numbers."""
    lines = [cells_at(source, start) for start in starts]
    if any(len(cells) != len(row) for cells in lines) or len({passage.cell for _, passage in row}) < len(row):
        return
    for column, (number, passage) in enumerate(row):
        written = [(start, source[start:end]) for start, end in (cells[column] for cells in lines)]
        filled = [(start, cell) for start, cell in written if cell.strip()]
        is_said = len(filled) == 1 and plain(filled[0][1].strip()) == plain(passage.text)
        if is_said and not any(letter.is_made for letter in passage.letters):
            first = filled[0][0] + len(filled[0][1]) - len(filled[0][1].lstrip())
            yield number, tuple((first + at, first + at + 1) for at in range(len(passage.text)))
