"""Knows where the formulas of a body stand in its source, to the character; must not know what they mean."""

from __future__ import annotations

from pipeline.core.text import SourceText, Span

# What may stand between a dollar and its formula: white, and the signs of a quotation.
_BEFORE = " \t\n>"


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
