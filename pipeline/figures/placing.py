"""Knows how far across each item of a flow stands, so that edges run straight and bands stay apart; must not know how
things are drawn."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from pipeline.figures.boxes import GROUP_PADDING, MIN_PORT, PADDING, PORT, Item
from pipeline.figures.layers import Layers
from pipeline.figures.simplex import Span, Tie, solve

BOX_GAP = 18
LINE_GAP = 12
GROUP_GAP = 14
_BALANCES = 4
# Ports keep clear of a box's corners.
CORNER = 11
Link = tuple[int, int]
Band = tuple[int, int]


@dataclass(frozen=True)
class Ports:
    """How far from its item's line each link leaves and enters; keys are the chain's number and the step in it."""

    leave: Mapping[Link, int]
    enter: Mapping[Link, int]


def place(layers: Layers, items: Mapping[str, Item], titles: Sequence[tuple[int, int]]) -> tuple[Ports, list[Band]]:
    """Set `line` of every item; `titles` are the room that each group's title takes across and the last column it is
    over.

    Returns ports and the bands of groups.
    """
    ports = Ports(_ports(layers, items, leaving=True), _ports(layers, items, leaving=False))
    index = {name: number for number, name in enumerate(items)}
    spans = [*_in_columns(layers, items, index), *_in_bands(layers, items, index, titles)]
    ties = _ties(layers, items, index, ports)
    values = solve(len(items) + 2 * len(titles), spans, ties)
    _balance(values, spans, ties, len(items))
    for name, item in items.items():
        item.line = values[index[name]]
    ports = _straighten(layers, items, ports)
    bands = [(values[len(items) + 2 * group], values[len(items) + 2 * group + 1]) for group in range(len(titles))]
    return ports, bands


def _ports(layers: Layers, items: Mapping[str, Item], *, leaving: bool) -> dict[Link, int]:
    """Spread the ends at a box over its side, in the order of what they lead to."""
    rank = {name: place for column in layers.columns for place, name in enumerate(column)}
    ends: dict[str, list[tuple[int, int, int]]] = {}
    for number, chain in enumerate(layers.chains):
        for step, (left, right) in enumerate(itertools.pairwise(chain)):
            here, there = (left, right) if leaving else (right, left)
            ends.setdefault(here, []).append((rank[there], number, step))
    offsets: dict[Link, int] = {}
    for name, found in ends.items():
        apart = min(PORT, (2 * items[name].half - PADDING) / max(len(found) - 1, 1))
        for position, (_, number, step) in enumerate(sorted(found)):
            offsets[number, step] = round((position - (len(found) - 1) / 2) * apart) if items[name].is_box else 0
    return offsets


def _straighten(layers: Layers, items: Mapping[str, Item], ports: Ports) -> Ports:
    """Move ports along their sides where that makes an edge straight, the nearest first; ports keep their order and
    distance."""
    leave, enter = dict(ports.leave), dict(ports.enter)
    sides: dict[tuple[str, bool], list[Link]] = {}
    links = [
        (number, step, *pair)
        for number, chain in enumerate(layers.chains)
        for step, pair in enumerate(itertools.pairwise(chain))
    ]
    for number, step, left, right in links:
        sides.setdefault((left, True), []).append((number, step))
        sides.setdefault((right, False), []).append((number, step))
    for (_, leaving), found in sides.items():
        found.sort(key=lambda link, offsets=leave if leaving else enter: offsets[link])  # type: ignore[misc]

    def room(name: str, link: Link, *, leaving: bool) -> tuple[int, int]:
        item, offsets, side = items[name], leave if leaving else enter, sides[name, leaving]
        place = side.index(link)
        reach = max(item.half - CORNER, abs(offsets[link])) if item.is_box else 0
        low = offsets[side[place - 1]] + MIN_PORT if place else -reach
        high = offsets[side[place + 1]] - MIN_PORT if place + 1 < len(side) else reach
        return item.line + max(low, -reach), item.line + min(high, reach)

    def off(link: tuple[int, int, str, str]) -> int:
        return abs(items[link[2]].line + leave[link[:2]] - items[link[3]].line - enter[link[:2]])

    for number, step, left, right in sorted(links, key=off):
        one, other = room(left, (number, step), leaving=True), room(right, (number, step), leaving=False)
        low, high = max(one[0], other[0]), min(one[1], other[1])
        if low <= high:
            wanted = (items[left].line + leave[number, step] + items[right].line + enter[number, step]) // 2
            level = min(max(wanted, low), high)
            leave[number, step], enter[number, step] = level - items[left].line, level - items[right].line
    return Ports(leave, enter)


def _in_columns(layers: Layers, items: Mapping[str, Item], index: Mapping[str, int]) -> list[Span]:
    spans = []
    for names in layers.columns:
        for upper, lower in itertools.pairwise(names):
            gap = BOX_GAP if items[upper].is_box and items[lower].is_box else LINE_GAP
            spans.append(Span(index[upper], index[lower], items[upper].after + gap + items[lower].before, 0))
    return spans


def _in_bands(
    layers: Layers, items: Mapping[str, Item], index: Mapping[str, int], titles: Sequence[tuple[int, int]]
) -> list[Span]:
    """What belongs to a group lies between the edges of its band, what does not lies outside, and bands do not meet."""
    spans = []
    for group, (title, last_titled) in enumerate(titles):
        top, bottom = len(items) + 2 * group, len(items) + 2 * group + 1
        first, last = layers.reaches[group]
        spans.append(Span(top, bottom, 0, 1))
        meeting = [
            other for other in range(group) if layers.reaches[other][0] <= last and first <= layers.reaches[other][1]
        ]
        spans += [Span(len(items) + 2 * other + 1, top, GROUP_GAP, 0) for other in meeting]
        for column in range(first, last + 1):
            for name in layers.columns[column]:
                item, strip = items[name], layers.strips[name]
                if strip == 2 * group + 1:
                    room = GROUP_PADDING + (title if column <= last_titled else 0)
                    spans.append(Span(top, index[name], room + item.before, 0))
                    spans.append(Span(index[name], bottom, item.after + GROUP_PADDING, 0))
                elif strip > 2 * group + 1:
                    spans.append(Span(bottom, index[name], LINE_GAP + item.before, 0))
                else:
                    spans.append(Span(index[name], top, item.after + LINE_GAP, 0))
    return spans


def _ties(layers: Layers, items: Mapping[str, Item], index: Mapping[str, int], ports: Ports) -> list[Tie]:
    links = [
        (number, step, left, right)
        for number, chain in enumerate(layers.chains)
        for step, (left, right) in enumerate(itertools.pairwise(chain))
    ]
    leaving, entering = Counter(left for _, _, left, _ in links), Counter(right for _, _, _, right in links)
    ties = []
    for number, step, left, right in links:
        # Where edges fan out most of them bend anyway: straight are the only edge between two boxes, then long edges,
        # then labels.
        weight = (
            max(8 // max(leaving[left], entering[right]), 1)
            + 2 * (not items[left].is_box)
            + 2 * (not items[right].is_box)
        )
        ties.append(Tie(index[left], index[right], ports.leave[number, step] - ports.enter[number, step], weight))
    return ties


def _balance(values: list[int], spans: Sequence[Span], ties: Sequence[Tie], count: int) -> None:
    """Move what has a choice of equally good places to the middle of them."""
    before: list[list[Span]] = [[] for _ in values]
    after: list[list[Span]] = [[] for _ in values]
    for span in spans:
        before[span.head].append(span)
        after[span.tail].append(span)
    wanted: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for tie in ties:
        wanted[tie.first] += [(tie.second, -tie.offset)] * tie.weight
        wanted[tie.second] += [(tie.first, tie.offset)] * tie.weight
    for _ in range(_BALANCES):
        for node in range(count):
            if not wanted[node]:
                continue
            low = max((values[span.tail] + span.least for span in before[node]), default=-(10**9))
            high = min((values[span.head] - span.least for span in after[node]), default=10**9)
            middle = median(values[other] + offset for other, offset in wanted[node])
            values[node] = min(max(math.floor(middle), low), high)
