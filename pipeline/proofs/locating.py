"""Knows where in the source an edit is to be made, or why it cannot be; must not know how it is proved.

An edit becomes a set of replacements of stretches of the source; between them markup stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.core.reasons import Reason
from pipeline.proofs.base import Base, BasePassage
from pipeline.proofs.comparing import Edit
from pipeline.proofs.footnotes import definitions, with_names
from pipeline.proofs.noting import note_ways
from pipeline.proofs.paragraphs import end_of_plain, insertion_places, join_ways, move_ways, paragraph_ways
from pipeline.proofs.passages import END, NOTE, Letter
from pipeline.proofs.refusing import refusal, without_way
from pipeline.proofs.replacing import Replacement, Way
from pipeline.proofs.spelling import SIGNS, spellings
from pipeline.proofs.tablerows import in_pipe, row_ways
from pipeline.proofs.words import Place

_PAIRED = ("**", "*", "~~", "~", "^", "`")
"""Signs that stand on both sides of words, the longer ones first."""


@dataclass(frozen=True)
class Located:
    """An edit with the ways to make it, the most likely first; or with the reason why there is none, and the nearest
    place where it may be made by hand."""

    edit: Edit
    ways: tuple[Way, ...] = ()
    reason: Reason | None = None
    place: Place | None = None

    @property
    def is_there(self) -> bool:
        """Whether the source has it already."""
        return self.reason is not None and self.reason.name == "edit_is_there"


def locate(base: Base, edit: Edit) -> Located:
    """The ways to make an edit."""
    passage = base.passages[edit.passage]
    nearest = _nearest(passage, edit)
    if reason := refusal(base, edit, passage):
        return Located(edit, (), reason, nearest)
    gone = tuple(_definitions(base, edit, passage))
    ways = tuple(dict.fromkeys((*way, *gone) for way in (*_ways(base, edit, passage), *_named(base, edit, passage))))
    return Located(edit, ways, None if ways else without_way(edit, passage), nearest)


def _named(base: Base, edit: Edit, passage: BasePassage) -> Iterator[Way]:
    """Ways to make an edit with notes that have names and definitions."""
    near = _nearest(passage, edit)
    if near and any(letter.noted for letter in edit.new):
        named, written = with_names(edit, base.words, near[1], end_of_plain(base, passage))
        yield from ((*way, *written) for way in _ways(base, named, passage) if written)


def _definitions(base: Base, edit: Edit, passage: BasePassage) -> Iterator[Replacement]:
    """What defines the notes whose calls an edit takes out, taken out."""
    if edit.kind in ("text", "paragraph", "join"):
        gone = range(edit.start, min(edit.end, len(passage.places)))
        calls = [place for at in gone if passage.text[at] == NOTE and (place := passage.places[at])]
        yield from (Replacement(*place, "") for place in definitions(base.words.source.text, calls))


def _nearest(passage: BasePassage, edit: Edit) -> Place | None:
    """The place of the letter nearest to an edit."""
    order = sorted(range(len(passage.places)), key=lambda index: abs(index - edit.start))
    return next((place for index in order if (place := passage.places[index])), passage.slot)


def _ways(base: Base, edit: Edit, passage: BasePassage) -> Iterator[Way]:
    if any(letter.text == END and not call.note for call in edit.new for letter in call.noted):
        return  # a note of several paragraphs cannot stand in the line
    if edit.kind == "paragraph":
        for way in paragraph_ways(base, edit, passage):
            yield tuple(replace(one, group=edit.group, rank=edit.rank) for one in way)
    elif edit.kind == "join":
        yield from join_ways(base, edit)
    elif edit.kind == "move":
        yield from move_ways(base, edit, passage)
    elif edit.kind == "note":
        yield from note_ways(base, edit, passage)
    elif edit.kind == "row":
        yield from row_ways(base, edit)
    elif edit.kind == "format":
        yield from _reformatted(base, edit, passage)
    elif passage.slot and passage.slot[0] < passage.slot[1] and not passage.places:
        for text in _spelt(base, edit.new, passage.slot, passage):
            yield (Replacement(*passage.slot, in_pipe(base.words.source.text, passage.slot, text)),)
    elif edit.start == edit.end:
        for place, inside in insertion_places(edit, passage):
            for text in _spelt(base, edit.new, (place, place), passage, inside):
                yield (Replacement(place, place, text),)
    else:
        yield from _replaced(base, edit, passage)


def _spelt(
    base: Base, letters: Sequence[Letter], place: Place, passage: BasePassage, inside: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Ways to write letters at a place that stands inside of the signs of some formats, or beside them."""
    text = base.words.text_at(place)
    bare = [replace(letter, formats=letter.formats - inside) for letter in letters]
    for row in (bare, letters):
        yield from spellings(row, text.style if text else None, in_cell=passage.passage.cell > 0 and text is None)


def _replaced(base: Base, edit: Edit, passage: BasePassage) -> Iterator[Way]:
    """The letters of an edit, stretch by stretch of what stands together in the source; what is new stands in the
    first one."""
    pieces = stretches(passage.places[edit.start : edit.end])
    if not pieces:
        return
    first, *others = pieces
    inside = passage.passage.letters[edit.start].formats
    beside = [way for way in _beside(base, edit, passage, pieces) if edit.new[0].formats != inside] if edit.new else []
    yield from beside
    held = base.words.text_at(first)
    # Signs in a file of data are its own.
    signs = [] if held and held.style == "csv" else _emptied(base.words.source.text, pieces, is_gone=not edit.new)
    emptied = [Replacement(*place, "") for place in signs]
    for text in _spelt(base, edit.new, first, passage, inside):
        yield (Replacement(*first, text), *emptied, *(Replacement(*other, "") for other in others))
    if others and edit.new:
        *others, last = pieces
        for text in _spelt(base, edit.new, last, passage):
            yield (*(Replacement(*other, "") for other in others), Replacement(*last, text))


def _emptied(source: str, pieces: Sequence[Place], *, is_gone: bool) -> list[Place]:
    """The signs round words that are taken out, where nothing is left between the opening and the closing one; those
    round the first stretch only where nothing new stands there (`is_gone`)."""
    gaps = [(before[1], behind[0]) for before, behind in pairwise(pieces)]
    start, end = pieces[0][0], pieces[-1][1]
    for sign in _PAIRED:
        if is_gone and source.endswith(sign, 0, start):
            gaps.insert(0, (start - len(sign), start))
            break
    for sign in _PAIRED:
        if source.startswith(sign, end):
            gaps.append((end, end + len(sign)))
            break
    found: list[Place] = []
    opened: Place | None = None
    for gap in gaps:
        sign = source[slice(*gap)]
        if sign not in _PAIRED:
            opened = None
        elif opened and source[slice(*opened)] == sign:
            found += [opened, gap]
            opened = None
        else:
            opened = gap
    return found


def _beside(base: Base, edit: Edit, passage: BasePassage, pieces: Sequence[Place]) -> Iterator[Way]:
    """What is new stands with its neighbour, inside of the signs of the format that both have."""
    letters = passage.passage.letters
    for index, end in ((edit.start - 1, 1), (edit.end, 0)):
        place = passage.places[index] if 0 <= index < len(passage.places) else None
        if place and letters[index].formats == edit.new[0].formats:
            at = (place[end], place[end])
            for text in _spelt(base, edit.new, at, passage, letters[index].formats):
                yield (Replacement(*at, text), *(Replacement(*piece, "") for piece in pieces))


def _reformatted(base: Base, edit: Edit, passage: BasePassage) -> Iterator[Way]:
    """Words with the signs of another format put round them, or taken off."""
    source, (first, *others) = base.words.source.text, stretches(passage.places[edit.start : edit.end])
    if others:
        return
    was = passage.passage.letters[edit.start].formats
    if was - edit.new[0].formats:
        for sign in SIGNS.values():
            before, behind = first[0] - len(sign), first[1] + len(sign)
            if source[before : first[0]] == sign == source[first[1] : behind]:
                yield (Replacement(before, first[0], ""), Replacement(first[1], behind, ""))
    else:
        new = [replace(letter, formats=letter.formats - was) for letter in edit.new]
        for text in _spelt(base, new, first, passage):
            yield (Replacement(*first, text),)


def stretches(places: Sequence[Place | None]) -> list[Place]:
    """Places that follow one another as one."""
    found: list[Place] = []
    for place in places:
        if place is None:
            continue
        if found and found[-1][1] == place[0]:
            found[-1] = (found[-1][0], place[1])
        elif not found or place != found[-1]:
            found.append(place)
    return found
