"""Knows where a block begins: on the grid of its page, and under its table what belongs to it; must not know
documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import block

from pipeline.typesetting import grid
from pipeline.typesetting.context import LayoutContext

_UNDER_TABLES = frozenset({"table-note", "credit"})
_LEAST = 0.6  # of the measure
_original_block_level_layout_switch: Callable[..., tuple[Any, ...]] = block.block_level_layout_switch


def block_level_layout_switch(
    context: LayoutContext, box: Box, bottom_space: float, skip_stack: object, containing_block: Box, *rest: Any
) -> tuple[Any, ...]:
    """Lay out a block, from where it should begin."""
    if skip_stack is None:
        grid.snap(context, box, containing_block, rest[3])
    _indent(box, containing_block)
    result = _original_block_level_layout_switch(context, box, bottom_space, skip_stack, containing_block, *rest)
    if box.is_table_wrapper and result[0] is not None:
        containing_block.kanben_table_indent = result[0].margin_left
    return result


def _indent(box: Box, containing_block: Box) -> None:
    """Let notes and source of a table begin at its left edge, and be no narrower than text that can be read."""
    indent = getattr(containing_block, "kanben_table_indent", 0)
    if not indent or box.element is None or _UNDER_TABLES.isdisjoint(str(box.element.get("class") or "").split()):
        return
    box.margin_left = indent
    box.margin_right = max(0, min(indent, (1 - _LEAST) * containing_block.width - indent))
