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
_NEAR = 24
"""Characters; a change that is over within as many is a small one."""
_ALIKE, _SURE = 8, 16
"""Characters that have to be the same for a place to be one where both go on, near by and far off."""
_AHEAD = 256
"""Characters; where two places are compared, as many after each are looked at."""
_STEPS = (256, 4096, 65536)


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
    places = [(len(wanted) - same, len(found) - same) for same in [_common_end(wanted, found, left, right)] if same]
    places += _meetings(wanted, found, (left, right), (_NEAR, _ALIKE))
    # Something is lacking, or there is more than there should be.
    lacking = wanted.find(found[right : right + _SURE], left) if len(found) - right >= _SURE else -1
    surplus = found.find(wanted[left : left + _SURE], right) if len(wanted) - left >= _SURE else -1
    places += [(lacking, right)] if lacking >= 0 else []
    places += [(left, surplus)] if surplus >= 0 else []
    for step in _STEPS:
        if places:
            break
        places += _meetings(wanted, found, (left, right), (step, _SURE))

    def worth(place: tuple[int, int]) -> tuple[int, int]:
        """How much goes on alike from a place, less what is passed over to come to it."""
        ahead = wanted[place[0] : place[0] + _AHEAD], found[place[1] : place[1] + _AHEAD]
        same = _common(*ahead, 0, 0)
        at_end = place == (len(wanted), len(found)) or place[0] + same == len(wanted)
        return same + _AHEAD * at_end - (place[0] - left) - (place[1] - right), -place[0]

    return max(places, key=worth, default=(len(wanted), len(found)))


def _common_end(wanted: str, found: str, left: int, right: int) -> int:
    """How many characters are the same before the ends."""
    most = min(len(wanted) - left, len(found) - right)
    length, step = 0, most
    while step:
        ends = len(wanted) - length, len(found) - length
        if wanted[ends[0] - step : ends[0]] == found[ends[1] - step : ends[1]]:
            length += step
            step = min(step, most - length)
        else:
            step //= 2
    return length


def _meetings(wanted: str, found: str, start: tuple[int, int], reach: tuple[int, int]) -> Iterator[tuple[int, int]]:
    (left, right), (step, alike) = start, reach
    window = found[right : right + step + alike]
    nearest = 2 * step
    for offset in range(min(step, len(wanted) - left - alike + 1)):
        if offset >= nearest:
            return
        at = window.find(wanted[left + offset : left + offset + alike])
        if at >= 0:
            nearest = min(nearest, offset + at)
            yield left + offset, right + at
