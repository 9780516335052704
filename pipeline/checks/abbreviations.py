"""Knows whether readers are told what abbreviations stand for, and whether those of the front matter are used; must not
know formats."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.base import Source
from pipeline.core.abbreviations import pattern_of
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.languages import Bilingual
from pipeline.core.text import Span
from pipeline.core.vocabulary import ABBREVIATIONS

_SILENT = ("Header", "CodeBlock")


def check(source: Source) -> Iterator[Diagnostic]:
    """ABB101 an abbreviation that is used before it is explained, ABB102 one that is never used."""
    metadata = source.document.metadata
    for name, full in metadata.abbreviations:
        if not _is_used(source, name):
            yield Diagnostic("ABB102", _place(source, name), {"name": name}, name)
        elif ABBREVIATIONS not in metadata.lists and (span := _unexplained(source, name, full)):
            yield Diagnostic("ABB101", span, {"name": name, "full": metadata.languages.first(full)}, name)


def _is_used(source: Source, name: str) -> bool:
    """Whether it stands anywhere behind the front matter, or in the data of a figure or table."""
    inventory, form = source.document.inventory, pattern_of([name])
    texts = [figure.definition for figure in inventory.figures] + [table.definition for table in inventory.table_blocks]
    return any(form.search(text) for text in (source.text.text[source.body_start :], *texts))


def _unexplained(source: Source, name: str, full: Bilingual) -> Span | None:
    """Where the text says it first, unless what it stands for is said up to the end of that block."""
    form, wanted = pattern_of([name]), [_folded(text) for text in source.document.metadata.languages.all(full)]
    for index, run in enumerate(source.runs):
        if run.kind in _SILENT:
            continue
        if any(text in _folded(run.text) for text in wanted):
            return None
        if found := form.search(run.text):
            place = source.finder.place(index, found.start(), found.end())
            return source.text.span(place.start, place.end - place.start) if place else None
    return None


def _folded(text: str) -> str:
    return re.sub(r"[\s-]", "", text.casefold())


def _place(source: Source, name: str) -> Span:
    """Where the front matter has it."""
    found = re.search(rf"(?<![\w-])[\"']?{re.escape(name)}[\"']?\s*:", source.text.text[: source.body_start])
    return source.text.span(found.start(), len(name)) if found else Span(source.text.name)
