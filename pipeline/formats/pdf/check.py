"""Knows what the print edition must hold; must not know how it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.facts import both, leading
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.core.text import Span
from pipeline.formats.inputs import Artifact
from pipeline.formats.pdf import check_faces
from pipeline.formats.pdf import check_pages as pdf_pages
from pipeline.formats.proving import landings, leaks, metadata, parity
from pipeline.formats.proving.opening import unopened
from pipeline.styling.faces import lacking
from pipeline.styling.tokens import number
from pipeline.tools import pdf, pdf_tree

_POINTS_PER_MM = 72 / 25.4
# The number of a list item may be drawn apart from its text.
_LOOSE_MARKER = re.compile(r"^\(?(?:\d+|[A-Za-z]|[ivxlc]+|[IVXLC]+)[.)][^\S\n]*$", re.M)
_TOLERANCE = 0.06
# Baselines nearer than this belong to one line, in pt.
_LINE = 4

CARRIED = (
    *both("title", "abstract", "keywords", "publisher", "rights", "date", "version", "license", "doi"),
    *leading("authors"),
)


def check(artifact: Artifact) -> Iterator[Diagnostic]:
    """OUT101 to OUT109 and OUT112 to OUT122 on a PDF file."""
    try:
        yield from list(_found(artifact))
    except ReasonedError as error:
        yield unopened(artifact, error)
    except (AttributeError, KeyError, IndexError, TypeError, ValueError, ArithmeticError):
        # A file that opens and is damaged inside.
        yield unopened(artifact, ReasonedError(Reason("objects_of_other_kinds")))


def _found(artifact: Artifact) -> Iterator[Diagnostic]:
    span = Span(artifact.name)
    facts = pdf.facts(artifact.data)
    pdf_tree.prove(artifact.data)
    yield from metadata.check(artifact.document.metadata, CARRIED, _packet(facts.metadata), span)
    for target in facts.internal:
        if target not in facts.destinations:
            yield Diagnostic("OUT103", span, {"target": target}, target)
    for title in facts.loose_bookmarks:
        yield Diagnostic("OUT103", span, {"target": title}, title)
    yield from landings.check(artifact.document, artifact.name, facts.external, facts.internal)
    yield from leaks.find_leaks(
        [(artifact.name, "\n".join(facts.external).encode()), (artifact.name, facts.metadata.encode())], artifact.places
    )
    yield from (Diagnostic("OUT105", span, {"font": font}, font) for font in facts.loose_fonts)
    if not facts.is_tagged or not facts.language:
        yield Diagnostic("OUT109", span, {}, "tags")
    yield from pdf_pages.check(artifact)
    yield from check_faces.check(artifact)
    body, notes = split_text(list(pdf.pages(artifact.data)), artifact)
    yield from parity.check(artifact.document, body, notes, "pdf", _signs(artifact))


def _signs(artifact: Artifact) -> set[str]:
    """The signs that no face of the design has, which are told when the file is written (PDF102, PDF105)."""
    words = (part for block in artifact.document.inventory.blocks for part in block.segments)
    return lacking("".join(words), artifact.tokens)


def _packet(text: str) -> list[str]:
    """The texts of an XMP packet; none of one that cannot be read."""
    try:
        return metadata.texts_of(etree.fromstring(text.encode()))
    except etree.XMLSyntaxError:
        return []


def split_text(pages: Sequence[Sequence[pdf.Character]], artifact: Artifact) -> tuple[str, str]:
    """The text of the pages without running headers and folios: the body, and the notes at the foot.

    The notes of a page are its lowest lines in the size of notes, a size that no other text has.
    """
    tokens = artifact.tokens
    top = (number(tokens, "page", "height") - number(tokens, "page", "margin-top")) * _POINTS_PER_MM + 2
    foot = number(tokens, "page", "margin-bottom") * _POINTS_PER_MM - 2
    note_size = number(tokens, "size", "note")
    body: list[str] = []
    notes: list[str] = []
    # Drawn behind the rest of its page, lettering would stand in the middle of a text that goes on overleaf.
    lettering: list[str] = []
    for index, page in enumerate(pages):
        # The cover has no margins.
        inside = [
            character for character in page if index == 0 or foot <= (character.top + character.bottom) / 2 <= top
        ]
        border = _note_border(inside, note_size)
        for character in _without_markers(inside):
            place = notes if character.top <= border + 0.5 else lettering if character.in_drawing else body
            place.append(character.text)
    return "".join(body) + "".join(lettering), "".join(notes)


def _without_markers(page: Sequence[pdf.Character]) -> list[pdf.Character]:
    """A page without the numbers of list items that are drawn apart from their texts, and might stand in one that goes
    on overleaf."""
    places = [index for index, character in enumerate(page) for _ in character.text]
    left_out: set[int] = set()
    for found in _LOOSE_MARKER.finditer("".join(character.text for character in page)):
        own = places[found.start() : found.end()]
        first = page[own[0]]
        beside = {
            index
            for index, other in enumerate(page)
            if other.text.strip() and abs(other.bottom - first.bottom) < _LINE and other.left > first.left
        } - set(own)
        following = next((index for index in range(own[-1] + 1, len(page)) if page[index].text.strip()), None)
        # A line that ends a text has nothing beside it, and a cell has what is drawn next.
        if beside and following not in beside:
            left_out |= set(own)
    return [character for index, character in enumerate(page) if index not in left_out]


def _note_border(page: Sequence[pdf.Character], note_size: float) -> float:
    """The height in pt below which a page holds notes: its lowest lines, as long as nothing in a line is larger than
    notes."""
    lines: dict[int, list[pdf.Character]] = {}
    for character in page:
        if character.text.strip():
            lines.setdefault(round(character.bottom / _LINE), []).append(character)
    border = -1.0
    for _, line in sorted(lines.items()):
        largest = max(character.size for character in line)
        if largest > note_size + _TOLERANCE:
            break
        # Marks in a note are smaller than it, and raised.
        if largest > note_size - _TOLERANCE:
            border = max(character.top for character in line)
    return border
