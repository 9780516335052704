"""Knows which square brackets of a text have no partner in their paragraph, and where others are nested too deep; must
not know what brackets mean.

pandoc's reader tries everything that may begin at a `[` again for each one around it: eight in each other, or a dozen
intervals as `[0,1)` in a paragraph, take seconds, and each one more twice as long. One without a partner means
nothing, so it can be hidden; nesting has a limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

MOST_NESTED = 6
"""How many brackets may stand in each other."""
# What opens code has no mark of its own behind it: ```x``` is code in a line.
_FENCE = re.compile(r"[ \t>]*(`{3,}(?=[^`]*$)|~{3,}(?=[^~]*$))")
# Code and what is escaped say nothing.
_TOKEN = re.compile(r"\\.|(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)|[\[\]]", re.S)


@dataclass(frozen=True)
class Brackets:
    """0-based offsets: of the opening brackets without a partner, and of the first of each nest that is too deep."""

    lonely: frozenset[int]
    deep: tuple[int, ...]


@lru_cache(2)
def look_at(text: str) -> Brackets:
    """The brackets of a Markdown text outside fenced code."""
    lonely: set[int] = set()
    deep: list[int] = []
    for start, paragraph in paragraphs(text):
        open_: list[tuple[int, int]] = []  # with how deep the nest inside is
        for found in _TOKEN.finditer(paragraph):
            if found.group() == "[":
                open_.append((start + found.start(), 0))
            elif found.group() == "]" and open_:
                first, inside = open_.pop()
                if inside + 1 == MOST_NESTED + 1:
                    deep.append(first)
                if open_:
                    offset, before = open_[-1]
                    open_[-1] = offset, max(before, inside + 1)
        lonely |= {offset for offset, _ in open_}
    return Brackets(frozenset(lonely), tuple(deep))


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Each run of lines without a blank one, outside fenced code, with its offset."""
    lines: list[str] = []
    fence, start, offset = "", 0, 0
    for line in [*text.split("\n"), ""]:
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) and not line[mark.end() :].strip() else fence
        elif mark or not line.strip(" \t>"):
            fence = mark[1] if mark else ""
            if lines:
                yield start, "\n".join(lines)
            lines = []
        else:
            start = start if lines else offset
            lines.append(line)
        offset += len(line) + 1
