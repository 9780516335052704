"""Knows two faults of WeasyPrint 70 that lose or misplace footnotes, and how to keep them from happening.

1. A second layout pass reuses finished pages whose state leaves out the notes that earlier pages pushed on: notes are
lost and
   others printed twice (Kozea/WeasyPrint issue 2432 and its kin). A pass that starts from no pages is right.
2. Where a paragraph at the foot of a page may not be broken, the notes of the whole page are pushed to the next one
to make
   room. They belong to calls higher up, so the paragraph has to go instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint import layout
from weasyprint.layout import block

from pipeline.typesetting import long_notes

_reusing_pages = layout.make_all_pages
_pushing_notes = block._linebox_layout


def _make_all_pages(context: Any, root_box: Any, html: Any, _pages: Any) -> Iterator[Any]:
    long_notes.start_afresh(context)
    return iter(_reusing_pages(context, root_box, html, []))


class _KeepsNotes:
    """A layout context that says it is in a column, where WeasyPrint never pushes notes; all else is the real
    context's."""

    in_column = True

    def __init__(self, context: Any) -> None:
        object.__setattr__(self, "_context", context)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._context, name, value)


def _linebox_layout(context: Any, *arguments: Any) -> Any:
    keeper = context if isinstance(context, _KeepsNotes) else _KeepsNotes(context)
    return _pushing_notes(keeper, *arguments)


def install() -> None:
    """Let every layout pass make its pages afresh, and keep notes on the page of their call."""
    long_notes.install()
    layout.make_all_pages = _make_all_pages
    block._linebox_layout = _linebox_layout
