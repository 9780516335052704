"""Knows which fields of a report are printed beside its text, as texts that markup can be looked for in; must not know
forms of markup."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.runs import FIELD, Run
from pipeline.core.languages import LANGUAGES, Bilingual
from pipeline.core.model import Document
from pipeline.core.places import Position


def fields(document: Document) -> Iterator[Run]:
    """Titles, abstracts and keywords of the front matter, English titles of headings, captions, credits."""
    metadata = document.metadata
    facts = (metadata.title, metadata.subtitle, metadata.abstract, metadata.rights, *metadata.keywords)
    yield from _texts(Position(1, 1), *facts)
    for heading in document.inventory.headings:
        if heading.span.line:
            yield Run(FIELD, heading.en, Position(heading.span.line, 1))
    for figure in document.inventory.figures:
        if figure.span.line:
            yield from _texts(Position(figure.span.line, 1), figure.caption, figure.alt, figure.credit)
    for table in document.inventory.tables:
        if table.span.line:
            yield Run(FIELD, table.caption.en, Position(table.span.line, 1))


def _texts(place: Position, *texts: Bilingual) -> Iterator[Run]:
    return (Run(FIELD, text[language], place) for text in texts for language in LANGUAGES if text[language])
