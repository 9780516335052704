"""Knows how whole rows are put into a table of the source and taken out: pipe tables, grid tables, files of data; must
not know other edits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.core.scripts import columns
from pipeline.proofs.base import Base
from pipeline.proofs.comparing import Edit
from pipeline.proofs.datafiles import field_with
from pipeline.proofs.passages import Letter
from pipeline.proofs.replacing import Replacement, Way
from pipeline.proofs.rows import cells
from pipeline.proofs.spelling import spellings
from pipeline.proofs.tablelines import BAR, BORDER, RULE, cells_at, end_at, in_grid, line_at, wrapped
from pipeline.proofs.words import AuthorsWords, Run


def row_ways(base: Base, edit: Edit) -> Iterator[Way]:
    """Rows put in behind the row of a paragraph, or one taken out."""
    row = base.passages[edit.passage].passage.row
    own = [passage for passage in base.passages if passage.passage.row == row and passage.passage.part == "body"]
    places = [place for passage in own for place in passage.places if place]
    if not row or not places:
        return
    rows = list(_by(cells(edit.new), len(own)))
    if any(len(one) != len(own) for one in rows):
        return
    held = base.words.text_at(places[0])
    if held is not None:
        if held.style == "csv":
            yield from _data_ways(base.words, places[0][0], rows)
        return
    source = base.words.source.text
    start = source.rfind("\n", 0, places[0][0]) + 1
    end = end_at(source, places[0][0])
    if len(BAR.findall(source[start:end])) < len(own) - 1:
        return
    if in_grid(source, start):
        yield from _grid_ways(source, start, rows)
    else:
        yield from _pipe_ways(source, (start, end), rows)


def _by(parts: Sequence[list[Letter]], count: int) -> Iterator[Sequence[list[Letter]]]:
    for at in range(0, len(parts), count):
        yield parts[at : at + count]


def _spelt(rows: Sequence[Sequence[Sequence[Letter]]]) -> Iterator[list[list[str]]]:
    """Ways to write cells of running text."""
    for choice in (0, -1):
        yield [[list(spellings(cell, None, in_cell=True))[choice].strip() for cell in row] for row in rows]


def _pipe_ways(source: str, line: tuple[int, int], rows: Sequence[Sequence[list[Letter]]]) -> Iterator[Way]:
    start, end = line
    rule = line_at(source, end + 1)
    is_head = bool(RULE.match(rule)) and "-" in rule
    if not rows:
        if not is_head:
            yield (Replacement(start, min(end + 1, len(source)), ""),)
        return
    behind = end_at(source, end + 1) if is_head else end
    like = source[start:end]
    for texts in _spelt(rows):
        made = "".join(f"\n{_as(like, row)}" for row in texts)
        yield (Replacement(behind, behind, made),)


def _as(like: str, row: Sequence[str]) -> str:
    """The line of a row as another one is written: with its signs at the ends, its cells as wide where they can be."""
    parts = BAR.split(like)
    lead, parts = (parts[0], parts[1:]) if not parts[0].strip(" \t>") else ("", parts)
    tail, parts = (parts[-1], parts[:-1]) if not parts[-1].strip() else (None, parts)
    bar = "|" if like.lstrip(" \t>").startswith("|") else ""
    made = "|".join(_padded(text, cell) for text, cell in zip(row, parts, strict=False))
    return f"{lead}{bar}{made}{'' if tail is None else '|' + tail}"


def _padded(text: str, like: str) -> str:
    """A cell as wide as another, on the side that it stands at."""
    missing = columns(like) - 2 - columns(text)
    blanks = " " * max(missing, 0)
    is_right = len(like) - len(like.lstrip()) > max(len(like) - len(like.rstrip()), 1)
    return f" {blanks}{text} " if is_right else f" {text}{blanks} "


def in_pipe(source: str, cell: tuple[int, int], text: str) -> str:
    """A text as it fills an empty cell of a pipe table, on the side of its column."""
    start = source.rfind("\n", 0, cell[0]) + 1
    number = [first for first, _ in cells_at(source, start)].index(cell[0])
    while start and not RULE.match(line_at(source, start)):
        start = source.rfind("\n", 0, start - 1) + 1
    rules = [source[slice(*place)].strip() for place in cells_at(source, start)]
    rule = rules[number] if number < len(rules) else ""
    blanks = " " * max(cell[1] - cell[0] - 2 - columns(text), 0)
    is_right = rule.endswith(":") and not rule.startswith(":")
    return f" {blanks}{text.strip()} " if is_right else f" {text.strip()}{blanks} "


def _grid_ways(source: str, start: int, rows: Sequence[Sequence[list[Letter]]]) -> Iterator[Way]:
    while source[start - 1 : start] == "\n" and not BORDER.match(line_at(source, start - 1)):
        start = source.rfind("\n", 0, start - 1) + 1
    under = end_at(source, start)
    while not BORDER.match(line_at(source, under + 1)):
        if under >= len(source) or not line_at(source, under + 1).strip():
            return
        under = end_at(source, under + 1)
    rule, behind = line_at(source, under + 1), end_at(source, under + 1)
    if not rows:
        if "=" not in rule:
            yield (Replacement(start, min(behind + 1, len(source)), ""),)
        return
    plain = rule.replace("=", "-").replace(":", "-")
    widths = [len(part) - 2 for part in plain.strip(" \t>").strip("+").split("+")]
    lead = rule[: rule.index("+")]
    for texts in _spelt(rows):
        made = [_in_columns(row, widths) for row in texts]
        if all(made):
            lines = [f"{lead}{line}" for row in made for line in (*row, plain[len(lead) :])]
            yield (Replacement(behind, behind, "".join(f"\n{line}" for line in lines)),)


def _in_columns(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """The lines of a row of a grid; none where a word is wider than its column."""
    parts = [list(wrapped(text, width)) for text, width in zip(row, widths, strict=False)]
    if len(row) != len(widths) or any(
        columns(line) > width for part, width in zip(parts, widths, strict=True) for line in part
    ):
        return []
    made = []
    for number in range(max(map(len, parts))):
        lines = [part[number] if number < len(part) else "" for part in parts]
        padded = [line + " " * (width - columns(line)) for line, width in zip(lines, widths, strict=True)]
        made.append(f"| {' | '.join(padded)} |")
    return made


def _data_ways(known: AuthorsWords, at: int, rows: Sequence[Sequence[list[Letter]]]) -> Iterator[Way]:
    """Records of a file of data; what has a translation beside it has none yet."""
    source = known.source.text
    found = [(table, number) for table in known.tables for number, row in enumerate(table) if _holds(row, at)]
    if not found:
        return
    table, number = found[0]
    row = table[number]
    start, end = row[0][0].start, row[-1][-1].end
    if not rows:
        behind = min(end + 1, len(source)) if source[end : end + 1] == "\n" else end
        yield (Replacement(start if behind > end else start - 1, behind, ""),)
        return
    made = ""
    for texts in rows:
        fields = [
            part for text, cell in zip(texts, row, strict=True) for part in (_field(text), *("" for _ in cell[1:]))
        ]
        made += "\n" + ",".join(fields)
    yield (Replacement(end, end, made, is_lines=True),)


def _holds(row: Sequence[Sequence[Run]], at: int) -> bool:
    return row[0][0].start <= at <= row[-1][-1].end


def _field(letters: Sequence[Letter]) -> str:
    text = next(spellings(letters, "csv")).strip()
    ((_, _, field),) = field_with("", [(0, 0, text)])
    return field
