"""Knows how text that follows a figure fills the page that the figure does not fit; must not know documents.

WeasyPrint 70 has no page floats (CSS Page Floats 3): a figure that does not fit leaves the rest of its page white. Here
the paragraphs after it in its section come first, and the figure follows the last of them that begins on the page. No
figure or table is passed, so that numbers keep their order, and the structure keeps that of the source.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import block

from pipeline.typesetting.context import LayoutContext

_LEAST_WHITE = 0.12  # of the height of a page
_PASSED = ("p", "ul", "ol")
_original_in_flow_layout: Callable[..., tuple[Any, ...]] = block._in_flow_layout


def _in_flow_layout(
    context: LayoutContext, box: Box, index: int, child: Box, new_children: list[Box], *rest: Any
) -> tuple[Any, ...]:
    """Lay out a child of a block; in the place of a figure that does not fit, what comes after it."""
    place = child.position_x, child.position_y
    skip_stack = rest[6]
    if not new_children:
        _take_back(box, index, is_begun=skip_stack is not None)
    # The block goes through its children in the order that they had when it began.
    child = box.children[index]
    child.position_x, child.position_y = place
    if not _may_wait(context, box, index, skip_stack) or _fits(context, box, child, new_children, rest):
        return _original_in_flow_layout(context, box, index, child, new_children, *rest)
    adjoining = list(rest[3])
    _exchange(box, index)
    passed = box.children[index]
    passed.position_x, passed.position_y = place
    result = _original_in_flow_layout(context, box, index, passed, new_children, *rest)
    if any(done.element is passed.element for done in result[6]):
        box.kanben_exchanged = [*getattr(box, "kanben_exchanged", ()), index]
        return result
    _exchange(box, index)
    child.position_x, child.position_y = place
    return _original_in_flow_layout(context, box, index, child, new_children, *rest[:3], adjoining, *rest[4:])


def _may_wait(context: LayoutContext, box: Box, index: int, skip_stack: object) -> bool:
    """Whether a child is a whole figure before a text that may come first. One with a note keeps its place, since notes
    are numbered in the order of the source."""
    figure = box.children[index]
    if skip_stack is not None or box.element_tag != "section" or figure.element_tag != "figure":
        return False
    following = box.children[index + 1] if index + 1 < len(box.children) else None
    if following is None or following.element_tag not in _PASSED:
        return False
    return not any(part.footnote for part in figure.descendants())


def _fits(context: LayoutContext, box: Box, figure: Box, new_children: list[Box], rest: tuple[Any, ...]) -> bool:
    """Whether a figure fits what is left of its page, or leaves too little of it white to fill."""
    page_is_empty, _, _, adjoining, bottom_space, position_y = rest[:6]
    page = context.current_footnote_area.page
    if (page_is_empty and not new_children) or context.page_bottom - position_y < _LEAST_WHITE * page.height:
        return True
    place = figure.position_x, figure.position_y
    made, *_ = block.block_level_layout(context, figure, -inf, None, box, False, [], [], list(adjoining))
    figure.position_x, figure.position_y = place
    return not context.overflows_page(bottom_space, made.border_box_y() + made.border_height())


def _exchange(box: Box, place: int) -> None:
    """Let a child and the one after it change places."""
    children = list(box.children)
    children[place : place + 2] = children[place + 1], children[place]
    box.children = children


def _take_back(box: Box, index: int, *, is_begun: bool) -> None:
    """Take exchanges back from where a block is laid out anew; what a page has shown of a child stays before it."""
    places = list(getattr(box, "kanben_exchanged", ()))
    while places and places[-1] >= index + is_begun:
        _exchange(box, places.pop())
    if hasattr(box, "kanben_exchanged"):
        box.kanben_exchanged = places
