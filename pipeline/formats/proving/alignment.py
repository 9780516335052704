"""Knows which characters of one text are which of another, and where the two differ; must not know what texts are.

Outputs are nearly always equal to what is expected, so equal stretches are compared as wholes; where they part, the
nearest place is sought at which both go on alike.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

HYPHEN = "\x02"
"""A hyphen that a line was broken at: of the text or of the layout, which only the other text can tell."""
_HYPHENS = "-\u2010"
_STEPS = (64, 512, 4096, 65536)
_PROBES = (12, 6, 3)


@dataclass(frozen=True)
class Difference:
    """Stretches of the two texts that are not alike; one of them may be empty."""

    wanted: tuple[int, int]
    found: tuple[int, int]


@dataclass(frozen=True)
class Alignment:
    """Runs of characters that are the same: where each begins in both, and its length; and what lies between them."""

    runs: tuple[tuple[int, int, int], ...]
    differences: tuple[Difference, ...]

    @property
    def gaps(self) -> list[tuple[int, int]]:
        """The stretches of the wanted text that no run holds: what differs, and hyphens."""
        ends = [(left, left + length) for left, _, length in self.runs]
        return [(end, start) for (_, end), (start, _) in pairwise(ends) if start > end]

    def wanted_at(self, found: int) -> int | None:
        """The offset in the wanted text of one in the found text; None inside of what differs."""
        return _across(self.runs, 1, 0, found)

    def found_at(self, wanted: int) -> int | None:
        """The offset in the found text of one in the wanted text."""
        return _across(self.runs, 0, 1, wanted)


def _across(runs: tuple[tuple[int, int, int], ...], own: int, other: int, offset: int) -> int | None:
    place = bisect_right(runs, offset, key=lambda run: run[own]) - 1
    if place < 0:
        return None
    run = runs[place]
    inside = offset - run[own]
    return run[other] + inside if inside <= run[2] else None


def align(wanted: str, found: str) -> Alignment:
    """Lay a text beside the one that is wanted."""
    runs: list[tuple[int, int, int]] = []
    differences: list[Difference] = []
    left = right = 0
    while True:
        length = _common(wanted, found, left, right)
        runs.append((left, right, length))
        left, right = left + length, right + length
        if left == len(wanted) and right == len(found):
            return Alignment(tuple(runs), tuple(differences))
        if found[right : right + 1] == HYPHEN:
            left, right = left + (wanted[left : left + 1] in tuple(_HYPHENS)), right + 1
            continue
        next_left, next_right = _meet(wanted, found, left, right)
        differences.append(Difference((left, next_left), (right, next_right)))
        left, right = next_left, next_right


def _common(wanted: str, found: str, left: int, right: int) -> int:
    """How many characters are the same from two places on."""
    length, step = 0, min(len(wanted) - left, len(found) - right)
    while step:
        start, other = left + length, right + length
        if wanted[start : start + step] == found[other : other + step]:
            length += step
            step = min(step, len(wanted) - left - length, len(found) - right - length)
        else:
            step //= 2
    return length


def _meet(wanted: str, found: str, left: int, right: int) -> tuple[int, int]:
    """The nearest places from which both go on alike for a while; the ends where there are none."""
    for step in _STEPS:
        for probe in _PROBES if step == _STEPS[0] else _PROBES[:1]:
            meetings = list(_meetings(wanted, found, (left, right), (step, probe)))
            if meetings:
                return min(meetings, key=lambda place: (place[0] - left + place[1] - right, place))
    return len(wanted), len(found)


def _meetings(wanted: str, found: str, start: tuple[int, int], reach: tuple[int, int]) -> Iterator[tuple[int, int]]:
    (left, right), (step, probe) = start, reach
    window = found[right : right + step + probe]
    nearest = 2 * step
    for offset in range(min(step, len(wanted) - left - probe + 1)):
        if offset >= nearest:
            return
        at = window.find(wanted[left + offset : left + offset + probe])
        if at >= 0:
            nearest = min(nearest, offset + at)
            yield left + offset, right + at
