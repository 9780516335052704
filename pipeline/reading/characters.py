"""Knows where each character of the author's words stands in the source; must not know what they are asked for.

Asked for on demand: a copy of the source is parsed in which each ideograph and the last letter of each Latin word
stand for their offset (see `marking`). What stands between two of them is placed where the source has the same
characters there. A block whose decoded form is not the plain one has no places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.core.model import TextBlock
from pipeline.core.opening import Folder
from pipeline.core.places import Place
from pipeline.core.text import SourceText
from pipeline.reading import frontmatter, markdown
from pipeline.reading.marking import MarkedText
from pipeline.reading.prose import Pieces
from pipeline.reading.survey import words

Offsets = tuple[int | None, ...]


@dataclass(frozen=True)
class PlacedBlock:
    """A block of the author's words, and for each of its segments the 0-based offset of every character; None where it
    is not known."""

    block: TextBlock
    offsets: tuple[Offsets, ...]

    def place(self, segment: int, start: int, end: int, file: str) -> Place | None:
        """Where the characters from `start` to before `end` of a segment stand, if they stand there in one piece."""
        found = self.offsets[segment][start:end]
        first = found[0] if found else None
        if first is None or found != tuple(range(first, first + len(found))):
            return None
        return Place(file, first, first + len(found))


def place_characters(source: SourceText, folder: Folder) -> tuple[PlacedBlock, ...]:
    """The blocks of a source in the order of its inventory; data files are in `folder`. A text of an attribute is as it
    was typed, with its markup, where the inventory has what it says."""
    parsed, _ = markdown.parse(source, frontmatter.body_start(source), every_letter=True)
    found = words(parsed, folder, frontmatter.read(source)[0].languages)
    return tuple(
        PlacedBlock(block, tuple(_offsets(segment, parsed.marks, source.text) for segment in segments))
        if len(segments) > 1 or any(letter in parsed.marks.letters for piece in segments[0] for letter in piece)
        else PlacedBlock(block, (_at_start(block, source),))
        for block, segments in found
    )


def _at_start(block: TextBlock, source: SourceText) -> Offsets:
    """The offsets of a block without a marked letter (a number, a value of an attribute): from its beginning on, if the
    source has it there."""
    text, span = block.segments[0], block.span
    if span.line and span.column:
        start = source.starts[span.line - 1] + span.column - 1
        if source.text.startswith(text, start):
            return tuple(range(start, start + len(text)))
    return (None,) * len(text)


def _offsets(segment: Pieces, marks: MarkedText, source: str) -> Offsets:
    """The offset of each character of a marked segment."""
    text = "".join(map(marks.decode, segment))
    offsets: list[int | None] = [
        found.offset if (found := marks.letters.get(character)) else None for piece in segment for character in piece
    ]
    anchors = [index for index, offset in enumerate(offsets) if offset is not None]
    for before, after in _gaps(anchors, len(text)):
        _fill(offsets, text, source, before, after)
    return tuple(offsets)


def _gaps(anchors: Sequence[int], length: int) -> Iterator[tuple[int, int]]:
    """The indices round each run of characters without an offset; -1 and the length at the ends."""
    edges = [-1, *anchors, length]
    return ((before, after) for before, after in pairwise(edges) if after - before > 1)


def _fill(offsets: list[int | None], text: str, source: str, before: int, after: int) -> None:
    """Place what follows one anchor and what precedes the next, as long as the source has the same characters there."""
    limit = offsets[after] if after < len(text) else None
    if before >= 0:
        place = offsets[before]
        for index in range(before + 1, after):
            place = None if place is None else place + 1
            if place is None or place == limit or source[place : place + 1] != text[index]:
                break
            offsets[index] = place
    floor = offsets[before] if before >= 0 else None
    place = limit
    for index in range(after - 1, before, -1):
        place = None if place is None else place - 1
        if place is None or place == floor or offsets[index] is not None or source[place : place + 1] != text[index]:
            break
        offsets[index] = place
