"""Knows how to order the nodes of each column so that few edges cross; must not know sizes, text or groups.

Medians of the neighbours and exchanges of neighbours in turn, keeping the best order met: Gansner and others (1993),
DOI 10.1109/32.221135, section 3. Nodes of different strips never change places.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right, insort
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

_SWEEPS = 16
_ROUNDS = 6
Near = Mapping[str, Sequence[str]]


def order(
    columns: Sequence[Sequence[str]], chains: Sequence[Sequence[str]], strips: Mapping[str, int]
) -> list[list[str]]:
    """The columns with their names in a better order; within a column, strips rise."""
    before: dict[str, list[str]] = {name: [] for column in columns for name in column}
    after: dict[str, list[str]] = {name: [] for column in columns for name in column}
    for chain in chains:
        for left, right in itertools.pairwise(chain):
            after[left].append(right)
            before[right].append(left)
    best: list[list[str]] = []
    least = -1
    for start in _starts(columns, before, after):
        state = [sorted(column, key=lambda name: strips.get(name, 0)) for column in start]
        for sweep in range(_SWEEPS):
            forward = sweep % 2 == 0
            _sweep(state, before if forward else after, strips, forward=forward, flip=sweep % 4 > 1)
            _exchange(state, before, after, strips)
            count = crossings(state, after)
            if least < 0 or count < least:
                best, least = [list(column) for column in state], count
            if least == 0:
                return best
    return best


def _starts(columns: Sequence[Sequence[str]], before: Near, after: Near) -> Iterator[list[list[str]]]:
    """Orders to begin with: what is joined stands together, as met from the first column on, from the last, and the
    author's."""
    for near, sides in ((after, columns), (before, columns[::-1])):
        for depth_first in (True, False):
            met = {
                name: place
                for place, name in enumerate(
                    _met(near, [name for column in sides for name in column], depth_first=depth_first)
                )
            }
            yield [sorted(column, key=met.__getitem__) for column in columns]
    yield [list(column) for column in columns]
    yield [list(column[::-1]) for column in columns]


def _met(near: Near, names: Sequence[str], *, depth_first: bool) -> list[str]:
    """All names in the order in which a search from the first of them meets them."""
    seen: dict[str, None] = {}
    for root in names:
        waiting = deque([] if root in seen else [root])
        while waiting:
            name = waiting.pop() if depth_first else waiting.popleft()
            if name in seen:
                continue
            seen[name] = None
            waiting.extend(near[name][::-1] if depth_first else near[name])
    return list(seen)


def crossings(columns: Sequence[Sequence[str]], after: Near) -> int:
    """How many pairs of edges cross between neighbouring columns."""
    count = 0
    for left, right in itertools.pairwise(columns):
        place = {name: index for index, name in enumerate(right)}
        ends: list[int] = []
        for name in left:
            targets = sorted(place[other] for other in after[name])
            count += sum(len(ends) - bisect_right(ends, target) for target in targets)
            for target in targets:
                insort(ends, target)
    return count


def _sweep(columns: list[list[str]], near: Near, strips: Mapping[str, int], *, forward: bool, flip: bool) -> None:
    indexes = range(1, len(columns)) if forward else range(len(columns) - 2, -1, -1)
    for index in indexes:
        fixed = {name: place for place, name in enumerate(columns[index + (-1 if forward else 1)])}
        weights = {}
        for own, name in enumerate(columns[index]):
            places = [fixed[other] for other in near[name]]
            # What is equally well placed changes places now and then: a way out of orders that no exchange improves.
            weights[name] = (strips.get(name, 0), median(places) if places else own, -own if flip else own)
        columns[index].sort(key=weights.__getitem__)


def _exchange(columns: list[list[str]], before: Near, after: Near, strips: Mapping[str, int]) -> None:
    """Exchange neighbours as long as that saves crossings."""
    for _ in range(_ROUNDS):
        improved = False
        for index, column in enumerate(columns):
            sides = [
                (near, {name: place for place, name in enumerate(columns[other])})
                for near, other in ((before, index - 1), (after, index + 1))
                if 0 <= other < len(columns)
            ]
            for place in range(len(column) - 1):
                upper, lower = column[place], column[place + 1]
                if strips.get(upper, 0) != strips.get(lower, 0):
                    continue
                gain = sum(_gain(near[upper], near[lower], fixed) for near, fixed in sides)
                if gain > 0:
                    column[place], column[place + 1] = lower, upper
                    improved = True
        if not improved:
            return


def _gain(upper: Sequence[str], lower: Sequence[str], fixed: Mapping[str, int]) -> int:
    """How many crossings an exchange of two neighbours saves on one side."""
    pairs = [(fixed[one], fixed[other]) for one in upper for other in lower]
    return sum(one > other for one, other in pairs) - sum(one < other for one, other in pairs)
