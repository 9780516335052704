"""Knows where a piece of the text of a block stands in the source as it was typed; must not know what was found."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.checks.alignment import TAIL, TYPED, Piece, align, read
from pipeline.checks.bare import is_escaped
from pipeline.checks.runs import ESCAPED, FIELD, Marked, Run
from pipeline.core.text import SourceText

_MARKS = "*_~^"
_PROBE = 6  # characters
_FIELD_PROBE = 40  # characters


@dataclass(frozen=True)
class Place:
    """The offsets of what was looked for. Where `is_exact` is not set they are those of what is round it."""

    start: int
    end: int
    is_exact: bool = True


class Finder:
    """Finds texts of runs in the source; `bare` is its text without what says nothing."""

    def __init__(self, source: SourceText, bare: str, body_start: int, found: Sequence[Run]) -> None:
        self.source, self.text, self.found = source, bare, found
        self.starts = [self._start(run) for run in found]
        self._known = []
        known = body_start
        for start in self.starts:
            known = known if start is None else start
            self._known.append(known)
        edges = sorted(
            (start, run.depth)
            for start, run in zip(self.starts, found, strict=True)
            if start is not None and run.kind != FIELD
        )
        self._edges = {
            depth: [start for start, other in edges if other <= depth] for depth in {run.depth for run in found}
        }
        self._aligned: dict[int, Sequence[Piece | None]] = {}
        self._searched: dict[tuple[str, int, int], Iterator[re.Match[str]]] = {}
        self._taken: set[tuple[str, int]] = set()
        self._typed: dict[tuple[int, int, str], Place | None] = {}

    def _start(self, run: Run) -> int | None:
        return self.source.starts[run.place.line - 1] + run.place.column - 1 if run.place else None

    def region(self, index: int) -> tuple[int, int]:
        """The offsets round a run: from the line it begins in, or what precedes it there, to the next block."""
        start, run = self._known[index], self.found[index]
        # A note stands inside the block that calls it, or anywhere else.
        edges = self._edges[run.depth]
        number = self.source.line_of(start)
        if run.kind == FIELD:
            # It stands in the line, or in the lines of code that follow.
            after = bisect_left(edges, start + len(self.source.line(number)))
            return start, edges[after] if after < len(edges) else len(self.text)
        line = self.source.starts[number - 1]
        before = bisect_left(edges, start)
        first = edges[before - 1] if before and edges[before - 1] >= line else line
        after = bisect_right(edges, start)
        if after == len(edges):
            return first, len(self.text)
        # The next block begins with what marks it (`#`, `- `), which is before its place.
        end = self.source.starts[self.source.line_of(edges[after]) - 1]
        return first, end if end > start else edges[after]

    def unescaped(self, index: int) -> str:
        """The text of a run, with a sign for each character of which its author said that it is text."""
        text = self.found[index].text
        typed = self.text[slice(*self.region(index))]
        if self.found[index].kind == FIELD or not ("\\" in typed or "&" in typed):
            return text
        pieces = self._pieces(index)
        return "".join(
            ESCAPED if piece and piece.is_escaped and not character.isspace() else character
            for character, piece in zip(text, pieces, strict=True)
        )

    def place(self, index: int, start: int, end: int) -> Place | None:
        """The offsets of the characters from `start` to before `end` of a run; of its first line where they are not
        known. None for those of a field that stand behind a backslash."""
        run = self.found[index]
        if run.kind == FIELD:
            return self._in_field(index, start, end)
        pieces = self._pieces(index)[start:end]
        known = [piece for piece in pieces if piece]
        if not known:
            return self._block(index)
        first, last = known[0].start, known[-1].end
        inside = [
            one for one in run.marked if one.start >= start and one.end <= end and one.kind not in ("Code", "Math")
        ]
        if any(one.start == start for one in inside):
            first = self._before_marks(first)
        if tail := _tail(self.text, first, last):
            last = tail
        if any(one.end == end for one in inside):
            last = self._behind_marks(last)
        return Place(first, last, is_exact=pieces[0] is not None and pieces[-1] is not None)

    def marks(self, index: int, marked: Marked) -> Place:
        """The offsets of what was read as markup, with its marks."""
        pieces = self._pieces(index)[marked.start : marked.end]
        if pieces[0] is None or pieces[-1] is None:
            known = self.place(index, marked.start, marked.end) or self._block(index)
            return Place(known.start, known.end, is_exact=False)
        start, end = pieces[0].start, pieces[-1].end
        while self.text[start - 1 : start] == "[":
            start -= 1
        first = self._before_marks(start)
        last = self._behind_marks(_tail(self.text, first, end) or end)
        return Place(first, last, is_exact=first < start and last > end)

    def typed(self, index: int, start: int, pattern: str) -> Place | None:
        """The offsets of what was typed by a pattern where a character of a run stands; None where it was not."""
        piece = self._pieces(index)[start]
        found = re.compile(pattern).match(self.text, piece.start) if piece else None
        if piece and not found and self.starts[index] is not None:
            return None
        if piece is None or found is None:
            # A block without a letter has no place of its own, and may be taken for what stands before it.
            key = (index, start, pattern)
            if key not in self._typed:
                self._typed[key] = self.search(index, pattern)
            return self._typed[key]
        return None if is_escaped(self.text, piece.start) else Place(*found.span())

    def search(self, index: int, pattern: str) -> Place | None:
        """The offsets of the next text of a pattern near a run, each text once; None where there is none, or it stands
        behind a backslash."""
        first, last = self.region(index)
        # What a figure says stands in code.
        text = self.source.text if self.found[index].kind == FIELD else self.text
        key = (pattern, first, last)
        if key not in self._searched:
            self._searched[key] = re.compile(pattern).finditer(text, first, last)
        for found in self._searched[key]:
            if (pattern, found.start()) not in self._taken:
                self._taken.add((pattern, found.start()))
                return None if is_escaped(self.text, found.start()) else Place(*found.span())
        return None

    def _in_field(self, index: int, start: int, end: int) -> Place | None:
        typed = self.found[index].text[start:end][:_FIELD_PROBE]
        pattern = r"\\?".join(TYPED.get(character, re.escape(character)) for character in typed)
        place = self.search(index, pattern)
        if place is None or "\\" in self.source.text[place.start : place.end]:
            return None
        rest = self.found[index].text[start + len(typed) : end]
        is_whole = self.source.text.startswith(rest, place.end)
        return Place(place.start, place.end + len(rest) if is_whole else place.end, is_exact=is_whole)

    def _pieces(self, index: int) -> Sequence[Piece | None]:
        if index not in self._aligned:
            first, last = self.region(index)
            text = self.found[index].text
            self._aligned[index] = align(text, self.text, self._beginning(index, first, last), last)
        return self._aligned[index]

    def _beginning(self, index: int, first: int, last: int) -> int:
        """Where the first character of a run stands."""
        text, start = self.found[index].text, self.starts[index]
        if start is not None:
            if text and read(self.text, start, text[0]):
                return start - is_escaped(self.text, start)
            return first
        # Without a letter it has no place of its own, and stands behind what has.
        pattern = "".join(
            rf"[*_~^]{{0,3}}\\?{TYPED.get(character, re.escape(character))}" for character in text[:_PROBE]
        )
        key = (pattern, first, last)
        if key not in self._searched:
            self._searched[key] = re.compile(pattern).finditer(self.text, self._known[index], last)
        found = next(self._searched[key], None)
        return found.start() if found else first

    def _block(self, index: int) -> Place:
        number = self.source.line_of(self._known[index])
        line, start = self.source.line(number), self.source.starts[number - 1]
        return Place(start + len(line) - len(line.lstrip()), start + len(line.rstrip()), is_exact=False)

    def _before_marks(self, at: int) -> int:
        while at and self.text[at - 1] in _MARKS:
            at -= 1
        return at

    def _behind_marks(self, at: int) -> int:
        while self.text[at : at + 1] and self.text[at] in _MARKS:
            at += 1
        return at


def _tail(text: str, start: int, end: int) -> int | None:
    """Where a link or a span ends that began between two offsets."""
    found = TAIL.match(text, end)
    return found.end() if found and text.count("[", start, end) > text.count("]", start, end) else None
