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
class JoinedText:
    """The files of a report in order, at least one. Each begins on a line of its own after an empty one, so that
    nothing of the file before runs into it."""

    files: tuple[SourceText, ...]

    @cached_property
    def text(self) -> SourceText:
        """All files as one, under the name of the first."""
        first = self.files[0]
        return first if len(self.files) == 1 else SourceText(first.name, "".join(map(_padded, self.files)))

    @cached_property
    def _offsets(self) -> tuple[int, ...]:
        """Where each file begins in the joined text."""
        found = [0]
        for file in self.files[:-1]:
            found.append(found[-1] + len(_padded(file)))
        return tuple(found)

    @cached_property
    def first_lines(self) -> tuple[int, ...]:
        """The line of the joined text that each file begins with."""
        return tuple(self.text.line_of(offset) for offset in self._offsets)

    def home(self, span: Span) -> Span:
        """A place of the joined text as that of the file where it stands; another place as it is. To ask twice does
        no harm: the first file's lines are those of the joined text."""
        if span.file != self.files[0].name or span.line is None:
            return span
        index = bisect_right(self.first_lines, span.line) - 1
        return replace(span, file=self.files[index].name, line=span.line - self.first_lines[index] + 1)

    def at_home(self, found: Iterable[Diagnostic]) -> Diagnostics:
        """Problems with their places as `home` gives them."""
        if len(self.files) == 1:
            return tuple(found)
        return tuple(
            replace(row, span=row.span and self.home(row.span), related=tuple(map(self.home, row.related)))
            for row in found
        )

    def edits(self, edits: Iterable[Edit]) -> Mapping[str, list[Edit]]:
        """Edits of the joined text as those of each file by its name."""
        found: dict[str, list[Edit]] = {}
        for edit in edits:
            index = bisect_right(self._offsets, edit.start) - 1
            begin, length = self._offsets[index], len(self.files[index].text)
            moved = replace(edit, start=edit.start - begin, end=edit.end - begin)
            if moved.end <= length:
                found.setdefault(self.files[index].name, []).append(moved)
        return found


def _padded(file: SourceText) -> str:
    return file.text.removesuffix("\n") + "\n\n"
