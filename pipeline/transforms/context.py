"""Knows what the transforms share while they run; must not know any one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.core.diagnostics import Diagnostic, Diagnostics
from pipeline.core.model import Bilingual, Document, Drawing, FigureBlock

DrawAll = Callable[[Sequence[FigureBlock]], Iterable[tuple[Drawing | None, Diagnostics]]]
"""Draws figures, in order; None with the reasons for one that cannot be drawn."""


@dataclass
class Context:
    """The document as read, and what is worked out on the way: a label for each id, and the drawings."""

    document: Document
    draw_all: DrawAll
    proof: bool
    labels: dict[str, Bilingual] = field(default_factory=dict)
    drawings: list[Drawing] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
