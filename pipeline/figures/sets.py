"""Knows how sets that contain each other or overlap are laid out and drawn; must not know YAML or output formats.

The zones stand in a row; a set is a region over its zones, so that every overlap is seen and every item is in exactly
its sets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.core.languages import Language
from pipeline.figures.boxes import MARGIN
from pipeline.figures.definition import Circle, Sets
from pipeline.figures.flow_layout import Placed, Rectangle
from pipeline.figures.lettering import Block, Line, Type, letter
from pipeline.figures.routes import Point
from pipeline.figures.svg import Canvas
from pipeline.styling.tokens import Tokens, number

PADDING, GAP, INSET = 16.0, 10.0, 8.0
_ITEM, _MIN_ZONE = 14.0, 104.0
_HUES = (("warm-soft", "warm"), ("accent-soft", "accent"), ("leaf-soft", "leaf"))


@dataclass(frozen=True)
class SetsLayout:
    """A finished layout in px: a region and a head for each set by name, and the boxes of the items with their zone."""

    size: Point
    regions: dict[str, Rectangle]
    heads: dict[str, Placed]
    items: Sequence[tuple[int, Rectangle, Block]]
    order: Sequence[str]


@dataclass(frozen=True)
class _Extent:
    """The zones a set covers, how deep it lies in others, and the zones where its head stands."""

    first: int
    last: int
    level: int
    head: tuple[int, int]

    @property
    def head_zones(self) -> int:
        """How many zones its head has."""
        return self.head[1] - self.head[0] + 1


def lay_out(sets: Sets, languages: Sequence[Language], type_: Type, width: float) -> SetsLayout:
    """Zones of even width over the whole of `width` px, or wider where a word asks for it."""
    extents = _extents(sets)
    depth = max(extent.level for extent in extents.values())
    margin = INSET * (depth + 1) + 6
    zone = max((width - 2 * MARGIN) / len(sets.zones), _MIN_ZONE)
    limit = zone - 2 * margin - 10
    items = [[letter(item.bilingual(), languages, type_, limit) for item in part.items] for part in sets.zones]
    zone = max([zone, *(block.width + 2 * margin + 10 for column in items for block in column)])
    heads = {
        name: _head(sets.sets[name], languages, type_, extent.head_zones * zone - 2 * margin)
        for name, extent in extents.items()
    }
    zone = max([zone, *((heads[name].width + 2 * margin) / extents[name].head_zones for name in extents)])
    tops = _tops(heads, extents, depth)
    body = max(map(_height, items), default=0.0)
    floor = tops[-1] + body + PADDING + INSET * depth
    boxes = []
    for place, column in enumerate(items):
        x, top = MARGIN + place * zone + margin, tops[-1] + (body - _height(column)) / 2
        boxes += [(place, *placed) for placed in _column(column, x, top, zone - 2 * margin)]
    return SetsLayout(
        (2 * MARGIN + len(sets.zones) * zone, floor + MARGIN),
        {name: _region(extent, zone, tops[extent.level], floor) for name, extent in extents.items()},
        {name: _placed(heads[name], extent, zone, tops[extent.level]) for name, extent in extents.items()},
        boxes,
        sorted(extents, key=lambda name: extents[name].level),
    )


def _tops(heads: Mapping[str, Block], extents: Mapping[str, _Extent], depth: int) -> list[float]:
    """Where the regions of each level begin, each under the heads of the one around it, and last where items do."""
    tops = [float(MARGIN)]
    for level in range(depth + 1):
        highest = max((heads[name].height for name in heads if extents[name].level == level), default=0.0)
        tops.append(tops[-1] + (highest + PADDING))
    return tops


def _height(column: Sequence[Block]) -> float:
    """The height of the items of a zone, with the gaps between them."""
    return sum(block.height + _ITEM for block in column) + GAP * max(len(column) - 1, 0)


def _column(column: Sequence[Block], x: float, top: float, width: float) -> Iterator[tuple[Rectangle, Block]]:
    for block in column:
        yield Rectangle(x, top, width, block.height + _ITEM), block
        top += block.height + _ITEM + GAP


def _region(extent: _Extent, zone: float, top: float, floor: float) -> Rectangle:
    inset = INSET * extent.level
    left, right = MARGIN + extent.first * zone + inset, MARGIN + (extent.last + 1) * zone - inset
    return Rectangle(left, top, right - left, floor - inset - top)


def _placed(head: Block, extent: _Extent, zone: float, top: float) -> Placed:
    middle = MARGIN + (extent.head[0] + extent.head[1] + 1) / 2 * zone
    return Placed(head, middle, top + PADDING * 0.7 + head.height / 2)


def _extents(sets: Sets) -> dict[str, _Extent]:
    """Widest sets first; a set lies one level deeper where it would leave no zone for the head of another."""
    spans = {name: [place for place, zone in enumerate(sets.zones) if name in zone.sets] for name in sets.sets}
    found: dict[str, _Extent] = {}
    for name in sorted(spans, key=lambda name: (-len(spans[name]), spans[name][0])):
        level = 0
        while True:
            beside = {other: set(spans[other]) for other, extent in found.items() if extent.level == level}
            own = set(spans[name])
            cut = [own, *beside.values()]
            if all(_free(zones, [other for other in cut if other is not zones]) for zones in cut):
                break
            level += 1
        found[name] = _Extent(spans[name][0], spans[name][-1], level, (0, 0))
    return {
        name: _Extent(extent.first, extent.last, extent.level, _head_zones(name, spans, found))
        for name, extent in found.items()
    }


def _free(zones: set[int], others: Sequence[set[int]]) -> set[int]:
    return zones - set().union(*others)


def _head_zones(name: str, spans: dict[str, list[int]], found: dict[str, _Extent]) -> tuple[int, int]:
    """The longest run of zones that no set of the same level shares and no border of an outer set runs through."""
    level = found[name].level
    free = sorted(
        _free(set(spans[name]), [set(spans[other]) for other in spans if other != name and found[other].level == level])
    )
    outer = [found[other] for other in spans if found[other].level < level]
    borders = {extent.first for extent in outer} | {extent.last + 1 for extent in outer}
    runs: list[list[int]] = []
    for place in free:
        if runs and runs[-1][-1] == place - 1 and place not in borders:
            runs[-1].append(place)
        else:
            runs.append([place])
    best = max(runs, key=len)
    return best[0], best[-1]


def _head(circle: Circle, languages: Sequence[Language], type_: Type, limit: float) -> Block:
    title = letter(circle.label.bilingual(), languages, type_, limit, bold=True)
    note = letter(circle.note.bilingual(), languages, type_, limit) if circle.note else Block(())
    small = tuple(
        Line(line.text, type_.second, line.language, line.width * type_.second / line.size) for line in note.lines
    )
    return Block(title.lines + small)


def draw(sets: Sets, languages: Sequence[Language], type_: Type, tokens: Tokens) -> tuple[Canvas, Point]:
    """Draw sets as rounded regions; returns the canvas and its size in px."""
    layout = lay_out(sets, languages, type_, number(tokens, "figure", "width"))
    canvas = Canvas(type_, tokens)
    hues = {name: _HUES[place % len(_HUES)] for place, name in enumerate(sets.sets)}
    for name in layout.order:
        box = layout.regions[name]
        canvas.rectangle(box.x, box.y, box.width, box.height, rx=22, fill=hues[name][0], fill_opacity=0.72)
    # The outlines once more on top: overlapping sets are whole to the eye.
    for name in layout.order:
        box = layout.regions[name]
        canvas.rectangle(
            box.x, box.y, box.width, box.height, rx=22, fill="none", stroke=hues[name][1], stroke_width=1.8
        )
    for name, head in layout.heads.items():
        canvas.block(head.block, head.x, head.y, hues[name][1])
    for place, box, block in layout.items:
        inside = sets.zones[place].sets
        canvas.rectangle(
            box.x,
            box.y,
            box.width,
            box.height,
            rx=8,
            fill="ground",
            stroke=hues[inside[0]][1] if len(inside) == 1 else "ink",
            stroke_width=1.2,
        )
        canvas.block(block, *box.center, "ink")
    return canvas, layout.size
