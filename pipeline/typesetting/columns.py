"""Knows how the columns of a table share its width; must not know documents.

CSS Tables 3 adds to the least width of each column a share of what its longest text would like, so that beside a long
text a column of short words is cut to single characters. Here short columns are as wide as they like, and long texts
share the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt
from typing import Any

from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import table

from pipeline.typesetting.context import LayoutContext

_LEAST = 4  # characters
_NEAR = 1e-6
_original_auto_table_layout: Callable[..., None] = table.auto_table_layout


def auto_table_layout(context: LayoutContext, box: Box, containing_block: object) -> None:
    """Set the widths of a table and its columns; those of one that is as wide as it may be are shared by need."""
    _original_auto_table_layout(context, box, containing_block)
    inside = box.get_wrapped_table()
    _, _, least, most, *_ = table.table_and_columns_preferred_widths(context, box, outer=False)
    room = sum(inside.column_widths)
    if not least or room >= sum(most) - _NEAR:
        return
    wanted = _LEAST * inside.style["font_size"] + _padding(inside)
    floors = [max(narrow, min(wide, wanted)) for narrow, wide in zip(least, most, strict=True)]
    if sum(floors) <= room:
        inside.column_widths = shared(room, floors, most)


def shared(room: float, floors: Sequence[float], most: Sequence[float]) -> list[float]:
    """Widths that fill `room`, none under its floor or over the most it can use: first what needs no more than its part
    gets all, then the rest is shared by the square roots of the texts, which makes cells about as high as each
    other."""
    widths = list(floors)
    waiting = sorted(range(len(widths)), key=lambda place: most[place] - floors[place])
    left = room - sum(floors)
    while waiting and most[waiting[0]] - floors[waiting[0]] <= left / len(waiting):
        place = waiting.pop(0)
        left -= most[place] - floors[place]
        widths[place] = most[place]
    while waiting and left > _NEAR:
        weights = {place: sqrt(most[place]) for place in waiting}
        part = left / sum(weights.values())
        full = [place for place in waiting if most[place] - widths[place] <= part * weights[place]]
        for place in full or waiting:
            given = min(part * weights[place], most[place] - widths[place])
            widths[place] += given
            left -= given
        waiting = [place for place in waiting if place not in full] if full else []
    return widths


def _padding(inside: Any) -> float:
    """The white at both sides of a cell, in px."""
    cell = next((cell for group in inside.children for row in group.children for cell in row.children), None)
    if cell is None:
        return 0.0
    return sum(float(getattr(cell.style[f"padding_{side}"], "value", 0)) for side in ("left", "right"))
