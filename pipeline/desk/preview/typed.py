"""Knows which words of the source have changed since a page was made of it, where letters alone can tell; must not know
pages.

A page takes as long as the report needs; words in the middle of a line of prose need not wait for it. Whatever may be
markup, or may make some, is left to the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.opening import Unopened, read_within
from pipeline.reading.sourcefile import MAX_BYTES

_PLAIN = re.compile(r"(?:[^\W_]|[ ，。、；：？！（）《》〈〉「」『』“”‘’—…·・～％])*")
"""Letters, digits, blanks and Chinese marks, which are printed as they are typed."""
_PLAIN_END = re.compile(rf"{_PLAIN.pattern}\Z")
_MOST = 24
"""Letters of what stands before and behind."""
_LEAST = 2


@dataclass(frozen=True)
class TypedWords:
    """`new` stands in the place of `old` in a line, counted from 1, between `before` and `after`."""

    line: int
    before: str
    old: str
    new: str
    after: str


def typed_words(was: str, now: str) -> TypedWords | None:
    """What has changed in the one line that has; None for any other change, and where it may be more than words."""
    lines, typed = was.split("\n"), now.split("\n")
    if len(lines) != len(typed):
        return None
    changed = [place for place, pair in enumerate(zip(lines, typed, strict=True)) if pair[0] != pair[1]]
    return _in_line(changed[0] + 1, lines[changed[0]], typed[changed[0]]) if len(changed) == 1 else None


def _in_line(number: int, was: str, now: str) -> TypedWords | None:
    start = _shared(was, now)
    end = _shared(was[start:][::-1], now[start:][::-1])
    old, new = was[start : len(was) - end], now[start : len(now) - end]
    if not (_PLAIN.fullmatch(old) and _PLAIN.fullmatch(new)):
        return None
    found = _PLAIN_END.search(was[max(start - _MOST, 0) : start])
    # Blanks behind a mark, and at the end of a line, are not printed.
    before = found[0].lstrip() if found else ""
    behind = _PLAIN.match(was[len(was) - end :])
    after = behind[0][:_MOST].rstrip() if behind else ""
    # At the start of a line a digit may begin a list, and a blank a code.
    if not before or len(before) + len(after) < _LEAST:
        return None
    return TypedWords(number, before, old, new, after)


def _shared(one: str, other: str) -> int:
    """How many letters two texts have in common at their start."""
    length = min(len(one), len(other))
    return next((place for place in range(length) if one[place] != other[place]), length)


def read_texts(root: Path, names: Sequence[str]) -> tuple[str, ...]:
    """The texts of some files of a report as they stand on the disk; empty for one that cannot be read."""
    texts = []
    for name in names:
        try:
            texts.append(read_within(root / name, root, MAX_BYTES).decode("utf-8").replace("\r\n", "\n"))
        except (Unopened, UnicodeDecodeError):
            texts.append("")
    return tuple(texts)
