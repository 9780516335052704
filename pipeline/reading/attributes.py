"""Knows what is wrong with the attributes of an element, and where they stand; must not know elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.text import SourceText, Span
from pipeline.reading.walker import unique_place
from pipeline.tools.identifiers import language_fault


def attributes_faults(attributes: Iterable[tuple[str, str]], source: SourceText, span: Span) -> Iterator[Diagnostic]:
    """SRC118 for a `lang` that is no language tag, where it stands if it stands there alone, else at the element."""
    for name, value in attributes:
        if name == "lang" and (fault := language_fault(value)):
            places = (unique_place(source, f"lang={quote}{value}") for quote in ('"', "'", ""))
            place = next((place for place in places if place.line), span)
            yield Diagnostic("SRC118", place, {"reason": fault}, value)
