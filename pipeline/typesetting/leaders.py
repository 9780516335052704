"""Knows how the dots of a contents entry lead to its number at the edge of the measure; must not know documents.

WeasyPrint 70 works the room for the dots out from the widths of the boxes of a line, as if the line began at the edge
of its block: the numbers of indented entries and of those that begin with half of a bracket's white come short of it.
"""

from __future__ import annotations

from collections.abc import Callable

from weasyprint.formatting_structure.boxes import Box, LineBox
from weasyprint.layout import inline
from weasyprint.layout.leader import leader_index

from pipeline.typesetting.context import LayoutContext

_original_handle_leader: Callable[[LayoutContext, LineBox, Box], None] = inline.handle_leader


def handle_leader(context: LayoutContext, line: LineBox, containing_block: Box) -> None:
    """Put what follows the dots of a line at the right edge of its block, and as many dots before it as there is room
    for, under each other from line to line."""
    index, leader = leader_index(line)
    if index is None or not leader.children or context.excluded_shapes:
        _original_handle_leader(context, line, containing_block)
        return
    (dot,) = leader.children
    right = containing_block.content_box_x() + containing_block.width
    last = [child for child in line.children if child.is_in_normal_flow()][-1]
    extra = right - last.position_x - last.margin_width()
    if dot.width <= 0 or extra <= 0:
        return
    start, end = leader.position_x, leader.position_x + leader.width + extra
    dots = []
    place = right - dot.width
    while place >= start:
        if place + dot.width <= end:
            one = dot.copy()
            one.position_x = place
            dots.append(one)
        place -= dot.width
    leader.children = tuple(dots)
    line.width = containing_block.width
    _widen(line, index, extra)


def _widen(box: Box, index: tuple[int, object], extra: float) -> None:
    """Make room in a box for the dots at a place of it, and in the boxes round them."""
    place, inside = index
    for child in box.children[place + 1 :]:
        if child.is_in_normal_flow():
            child.translate(dx=extra)
    child = box.children[place]
    child.width += extra
    if isinstance(inside, tuple):
        _widen(child, inside, extra)
