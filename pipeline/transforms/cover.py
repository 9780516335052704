"""Knows what stands on the cover, and in which order; must not know formats, or how a cover looks."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.cover import LOGO_ID
from pipeline.core.dates import in_words
from pipeline.core.facts import identifier, named
from pipeline.core.languages import Bilingual, Language
from pipeline.core.model import Identifier, Metadata
from pipeline.core.wording import word
from pipeline.core.words import joined
from pipeline.tools import ast
from pipeline.transforms.context import Context
from pipeline.transforms.figures import image_of

_EDGE, _BAND = "edge", "band"


def made(context: Context) -> ast.Node:
    """A Div `cover`: number, logo, series, titles, authors, the issuing body unless it is an author, and the date
    (GB/T 7713.3)."""
    metadata = context.document.metadata
    languages = metadata.languages
    rows: list[ast.Node] = []
    # On a ground of colour a logo would have to be white: there it stands below, with what issued the report.
    before = "author" if metadata.cover == _BAND else "series"
    for name, text in _lines(metadata):
        if name == before:
            rows += _logo(context)
        rows += [
            ast.div([ast.Para(*ast.words(text[language]))], name, language=language)
            for language in languages
            if text[language]
        ]
    designs = [f"cover-{metadata.cover}"] if metadata.cover != _EDGE else []
    return ast.div(rows, "cover", *designs, identifier="cover")


def _lines(metadata: Metadata) -> Iterator[tuple[str, Bilingual]]:
    languages, number = metadata.languages, identifier(metadata, "report")
    is_author = languages.first(metadata.publisher) in {languages.first(person.name) for person in metadata.authors}
    authors = Bilingual.each(
        lambda language: word("name_separator", language).join(
            person.name[language] for person in metadata.authors if person.name[language]
        )
    )
    report_number = Bilingual.each(lambda language: named(Identifier("report", number), language) if number else "")
    yield "watermark", metadata.watermark
    yield "report-number", report_number
    yield "classification", Bilingual.each(lambda language: _classified(metadata, language))
    yield "series", metadata.series
    yield "title", metadata.title
    yield "subtitle", metadata.subtitle
    yield "author", authors
    yield "issuer", Bilingual() if is_author else metadata.publisher
    yield "date", Bilingual.each(lambda language: _dated(metadata, language))


def _logo(context: Context) -> list[ast.Node]:
    drawing = next((drawing for drawing in context.drawings if drawing.id == LOGO_ID), None)
    return [ast.div([ast.Para(image_of(drawing, context.languages))], "logo")] if drawing else []


def _classified(metadata: Metadata, language: Language) -> str:
    name = metadata.classification[language]
    return joined(word("classification", language) + word("label_colon", language), name) if name else ""


def _dated(metadata: Metadata, language: Language) -> str:
    date = in_words(metadata.date)[language] if metadata.date else ""
    return word("version_of", language, date=date, version=metadata.version) if date and metadata.version else date
