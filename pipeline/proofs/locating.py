"""Knows where in the source an edit is to be made, or why it cannot be; must not know how it is proved.

An edit becomes a set of replacements of stretches of the source; between them markup stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.core.reasons import Reason
from pipeline.proofs.base import Base, BasePassage
from pipeline.proofs.comparing import Edit
from pipeline.proofs.passages import END, NOTE, PICTURE, Letter
from pipeline.proofs.spelling import SIGNS, spellings
from pipeline.proofs.words import Place


@dataclass(frozen=True)
class Replacement:
    """A text in the place of the characters from `start` to before `end` of the joined source."""

    start: int
    end: int
    text: str


Way = tuple[Replacement, ...]
"""One way to make an edit: all its replacements."""


@dataclass(frozen=True)
class Located:
    """An edit with the ways to make it, the most likely first; or with the reason why there is none, and the nearest
    place where it may be made by hand."""

    edit: Edit
    ways: tuple[Way, ...] = ()
    reason: Reason | None = None
    place: Place | None = None


def locate(base: Base, edit: Edit) -> Located:
    """The ways to make an edit."""
    passage = base.passages[edit.passage]
    nearest = _nearest(passage, edit)
    if reason := _refusal(edit, passage):
        return Located(edit, (), reason, nearest)
    ways = tuple(dict.fromkeys(_ways(base, edit, passage)))
    return Located(edit, ways, None if ways else Reason("edit_of_generated"), nearest)


def _refusal(edit: Edit, passage: BasePassage) -> Reason | None:
    """Why an edit is not made, where that is clear from what it is."""
    if edit.revision and edit.revision.is_move:
        return Reason("edit_moves")
    if edit.kind in ("move", "join"):
        return Reason("edit_moves" if edit.kind == "move" else "edit_joins")
    changed = edit.old + edit.new_text
    if NOTE in changed:
        return Reason("edit_of_note")
    if PICTURE in changed:
        return Reason("edit_of_picture")
    gone = () if edit.kind == "paragraph" and not edit.new else passage.passage.letters[edit.start : edit.end]
    if any(letter.is_made for letter in (*gone, *edit.new)):
        return Reason("edit_of_field")
    if edit.old.rstrip(END) and not any(passage.places[edit.start : edit.end]):
        return Reason("edit_of_generated")
    is_whole = edit.kind == "paragraph" and not edit.new
    if not is_whole and any(place is None for place in passage.places[edit.start : edit.end]):
        return Reason("edit_over_generated")
    return None


def _nearest(passage: BasePassage, edit: Edit) -> Place | None:
    """The place of the letter nearest to an edit."""
    order = sorted(range(len(passage.places)), key=lambda index: abs(index - edit.start))
    return next((place for index in order if (place := passage.places[index])), None)


def _ways(base: Base, edit: Edit, passage: BasePassage) -> Iterator[Way]:
    if edit.kind == "paragraph":
        yield from _paragraphs(base, edit, passage)
    elif edit.kind == "format":
        yield from _reformatted(base, edit, passage)
    elif edit.start == edit.end:
        for place, inside in _insertion_places(edit, passage):
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


def _insertion_places(edit: Edit, passage: BasePassage) -> list[tuple[int, frozenset[str]]]:
    """Where a text may be put in, with the formats there: behind the letter before, and before the letter behind; first
    on the side whose format it has."""
    places, letters = passage.places, passage.passage.letters
    left = places[edit.start - 1] if edit.start else None
    right = places[edit.start] if edit.start < len(places) else None
    found = [] if left is None else [(left[1], letters[edit.start - 1].formats)]
    if right is not None:
        found.append((right[0], letters[edit.start].formats))
    own = edit.new[0].formats if edit.new else frozenset()
    found.sort(key=lambda row: row[1] != own)
    return list(dict.fromkeys(found))


def _replaced(base: Base, edit: Edit, passage: BasePassage) -> Iterator[Way]:
    """The letters of an edit, stretch by stretch of what stands together in the source; what is new stands in the
    first one."""
    pieces = stretches(passage.places[edit.start : edit.end])
    first, *others = pieces
    inside = passage.passage.letters[edit.start].formats
    for text in _spelt(base, edit.new, first, passage, inside):
        yield (Replacement(*first, text), *(Replacement(*other, "") for other in others))
    if others and edit.new:
        *others, last = pieces
        for text in _spelt(base, edit.new, last, passage):
            yield (*(Replacement(*other, "") for other in others), Replacement(*last, text))


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


def _paragraphs(base: Base, edit: Edit, passage: BasePassage) -> Iterator[Way]:
    """Whole paragraphs of running text put in or taken out."""
    known = [place for place in passage.places if place]
    if not known or passage.passage.cell or any(base.words.text_at(place) for place in known):
        return
    source = base.words.source.text
    if not edit.new:
        start, end = _block(source, known[0][0], known[-1][1])
        yield (Replacement(start, end, ""),)
        return
    parts = _parts(edit.new)
    if edit.start == 0 and not parts[-1]:
        start, _ = _block(source, known[0][0], known[-1][1])
        for text in _several(parts[:-1]):
            yield (Replacement(start, start, f"{text}\n\n"),)
    elif edit.start == len(passage.places) and not parts[0]:
        _, end = _block(source, known[0][0], known[-1][1])
        end = len(source[:end].rstrip("\n"))
        for text in _several(parts[1:]):
            yield (Replacement(end, end, f"\n\n{text}"),)
    else:
        for place, _ in _insertion_places(edit, passage):
            # What parts two sentences is no beginning of a paragraph.
            end = place + len(source[place:]) - len(source[place:].lstrip(" "))
            for text in _several(parts):
                yield (Replacement(place, end, text),)


def _parts(letters: Sequence[Letter]) -> list[list[Letter]]:
    """Letters, parted at the ends of paragraphs."""
    parts: list[list[Letter]] = [[]]
    for letter in letters:
        if letter.text == END:
            parts.append([])
        else:
            parts[-1].append(letter)
    return parts


def _several(parts: Sequence[Sequence[Letter]]) -> Iterator[str]:
    ways = [list(spellings(part, None, begins=True)) for part in parts]
    for choice in range(max(map(len, ways), default=0)):
        yield "\n\n".join(way[min(choice, len(way) - 1)] for way in ways)


def _block(source: str, first: int, last: int) -> Place:
    """The lines of a paragraph from its first character to its last one, with the blank lines behind it."""
    start = source.rfind("\n\n", 0, first)
    start = 0 if start < 0 else start + 2
    end = source.find("\n\n", last)
    return start, len(source) if end < 0 else end + 2
