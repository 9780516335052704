"""Knows how whole paragraphs are put into the source, taken out, parted and joined; must not know edits of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.proofs.base import Base, BasePassage
from pipeline.proofs.blocks import Block, behind_box, gone_with, lines_of, written_as
from pipeline.proofs.comparing import Edit
from pipeline.proofs.items import item_at, items_behind, items_over, level_of
from pipeline.proofs.passages import END, Letter
from pipeline.proofs.replacing import Replacement, Way
from pipeline.proofs.spelling import spellings


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
    if edit.new and _is_of_list(base, edit, parts):
        yield from _list_ways(base, edit, parts)
        return
    if block is None and edit.new and not parts[0]:
        block = _heading(base, passage)
    if block is None:
        return
    if not edit.new:
        yield (Replacement(*gone_with(source, block.start, block.end, block.behind), ""),)
        return
    block = written_as(source, block, next((one for one in edit.new if one.text != END), edit.new[0]).block)
    if edit.start == 0 and not parts[-1]:
        for text in _several(parts[:-1], block):
            yield (Replacement(block.start, block.start, f"{block.sign}{text}{block.gap}"),)
    elif edit.start == len(passage.places) and not parts[0]:
        yield from _behind(base, edit, block, parts[1:])
    else:
        for place, _ in insertion_places(edit, passage):
            # What parts two sentences is no beginning of a paragraph.
            end = place + len(source[place:]) - len(source[place:].lstrip(" "))
            for text in _several(parts, block):
                yield (Replacement(place, end, text),)


def _behind(base: Base, edit: Edit, block: Block, parts: Sequence[Sequence[Letter]]) -> Iterator[Way]:
    """New paragraphs behind one: beside it, before the next one where that is of their kind and it is not, or behind
    the box that it is the last one of."""
    source, kind = base.words.source.text, parts[0][0].block if parts[0] else ""
    ahead = next((base.passages[number] for number in _others(base, edit.passage, 1)), None)
    next_ = _lines_of(base, ahead) if ahead and kind == ahead.passage.end.block else None
    outside = behind_box(source, block.end)
    is_alike = kind == base.passages[edit.passage].passage.end.block
    for text in _several(parts, block):
        beside = (Replacement(block.end, block.end, f"{block.gap}{block.next_sign}{text}"),)
        if is_alike:
            yield beside
        elif next_ is not None and kind:
            there = written_as(source, next_, kind)
            yield (Replacement(there.start, there.start, f"{there.sign}{text}{there.gap}"),)
        if outside is not None:
            yield (Replacement(outside, outside, f"\n\n{block.next_sign}{text}"),)
        if not is_alike:
            yield beside


def _parts(letters: Sequence[Letter]) -> list[list[Letter]]:
    """Letters, parted at the ends of paragraphs."""
    parts: list[list[Letter]] = [[]]
    for letter in letters:
        if letter.text == END:
            parts.append([])
        else:
            parts[-1].append(letter)
    return parts


def _several(parts: Sequence[Sequence[Letter]], block: Block) -> Iterator[str]:
    ways = [list(spellings(part, None, begins=True)) for part in parts]
    for choice in range(max(map(len, ways), default=0)):
        yield (block.gap + block.next_sign).join(way[min(choice, len(way) - 1)] for way in ways)


def _item(source: str, first: int, last: int) -> Block | None:
    """The lines of an item of a list; None where the paragraph is none."""
    found = item_at(source, first)
    if found is None:
        return None
    end = source.find("\n", last)
    end = len(source) if end < 0 else end
    return Block(found.start, end, min(end + 1, len(source)), "\n", found.opening, found.next().opening)


def _is_of_list(base: Base, edit: Edit, parts: Sequence[Sequence[Letter]]) -> bool:
    """Whether paragraphs that are put in, or what they stand beside, are of a list; nothing is parted."""
    passage = base.passages[edit.passage]
    is_before, is_behind = edit.start == 0 and not parts[-1], edit.start == len(passage.places) and not parts[0]
    levels = [part[0].level for part in parts if part]
    return (is_before or is_behind) and not passage.passage.cell and (any(levels) or level_of(passage) > 0)


def _list_ways(base: Base, edit: Edit, parts: Sequence[list[Letter]]) -> Iterator[Way]:
    """Paragraphs put in before an item that is as deep as they are, or behind the paragraph before them."""
    is_before = not parts[-1]
    behind = next((n for n in _others(base, edit.passage, -1)), None) if is_before else edit.passage
    ahead = edit.passage if is_before else next((n for n in _others(base, edit.passage, 1)), None)
    own = [part for part in parts if part]
    levels = [part[0].level for part in own]
    next_ = _lines_of(base, base.passages[ahead]) if ahead is not None else None
    is_as_next = ahead is not None and set(levels) == {level_of(base.passages[ahead])}
    is_as_last = behind is not None and not is_before and levels[0] == level_of(base.passages[behind])
    for choice in (0, -1):
        texts = [list(spellings(part, None, begins=True))[choice] for part in own]
        if next_ and is_as_next and not is_as_last and bool(next_.sign) == bool(levels[0]):
            made = "".join(f"{next_.sign}{text}{next_.gap}" for text in texts)
            yield (Replacement(next_.start, next_.start, made),)
        block = _lines_of(base, base.passages[behind]) if behind is not None else None
        if behind is None or block is None:
            continue
        items = items_over(base, behind)
        at = base.words.source.text[block.end : block.end + 2]
        outside = behind_box(base.words.source.text, block.end)
        # What follows another paragraph of an item and is of the same list is one more.
        is_further = not block.sign and items and not parts[0] and edit.new[0].numbering == own[0][0].numbering
        line = base.words.source.text[block.start : block.end]
        lead = line[: len(line) - len(line.lstrip(" \t>"))] if is_further else None
        text = items_behind(items, list(zip(texts, levels, strict=True)), lead)
        if text is not None:
            is_followed = not levels[-1] and outside is None and at.strip("\n")
            yield (Replacement(block.end, block.end, text + ("\n" if is_followed else "")),)
        if outside is not None and not any(levels):
            yield (Replacement(outside, outside, "".join(f"\n\n{words}" for words in texts)),)


def _others(base: Base, index: int, step: int) -> Iterator[int]:
    """The paragraphs that say something, from one on."""
    index += step
    while 0 <= index < len(base.passages):
        if base.passages[index].text.strip():
            yield index
        index += step


def _heading(base: Base, passage: BasePassage) -> Block | None:
    """The lines of a heading, whose title in the other language stands below it in a proof: a new paragraph behind
    that one is one behind the heading."""
    known = [place for place in passage.places if place]
    text = base.words.text_at(known[0]) if known else None
    source = base.words.source.text
    start = source.rfind("\n", 0, known[0][0]) + 1 if known else 0
    if text is None or text.style != "attribute" or not source.startswith("#", start):
        return None
    return lines_of(source, known[0][0], known[-1][1])


def _lines_of(base: Base, passage: BasePassage) -> Block | None:
    """The lines of a paragraph of running text or of an item; None where it is none."""
    known = [place for place in passage.places if place]
    if not known or passage.passage.cell or any(base.words.text_at(place) for place in known):
        return None
    source, first, last = base.words.source.text, known[0][0], known[-1][1]
    found = _item(source, first, last)
    if found is None and level_of(passage):
        # What stands in an item has the next item right behind it.
        start, end = source.rfind("\n", 0, first) + 1, source.find("\n", last)
        end = len(source) if end < 0 else end
        return replace(lines_of(source, first, last), start=start, end=end)
    return found or lines_of(source, first, last)


def end_of_plain(base: Base, passage: BasePassage) -> int | None:
    """Where a paragraph of running text ends; None where it is of a list, a quotation or another block."""
    block = None if level_of(passage) else _lines_of(base, passage)
    source = base.words.source.text
    return block.end if block and not block.sign and not re.match(r"[\s>#:|+=-]", source[block.start :]) else None


def move_ways(base: Base, edit: Edit, passage: BasePassage) -> Iterator[Way]:
    """The lines of a paragraph taken out, and put in where it stands now."""
    block = _lines_of(base, passage)
    if block is None:
        return
    lines = base.words.source.text[block.start : block.end]
    # What stands on the other side of the place may be of the kind that the paragraph is, where the one is not.
    other = edit.to - 1 if edit.is_before else edit.to + 1
    for to, is_before in ((edit.to, edit.is_before), (other, not edit.is_before)):
        beside = base.passages[to] if 0 <= to < len(base.passages) else passage
        there = _lines_of(base, beside) or (None if is_before else _heading(base, beside))
        if there is not None and bool(block.sign) == bool(there.sign):
            at, text = (there.start, f"{lines}{there.gap}") if is_before else (there.end, f"{there.gap}{lines}")
            moved = (block.start, block.end)
            put = Replacement(at, at, text, group=edit.group, rank=edit.rank, moved=moved)
            yield (Replacement(block.start, block.behind, "", moved=moved), put)


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
