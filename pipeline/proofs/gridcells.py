"""Knows how a row of a grid table is written anew where words of its cells were changed; must not know edits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.core.scripts import columns
from pipeline.proofs.replacing import Replacement
from pipeline.proofs.tablelines import BAR, BORDER, end_at, in_grid, line_at, wrapped

Change = Callable[[str, Sequence[Replacement], int], str]


def settled(source: str, wanted: Sequence[Replacement], changed: Change) -> list[Replacement]:
    """Replacements, those within a row of a grid as one of the whole row, whose cells are as wide as they were."""
    rows: dict[tuple[int, int], list[Replacement]] = {}
    for one in wanted:
        line = source.rfind("\n", 0, one.start) + 1
        if (
            "\n" not in source[one.start : one.end] + one.text
            and "|" in line_at(source, line)
            and in_grid(source, line)
        ):
            rows.setdefault(_row(source, line), []).append(one)
    found = list(wanted)
    for (start, end), own in rows.items():
        made = _written(source, (start, end), own, changed)
        if made is not None:
            found = [one for one in found if one not in own] + [Replacement(start, end, made)]
    return found


def _row(source: str, start: int) -> tuple[int, int]:
    """Where the row begins and ends that a line stands in."""
    end = end_at(source, start)
    while source[start - 1 : start] == "\n" and not BORDER.match(line_at(source, start - 1)):
        start = source.rfind("\n", 0, start - 1) + 1
    while end + 1 < len(source) and "|" in (line := line_at(source, end + 1)) and not BORDER.match(line):
        end = end_at(source, end + 1)
    return start, end


def _written(source: str, row: tuple[int, int], own: Sequence[Replacement], changed: Change) -> str | None:
    """The lines of a row with replacements made; None where its cells are no plain columns."""
    rule = line_at(source, row[1] + 1)
    if not BORDER.match(rule):
        return None
    lead = rule[: rule.index("+")]
    widths = [len(part) for part in rule.strip(" \t>").strip("+").split("+")]
    before = [_parts(line) for line in source[slice(*row)].split("\n")]
    after = [_parts(line) for line in changed(source[slice(*row)], own, row[0]).split("\n")]
    if any(len(line) != len(widths) for line in (*before, *after)):
        return None
    cells = [
        _cell([line[number] for line in before], [line[number] for line in after], width)
        for number, width in enumerate(widths)
    ]
    count = max(map(len, cells))
    padded = [[*cell, *[" " * width] * (count - len(cell))] for cell, width in zip(cells, widths, strict=True)]
    return "\n".join(f"{lead}|{'|'.join(parts)}|" for parts in zip(*padded, strict=True))


def _parts(line: str) -> list[str]:
    return BAR.split(line.rstrip())[1:-1]


def _cell(before: Sequence[str], after: Sequence[str], width: int) -> list[str]:
    """The lines of a cell, padded; broken anew where one is too long."""
    if list(before) == list(after):
        return list(after)
    lines = [line.rstrip() for line in after]
    if any(columns(line) > width for line in lines):
        text = ""
        for line in filter(None, (line.strip() for line in lines)):
            is_dense = not text or columns(text[-1]) > 1 or columns(line[0]) > 1
            text += line if is_dense else f" {line}"
        lines = [f" {line}" for line in wrapped(text, width - 2)]
    return [line + " " * (width - columns(line)) for line in lines]
