"""Knows which paragraphs of a text are others than before, and whether what is in them ends with them; must not know
what they are parsed into."""

from __future__ import annotations

import re
from dataclasses import dataclass

LABEL = re.compile(r"\[\^\S+?\]")
"""That of a note, where it is called and where it stands."""
# What may go on behind a blank line, or be continued by what stands there: fences, HTML, TeX, lines of tables with
# rows of several lines, and what is defined for other places.
_OPENING = re.compile(
    r"```|~~~|:::|<|\\[A-Za-z]|^[ \t>]*[-=+|][-=+|: \t]*$|^[ \t>]*\+[-=:]|\]:|\(@[\w-]*\)|^[ \t]*%|\{\{|&",
    re.M,
)

# What may end a tag or an argument of TeX that was begun elsewhere, and there is text without it.
_CLOSING = ((re.compile(r"<[A-Za-z/!?]"), re.compile(r"[\"'>]")), (re.compile(r"\\[A-Za-z]"), re.compile(r"[{}]")))


@dataclass(frozen=True)
class Change:
    """Whole paragraphs: their offsets in the old text, and what they are now."""

    start: int
    end: int
    new: str


def change_of(old: str, new: str) -> Change | None:
    """The paragraphs between the first and the last letter that differ; None where something in them, as they were or
    as they are, may not end with them."""
    same = _shared(old, new)
    tail = _shared_end(old, new, min(len(old), len(new)) - same)
    start = old.rfind("\n", 0, same) + 1
    if not (_is_blank(old, start) and _is_blank(new, start)):
        start = _above(old, start)
    last, last_now = len(old) - tail, len(new) - tail
    end = _line_end(old, last)
    if not (_is_blank(old, old.rfind("\n", 0, last) + 1) and _is_blank(new, new.rfind("\n", 0, last_now) + 1)):
        end = _below(old, end)
    change = Change(start, end, new[start : len(new) - (len(old) - end)])
    parts = (old[start:end], change.new)
    is_open = any(begun.search(old) and any(map(ended.search, parts)) for begun, ended in _CLOSING)
    return change if all(map(_ends, parts)) and not is_open else None


def _ends(text: str) -> bool:
    """Whether nothing in some paragraphs goes on behind them."""
    return text.count("[") == text.count("]") and not _OPENING.search(LABEL.sub("", text))


def _above(text: str, start: int) -> int:
    """Where the first of the lines begins that no blank one parts from the beginning of a line."""
    while start:
        before = text.rfind("\n", 0, start - 1) + 1
        if _is_blank(text, before):
            break
        start = before
    return start


def _below(text: str, end: int) -> int:
    """Where the last of the lines ends that no blank one parts from the end of a line."""
    while end < len(text) and not _is_blank(text, end + 1):
        end = _line_end(text, end + 1)
    return end


def _is_blank(text: str, start: int) -> bool:
    return not text[start : _line_end(text, start)].strip(" \t")


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _shared(one: str, other: str) -> int:
    """How many letters two texts have in common at their start."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _shared_end(one: str, other: str, most: int) -> int:
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low
