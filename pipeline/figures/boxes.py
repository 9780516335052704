"""Knows a box of a flow: its lettering, its place and its distances; must not know how places are found."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.figures.lettering import Block

MARGIN = 4.0
PADDING = 9.0
ROW_GAP = 20.0
GROUP_GAP = 16.0
GROUP_PADDING = 12.0
TRACK = 9.0
# The first track runs outside a group's frame.
FIRST_TRACK = GROUP_PADDING + 6.0
ARROW = FIRST_TRACK + 24.0
MIN_BOX = 64.0


@dataclass
class Box:
    """A node or a dummy: its lettering and its rectangle, in px. `middle` is the height of its centre."""

    block: Block
    column: int
    width: float
    height: float
    group: int
    x: float = 0.0
    middle: float = 0.0
    above: float = ROW_GAP
    port: float = 16.0

    @property
    def right(self) -> float:
        return self.x + self.width
