"""Knows how a table goes on at the next page: its number again over the head, a row that no page holds; must not know
documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import block

from pipeline.typesetting.context import LayoutContext

_MOST, _SUSPECT = 0.85, 0.25  # of a page
_Stack = Mapping[int, Any] | None
_original_table_layout: Callable[..., tuple[Any, ...]] = block.table_layout


def table_layout(
    context: LayoutContext, table: Box, bottom_space: float, skip_stack: _Stack, containing_block: Box, *rest: Any
) -> tuple[Any, ...]:
    """Lay out a table, or what is left of it. A row of class `continued` at its start is empty on the first page.

    A row is broken only where it and the head would not fit a page: WeasyPrint would give up the head for it, and leave
    the caption on the page before.
    """
    if skip_stack is None:
        _loosen_tall_rows(context, table, containing_block)
    head = table.children[0] if table.children and table.children[0].is_header else None
    rows: Sequence[Box] = head.children if head is not None else ()
    if head is not None and _is_inside_row(skip_stack):
        # A text goes on, and nothing stands in the middle of it.
        head.children = [row.copy_with_children([]) for row in rows]
    elif head is not None and skip_stack is None and _is_continued(rows[0]):
        head.children = [rows[0].copy_with_children([]), *rows[1:]]
    result = _original_table_layout(context, table, bottom_space, skip_stack, containing_block, *rest)
    if head is not None:
        head.children = rows
    return result


def _is_inside_row(skip_stack: _Stack) -> bool:
    """Whether a table goes on with the rest of a row: groups, rows and cells are the levels of a place in it."""
    rows = next(iter(skip_stack.values())) if skip_stack else None
    return bool(rows and next(iter(rows.values())))


def _is_continued(row: Box) -> bool:
    return row.element is not None and "continued" in str(row.element.get("class") or "").split()


def _loosen_tall_rows(context: LayoutContext, table: Box, containing_block: Box) -> None:
    """Let rows be broken that a page under the head and a caption has no room for."""
    if hasattr(table, "kanben_loosened"):
        return
    table.kanben_loosened = True
    for group in table.children:
        for place, row in enumerate(group.children):
            if _may_be_tall(context, table, row) and _is_tall(context, table, row, containing_block):
                _set(row, "break_inside")
                # What is left of it may not go back to its beginning for the sake of the next.
                for following in group.children[place + 1 : place + 2]:
                    _set(following, "break_before")


def _set(row: Box, name: str) -> None:
    row.style = row.style.copy()
    row.style[name] = "auto"


def _may_be_tall(context: LayoutContext, table: Box, row: Box) -> bool:
    """Whether the letters of a cell alone would take a good part of a page."""
    page = context.current_footnote_area.page
    for cell in row.children:
        size = cell.style["font_size"]
        letters = sum(len(part.text) for part in cell.descendants() if isinstance(part, boxes.TextBox))
        width = sum(table.column_widths[cell.grid_x : cell.grid_x + cell.colspan]) or 1
        if letters * size * size / width > _SUSPECT * page.height:
            return True
    return False


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
