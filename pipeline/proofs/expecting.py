"""Knows what a proof would say after some edits; must not know how they are made in the source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from pipeline.proofs.base import Base, BasePassage
from pipeline.proofs.comparing import Edit
from pipeline.proofs.passages import END, SIGNS, Letter, Passage

Change = tuple[int, int, tuple[Letter, ...]]
"""Letters in the place of those from one to before another."""

_NONE: Mapping[int, Sequence[Change]] = {}
Row = tuple[int, list[Letter]]
"""What a paragraph says, with the number of the one that it was."""
_ELSEWHERE = ("move", "note")
"""Edits that change no letter of their paragraph."""


def of_authors(base: Base) -> Base:
    """A proof of which only the words of the author are looked at: the numbers of citations and notes, and the entries
    of a bibliography, follow from where paragraphs stand."""
    return replace(base, passages=tuple(map(_own, base.passages)))


def _own(passage: BasePassage) -> BasePassage:
    letters: list[Letter] = []
    rows = zip(passage.passage.letters, (*passage.places, (0, 0)), strict=True)
    for is_placed, group in groupby(rows, key=lambda row: row[1] is not None):
        run = [letter for letter, _ in group]
        # Signs alone are no number: those that are escaped in the source have no place of their own.
        is_made = not is_placed and any(letter.text.isalnum() for letter in run)
        letters += [replace(letter, is_made=is_made and not _is_sign(letter)) for letter in run]
    return replace(passage, passage=replace(passage.passage, letters=tuple(letters)))


def _is_sign(letter: Letter) -> bool:
    return letter.text in SIGNS or letter.text.isspace()


def expected(base: Base, edits: Sequence[Edit]) -> list[Row]:
    """What the paragraphs of a proof say after some edits, with the number of the one that each was: what is edited as
    its editor left it, and the same words in every other that shows them."""
    return edited([passage.passage for passage in base.passages], edits, copies_of(base, edits))


def edited(
    passages: Sequence[Passage], edits: Sequence[Edit], copies: Mapping[int, Sequence[Change]] = _NONE
) -> list[Row]:
    """What paragraphs say after some edits of theirs and changes of `copies`, with the number of the one that each
    was."""
    rows: list[Row] = []
    own: dict[int, list[Edit]] = {}
    for edit in edits:
        own.setdefault(edit.passage, []).append(edit)
    lost = {one for edit in edits if edit.kind == "row" and not edit.new for one in range(edit.passage, edit.to + 1)}
    is_joined = False
    for number, passage in enumerate(passages):
        if number in lost:
            continue
        here = [edit for edit in own.get(number, []) if edit.kind not in _ELSEWHERE and not edit.group]
        changes = [(edit.start, edit.end, edit.new) for edit in here]
        changes = _each_once([*changes, *copies.get(number, [])])
        parts = parted(_with(passage, changes))
        if any(edit.kind == "paragraph" and not edit.new for edit in own.get(number, [])):
            # What is put in before it or behind it stays.
            parts = [part for part in parts if any(letter.text.strip() for letter in part)]
        # Cells stay apart whatever is taken out between them.
        if parts and is_joined and passage.cell == passages[number - 1].cell:
            rows[-1][1].extend(parts.pop(0))
        rows += [(number, letters) for letters in parts]
        is_joined = any(edit.kind == "join" for edit in own.get(number, []))
    arranged = _moved(rows, [edit for edit in edits if edit.kind == "move" or edit.group], len(passages))
    return _with_notes(arranged, passages)


def _with_notes(rows: Sequence[Row], passages: Sequence[Passage]) -> list[Row]:
    """The paragraphs of the text, and those of the notes that they call, in the order of the calls; new notes are of
    the paragraph that calls them."""
    known = {letter.note for passage in passages for letter in passage.letters if letter.note}
    notes: dict[str, list[Row]] = {}
    for row in rows:
        notes.setdefault(passages[row[0]].note, []).append(row)
    found = [row for name, own in notes.items() if name not in known for row in own]
    for number, letters in [row for row in rows if not passages[row[0]].note]:
        for letter in letters:
            if letter.noted:
                found += [(number, part) for part in parted((*letter.noted, Letter(END)))]
            elif letter.note:
                found += notes.pop(letter.note, [])
    return found


def _moved(rows: Sequence[Row], arrivals: Sequence[Edit], count: int) -> list[Row]:
    """The paragraphs with some of them where they were moved to, and with new ones between those: beside where another
    stood, gone or not."""
    own: list[list[Row]] = [[] for _ in range(count)]
    for row in rows:
        own[row[0]].append(row)
    away = {edit.passage for edit in arrivals if edit.kind == "move"}
    beside: dict[tuple[int, bool], list[Row]] = {}
    for edit in sorted(arrivals, key=lambda edit: edit.rank):
        if edit.kind == "move":
            beside.setdefault((edit.to, edit.is_before), []).extend(own[edit.passage])
        else:
            is_before = edit.new[-1].text == END
            new = edit.new if is_before else (*edit.new[1:], Letter(END))
            rows_of = beside.setdefault((edit.passage, is_before), [])
            rows_of += [(edit.passage, letters) for letters in parted(new)]
    found: list[Row] = []
    for number, here in enumerate(own):
        found += beside.get((number, True), [])
        found += [] if number in away else here
        found += beside.get((number, False), [])
    return found


def copies_of(base: Base, edits: Sequence[Edit]) -> dict[int, list[Change]]:
    """The changes of paragraphs that show words which are edited in another."""
    found: dict[int, list[Change]] = {}
    for edit in edits:
        if edit.kind in ("paragraph", "join", "row", *_ELSEWHERE):
            continue
        places = base.passages[edit.passage].places
        for number, at in base.shown_at(places, edit.start, edit.end):
            if number != edit.passage or at != edit.start:
                change = (at, at + edit.end - edit.start, edit.new)
                rows = found.setdefault(number, [])
                if change not in rows:
                    rows.append(change)
    return found


def _each_once(changes: Iterable[Change]) -> list[Change]:
    """Changes without those that say the same, whoever made them."""
    known = {
        (start, end, tuple((letter.text, letter.formats, letter.noted) for letter in new)): (start, end, new)
        for start, end, new in changes
    }
    return list(known.values())


def _with(passage: Passage, changes: Iterable[Change]) -> list[Letter]:
    letters = list(passage.letters)
    for start, end, new in sorted(changes, key=lambda row: (row[0], row[1]))[::-1]:
        letters[start:end] = new if any(letter.text == END for letter in new) else _as_in(new, passage.end)
    return letters


def _as_in(letters: Sequence[Letter], end: Letter) -> list[Letter]:
    """Letters as those of the paragraph that they are put into."""
    return [replace(letter, level=end.level, block=end.block) for letter in letters]


def parted(letters: Sequence[Letter]) -> list[list[Letter]]:
    ends = [-1, *(index for index, letter in enumerate(letters) if letter.text == END)]
    return [list(letters[first + 1 : last]) for first, last in pairwise(ends)]
