"""Knows how the files of a report are read as one text, and in which of them a place of it stands; must not know what
the text means."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.core.diagnostics import Diagnostic, Diagnostics, Edit
from pipeline.core.text import SourceText, Span


@dataclass(frozen=True)
class Insertion:
    """A text in the place of the characters of a file from `start` to before `end`, 0-based offsets, of one line."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class File:
    """A file of the report, and what is put into its text."""

    source: SourceText
    insertions: tuple[Insertion, ...] = ()

    @cached_property
    def text(self) -> str:
        """The text as it is read."""
        parts, last, written = [], 0, self.source.text
        for row in self.insertions:
            parts += [written[last : row.start], row.text]
            last = row.end
        return "".join((*parts, written[last:]))

    def written(self, offset: int, *, is_end: bool = False) -> int:
        """The offset in the file as it is written of one in its text; the start (or end) of what a text was put in
        for."""
        shift = 0
        for row in self.insertions:
            start = row.start + shift
            if offset < start or (is_end and offset == start):
                break
            if offset < start + len(row.text) or (is_end and offset == start + len(row.text)):
                return row.end if is_end else row.start
            shift += len(row.text) - (row.end - row.start)
        return offset - shift

    def holds(self, start: int, end: int) -> bool:
        """Whether a stretch of the text is all of the file's own."""
        shift = 0
        for row in self.insertions:
            if start < row.start + shift + len(row.text) and end > row.start + shift:
                return False
            shift += len(row.text) - (row.end - row.start)
        return True


@dataclass(frozen=True)
class JoinedText:
    """The files of a report in order, at least one. Each begins on a line of its own after an empty one, so that
    nothing of the file before runs into it."""

    files: tuple[File, ...]

    @property
    def _is_plain(self) -> bool:
        return len(self.files) == 1 and not self.files[0].insertions

    @cached_property
    def text(self) -> SourceText:
        """All files as one, under the name of the first."""
        first = self.files[0].source
        if self._is_plain:
            return first
        return SourceText(first.name, "".join(map(_padded, self.files)) if self.files[1:] else self.files[0].text)

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """The 0-based offset that each file begins at in the joined text."""
        found = [0]
        for file in self.files[:-1]:
            found.append(found[-1] + len(_padded(file)))
        return tuple(found)

    @cached_property
    def first_lines(self) -> tuple[int, ...]:
        """The line of the joined text that each file begins with."""
        return tuple(self.text.line_of(offset) for offset in self.offsets)

    def home(self, span: Span) -> Span:
        """A place of the joined text as that of the file where it stands, as its author wrote it; a place of another
        file as it is."""
        if span.file != self.text.name or span.line is None:
            return span
        index = bisect_right(self.first_lines, span.line) - 1
        file, line = self.files[index], span.line - self.first_lines[index] + 1
        moved = replace(span, file=file.source.name, line=line)
        if not file.insertions or span.column is None or line > len(file.source.starts):
            return moved
        start = self.text.starts[span.line - 1] - self.offsets[index]
        first = file.source.starts[line - 1]
        column = file.written(start + span.column - 1) - first + 1
        end = span.end_column and file.written(start + span.end_column - 1, is_end=True) - first + 1
        return replace(moved, column=column, end_column=end)

    def at_home(self, found: Iterable[Diagnostic]) -> Diagnostics:
        """Problems with their places as `home` gives them."""
        if self._is_plain:
            return tuple(found)
        return tuple(
            replace(row, span=row.span and self.home(row.span), related=tuple(map(self.home, row.related)))
            for row in found
        )

    def edits(self, edits: Iterable[Edit]) -> Mapping[str, list[Edit]]:
        """Edits of the joined text as those of each file by its name; none of what was put in from elsewhere."""
        found: dict[str, list[Edit]] = {}
        for edit in edits:
            index = bisect_right(self.offsets, edit.start) - 1
            file, begin = self.files[index], self.offsets[index]
            start, end = edit.start - begin, edit.end - begin
            if end <= len(file.text) and file.holds(start, end):
                own = replace(edit, start=file.written(start), end=file.written(end, is_end=end > start))
                found.setdefault(file.source.name, []).append(own)
        return found


def _padded(file: File) -> str:
    return file.text.removesuffix("\n") + "\n\n"
