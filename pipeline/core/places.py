"""Knows where a piece of text stands in a source file, to the character; must not know how that was found out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.core.text import SourceText, Span

Kind = Literal["prose", "attribute", "scalar", "cell"]
"""What a piece of text is part of, and so how a new text would have to be written there."""

Style = Literal["plain", "single", "double", "block", "attribute", "csv"]
"""How a text is written that is a scalar of YAML (YAML 1.2.2, chapters 7 and 8), the value of an attribute, or a field
of CSV."""


@dataclass(frozen=True)
class Place:
    """The characters of a file from `start` to before `end`, as 0-based offsets in Unicode code points."""

    file: str
    start: int
    end: int
    kind: Kind = "prose"

    def span(self, source: SourceText) -> Span:
        """The same as line and columns; cut at the end of its first line."""
        return source.span(self.start, self.end - self.start)


@dataclass(frozen=True)
class Position:
    """A line and a column, both from 1, as the tree carries them: `12:3`."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"

    @classmethod
    def parse(cls, text: str) -> Position:
        line, _, column = text.partition(":")
        return cls(int(line), int(column))
