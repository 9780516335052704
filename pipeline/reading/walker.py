"""Knows on which line of the source a walk through the marked AST stands; must not know what is looked for."""

from __future__ import annotations

import re
from typing import Any

from pipeline.core.text import SourceText, Span
from pipeline.reading.headings import heading_line
from pipeline.reading.markdown import ParsedBody, decode

Json = Any
_ENOUGH = 4  # characters
# What may stand before the text of a block in its first line: marks of quotations, items, headings, definitions.
_MARKERS = re.compile(r"[ \t>|]*(?:(?:[-*+:~]|#+|\(?[0-9A-Za-z@#]{1,9}[.)])[ \t]+)*")


class Walker:
    """Walks the marked AST in document order; `line` is the source line it stands on, None where that is not known;
    `previous` the sibling before the element that is visited.

    A subclass handles an element in `visit_` and its lower-case name; elements without a handler are walked through.
    """

    def __init__(self, parsed: ParsedBody) -> None:
        self.parsed, self.source, self.marks = parsed, parsed.source, parsed.marks
        self.proved = True
        self.below = parsed.start
        self.line: int | None = None
        self.column: int | None = None
        self.previous: Json = None

    def decoded(self, node: Json) -> Json:
        return decode(node, self.marks)

    def here(self) -> Span:
        return self.source.line_span(self.line) if self.line else Span(self.source.name)

    def token_span(self, text: str) -> Span:
        """The span of the first token in a text, else of the line we are on."""
        found = self.marks.find(text) if self.proved else None
        return self.parsed.mark_span(found[0]) if found else self.here()

    def written_span(self, text: str) -> Span:
        """The span of a text that stands once in the line we are on, or in the source; else of the line."""
        raw = self.source.line(self.line) if self.line else ""
        if self.line and text and raw.count(text) == 1:
            return self.source.span(self.source.starts[self.line - 1] + raw.index(text), len(text))
        once = unique_place(self.source, text)
        return once if once.line else self.here()

    def visit(self, node: Json) -> None:
        if isinstance(node, list):
            self.previous = None
            for child in node:
                self.visit(child)
                self.previous = child
        elif isinstance(node, dict):
            handler = getattr(self, f"visit_{str(node.get('t', 'unknown')).lower()}", None)
            if handler:
                handler(node.get("c"))
            else:
                self.visit(node.get("c", []))

    def locate(self, text: str, fallback: int | None = None) -> None:
        """Set `line` to where a block with this flattened text starts, as its first letter mark tells; and `column`
        where the text before the mark stands before it in the source as well."""
        self.line, self.column = fallback, None
        if not self.proved:
            return
        breaks = 0
        for index, character in enumerate(text):
            if character == "\n":
                breaks += 1
            elif found := self.marks.letters.get(character):
                self.line = self.source.line_of(found.offset) - breaks
                start = found.offset - index
                if not breaks and self.source.text[max(start, 0) : found.offset] == self.decoded(text[:index]):
                    self.column = start - self.source.starts[self.line - 1] + 1
                return

    def locate_heading(self, level: int, text: str) -> None:
        """The same for a heading, which is looked for below the last one where it has no letter."""
        self.locate(text)
        if not self.line:
            self.line = heading_line(self.source, self.below, level, self.decoded(text))
        if self.line:
            self.below = max(self.below, self.source.starts[self.line - 1] + 1)

    def place_of(self, text: str, after: int = 0) -> Span:
        """Where the located block with this flattened text begins, up to the end of its line; in a line that holds
        several, it stands after a 0-based index."""
        if not self.line:
            return Span(self.source.name)
        raw = self.source.line(self.line)
        column = self.column or _column(raw, self.decoded(text).split("\n", maxsplit=1)[0].strip(), after)
        if column is None or column <= after:
            column = max(_MARKERS.match(raw).end(), after) + 1  # type: ignore[union-attr]
        return Span(self.source.name, self.line, column, max(len(raw.rstrip()), column) + 1)

    def visit_str(self, text: str) -> None:
        for character in text:
            if self.proved and (found := self.marks.letters.get(character)):
                self.line = self.source.line_of(found.offset)

    def visit_softbreak(self, _: Json) -> None:
        self.line = self.line + 1 if self.line else None

    visit_linebreak = visit_softbreak


def _column(line: str, text: str, after: int) -> int | None:
    """The column of a text in a line, as much of its beginning as stands there once; None where that is too little."""
    for length in range(len(text), min(len(text), _ENOUGH) - 1, -1):
        if length and (line.count(text[:length]) == 1 or (after and text[:length] in line[after:])):
            return line.find(text[:length], after) + 1 or None
    return None


def flatten(node: Json) -> str:
    """All text under a node, soft breaks as line ends; blocks run together."""
    if isinstance(node, list):
        return "".join(map(flatten, node))
    if not isinstance(node, dict):
        return ""
    kind, content = node.get("t"), node.get("c", "")
    if kind == "Str":
        return str(content)
    if kind in ("SoftBreak", "LineBreak"):
        return "\n"
    if kind in ("Space",):
        return " "
    if kind in ("Code", "CodeBlock", "RawInline", "RawBlock", "Math"):
        return str(content[1])
    return flatten(content)


def unique_place(source: SourceText, text: str) -> Span:
    """The span of a text that stands exactly once in the source; else the file alone."""
    first = text.strip().split("\n")[0]
    if first and source.text.count(first) == 1:
        return source.span(source.text.index(first), len(first))
    return Span(source.name)
