"""Knows the lines of a flow's edges between placed items; must not know how items were placed or how lines are
drawn."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.figures.boxes import LOOP, Item
from pipeline.figures.layers import Layers
from pipeline.figures.placing import Ports

HEAD = 9.0
Point = tuple[float, float]


@dataclass(frozen=True)
class Stretch:
    """A part of an edge: a straight line, or an S-curve where its ends are not level."""

    start: Point
    end: Point

    @property
    def is_straight(self) -> bool:
        return abs(self.start[1] - self.end[1]) < 0.5 or abs(self.start[0] - self.end[0]) < 0.5


@dataclass(frozen=True)
class Route:
    """An edge from its source to its target, in (along, across); `corners` for one that runs round corners instead of
    curves."""

    stretches: tuple[Stretch, ...]
    corners: bool = False

    @property
    def bends(self) -> int:
        """How often the edge turns: an S-curve turns twice."""
        return (
            len(self.stretches) - 1 if self.corners else 2 * sum(not stretch.is_straight for stretch in self.stretches)
        )


def route(layers: Layers, items: Mapping[str, Item], ports: Ports, number: int) -> Route:
    """The route of one edge: level through columns, curved between them, straight where the arrow's head is."""
    chain = layers.chains[number]
    stretches: list[Stretch] = []
    is_reversed = number in layers.reversed_edges
    last = len(chain) - 2
    for step, (left, right) in enumerate(itertools.pairwise(chain)):
        start = (items[left].end, float(items[left].line + ports.leave[number, step]))
        end = (items[right].start, float(items[right].line + ports.enter[number, step]))
        lead = HEAD if is_reversed and step == 0 else 0.0
        tail = HEAD if not is_reversed and step == last else 0.0
        turn, back = (start[0] + lead, start[1]), (end[0] - tail, end[1])
        stretches += [Stretch(a, b) for a, b in ((start, turn), (turn, back), (back, end)) if a != b]
        if step < last:
            stretches.append(Stretch(end, (items[right].end, end[1])))
    if is_reversed:
        stretches = [Stretch(part.end, part.start) for part in reversed(stretches)]
    return Route(tuple(stretches))


def loop(item: Item) -> Route:
    """An edge from a box to itself, on the side that items leave room at."""
    edge, far = item.line + item.half, item.line + item.half + LOOP - 4
    first, second = item.start + item.length * 0.68, item.start + item.length * 0.32
    points = [(first, float(edge)), (first, far), (second, far), (second, float(edge))]
    return Route(tuple(Stretch(a, b) for a, b in itertools.pairwise(points)), corners=True)
