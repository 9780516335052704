"""Knows which parts of a source say nothing: code, and comments; must not know what is looked for in the rest."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping

HIDDEN, COMMENTED = "\0", "\1"
"""What stands in the place of each character of code, and of a comment."""
_OPENING = re.compile(r"<!--|`+|(?<=[\n \t>])~{3,}")
_FENCE = re.compile(r"^[ \t>]*(`{3,}(?=[^`\n]*$)|~{3,})([^\n]*)", re.M)
_BLANK = re.compile(r"\n[ \t]*(?=\n)")
_NOT_LINE_END = re.compile(r"[^\n]")


def bare(text: str) -> str:
    """The text with signs in the place of code and comments; all else keeps its offset. The time it takes is that of
    the length of the text, whatever was left open in it."""
    ticks: dict[int, list[int]] = {}
    for run in re.finditer("`+", text):
        ticks.setdefault(len(run.group()), []).append(run.start())
    blanks = [found.start() for found in _BLANK.finditer(text)]
    fenced = _fenced(text)
    last_comment_end = text.rfind("-->")
    pieces: list[str] = []
    done = at = 0
    while found := _OPENING.search(text, at):
        start, mark = found.start(), found.group()
        at = found.end()
        if is_escaped(text, start):
            continue
        if end := fenced.get(start, 0):
            sign = HIDDEN
        elif mark[0] == "~":
            continue
        elif mark == "<!--":
            if at > last_comment_end:
                continue
            end, sign = text.index("-->", at) + 3, COMMENTED
        else:
            same = ticks[len(mark)]
            closing = bisect_left(same, at)
            blank = bisect_right(blanks, start)
            if closing == len(same) or (blank < len(blanks) and blanks[blank] < same[closing]):
                continue
            end, sign = same[closing] + len(mark), HIDDEN
        pieces += [text[done:start], _NOT_LINE_END.sub(sign, text[start:end])]
        done = at = end
    return "".join([*pieces, text[done:]])


def _fenced(text: str) -> Mapping[int, int]:
    """Where code between fences ends, by where it begins; blank lines do not end it. What is never closed is left out,
    and is looked for once."""
    fences = list(_FENCE.finditer(text))
    ends: dict[int, int] = {}
    shortest_open: dict[str, int] = {}
    place = 0
    while place < len(fences):
        mark = fences[place][1]
        place += 1
        if len(mark) >= shortest_open.get(mark[0], len(text)):
            continue
        for later in range(place, len(fences)):
            if fences[later][1].startswith(mark) and not fences[later][2].strip():
                ends[fences[place - 1].start(1)] = fences[later].end()
                place = later + 1
                break
        else:
            shortest_open[mark[0]] = len(mark)
    return ends


def is_escaped(text: str, at: int) -> bool:
    """Whether a backslash before it says that a character is text."""
    start = at
    while start and text[start - 1] == "\\":
        start -= 1
    return (at - start) % 2 == 1
