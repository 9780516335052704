"""Knows two faults of WeasyPrint 70 that lose or misplace footnotes, and how to keep them from happening.

1. A second layout pass reuses finished pages whose state leaves out the notes that earlier pages pushed on: notes are
   lost and others printed twice. A pass that starts from no pages is right.
2. Where a paragraph at the foot of a page may not be broken, the notes of the whole page are pushed to the next one to
   make room (Kozea/WeasyPrint issue 2432). They belong to calls higher up, so the paragraph has to go instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint import HTML, layout
from weasyprint.formatting_structure.boxes import Box, PageBox
from weasyprint.layout import block

from pipeline.typesetting.context import LayoutContext

_original_make_all_pages = layout.make_all_pages
_original_linebox_layout = block._linebox_layout


def make_all_pages(context: LayoutContext, root_box: Box, html: HTML, _pages: list[PageBox]) -> Iterator[PageBox]:
    """Make pages, and reuse none of the pass before."""
    context.make_notes_whole()
    return iter(_original_make_all_pages(context, root_box, html, []))


class _InColumn:
    """A layout context that says it is in a column, where WeasyPrint never pushes notes; all else is the real
    context's. Its methods are bound to the real one, which keeps count of the page's height."""

    in_column = True

    def __init__(self, context: LayoutContext) -> None:
        object.__setattr__(self, "_context", context)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self._context, name, value)


def _linebox_layout(context: LayoutContext | _InColumn, *arguments: object) -> tuple[object, ...]:
    """Lay out the lines of a block, and keep notes on the page of their call."""
    keeper = context if isinstance(context, _InColumn) else _InColumn(context)
    lines: tuple[object, ...] = _original_linebox_layout(keeper, *arguments)
    return lines
