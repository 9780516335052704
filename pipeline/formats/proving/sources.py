"""Knows on which line of the source what is read in a built file stands; must not know any format."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from lxml import etree

from pipeline.core.model import Document
from pipeline.core.pictures import Drawing
from pipeline.core.scripts import is_ignorable
from pipeline.core.text import Span
from pipeline.formats.proving.pictures import lettering
from pipeline.tools import ast

_DROPPED = {"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"}
_SHORTEST = 2
"""Characters; fewer stand in too many places."""


def normalize(text: str) -> str:
    """Text as it is looked for: NFKC, without white space, dashes, hyphens, bullets and format characters."""
    return "".join(
        character
        for character in unicodedata.normalize("NFKC", text)
        if unicodedata.category(character) not in _DROPPED
        and character not in "•◦▪·"
        and not (character > "\u02ff" and is_ignorable(character))
    )


def line_of(document: Document, text: str, otherwise: Span) -> Span:
    """Where the only block of the source stands that holds a text of a page, or the only figure whose drawing does;
    another place where that cannot be told."""
    wanted = normalize(text)
    if len(wanted) < _SHORTEST:
        return otherwise
    spans = {
        block.span
        for block in document.inventory.blocks
        if wanted in (whole := normalize("".join(block.segments))) or (len(whole) > len(wanted) / 2 and whole in wanted)
    }
    spans = spans or set(_figures(document, wanted))
    return next(iter(spans)) if len(spans) == 1 else otherwise


def _figures(document: Document, wanted: str) -> Iterator[Span]:
    """The figures that are lettered with a text."""
    lettered = {drawing.id for drawing in document.drawings if drawing.svg and wanted in _letters(drawing)}
    return (figure.span for figure in document.inventory.figures if figure.id in lettered)


def _letters(drawing: Drawing) -> str:
    svg = etree.fromstring(drawing.svg.encode(), etree.XMLParser(resolve_entities=False, huge_tree=True))
    return normalize(lettering(svg))


def line_of_note(document: Document, number: int, otherwise: Span) -> Span:
    """Where the words of a note stand, by its place among the notes from 1."""
    notes = [element for element in ast.descend(ast.load(document.ast)) if isinstance(element, ast.Note)]
    for block in notes[number - 1].content if number <= len(notes) else ():
        if isinstance(block, (ast.Para, ast.Plain)) and (position := ast.place_of(block)):
            return document.span(position)
    return otherwise


def line_of_heading(document: Document, entry: str, otherwise: Span) -> Span:
    """Where the heading stands that an entry of the contents begins with."""
    wanted = normalize(entry)
    spans = [heading.span for heading in document.inventory.headings if normalize(heading.text) in wanted]
    return spans[0] if len(spans) == 1 else otherwise
