"""Knows what the transforms share while they run; must not know any one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.core.diagnostics import Diagnostic, Diagnostics
from pipeline.core.model import LANGUAGES, Bilingual, Document, Drawing, FigureBlock
from pipeline.core.wording import word

DrawAll = Callable[[Sequence[FigureBlock]], Iterable[tuple[Drawing | None, Diagnostics]]]
"""Draws figures, in order; None with the reasons for one that cannot be drawn."""


@dataclass(frozen=True)
class Label:
    """What a cross-reference prints for an id: all of it, or its number alone.

    `place` is the kind, the chapter where numbers start anew in each, and the number; empty for what has no number.
    """

    text: Bilingual
    number: Bilingual
    place: tuple[str, int, int] | None = None


@dataclass
class Context:
    """The document as read, and what is worked out on the way: a label for each id, what has a caption, and the
    drawings."""

    document: Document
    draw_all: DrawAll
    proof: bool
    labels: dict[str, Label] = field(default_factory=dict)
    captions: dict[str, Bilingual] = field(default_factory=dict)
    drawings: list[Drawing] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)


class Numbering:
    """Numbers figures or tables: through the document, or by chapter (图 2-1)."""

    def __init__(self, kind: str, context: Context) -> None:
        self.kind = kind
        self.by_chapter = context.document.metadata.numbering == "chapter"
        self.chapter = self.count = 0

    def enter_chapter(self) -> None:
        """A numbered heading of the first level begins."""
        if self.by_chapter:
            self.chapter, self.count = self.chapter + 1, 0

    def label(self) -> Label:
        """The label of the next one."""
        self.count += 1
        number = f"{self.chapter}-{self.count}" if self.by_chapter else str(self.count)
        text = Bilingual(*(f"{word(self.kind, language)}\u00a0{number}" for language in LANGUAGES))
        return Label(text, Bilingual(number, number), (self.kind, self.chapter, self.count))
