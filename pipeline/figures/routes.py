"""Knows how arrows run between placed boxes: ports, tracks, labels; must not know how boxes were placed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from pipeline.figures.boxes import FIRST_TRACK, PADDING, TRACK, Box
from pipeline.figures.layers import Layers
from pipeline.figures.lettering import Block
from pipeline.figures.svg import Point


def route(
    layers: Layers, boxes: dict[str, Box], labels: Sequence[Block | None], gaps: Sequence[float]
) -> tuple[list[list[Point]], list[tuple[Block, float, float] | None]]:
    """Orthogonal arrows: out of a port on the right, along a track of the gap, into a port on the left."""
    links = [
        (index, step, left, right)
        for index, chain in enumerate(layers.chains)
        for step, (left, right) in enumerate(itertools.pairwise(chain))
    ]
    leave = _ports([(left, index, step, right) for index, step, left, right in links], boxes)
    enter = _ports([(right, index, step, left) for index, step, left, right in links], boxes)
    tracks = _tracks(links, leave, enter, boxes)
    arrows: list[list[Point]] = [[] for _ in layers.chains]
    places: list[tuple[Block, float, float] | None] = [None] * len(layers.chains)
    for index, step, left, right in links:
        y1, y2 = leave[index, step], enter[index, step]
        start, end = boxes[left].right, gaps[boxes[left].column]
        turn = start + FIRST_TRACK + tracks[index, step] * TRACK
        arrows[index] += [(start, y1), (turn, y1), (turn, y2), (end, y2)] if abs(y1 - y2) > 0.5 else [(start, y1), (end, y2)]
        label = labels[index]
        if label and right == layers.chains[index][-1]:
            places[index] = (label, end - 12 - label.width / 2, y2 - label.height / 2 - 3)
    return [points[::-1] if index in layers.reversed_edges else points for index, points in enumerate(arrows)], places


def _ports(links: list[tuple[str, int, int, str]], boxes: dict[str, Box]) -> dict[tuple[int, int], float]:
    """Spread the ends at a box over its side, in the order of where the other ends are."""
    by_box: dict[str, list[tuple[float, int, int]]] = {}
    for name, index, step, other in links:
        by_box.setdefault(name, []).append((boxes[other].middle, index, step))
    ports: dict[tuple[int, int], float] = {}
    for name, ends in by_box.items():
        box = boxes[name]
        spread = min(box.height - PADDING, (len(ends) - 1) * box.port)
        for place, (_, index, step) in enumerate(sorted(ends)):
            ports[index, step] = box.middle + (spread * (place / (len(ends) - 1) - 0.5) if len(ends) > 1 else 0.0)
    return ports


def _tracks(
    links: list[tuple[int, int, str, str]], leave: dict[tuple[int, int], float], enter: dict[tuple[int, int], float], boxes: dict[str, Box]
) -> dict[tuple[int, int], int]:
    """Give each bending link of a gap a track such that the vertical parts of different sources do not lie on each other."""
    tracks: dict[tuple[int, int], int] = {}
    taken: dict[int, list[tuple[int, float, float, str]]] = {}
    # Downward links turn late when they start low, upward ones when they start high: fewer crossings.
    for index, step, left, _ in sorted(
        links, key=lambda link: (boxes[link[2]].column, -abs(enter[link[0], link[1]] - leave[link[0], link[1]]))
    ):
        low, high = sorted((leave[index, step], enter[index, step]))
        column = taken.setdefault(boxes[left].column, [])
        track = 0
        while high - low > 0.5 and any(
            other == track and source != left and low < b + 6 and a - 6 < high for other, a, b, source in column
        ):
            track += 1
        tracks[index, step] = min(track, 3)
        column.append((track, low, high, left))
    return tracks
