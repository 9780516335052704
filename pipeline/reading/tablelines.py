"""Knows how tables of Markdown begin, by the lines of dashes that no table is without; must not know their cells."""

from __future__ import annotations

import re

from pipeline.core.text import SourceText

_RULE = re.compile(r"[ >]*[|+:-][ |+:=-]*-[ |+:=-]*")


def table_line(source: SourceText, after: int) -> int | None:
    """The line on which the next table begins behind a line; None where there is none."""
    for number in range(after, len(source.starts) + 1):
        line = source.line(number)
        if not _RULE.fullmatch(line) or not re.search(r"\||\+|-\s+-|-{4}", line):
            continue
        above = source.line(number - 1).strip() if number > 1 else ""
        return number - 1 if above and "+" not in line else number
    return None
