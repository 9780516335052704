"""Knows where the formulas of a body and of its fields stand in the source, to the character; must not know what they
mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.core.text import SourceText, Span

# What may stand between a dollar and its formula: white, and the signs of a quotation.
_BEFORE = " \t\n>"


# Signs round a text in YAML: quotation marks, or how a block of lines begins.
_MARKS = 3


def places_in(field: Span, text: str, formulas: Iterable[str], source: SourceText) -> Iterator[Span]:
    """The places of the formulas of a text that stands in a field, in their order; the place of the field for one that
    stands there in other signs."""
    if field.line is None:
        yield from (field for _ in formulas)
        return
    start = source.starts[field.line - 1] + (field.column or 1) - 1
    whole = source.text.find(text, start)
    if 0 <= whole <= start + len(source.line(field.line)):
        offset, end = whole, whole + len(text)
    else:
        offset, end = start, _end(source.text, start, len("".join(text.split())) + _MARKS)
    for tex in formulas:
        first = tex.split("\n", maxsplit=1)[0].rstrip()
        found = re.compile(rf"\$\s*+({re.escape(first)})").search(source.text, offset, end) if first else None
        yield source.span(found.start(1), len(first)) if found else field
        offset = found.end() if found else offset


def _end(text: str, start: int, count: int) -> int:
    """Where so many characters that are not white end."""
    found = re.compile(rf"(?:\s*\S){{0,{count}}}").match(text, start)
    return found.end() if found else start


class FormulaPlaces:
    """Gives the places of formulas that are met in the order of the source; a place is given once."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.taken: set[int] = set()
        self.last = 0

    def next(self, tex: str, line: int | None) -> Span:
        """Where the first formula of a text stands from a line on, or from the last one; else the line, if any."""
        start = self.source.starts[line - 1] if line else self.last
        first = tex.split("\n", maxsplit=1)[0].rstrip()
        for begin in (start, 0):
            offset = self._find(first, begin)
            if offset is not None:
                self.taken.add(offset)
                self.last = offset
                return self.source.span(offset, len(first))
        return self.source.line_span(line) if line else Span(self.source.name)

    def _find(self, first: str, start: int) -> int | None:
        text = self.source.text
        offset = text.find(first, start) if first else -1
        while offset >= 0:
            if offset not in self.taken and text[max(offset - 200, 0) : offset].rstrip(_BEFORE).endswith("$"):
                return offset
            offset = text.find(first, offset + 1)
        return None
