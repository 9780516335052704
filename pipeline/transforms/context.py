"""Knows what the transforms share while they run; must not know any one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.core.diagnostics import Diagnostic, Diagnostics
from pipeline.core.languages import Bilingual, Languages
from pipeline.core.model import Document, FigureBlock
from pipeline.core.numbers import CaptionCounter, Number
from pipeline.core.pictures import Drawing
from pipeline.core.words import Words
from pipeline.tools import ast

DrawAll = Callable[[Sequence[FigureBlock]], Iterable[tuple[Drawing | None, Diagnostics]]]
"""Draws figures, in order; None with the reasons for one that cannot be drawn."""


@dataclass(frozen=True)
class Label:
    """What a cross-reference prints for an id: all of it, or its number alone; `number` is empty for what has none."""

    text: Bilingual
    short: Bilingual
    number: Number | None = None

    @classmethod
    def of(cls, number: Number) -> Label:
        return cls(number.label, number.alone, number)


@dataclass
class Context:
    """The document as read, and what is worked out on the way: a label for each id, what has a caption, the
    titles of headings, the entry of each id that the index leads to, and the drawings."""

    document: Document
    draw_all: DrawAll
    proof: bool
    labels: dict[str, Label] = field(default_factory=dict)
    captions: dict[str, Bilingual] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    titles_beside: dict[str, str] = field(default_factory=dict)
    index: dict[str, tuple[tuple[str, ...], str, str]] = field(default_factory=dict)
    drawings: list[Drawing] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)

    def read(self, text: str) -> str:
        """A text of an attribute or of a table of data, with its markup where it has some."""
        return self._texts.get(text.strip(), text)

    def read_both(self, text: Bilingual) -> Bilingual:
        """One in the languages of the report."""
        return Bilingual.each(lambda language: self.read(self.languages.only(text)[language]))

    @property
    def languages(self) -> Languages:
        """The languages of the report."""
        return self.document.metadata.languages

    def beside(self, element: ast.Node) -> str:
        """What an element says in the language beside: its attribute of that name, which is taken off."""
        return self.read(element.attributes.pop(self.languages.beside or "", ""))

    @cached_property
    def _texts(self) -> dict[str, Words]:
        return dict(self.document.texts)

    def counter(self, kind: str) -> CaptionCounter:
        """A counter of figures or tables, as the front matter wants them counted."""
        return CaptionCounter(kind, by_chapter=self.document.metadata.numbering == "chapter", languages=self.languages)

    @property
    def numbers(self) -> dict[str, Number]:
        """The number of each id that has one."""
        return {id_: label.number for id_, label in self.labels.items() if label.number is not None}
