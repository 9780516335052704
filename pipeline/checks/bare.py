"""Knows which parts of a source say nothing: code in the line, and comments; must not know what is looked for in the
rest."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

HIDDEN, COMMENTED = "\0", "\1"
"""What stands in the place of each character of code, and of a comment."""
_OPENING = re.compile(r"<!--|`+")
_BLANK = re.compile(r"\n[ \t]*(?=\n)")
_NOT_LINE_END = re.compile(r"[^\n]")


def bare(text: str) -> str:
    """The text with signs in the place of code and comments; all else keeps its offset. The time it takes is that of
    the length of the text, whatever was left open in it."""
    ticks: dict[int, list[int]] = {}
    for run in re.finditer("`+", text):
        ticks.setdefault(len(run.group()), []).append(run.start())
    blanks = [found.start() for found in _BLANK.finditer(text)]
    last_comment_end = text.rfind("-->")
    pieces: list[str] = []
    done = at = 0
    while found := _OPENING.search(text, at):
        start, mark = found.start(), found.group()
        at = found.end()
        if is_escaped(text, start):
            continue
        if mark == "<!--":
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


def is_escaped(text: str, at: int) -> bool:
    """Whether a backslash before it says that a character is text."""
    start = at
    while start and text[start - 1] == "\\":
        start -= 1
    return (at - start) % 2 == 1
