"""Knows what was changed in one paragraph, letter by letter; must not know other paragraphs.

Tracked changes are read as they are, each run of one author as one edit. Where one touches what was changed without
tracking, both are one edit, which was not tracked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from pipeline.proofs.differing import differences
from pipeline.proofs.passages import END, Letter, Passage, Revision, said, words

_STRONG = frozenset({"strong"})
_CONTENTS = "TOC Heading"
Kind = Literal["text", "paragraph", "format", "move", "join", "note", "row"]
"""What was changed: words; whole paragraphs put in or taken out; the format of words; where a paragraph stands; two
paragraphs made one; whole rows of a table put in or taken out. A note is what is said of words, and changes none."""


@dataclass(frozen=True)
class Edit:
    """A change of the letters from `start` to before `end` of a paragraph that was sent, by its index; `new` is what
    stands there now. One with ends of paragraphs in it puts in whole paragraphs. `revision` is None where it was not
    tracked. Rows that are taken out reach to the paragraph called `to`; those that are put in have each cell behind the
    end of a paragraph. A paragraph that is moved stands behind the one called `to` then, before it where `is_before`;
    `group` are all that are moved to one place, as they were sent, and `rank` is its place among them and what is put
    in there."""

    passage: int
    start: int
    end: int
    old: str
    new: tuple[Letter, ...] = ()
    kind: Kind = "text"
    revision: Revision | None = None
    to: int = -1
    is_before: bool = False
    rank: int = 0
    group: tuple[int, ...] = ()

    @property
    def new_text(self) -> str:
        return said(self.new)


@dataclass(frozen=True)
class _Change:
    """The letters from `first` to before `last` that came back for those from `start` to before `end`."""

    first: int
    last: int
    start: int
    end: int
    revision: Revision | None = None


def is_explained(sent: Passage, came: Passage, edits: Sequence[Edit]) -> bool:
    """Whether a paragraph with its edits made says what came back."""
    return _after(sent, edits) == _as_typed(came.letters)


def _after(sent: Passage, edits: Sequence[Edit]) -> str:
    """What a paragraph says when its edits are made, but for the results of fields."""
    letters = list(sent.letters)
    # Of what is put in at one place, the last comes first.
    rows = [edit for edit in edits if edit.kind != "format"]
    for edit in sorted(rows, key=lambda edit: (edit.start, edit.end))[::-1]:
        letters[edit.start : edit.start + len(edit.old)] = edit.new
    return said(letter for letter in letters if not letter.is_made)


def _as_typed(letters: Sequence[Letter]) -> str:
    """What a paragraph says when all tracked changes are accepted, but for the results of fields."""
    return said(letter for letter in letters if letter.status != "deleted" and not letter.is_made)


def compare(index: int, sent: Passage, came: Passage) -> tuple[list[Edit], list[int]]:
    """The edits of one paragraph, and the place in what was sent of each of its letters as it came back."""
    came = _of_its_style(sent, came)
    kept = [number for number, letter in enumerate(came.letters[:-1]) if letter.status != "inserted"]
    places, untracked, unknown = differences(sent.letters[:-1], [came.letters[number] for number in kept])
    ends = [*kept, len(came.letters) - 1]
    plain = [
        _Change(ends[first], kept[last - 1] + 1 if last > first else ends[first], start, end)
        for start, end, first, last in untracked
    ]
    rows: list[tuple[Letter, int]] = []
    at = 0
    for letter in came.letters:
        rows.append((letter, places[at]))
        at += letter.status != "inserted"
    changes = _merged([*plain, *_tracked(rows, {kept[number] for number in unknown})])
    whole = (_trimmed(_edit(index, sent, change, rows), sent) for change in changes)
    edits = [part for edit in whole for part in _beside_calls(edit, sent)]
    edits += _formats(index, sent, rows, untracked)
    return edits, [place for _, place in rows]


def _merged(changes: Sequence[_Change]) -> list[_Change]:
    """Changes in order; a tracked one that touches one that was not tracked is one with it."""
    found: list[_Change] = []
    for change in sorted(changes, key=lambda one: (one.first, one.last)):
        last = found[-1] if found else None
        if last and change.first <= last.last and not (last.revision and change.revision):
            found[-1] = _Change(
                last.first,
                max(last.last, change.last),
                min(last.start, change.start),
                max(last.end, change.end),
            )
        else:
            found.append(change)
    return _in_order(found)


def _in_order(changes: list[_Change]) -> list[_Change]:
    """Changes whose places rise as they do: what one puts in before what another, which is not tracked, takes out
    stands before that."""
    for number in range(len(changes) - 2, -1, -1):
        change, start = changes[number], changes[number + 1].start
        if change.start == change.end > start:
            changes[number] = replace(change, start=start, end=start)
    return changes


def _edit(index: int, sent: Passage, change: _Change, rows: Sequence[tuple[Letter, int]]) -> Edit:
    whole, end = len(sent.text), change.end
    came = [letter for letter, _ in rows[change.first : change.last]]
    new = tuple(replace(letter, status="kept") for letter in came if letter.status != "deleted")
    if end > whole or any(letter.text == END and letter.status == "deleted" for letter in came):
        # The end of the paragraph was deleted.
        is_all = change.start == 0 and not new
        return Edit(
            index,
            change.start,
            whole,
            sent.text[change.start :] + END,
            new,
            "paragraph" if is_all else "join",
            change.revision,
        )
    kind: Kind = "paragraph" if any(letter.text == END for letter in new) else "text"
    return Edit(index, change.start, end, sent.text[change.start : end], new, kind, change.revision)


def _trimmed(edit: Edit, sent: Passage) -> Edit:
    """An edit without the words that it takes out and puts in again at its ends."""
    old, new = sent.letters[edit.start : edit.end], edit.new
    if edit.kind != "text" or not old or not new:
        return edit
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    start, end = edit.start + first, edit.end - last
    return replace(edit, start=start, end=end, old=said(sent.letters[start:end]), new=new[first : len(new) - last])


def _beside_calls(edit: Edit, sent: Passage) -> Iterator[Edit]:
    """An edit without the calls that it takes out and puts in again, which stay: what it does on both sides of them."""
    old = sent.letters[edit.start : edit.end]
    places = {letter.note: at for at, letter in enumerate(old) if letter.note}
    at = next((at for at, letter in enumerate(edit.new) if letter.note and letter.note in places), None)
    if edit.kind != "text" or at is None:
        yield edit
        return
    gap = edit.start + places[edit.new[at].note]
    for start, end, new in ((edit.start, gap, edit.new[:at]), (gap + 1, edit.end, edit.new[at + 1 :])):
        if start < end or new:
            part = replace(edit, start=start, end=end, old=said(sent.letters[start:end]), new=new)
            yield from _beside_calls(_trimmed(part, sent), sent)


def _alike(old: Sequence[Letter], new: Sequence[Letter]) -> int:
    """How many letters both begin with, by whole words."""
    count = 0
    for one, other in zip(words(said(old)), words(said(new)), strict=False):
        stretch = slice(count, count + len(one))
        if one != other or any(
            (a.formats, a.is_made, a.note) != (b.formats, b.is_made, b.note)
            for a, b in zip(old[stretch], new[stretch], strict=True)
        ):
            break
        count += len(one)
    return count


def _tracked(rows: Sequence[tuple[Letter, int]], strange: Collection[int]) -> Iterator[_Change]:
    """What was inserted and deleted, each run of one author as one change; `strange` letters, by number, were not sent,
    so nothing that was is gone with them."""
    for key, group in groupby(range(len(rows)), key=lambda number: _who(rows[number][0])):
        if key is not None:
            numbers = list(group)
            deleted = [number for number in numbers if rows[number][0].status == "deleted"]
            gone = [rows[number][1] for number in deleted if number not in strange]
            start = gone[0] if gone else rows[numbers[0]][1]
            end = gone[-1] + 1 if gone else start
            yield _Change(numbers[0], numbers[-1] + 1, start, end, rows[numbers[0]][0].revision)


def _who(letter: Letter) -> tuple[str, bool] | None:
    if letter.status == "kept":
        return None
    revision = letter.revision or Revision()
    return revision.author, revision.is_move


def _of_its_style(sent: Passage, came: Passage) -> Passage:
    """A cell, or the heading of the contents, without the weight that programs write into all of it where its table
    (17.7.6) or its paragraph says so in its style; LibreOffice does so where it makes the contents anew."""
    letters = [letter for letter in came.letters[:-1] if letter.text.strip()]
    is_all = letters and all(letter.formats >= _STRONG and not letter.reformatted for letter in letters)
    if (
        not (sent.cell or sent.style == _CONTENTS)
        or not is_all
        or any(letter.formats >= _STRONG for letter in sent.letters)
    ):
        return came
    plain = tuple(replace(letter, formats=letter.formats - _STRONG) for letter in came.letters)
    return replace(came, letters=plain)


_Format = tuple[frozenset[str], frozenset[str], Revision | None]


def _formats(
    index: int, sent: Passage, rows: Sequence[tuple[Letter, int]], differing: Sequence[tuple[int, int, int, int]]
) -> Iterator[Edit]:
    """Runs of kept letters whose format is another, with the white space between them."""
    changed = {place for start, end, _, _ in differing for place in range(start, end)}
    keys: list[_Format | None] = []
    for letter, place in rows:
        is_kept = letter.status == "kept" and place < len(sent.letters) - 1 and place not in changed
        was = sent.letters[place].formats if is_kept else letter.formats
        keys.append(None if was == letter.formats else (was, letter.formats, letter.reformatted))
    for number, (letter, _) in enumerate(rows[:-1]):
        if (
            letter.text.isspace()
            and keys[number]
            and (not number or keys[number - 1] is None or keys[number + 1] is None)
        ):
            keys[number] = None
    for key, group in groupby(range(len(rows)), key=lambda number: keys[number]):
        if key is not None:
            numbers = list(group)
            start, end = rows[numbers[0]][1], rows[numbers[-1]][1] + 1
            new = tuple(replace(rows[number][0], status="kept") for number in numbers)
            yield Edit(index, start, end, sent.text[start:end], new, "format", key[2])
