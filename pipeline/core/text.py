"""Knows a source text and its lines and columns; must not know what the text means."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

_BREAK = re.compile("\n")


@dataclass(frozen=True)
class Span:
    """A place in a file: 1-based line and columns, counted in Unicode code points.

    `line` and `column` are None where no exact position is known; a position is never invented.
    `end_column` is exclusive, and on the same line.
    """

    file: str
    line: int | None = None
    column: int | None = None
    end_column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


@dataclass(frozen=True)
class SourceText:
    """A decoded text file under the name that messages show."""

    name: str
    text: str
    starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = (0, *(found.end() for found in _BREAK.finditer(self.text)))
        object.__setattr__(self, "starts", starts)

    def line(self, number: int) -> str:
        """The text of one 1-based line, without its line ending; empty outside the file."""
        if not 1 <= number <= len(self.starts):
            return ""
        start = self.starts[number - 1]
        end = self.starts[number] - 1 if number < len(self.starts) else len(self.text)
        return self.text[start:end]

    def line_of(self, offset: int) -> int:
        """The 1-based line that holds the character at a 0-based offset."""
        return bisect_right(self.starts, offset)

    def span(self, offset: int, length: int = 0) -> Span:
        """The span of `length` characters at a 0-based offset (cut at the line's end)."""
        line = self.line_of(offset)
        column = offset - self.starts[line - 1] + 1
        end = min(column + length, len(self.line(line)) + 1) if length else None
        return Span(self.name, line, column, end)

    def line_span(self, number: int) -> Span:
        """The span of a whole line, from its first character that is not blank."""
        text = self.line(number)
        indent = len(text) - len(text.lstrip())
        return Span(self.name, number, indent + 1, len(text.rstrip()) + 1 if text.strip() else None)


_SHORT, _ALIKE, _ALIKE_LONG = 5, 0.6, 0.75
"""The letters of a short word, and how alike words are one of which is the other misspelt."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a misspelt one most likely meant, or None."""
    from difflib import SequenceMatcher, get_close_matches  # loaded only where something is misspelt

    names = list(known)
    matches = get_close_matches(word, names, n=max(len(names), 1), cutoff=_ALIKE_LONG if len(word) > _SHORT else _ALIKE)
    # Of several that are as near the first by name.
    return min(matches, key=lambda match: (-SequenceMatcher(None, match, word).ratio(), match), default=None)
