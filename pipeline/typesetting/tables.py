"""Knows how a table goes on at the next page: its number again over the head, a row that no page holds; must not know
documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import Any

from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import block

from pipeline.typesetting.context import LayoutContext

_MOST = 0.85  # of a page
_Stack = Mapping[int, Any] | None
_original_table_layout: Callable[..., tuple[Any, ...]] = block.table_layout


def table_layout(
    context: LayoutContext, table: Box, bottom_space: float, skip_stack: _Stack, containing_block: Box, *rest: Any
) -> tuple[Any, ...]:
    """Lay out a table, or what is left of it. A row of class `continued` at its start is empty on the first page.

    A row is broken only where it and the head would not fit a page: WeasyPrint would give up the head for it, and leave
    the caption on the page before.
    """
    head = table.children[0] if table.children and table.children[0].is_header else None
    rows: Sequence[Box] = head.children if head is not None else ()
    if head is not None and skip_stack is None and _is_continued(rows[0]):
        head.children = [rows[0].copy_with_children([]), *rows[1:]]
    result = _original_table_layout(context, table, bottom_space, skip_stack, containing_block, *rest)
    row = _row_at(table, skip_stack)
    is_short = result[0] is None or (head is not None and not result[0].children[0].is_header)
    if is_short and row is not None and _is_tall(context, table, row, containing_block):
        row.style = row.style.copy()
        row.style["break_inside"] = "auto"
        result = _original_table_layout(context, table, bottom_space, skip_stack, containing_block, *rest)
    if head is not None:
        head.children = rows
    return result


def _is_continued(row: Box) -> bool:
    return row.element is not None and "continued" in str(row.element.get("class") or "").split()


def _row_at(table: Box, skip_stack: _Stack) -> Box | None:
    """The row that a table goes on with, if it may not be broken."""
    groups = [group for group in table.children if not group.is_header and not group.is_footer]
    if not groups:
        return None
    group, place = groups[0], 0
    if skip_stack:
        ((index, inside),) = skip_stack.items()
        group = table.children[index]
        place = next(iter(inside)) if inside else 0
    row = group.children[place] if place < len(group.children) else None
    return row if row is not None and row.style["break_inside"] in ("avoid", "avoid-page") else None


def _is_tall(context: LayoutContext, table: Box, row: Box, containing_block: Box) -> bool:
    """Whether a row and the head of its table leave a page no room for a caption."""
    heads = [group for group in table.children if group.is_header]
    body = next(group for group in table.children if row in group.children)
    place = body.children.index(row)
    spanned = body.children[place : place + max((cell.rowspan for cell in row.children), default=1)]
    alone = table.copy_with_children([*heads, body.copy_with_children(spanned)])
    laid_out, *_ = _original_table_layout(context, alone, -inf, None, containing_block, True, [], [])
    rows = [*(row for head in heads for row in head.children), *spanned[:1]]
    heights = [row.height for group in laid_out.children for row in group.children][: len(rows)]
    return bool(sum(heights) > _MOST * context.current_footnote_area.page.height)
