"""Knows how the figures of a report are drawn beside the other work; must not know how one is drawn, and loads nothing
of figures for a report that has none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from pipeline.core.diagnostics import Diagnostics
from pipeline.core.model import FigureBlock
from pipeline.core.pictures import Drawing
from pipeline.line.session import Session
from pipeline.line.workers import Workers
from pipeline.transforms.context import DrawAll

_CLASS = "figure"
"""What a block has that becomes a figure."""


def drawer(session: Session, workers: Workers, *, has_pixels: bool) -> DrawAll:
    """What draws the figures of a report, in order; the engine that they need is started, as the report is still to be
    read."""
    if _CLASS in session.text.text:
        from pipeline.figures import workshop

        workers.prepare(partial(workshop.warm_up, session.project.report))

    def draw_all(blocks: Sequence[FigureBlock]) -> Iterable[tuple[Drawing | None, Diagnostics]]:
        # Read for a report without figures too, since a check has to tell what is wrong in them.
        tokens = session.tokens
        if not blocks:
            return ()
        from pipeline.figures import workshop
        from pipeline.figures.kind import DrawingContext

        facts = session.document.metadata
        context = DrawingContext(session.project.folder, tokens, facts.terms, facts.languages, has_pixels)
        return workers.aside(partial(workshop.draw, context), workshop.too_slow, blocks)

    return draw_all
