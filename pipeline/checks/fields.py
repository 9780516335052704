"""Knows which fields of a report are printed beside its text, as texts that markup can be looked for in; must not know
forms of markup."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.runs import FIELD, Run
from pipeline.core.languages import LANGUAGES, Bilingual
from pipeline.core.model import Document
from pipeline.core.places import Position


def fields(document: Document) -> Iterator[Run]:
    """Titles, abstracts, keywords, captions and others that are read as Markdown of their own."""
    metadata = document.metadata
    facts = (metadata.title, metadata.subtitle, metadata.abstract, metadata.rights, metadata.series)
    yield from _texts(Position(1, 1), *facts, *metadata.keywords, *metadata.funding)
    for heading in document.inventory.headings:
        if heading.span.line:
            yield Run(FIELD, heading.beside, Position(heading.span.line, 1))
    for figure in document.inventory.figures:
        if figure.span.line:
            yield from _texts(Position(figure.span.line, 1), figure.caption, figure.alt, figure.credit)
    for listing in document.inventory.listings:
        if listing.span.line:
            yield from _texts(Position(listing.span.line, 1), listing.caption)
    for table in document.inventory.tables:
        if table.span.line:
            yield Run(FIELD, metadata.languages.second(table.caption), Position(table.span.line, 1))


def names(document: Document) -> Iterator[str]:
    """The names of people and bodies, which are printed as they are typed."""
    metadata = document.metadata
    people = (*metadata.authors, *metadata.contributors)
    given = (metadata.publisher, *(text for person in people for text in (person.name, person.affiliation)))
    return (text[language] for text in given for language in LANGUAGES)


def _texts(place: Position, *texts: Bilingual) -> Iterator[Run]:
    return (Run(FIELD, text[language], place) for text in texts for language in LANGUAGES if text[language])
