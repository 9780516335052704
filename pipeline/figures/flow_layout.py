"""Knows where the boxes of a flow stand, columns from left to right; must not know how they are drawn."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean

from pipeline.core.text import Language
from pipeline.figures.boxes import ARROW, GROUP_GAP, GROUP_PADDING, MARGIN, MIN_BOX, PADDING, ROW_GAP, TRACK, Box
from pipeline.figures.definition import Flow
from pipeline.figures.layers import Layers, arrange
from pipeline.figures.lettering import Block, Type, letter
from pipeline.figures.routes import route
from pipeline.figures.svg import Point

_SWEEPS = 24


@dataclass
class FlowLayout:
    """A finished layout: boxes by node name, arrows as points, edge labels and group frames."""

    size: Point
    boxes: dict[str, Box]
    arrows: list[list[Point]]
    labels: list[tuple[Block, float, float] | None]
    frames: list[tuple[float, float, float, float, Block]] = field(default_factory=list)


def lay_out(flow: Flow, languages: Sequence[Language], type_: Type) -> FlowLayout:
    """Place everything; no boxes overlap, and every arrow runs between the columns."""
    groups = {name: index for index, group in enumerate(flow.groups) for name in group.nodes}
    layers = arrange(list(flow.nodes), [(edge.source, edge.target) for edge in flow.edges], groups)
    limit = type_.size * (6.2 if len(layers.columns) > 3 else 9.5)
    boxes = _boxes(flow, layers, languages, type_, limit)
    for name, group in groups.items():
        boxes[name].group = group
    for chain in layers.chains:
        for name in chain[1:-1]:
            # A passing arrow keeps to the band of the node it comes from.
            boxes[name].group = boxes[chain[0]].group
    labels = [letter(edge.label.bilingual(), languages, type_, type_.size * 8) if edge.label else None for edge in flow.edges]
    _grow_for_labels(layers, boxes, labels)
    titles = [letter(group.label.bilingual(), languages, type_, 400.0, bold=True) for group in flow.groups]
    _place_rows(layers, boxes, max((title.height for title in titles), default=0.0))
    gaps = _place_columns(layers, boxes, labels)
    frames = _frames(flow, layers, boxes, titles)
    arrows, places = route(layers, boxes, labels, gaps)
    layout = FlowLayout((0, 0), {name: boxes[name] for name in flow.nodes}, arrows, places, frames)
    return _shift(layout)


def _boxes(flow: Flow, layers: Layers, languages: Sequence[Language], type_: Type, limit: float) -> dict[str, Box]:
    boxes: dict[str, Box] = {}
    for column, names in enumerate(layers.columns):
        real = [name for name in names if name not in layers.dummies]
        blocks = {
            name: letter(flow.nodes[name].label.bilingual(), languages, type_, limit, bold=flow.nodes[name].tone == "strong")
            for name in real
        }
        # Boxes of a column share a width: the eye reads a column, not a heap.
        width = max([MIN_BOX, *(block.width + 2 * PADDING for block in blocks.values())])
        for name in names:
            block = blocks.get(name, Block(()))
            height = block.height + 2 * PADDING if name in blocks else 2.0
            boxes[name] = Box(block, column, width if name in blocks else 0.0, height, -1)
    return boxes


def _place_rows(layers: Layers, boxes: dict[str, Box], title: float) -> None:
    """Heights by repeated averaging towards the neighbours, without changing the order or closing a gap."""
    near: dict[str, list[str]] = {name: [] for name in boxes}
    for chain in layers.chains:
        for left, right in itertools.pairwise(chain):
            near[left].append(right)
            near[right].append(left)
    for names in layers.columns:
        for before, name in zip((None, *names), names, strict=False):
            crosses = before is not None and boxes[before].group != boxes[name].group
            boxes[name].above = ROW_GAP + (2 * GROUP_PADDING + title + GROUP_GAP if crosses else 0.0)
        _pack(names, boxes, [0.0] * len(names))
    for sweep in range(_SWEEPS):
        order = layers.columns if sweep % 2 == 0 else layers.columns[::-1]
        for names in order:
            wanted = [fmean(boxes[other].middle for other in near[name]) if near[name] else boxes[name].middle for name in names]
            _pack(names, boxes, wanted)
    _separate_groups(boxes, title)
    for names in layers.columns:
        if all(boxes[name].group == -1 for name in names):
            _pack(
                names, boxes, [fmean(boxes[other].middle for other in near[name]) if near[name] else boxes[name].middle for name in names]
            )


def _grow_for_labels(layers: Layers, boxes: dict[str, Box], labels: Sequence[Block | None]) -> None:
    """Make a box tall enough that the labels of the arrows that end at it stand clear of each other."""
    for name, box in boxes.items():
        entering = [block for chain, block in zip(layers.chains, labels, strict=True) if chain[-1] == name and block]
        if entering:
            box.port = max(block.height for block in entering) + 6
            count = sum(chain[-1] == name for chain in layers.chains)
            box.height = max(box.height, count * box.port + PADDING)


def _separate_groups(boxes: dict[str, Box], title: float) -> None:
    """Push each group's band below the one before it, so that no two frames overlap."""
    floor: float | None = None
    for group in sorted({box.group for box in boxes.values()} - {-1}):
        band = [box for box in boxes.values() if box.group == group]
        top = min(box.middle - box.height / 2 for box in band) - GROUP_PADDING - title
        if floor is not None and top < floor + GROUP_GAP:
            for box in band:
                box.middle += floor + GROUP_GAP - top
        floor = max(box.middle + box.height / 2 for box in band) + GROUP_PADDING


def _pack(names: Sequence[str], boxes: dict[str, Box], wanted: Sequence[float]) -> None:
    """Put a column's boxes as near to the wanted heights as order and gaps allow.

    Pool adjacent violators: boxes that would overlap become one block at the mean of what they want (least squares).
    """
    offsets = [0.0]
    for before, name in itertools.pairwise(names):
        offsets.append(offsets[-1] + boxes[before].height / 2 + boxes[name].above + boxes[name].height / 2)
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        value, count = want - offset, 1
        while pools and pools[-1][0] > value:
            last, size = pools.pop()
            value, count = (value * count + last * size) / (count + size), count + size
        pools.append((value, count))
    places = [value for value, count in pools for _ in range(count)]
    for name, place, offset in zip(names, places, offsets, strict=True):
        boxes[name].middle = place + offset


def _place_columns(layers: Layers, boxes: dict[str, Box], labels: Sequence[Block | None]) -> list[float]:
    """Set x of every box; the gap after a column holds its tracks, its widest label and an arrow. Returns where gaps end."""
    ends: list[float] = []
    x = 0.0
    for column, names in enumerate(layers.columns):
        width = max((boxes[name].width for name in names), default=0.0)
        for name in names:
            boxes[name].x = x
            if boxes[name].width == 0.0:
                boxes[name].width = width
        leaving = [index for index, chain in enumerate(layers.chains) if boxes[chain[-1]].column == column + 1]
        label = max((block.width for index in leaving if (block := labels[index])), default=0.0)
        tracks = sum(any(boxes[name].column == column for name in chain[:-1]) for chain in layers.chains)
        gap = ARROW + min(max(tracks - 1, 0), 3) * TRACK + (label + 14 if label else 0.0)
        x += width + gap
        ends.append(x)
    return ends


def _frames(flow: Flow, layers: Layers, boxes: dict[str, Box], titles: Sequence[Block]) -> list[tuple[float, float, float, float, Block]]:
    frames = []
    for group, title in zip(flow.groups, titles, strict=True):
        inside = [boxes[name] for name in group.nodes]
        left, right = min(box.x for box in inside) - GROUP_PADDING, max(box.right for box in inside) + GROUP_PADDING
        top = min(box.middle - box.height / 2 for box in inside) - GROUP_PADDING - title.height
        bottom = max(box.middle + box.height / 2 for box in inside) + GROUP_PADDING
        frames.append((left, top, max(right - left, title.width + 2 * GROUP_PADDING), bottom - top, title))
    return frames


def _shift(layout: FlowLayout) -> FlowLayout:
    """Move everything so that the drawing starts at the margin."""
    boxes = list(layout.boxes.values())
    left = min([box.x for box in boxes] + [frame[0] for frame in layout.frames]) - MARGIN
    tops = [box.middle - box.height / 2 for box in boxes] + [frame[1] for frame in layout.frames]
    bottoms = [box.middle + box.height / 2 for box in boxes] + [frame[1] + frame[3] for frame in layout.frames]
    heights = [y for points in layout.arrows for _, y in points] + [place[2] - place[0].height / 2 for place in layout.labels if place]
    top = min(tops + heights) - MARGIN
    right = max([box.right for box in boxes] + [frame[0] + frame[2] for frame in layout.frames])
    for box in boxes:
        box.x, box.middle = box.x - left, box.middle - top
    return FlowLayout(
        (right - left + MARGIN, max(bottoms + heights) - top + MARGIN),
        layout.boxes,
        [[(x - left, y - top) for x, y in points] for points in layout.arrows],
        [(block, x - left, y - top) if place else None for place in layout.labels for block, x, y in [place or (Block(()), 0.0, 0.0)]],
        [(x - left, y - top, width, height, title) for x, y, width, height, title in layout.frames],
    )
