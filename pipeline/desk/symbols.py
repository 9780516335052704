"""Knows every name that an author gives and uses, with its places in all files; must not know what is done with
them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.core.model import Document
from pipeline.core.text import SourceText, Span
from pipeline.desk.verbatim import without_verbatim
from pipeline.desk.workspace import Reading

Kind = Literal["target", "entry", "note", "term"]
_NOTE = re.compile(r"\[\^([^\]\s^]+)\](:?)")
_TERM = re.compile(r"\[([^\[\]]+)\]\{[^{}]*$")


@dataclass(frozen=True)
class Symbol:
    """Something with a name: the id of a target, the key of an entry, the mark of a note, or a term."""

    kind: Kind
    name: str


@dataclass(frozen=True)
class Occurrence:
    """A place where the name of a symbol stands, letter by letter, in the file where its author wrote it."""

    symbol: Symbol
    span: Span
    defines: bool = False

    def holds(self, file: str, line: int, column: int) -> bool:
        """Whether a place, with line and column from 1, is in it or at its end."""
        span = self.span
        is_in_line = span.file == file and span.line == line and span.column is not None
        return is_in_line and (span.column or 0) <= column <= (span.end_column or 0)


def occurrences(reading: Reading) -> tuple[Occurrence, ...]:
    """All there are, in no order; a place that does not hold the name itself, letter by letter, is none."""
    if reading.document is None:
        return ()
    files: dict[str, SourceText | None] = {}
    found = []
    for occurrence in (*_of_document(reading.document), *_notes(reading.session.text)):
        home = reading.joined.home(occurrence.span)
        if home.file not in files:
            files[home.file] = reading.file(home.file)
        source = files[home.file]
        span = source and _exact(home, source, occurrence.symbol.name)
        if span:
            found.append(Occurrence(occurrence.symbol, span, occurrence.defines))
    return tuple(dict.fromkeys(found))


def at(found: tuple[Occurrence, ...], file: str, line: int, column: int) -> Occurrence | None:
    """The one at a place, if any."""
    return next((occurrence for occurrence in found if occurrence.holds(file, line, column)), None)


def _of_document(document: Document) -> Iterator[Occurrence]:
    inventory = document.inventory
    ids, keys = {target.id for target in inventory.targets}, {entry.id for entry in document.bibliography}
    for target in inventory.targets:
        yield Occurrence(Symbol("target", target.id), target.span, defines=True)
    for entry in document.bibliography:
        yield Occurrence(Symbol("entry", entry.id), entry.span, defines=True)
    for citation in (*inventory.citations, *inventory.loose_keys):
        if citation.key in ids or citation.key in keys:
            kind: Kind = "target" if citation.key in ids else "entry"
            yield Occurrence(Symbol(kind, citation.key), citation.span)
    for link in inventory.links:
        if link.target.removeprefix("#") in ids and link.target.startswith("#"):
            yield Occurrence(Symbol("target", link.target[1:]), link.span)
    for term in inventory.terms:
        yield Occurrence(Symbol("term", term.name), term.span, defines=True)
    for use in inventory.term_uses:
        yield Occurrence(Symbol("term", use.name), use.span)


def _notes(source: SourceText) -> Iterator[Occurrence]:
    for found in _NOTE.finditer(without_verbatim(source.text)):
        begins = found.start() == source.starts[source.line_of(found.start()) - 1]
        span = source.span(found.start(1), len(found[1]))
        yield Occurrence(Symbol("note", found[1]), span, defines=bool(found[2]) and begins)


def _exact(span: Span, source: SourceText, name: str) -> Span | None:
    """The place of the name itself: the span may have a sign before it, and that of a term names its class. A term
    that is called otherwise where it is used is named in its `entry`."""
    if span.line is None or span.column is None:
        return None
    line, start = source.line(span.line), span.column - 1
    if entry := _entry(line, start, name):
        return Span(span.file, span.line, entry[0] + 1, entry[1] + 1)
    for place in (start, start + 1):
        if line.startswith(name, place):
            return Span(span.file, span.line, place + 1, place + len(name) + 1)
    before = _TERM.search(line[:start])
    if before and before[1] == name:
        return Span(span.file, span.line, before.start(1) + 1, before.end(1) + 1)
    return None


def _entry(line: str, place: int, name: str) -> tuple[int, int] | None:
    """Where a name stands as the `entry` of the braces that a place is in."""
    opened, closed = line.rfind("{", 0, place + 1), line.find("}", place)
    braces = line[opened:closed] if -1 < opened < closed else ""
    found = re.search(rf"\bentry=([\"']?)({re.escape(name)})(?:\1|$|(?=\s))", braces)
    return (opened + found.start(2), opened + found.end(2)) if found else None
