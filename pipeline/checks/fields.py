"""Knows which fields of a report are printed beside its text, as texts that markup can be looked for in; must not know
forms of markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.checks.runs import FIELD, Run
from pipeline.core.languages import LANGUAGES, Bilingual
from pipeline.core.model import Document
from pipeline.core.places import Position
from pipeline.core.words import Words


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
    said = dict(document.texts)
    of_data = {block.id for block in document.inventory.table_blocks}
    for table in document.inventory.tables:
        if table.span.line and table.id not in of_data:
            yield Run(FIELD, metadata.languages.second(table.caption), Position(table.span.line, 1))
    for block in document.inventory.table_blocks:
        if block.span.line:
            definition = json.loads(block.definition)
            for text in _texts_of([definition.get(name) for name in _OF_TABLE]):
                left = _left(text, said)
                if _MARKS.search(left):
                    yield Run(FIELD, left, Position(block.span.line, 1))


_OF_TABLE = ("caption", "columns", "groups", "rows", "notes", "credit")
# What has two marks beside each other, or one that Markdown knows: the cells of a table of numbers have none.
_MARKS = re.compile(r"[^\w\s]{2}|[*_~^$#@=`\[\]{}<>|\\]")


def _left(text: str, said: Mapping[str, Words]) -> str:
    """What of a cell stayed text: all where it has no markup; none of one with escapes, which say what is meant."""
    found = said.get(text.strip())
    if found is None:
        return text
    return "" if "\\" in text else "".join(_strings(json.loads(found.inlines)))


def _strings(node: Any) -> Iterator[str]:
    """The words of inlines, without code and formulas."""
    if isinstance(node, list):
        for child in node:
            yield from _strings(child)
    elif isinstance(node, dict) and node.get("t") == "Str":
        yield str(node["c"])
    elif isinstance(node, dict) and node.get("t") not in ("Code", "Math", "Link"):
        yield from _strings(node["c"]) if isinstance(node.get("c"), list) else (" ",)
    else:
        yield " "


def _texts_of(node: Any) -> Iterator[str]:
    """The texts of a table of data in which markup may be looked for; one that is the same in both languages once."""
    if isinstance(node, dict):
        yield from dict.fromkeys(str(node[language]) for language in LANGUAGES if node.get(language))
    if isinstance(node, dict | list):
        for child in node.values() if isinstance(node, dict) else node:
            yield from _texts_of(child)


def names(document: Document) -> Iterator[str]:
    """The names of people and bodies, which are printed as they are typed."""
    metadata = document.metadata
    people = (*metadata.authors, *metadata.contributors)
    given = (metadata.publisher, *(text for person in people for text in (person.name, person.affiliation)))
    return (text[language] for text in given for language in LANGUAGES)


def _texts(place: Position, *texts: Bilingual) -> Iterator[Run]:
    return (Run(FIELD, text[language], place) for text in texts for language in LANGUAGES if text[language])
