"""Knows how the parts of a flow's layout come together, in both directions; must not know how anything is drawn."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.core.languages import Language
from pipeline.figures.boxes import (
    GROUP_PADDING,
    LEAD,
    LOOP,
    MARGIN,
    Item,
    Lettering,
    across,
    along,
    loop_label,
    measure,
    titles,
)
from pipeline.figures.definition import Flow
from pipeline.figures.layers import Graph, Layers, arrange
from pipeline.figures.lettering import Block, Type
from pipeline.figures.placing import Ports, place
from pipeline.figures.routes import Point, Route, Stretch, loop, route

BEND, MAX_BEND = 38.0, 64.0
# The widest lines of boxes to try, in em, until the drawing is narrow enough.
_LIMITS = (9.2, 7.4, 6.2, 5.2)


@dataclass(frozen=True)
class Rectangle:
    """A box or frame, in px from the drawing's corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def center(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Placed:
    """Lettering and the point its middle stands on."""

    block: Block
    x: float
    y: float


@dataclass(frozen=True)
class FlowLayout:
    """A finished layout in px: boxes by node name with their lettering, a route and perhaps a label for each edge,
    frames with titles."""

    size: Point
    boxes: Mapping[str, tuple[Rectangle, Block]]
    routes: Sequence[Route]
    labels: Sequence[Placed | None]
    frames: Sequence[tuple[Rectangle, Placed]]
    down: bool


def lay_out(flow: Flow, languages: Sequence[Language], type_: Type, width: float) -> FlowLayout:
    """Place everything, with the widest boxes that keep the drawing within `width` px if any do."""
    groups = {name: index for index, group in enumerate(flow.groups) for name in group.nodes}
    labelled = [index for index, edge in enumerate(flow.edges) if edge.label]
    least = {name: node.column - 1 for name, node in flow.nodes.items() if node.column > 1}
    layers = arrange(
        Graph(list(flow.nodes), [(edge.source, edge.target) for edge in flow.edges], labelled, groups, least)
    )
    down = flow.direction == "down"
    tries = [_Drafting(flow, layers, Lettering(languages, type_, limit * type_.size, down)) for limit in _LIMITS[:1]]
    for limit in _LIMITS[1:]:
        if tries[-1].width <= width:
            break
        tries.append(_Drafting(flow, layers, Lettering(languages, type_, limit * type_.size, down)))
    return min(tries, key=lambda draft: max(draft.width, width)).finish()


class _Drafting:
    """One try at a layout; coordinates are (along, across) until `finish` turns them."""

    def __init__(self, flow: Flow, layers: Layers, lettering: Lettering) -> None:
        self.flow, self.layers, self.lettering = flow, layers, lettering
        self.items = measure(flow, layers, lettering)
        self.titles = titles(flow, layers, self.items, lettering)
        room = [(math.ceil(across(title.block, down=lettering.down)) + 2, title.last) for title in self.titles]
        self.ports, self.bands = place(layers, self.items, room)
        self._place_columns(self.ports)
        self.frames = [self._frame(group) for group in range(len(self.titles))]
        self.left, self.top, self.right, self.bottom = self._edges()
        self.width = self.bottom - self.top if lettering.down else self.right - self.left

    def _edges(self) -> tuple[float, float, float, float]:
        items = self.items.values()
        corners = [corner for frame, _, _ in self.frames for corner in (frame.start, frame.end)]
        return (
            min([item.start for item in items] + [x for x, _ in corners]) - MARGIN,
            min([item.line - item.before for item in items] + [y for _, y in corners]) - MARGIN,
            max([item.end for item in items] + [x for x, _ in corners]) + MARGIN,
            max([item.line + item.after for item in items] + [y for _, y in corners]) + MARGIN,
        )

    def _place_columns(self, ports: Ports) -> None:
        """Set where columns start; the gap before one has room for arrow heads, curves and the edges of frames."""
        layers = self.layers
        bent = [0] * len(layers.columns)
        for number, chain in enumerate(layers.chains):
            for step, (left, right) in enumerate(itertools.pairwise(chain)):
                level = (
                    self.items[left].line
                    + ports.leave[number, step]
                    - self.items[right].line
                    - ports.enter[number, step]
                )
                column = self.items[right].column
                bent[column] = max(bent[column], abs(level))
        start = 0.0
        for column, names in enumerate(layers.columns):
            if column:
                start += min(BEND + bent[column] * 0.12, MAX_BEND) if bent[column] else LEAD
                start += GROUP_PADDING * sum(
                    high == column - 1 or low == column for low, high in layers.reaches.values()
                )
            for name in names:
                self.items[name].start = start
            start = max([start, *(self.items[name].end for name in names)])

    def finish(self) -> FlowLayout:
        routes: list[Route] = []
        labels: list[tuple[Block, Point] | None] = []
        for number, edge in enumerate(self.flow.edges):
            if edge.source == edge.target:
                item, block = self.items[edge.source], loop_label(self.flow, number, self.lettering)
                routes.append(loop(item))
                size = math.ceil(across(block, down=self.lettering.down))
                labels.append(
                    (block, (item.start + item.length / 2, item.line + item.half + LOOP + size / 2))
                    if edge.label
                    else None
                )
            else:
                routes.append(route(self.layers, self.items, self.ports, number))
                labels.append(self._label(number))
        return self._turned(routes, labels)

    def _label(self, number: int) -> tuple[Block, Point] | None:
        name = next((name for name in self.layers.chains[number] if name in self.layers.labels), None)
        if name is None:
            return None
        item = self.items[name]
        beside = across(item.block, down=self.lettering.down) / 2 + 4
        return item.block, (item.start + item.length / 2, item.line + (beside if self.lettering.down else -beside))

    def _frame(self, group: int) -> tuple[Stretch, Block, Point]:
        """The corners of a group's frame, its title, and where the title's middle stands."""
        first, last = self.layers.reaches[group]
        start = min(self.items[name].start for name in self.layers.columns[first])
        end = max(self.items[name].end for name in self.layers.columns[last])
        top, bottom = self.bands[group]
        block = self.titles[group].block
        middle = (
            start + along(block, down=self.lettering.down) / 2,
            top + 6 + across(block, down=self.lettering.down) / 2,
        )
        return Stretch((start - GROUP_PADDING, top), (end + GROUP_PADDING, bottom)), block, middle

    def _turned(self, routes: Sequence[Route], labels: Sequence[tuple[Block, Point] | None]) -> FlowLayout:
        """Everything in px from the drawing's corner, in the direction of the flow."""
        down = self.lettering.down

        def point(place: Point) -> Point:
            x, y = place[0] - self.left, place[1] - self.top
            return (y, x) if down else (x, y)

        def rectangle(part: Stretch) -> Rectangle:
            (x, y), (end, bottom) = point(part.start), point(part.end)
            return Rectangle(x, y, end - x, bottom - y)

        def stretch(part: Stretch) -> Stretch:
            return Stretch(point(part.start), point(part.end))

        return FlowLayout(
            point((self.right, self.bottom)),
            {name: (rectangle(_outline(self.items[name])), self.items[name].block) for name in self.flow.nodes},
            [Route(tuple(map(stretch, made.stretches)), made.corners) for made in routes],
            [Placed(label[0], *point(label[1])) if label else None for label in labels],
            [(rectangle(frame), Placed(block, *point(middle))) for frame, block, middle in self.frames],
            down,
        )


def _outline(item: Item) -> Stretch:
    return Stretch((item.start, item.line - item.half), (item.end, item.line + item.half))
