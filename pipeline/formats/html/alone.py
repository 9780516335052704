"""Knows how paragraphs look on the page when nothing else stands on it; must not know where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.model import Document
from pipeline.formats.html.reading_aids import aid
from pipeline.formats.hypertext.breaking import open_up
from pipeline.formats.hypertext.elements import serialize_page
from pipeline.formats.hypertext.fragment import fragment
from pipeline.formats.hypertext.units import hold_dots


def paragraphs(document: Document) -> Iterator[tuple[str, str]]:
    """The place of each paragraph of a finished document of paragraphs alone, and its HTML."""
    body = fragment(document, shift=1, places=True)
    open_up(body)
    hold_dots(body)
    aid(body, document.metadata.languages.leading)
    for element in body.iter():
        place = element.get("data-place")
        if place:
            yield place, serialize_page(element)
