"""Knows how whole paragraphs are put into the source, taken out, parted and joined; must not know edits of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.proofs.base import Base, BasePassage
from pipeline.proofs.comparing import Edit
from pipeline.proofs.passages import END, Letter
from pipeline.proofs.spelling import spellings

_ITEM = re.compile(r"([ \t>]*)([-*+]|(\d+)([.)]))([ \t]+)")


@dataclass(frozen=True)
class Replacement:
    """A text in the place of the characters from `start` to before `end` of the joined source; whether it is whole
    lines, which belong to no text beside them."""

    start: int
    end: int
    text: str
    is_lines: bool = False


Way = tuple[Replacement, ...]
"""One way to make an edit: all its replacements."""


def insertion_places(edit: Edit, passage: BasePassage) -> list[tuple[int, frozenset[str]]]:
    """Where a text may be put in, with the formats there: behind the letter before, and before the letter behind; first
    on the side whose format it has."""
    places, letters = passage.places, passage.passage.letters
    left = places[edit.start - 1] if edit.start else None
    right = places[edit.start] if edit.start < len(places) else None
    found = [] if left is None else [(left[1], letters[edit.start - 1].formats)]
    if right is not None:
        found.append((right[0], letters[edit.start].formats))
    if passage.slot and not passage.places:
        found.append((passage.slot[0], frozenset()))
    own = edit.new[0].formats if edit.new else frozenset()
    found.sort(key=lambda row: row[1] != own)
    return list(dict.fromkeys(found))


def paragraph_ways(base: Base, edit: Edit, passage: BasePassage) -> Iterator[Way]:
    """Whole paragraphs of running text, or items of a list, put in or taken out; a paragraph parted."""
    source, block, parts = base.words.source.text, _lines_of(base, passage), _parts(edit.new)
    if block is None and edit.new and not parts[0]:
        block = _heading(base, passage)
    if block is None:
        return
    if not edit.new:
        yield (Replacement(block.start, block.behind, ""),)
    elif edit.start == 0 and not parts[-1]:
        for text in _several(parts[:-1], block):
            yield (Replacement(block.start, block.start, f"{block.sign}{text}{block.gap}"),)
    elif edit.start == len(passage.places) and not parts[0]:
        for text in _several(parts[1:], block):
            yield (Replacement(block.end, block.end, f"{block.gap}{block.next_sign}{text}"),)
    else:
        for place, _ in insertion_places(edit, passage):
            # What parts two sentences is no beginning of a paragraph.
            end = place + len(source[place:]) - len(source[place:].lstrip(" "))
            for text in _several(parts, block):
                yield (Replacement(place, end, text),)


@dataclass(frozen=True)
class _Block:
    """Where a paragraph or an item begins and ends in the source, and where what follows it begins; what parts it from
    the next one; the sign that an item begins with, and that of the next item."""

    start: int
    end: int
    behind: int
    gap: str = "\n\n"
    sign: str = ""
    next_sign: str = ""


def _parts(letters: Sequence[Letter]) -> list[list[Letter]]:
    """Letters, parted at the ends of paragraphs."""
    parts: list[list[Letter]] = [[]]
    for letter in letters:
        if letter.text == END:
            parts.append([])
        else:
            parts[-1].append(letter)
    return parts


def _several(parts: Sequence[Sequence[Letter]], block: _Block) -> Iterator[str]:
    ways = [list(spellings(part, None, begins=True)) for part in parts]
    for choice in range(max(map(len, ways), default=0)):
        yield (block.gap + block.next_sign).join(way[min(choice, len(way) - 1)] for way in ways)


def _block(source: str, first: int, last: int) -> _Block:
    """The lines of a paragraph, from its first character to its last one."""
    start, behind = source.rfind("\n\n", 0, first), source.find("\n\n", last)
    end = len(source.rstrip("\n")) if behind < 0 else behind
    return _Block(0 if start < 0 else start + 2, end, len(source) if behind < 0 else behind + 2)


def _item(source: str, first: int, last: int) -> _Block | None:
    """The lines of an item of a list; None where the paragraph is none."""
    start = source.rfind("\n", 0, first) + 1
    found = _ITEM.match(source, start)
    if found is None or found.end() > first:
        return None
    end = source.find("\n", last)
    end = len(source) if end < 0 else end
    indent, sign, number, stop, space = found.groups()
    after = f"{int(number) + 1}{stop}" if number else sign
    return _Block(start, end, min(end + 1, len(source)), "\n", found.group(), f"{indent}{after}{space}")


def _heading(base: Base, passage: BasePassage) -> _Block | None:
    """The lines of a heading, whose title in the other language stands below it in a proof: a new paragraph behind
    that one is one behind the heading."""
    known = [place for place in passage.places if place]
    text = base.words.text_at(known[0]) if known else None
    source = base.words.source.text
    start = source.rfind("\n", 0, known[0][0]) + 1 if known else 0
    if text is None or text.style != "attribute" or not source.startswith("#", start):
        return None
    return _block(source, known[0][0], known[-1][1])


def _lines_of(base: Base, passage: BasePassage) -> _Block | None:
    """The lines of a paragraph of running text or of an item; None where it is none."""
    known = [place for place in passage.places if place]
    if not known or passage.passage.cell or any(base.words.text_at(place) for place in known):
        return None
    source, first, last = base.words.source.text, known[0][0], known[-1][1]
    return _item(source, first, last) or _block(source, first, last)


def move_ways(base: Base, edit: Edit, passage: BasePassage) -> Iterator[Way]:
    """The lines of a paragraph taken out, and put in where it stands now."""
    block, there = _lines_of(base, passage), _lines_of(base, base.passages[edit.to])
    if block is None or there is None or bool(block.sign) != bool(there.sign):
        return
    lines = base.words.source.text[block.start : block.end]
    put = (there.start, f"{lines}{there.gap}") if edit.is_before else (there.end, f"{there.gap}{lines}")
    yield (Replacement(block.start, block.behind, ""), Replacement(put[0], put[0], put[1]))


def join_ways(base: Base, edit: Edit) -> Iterator[Way]:
    """Two paragraphs of running text made one, with what an editor put between them."""
    if edit.passage + 1 >= len(base.passages):
        return
    first, second = base.passages[edit.passage], base.passages[edit.passage + 1]
    before = next((place for place in reversed(first.places[: edit.start]) if place), None)
    behind = next((place for place in second.places if place), None)
    source = base.words.source.text
    if not before or not behind or before[1] > behind[0] or first.passage.cell or base.words.text_at(before):
        return
    gone = [place for place in first.places[edit.start :] if place]
    between = source[gone[-1][1] if gone else before[1] : behind[0]]
    if not between.strip():
        for text in spellings(edit.new, None):
            yield (Replacement(before[1], behind[0], text),)
