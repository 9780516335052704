"""Knows the state that one layout carries through WeasyPrint; must not know how it is used."""

from __future__ import annotations

from pipeline.typesetting.long_notes import NoteBreakingContext
from pipeline.typesetting.options import LayoutOptions


class LayoutContext(NoteBreakingContext):
    """WeasyPrint's layout context with the options of the renderer that it works for.

    WeasyPrint hands the context to most of its functions, so that no option has to be global.
    """

    def __init__(self, plain: NoteBreakingContext, options: LayoutOptions) -> None:
        super().__init__(plain)
        self.options = options
