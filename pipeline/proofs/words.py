"""Knows the words of an author as runs of characters with their places in the source; must not know what became of
them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.core.places import Style
from pipeline.core.text import SourceText
from pipeline.reading.characters import PlacedBlock
from pipeline.reading.scalars import PlacedText

Place = tuple[int, int]
"""0-based offsets in the joined source: the first character, and the one after the last."""
# What pandoc makes of what is typed.
_ALIKE = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "\n": " ", "\t": " ", "\u00a0": " ", "\u2007": " ", "\u2008": " "}
)


def plain(text: str) -> str:
    """A text as it compares with its source: straight quotes, spaces."""
    return text.translate(_ALIKE)


@dataclass(frozen=True)
class Run:
    """Words that stand in the source in one piece but for markup: each character with its place. `style` is how a text
    is written that is no running text; `block` counts the blocks of running text, -1 for others."""

    text: str
    places: tuple[Place | None, ...]
    style: Style | None = None
    block: int = -1
    start: int = 0
    end: int = 0


DataTable = tuple[tuple[tuple[Run, ...], ...], ...]
"""The rows of a file of data; each of their cells has its words, and perhaps their translation; some are empty."""


@dataclass(frozen=True)
class AuthorsWords:
    """All words of a source, and the tables of its files of data."""

    source: SourceText
    runs: tuple[Run, ...]
    tables: tuple[DataTable, ...] = ()

    @cached_property
    def at(self) -> dict[int, tuple[int, int]]:
        """The run and the index in it of each character, by its offset."""
        found: dict[int, tuple[int, int]] = {}
        for number, run in enumerate(self.runs):
            for index, place in enumerate(run.places):
                if place and place[1] == place[0] + 1:
                    found.setdefault(place[0], (number, index))
        return found

    @cached_property
    def _texts(self) -> list[Run]:
        return sorted((run for run in self.runs if run.style), key=lambda run: run.start)

    def text_at(self, place: Place) -> Run | None:
        """The text in YAML, in an attribute or in a file of data that holds a place."""
        index = bisect_right([run.start for run in self._texts], place[0]) - 1
        found = self._texts[index] if index >= 0 else None
        return found if found and found.start <= place[0] and place[1] <= found.end else None


def words_of(
    source: SourceText,
    blocks: Sequence[PlacedBlock],
    texts: Iterable[PlacedText],
    tables: tuple[DataTable, ...] = (),
) -> AuthorsWords:
    """The words of a source. What is both a block and a text is a text."""
    runs = [
        Run(text.text, _spans(text.text, text.offsets, source.text), text.style, -1, text.start, text.end)
        for text in texts
    ]
    taken = {place[0] for run in runs for place in run.places if place}
    for number, placed in enumerate(blocks):
        known: Place | None = None
        for segment, offsets in zip(placed.block.segments, placed.offsets, strict=True):
            places = _spans(segment, offsets, source.text)
            if not any(places) and segment.strip() and known:
                places = _beyond(segment, source.text, known[1])
            if any(place and place[0] in taken for place in places):
                continue
            known = next((place for place in reversed(places) if place), known)
            runs.append(Run(segment, places, None, number))
    runs += [run for table in tables for row in table for cell in row for run in cell]
    return AuthorsWords(source, tuple(runs), tables)


def _spans(text: str, offsets: Sequence[int | None], source: str) -> tuple[Place | None, ...]:
    """The place of each character. One without an offset, between two others, stands where the source between them has
    it, if it has it once; a blank stands for any white space."""
    found: list[Place | None] = [None if offset is None else (offset, offset + 1) for offset in offsets]
    index = 1
    while index < len(found):
        end = index
        while end < len(found) and found[end] is None:
            end += 1
        first, last = found[index - 1], found[end] if end < len(found) else None
        if end > index and first and last and first[1] <= last[0]:
            sign = text[index:end]
            shape = r"\s+" if sign.isspace() else re.escape(sign)
            places = list(re.finditer(shape, source[first[1] : last[0]]))
            if len(places) == 1:
                start = first[1] + places[0].start()
                single = (start, first[1] + places[0].end())
                found[index:end] = (
                    [single] * (end - index)
                    if sign.isspace()
                    else [(start + k, start + k + 1) for k in range(end - index)]
                )
        index = end + 1
    return tuple(_with_beginning(text, found, source))


def _with_beginning(text: str, found: list[Place | None], source: str) -> list[Place | None]:
    """The same with the signs that a text begins with, where the source has them right before the first known one."""
    first = next((index for index, place in enumerate(found) if place), 0)
    known = found[first] if first else None
    if known is None or any(character.isalnum() for character in text[:first]):
        return found
    at = known[0]
    for index in range(first - 1, -1, -1):
        end = at
        if text[index].isspace():
            at = len(source[:at].rstrip())
        elif source.endswith(text[index], 0, at):
            at -= 1
        if at == end:
            break
        found[index] = (at, end)
    return found


def _beyond(segment: str, source: str, start: int) -> tuple[Place | None, ...]:
    """The places of the few signs that follow a citation, a reference or the call of a note."""
    depth, place = 0, start
    while place < len(source) and source[place : place + 2] != "\n\n":
        if depth == 0 and source.startswith(segment, place) and place > start:
            return tuple((place + index, place + index + 1) for index in range(len(segment)))
        depth += {"[": 1, "]": -1, "{": 1, "}": -1}.get(source[place], 0)
        place += 1
    return (None,) * len(segment)
