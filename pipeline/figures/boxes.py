"""Knows what stands in the columns of a flow, with its size and place; must not know how places are found.

A flow runs along one axis and is spread across the other: along is x and across is y where it runs to the right.
Lengths are px.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.core.languages import Language
from pipeline.figures.definition import Flow
from pipeline.figures.layers import Layers
from pipeline.figures.lettering import EMPTY, Block, Type, letter

MARGIN = 4
PADDING = 9
GROUP_PADDING = 12
PORT = 15
MIN_BOX = 56
MIN_PORT = 8
LOOP = 16
# The shortest gap between columns: an arrow's head and a little line.
LEAD = 26.0


@dataclass
class Item:
    """A box, an edge's label or a passing edge. It takes up `before` and `after` across from its line, `length` along
    from `start`."""

    column: int
    block: Block = EMPTY
    is_box: bool = False
    length: float = 0.0
    before: int = 0
    after: int = 0
    # Half of what the box itself measures across; loops and their labels lie beyond it.
    half: int = 0
    start: float = 0.0
    line: int = 0

    @property
    def end(self) -> float:
        return self.start + self.length


@dataclass(frozen=True)
class Lettering:
    """How labels are to be set: languages, type, the widest line of a box in px, and whether the flow runs down."""

    languages: Sequence[Language]
    type: Type
    limit: float
    down: bool


def measure(flow: Flow, layers: Layers, lettering: Lettering) -> dict[str, Item]:
    """All items by name, with sizes and no places."""
    items: dict[str, Item] = {}
    for column, names in enumerate(layers.columns):
        for name in names:
            if name in flow.nodes:
                items[name] = _box(flow, name, column, layers, lettering)
            elif name in layers.labels:
                items[name] = _label(flow, layers.labels[name], column, lettering)
            else:
                items[name] = Item(column)
        # Boxes of a column share a length: the eye reads a column, not a heap.
        length = max((items[name].length for name in names), default=0.0)
        for name in names:
            items[name].length = length
    return items


def across(block: Block, *, down: bool) -> float:
    return block.width if down else block.height


def along(block: Block, *, down: bool) -> float:
    return block.height if down else block.width


def _box(flow: Flow, name: str, column: int, layers: Layers, lettering: Lettering) -> Item:
    node, down = flow.nodes[name], lettering.down
    block = letter(
        node.label.bilingual(), lettering.languages, lettering.type, lettering.limit, bold=node.tone == "strong"
    )
    ends = max(
        sum(chain[:1] == (name,) for chain in layers.chains), sum(chain[-1:] == (name,) for chain in layers.chains)
    )
    size = max(across(block, down=down) + 2 * PADDING, (ends - 1) * MIN_PORT + 2 * PADDING, MIN_BOX if down else 0)
    half = math.ceil(size / 2)
    loops = [
        loop_label(flow, index, lettering)
        for index, edge in enumerate(flow.edges)
        if edge.source == edge.target == name
    ]
    after = half + sum(LOOP + math.ceil(across(label, down=down)) for label in loops)
    length = max(
        [along(block, down=down) + 2 * PADDING, 0 if down else MIN_BOX, *(along(label, down=down) for label in loops)]
    )
    return Item(column, block, is_box=True, length=length, before=half, after=after, half=half)


def loop_label(flow: Flow, index: int, lettering: Lettering) -> Block:
    """The label of an edge from a box to itself, which stands beyond the loop; empty where it has none."""
    label = flow.edges[index].label
    return letter(label.bilingual(), lettering.languages, lettering.type, lettering.type.size * 6) if label else EMPTY


def _label(flow: Flow, index: int, column: int, lettering: Lettering) -> Item:
    label = flow.edges[index].label
    size = lettering.type.size
    block = (
        letter(label.bilingual(), lettering.languages, lettering.type, size * (7 if not lettering.down else 8))
        if label
        else EMPTY
    )
    # Above the line where the flow runs to the right, to the right of it where it runs down.
    beside = math.ceil(across(block, down=lettering.down)) + 5
    before, after = (4, beside) if lettering.down else (beside, 4)
    return Item(column, block, length=along(block, down=lettering.down) + 8, before=before, after=after)


@dataclass(frozen=True)
class Title:
    """A group's title and the last column it stands over."""

    block: Block
    last: int


def titles(flow: Flow, layers: Layers, items: Mapping[str, Item], lettering: Lettering) -> list[Title]:
    """The titles of groups, each over as few columns as it needs, and none where an edge leaves the band across them.

    A column grows where a title's longest word asks for it.
    """
    made = []
    for index, group in enumerate(flow.groups):
        first, end = layers.reaches[index]
        wanted = letter(group.label.bilingual(), lettering.languages, lettering.type, 10_000, bold=True)
        last, room = first, items[layers.columns[first][0]].length
        while last < end and room < along(wanted, down=lettering.down) and not _leaves(layers, 2 * index + 1, last):
            last += 1
            room += LEAD + items[layers.columns[last][0]].length
        limit = lettering.type.size * 6 if lettering.down else room
        block = letter(group.label.bilingual(), lettering.languages, lettering.type, limit, bold=True)
        short = along(block, down=lettering.down) - room
        for name in layers.columns[first]:
            items[name].length += max(short, 0.0)
        made.append(Title(block, last))
    return made


def _leaves(layers: Layers, strip: int, column: int) -> bool:
    """Whether an edge runs from a band to what lies before it across, between a column and the next."""
    here, there = set(layers.columns[column]), set(layers.columns[column + 1])
    for chain in layers.chains:
        for left, right in itertools.pairwise(chain):
            strips = sorted((layers.strips.get(left, 0), layers.strips.get(right, 0)))
            if left in here and right in there and strips[0] < strip == strips[1]:
                return True
    return False
