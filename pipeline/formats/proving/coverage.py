"""Knows which characters something holds of, as stretches in the order of the text; must not know what it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.formats.proving.printed import Feature

Stretch = tuple[int, int]
"""From one offset to before another."""


def covered(features: Iterable[Feature]) -> Mapping[str, list[Stretch]]:
    """The stretches of each value, joined where one begins as another ends."""
    found: dict[str, list[Stretch]] = defaultdict(list)
    for feature in features:
        found[feature.value].append((feature.start, feature.end))
    return {value: _merged(stretches) for value, stretches in found.items()}


def innermost(features: Sequence[Feature], length: int) -> Mapping[str, list[Stretch]]:
    """The same where of features inside each other only the inner one holds."""
    edges = sorted({0, length, *(edge for one in features for edge in (one.start, one.end))})
    ordered = sorted(features, key=lambda one: (one.start, -one.end))
    open_: list[Feature] = []
    found: dict[str, list[Stretch]] = defaultdict(list)
    waiting = iter(ordered)
    following = next(waiting, None)
    for start, end in pairwise(edges):
        while open_ and open_[-1].end <= start:
            open_.pop()
        while following is not None and following.start <= start:
            if following.end > start:
                open_.append(following)
            following = next(waiting, None)
        if open_:
            found[open_[-1].value].append((start, end))
    return {value: _merged(stretches) for value, stretches in found.items()}


def without(stretches: Sequence[Stretch], others: Sequence[Stretch]) -> Iterator[Stretch]:
    """What of some stretches is in none of the others."""
    place = 0
    for start, end in stretches:
        while place < len(others) and others[place][1] <= start:
            place += 1
        at, left = place, start
        while at < len(others) and others[at][0] < end:
            if others[at][0] > left:
                yield left, others[at][0]
            left = others[at][1]
            at += 1
        if left < end:
            yield left, end


def _merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
