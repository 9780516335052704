"""Knows which paragraphs of a returned proof stand elsewhere than they were sent, tracked or not, and what was put in
beside them there; must not know what was changed in a paragraph, nor the source.

A paragraph that was tracked as moved is read as one that stands where it is now: so what was changed in it is found as
in any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.proofs.alignment import Pairs, likeness, moved
from pipeline.proofs.comparing import Edit
from pipeline.proofs.passages import END, Letter, Passage, Revision, Status, said

_ALIKE = 0.5
"""How alike a paragraph that came is to the one that went, by `SequenceMatcher.ratio`, if it was changed before."""


@dataclass(frozen=True)
class Stop:
    """A paragraph that came back: which one it was, None for new ones; whether it stands elsewhere; its edits, of a new
    one that which puts it in."""

    place: int | None
    passage: Passage
    edits: Sequence[Edit]
    is_away: bool = False


def settled(returned: Sequence[Passage]) -> tuple[list[Passage], list[Passage]]:
    """What came back with its numbers, twice: each paragraph that was tracked as moved where it was, and where it
    is."""
    rows = [replace(passage, number=number) for number, passage in enumerate(_with_own_ends(returned))]
    pairs = _paired(rows)
    rows = [row if row.number in pairs else _without_arrived(row) for row in rows]
    stood = [row for row in rows if row.number not in pairs]
    gone = set(pairs.values())
    stands = [
        _arrived(row, rows[pairs[row.number]]) if row.number in pairs else row for row in rows if row.number not in gone
    ]
    return stood, stands


def away(now: Sequence[Passage], pairs: Pairs) -> frozenset[int]:
    """The paragraphs that stand elsewhere: those that were tracked, and of the others as few as may be."""
    tracked = frozenset(index for index in pairs if now[index].moved)
    return tracked | moved({index: place for index, place in pairs.items() if index not in tracked})


def _without_arrived(passage: Passage) -> Passage:
    """A paragraph without what was moved into it and then deleted."""
    if not any(letter.is_arrived for letter in passage.letters):
        return passage
    return replace(passage, letters=tuple(letter for letter in passage.letters if not letter.is_arrived))


def _is_gone(passage: Passage) -> bool:
    return _is_moved(passage) and all(letter.status == "deleted" for letter in passage.letters[:-1])


def _is_come(passage: Passage) -> bool:
    return _is_moved(passage) and all(
        letter.status == "inserted" or letter.is_arrived for letter in passage.letters[:-1]
    )


def _is_moved(passage: Passage) -> bool:
    """Whether some of the words of a paragraph were moved, from here or to here."""
    return any(letter.text.strip() and _is_of_move(letter) for letter in passage.letters[:-1])


def _is_of_move(letter: Letter) -> bool:
    return letter.revision is not None and letter.revision.is_move


def _with_own_ends(returned: Sequence[Passage]) -> list[Passage]:
    """What came back, in which paragraphs that were moved have their own ends: what is dragged behind the last
    paragraph of a part has that one's end, which has a new one."""
    rows = list(returned)
    for status, is_of in (("inserted", _is_come), ("deleted", _is_gone)):
        for last, row in enumerate(rows):
            if row.end.status == "kept" and is_of(row):
                _swap_ends(rows, last, status, [is_of(one) for one in rows[:last]])  # type: ignore[arg-type]
    return rows


def _swap_ends(rows: list[Passage], last: int, status: Status, moves: Sequence[bool]) -> None:
    """Give the last of some paragraphs that were moved the end of the one before all of them."""
    first = last - 1
    while first >= 0 and moves[first] and rows[first].end.status == status:
        first -= 1
    if first >= 0 and rows[first].end.status == status and rows[first].part == rows[last].part and not rows[first].cell:
        one, other = rows[first], rows[last]
        rows[first] = replace(one, letters=(*one.letters[:-1], replace(one.end, status="kept", revision=None)))
        end = replace(other.end, status=status, revision=one.end.revision)
        rows[last] = replace(other, letters=(*other.letters[:-1], end))


def _paired(rows: Sequence[Passage]) -> Mapping[int, int]:
    """Which paragraphs that came by a move are which of those that went, by number: those whose moved words are the
    same first."""
    came = [row for row in rows if row.end.status == "inserted" and _is_come(row)]
    gone = [row for row in rows if row.end.status == "deleted" and _is_gone(row)]
    found: dict[int, int] = {}
    for row in came:
        same = (one for one in gone if one.part == row.part and one.text == _brought(row))
        if (one := next(same, None)) is not None:
            found[row.number] = one.number
            gone.remove(one)
    for row in (row for row in came if row.number not in found):
        ranked = [(likeness(one.text, _brought(row)), -at) for at, one in enumerate(gone) if one.part == row.part]
        alike, at = max(ranked, default=(0, 0))
        if alike >= _ALIKE:
            found[row.number] = gone.pop(-at).number
    return found


def _brought(passage: Passage) -> str:
    """The words of a paragraph that were moved here."""
    return said(letter for letter in passage.letters[:-1] if letter.is_arrived or _is_of_move(letter))


def _arrived(passage: Passage, gone: Passage) -> Passage:
    """A paragraph that was moved as one that stands here: what was changed in it is tracked as it was."""
    beside = {letter.comments for letter in passage.letters}
    was = [letter.comments for letter in gone.letters[:-1]] if gone.text == _brought(passage) else []
    letters: list[Letter] = []
    at = 0
    for letter in passage.letters[:-1]:
        made = replace(letter, is_arrived=False)
        if letter.is_arrived or _is_of_move(letter):
            if at < len(was) and was[at] not in beside:
                made = replace(made, comments=(*made.comments, *was[at]))
            at += 1
        letters.append(replace(made, status="kept", revision=None) if _is_of_move(letter) else made)
    end = replace(passage.end, status="kept", revision=None)
    revision = next(letter.revision for letter in passage.letters if _is_of_move(letter))
    marks = passage.marks or gone.marks
    return replace(passage, letters=(*letters, end), marks=marks, number=gone.number, moved=revision)


def arranged(sent: Sequence[Passage], stops: Sequence[Stop]) -> Iterator[Edit]:
    """The edits of all paragraphs, and the moves; what was put in beside paragraphs that were moved stands with them
    behind the paragraph before all of them, in the order that it has there."""
    behind: int | None = None
    gap: list[Edit] = []
    for stop in stops:
        if stop.place is None:
            gap += stop.edits
            continue
        edits = [_tracked(edit, stop.passage.moved) for edit in stop.edits]
        lead, tail = ([edit for edit in edits if is_of(edit, sent)] for is_of in (_is_before, _is_behind))
        yield from (edit for edit in edits if edit not in lead and edit not in tail)
        if stop.is_away:
            gap += [*lead, *_move(sent, stop), *tail]
            continue
        yield from _placed(sent, [*gap, *lead] if behind is None else gap, behind, stop.place)
        yield from () if behind is None else lead
        behind, gap = stop.place, tail
    yield from _placed(sent, gap, behind, None)


def _tracked(edit: Edit, revision: Revision | None) -> Edit:
    """An edit of a paragraph that was tracked as moved: what was changed before that is tracked by it."""
    return replace(edit, revision=replace(revision, is_move=False)) if revision and not edit.revision else edit


def _is_before(edit: Edit, sent: Sequence[Passage]) -> bool:
    """Whether an edit puts whole paragraphs before its own."""
    return edit.kind == "paragraph" and edit.end == 0 and bool(edit.new) and edit.new[-1].text == END


def _is_behind(edit: Edit, sent: Sequence[Passage]) -> bool:
    is_at_end = edit.start == edit.end == len(sent[edit.passage].text) > 0
    return edit.kind == "paragraph" and is_at_end and bool(edit.new) and edit.new[0].text == END


def _move(sent: Sequence[Passage], stop: Stop) -> Iterator[Edit]:
    text = "" if stop.place is None else sent[stop.place].text
    if text.strip() and stop.place is not None:
        yield Edit(stop.place, 0, len(text), text + END, (), "move", stop.passage.moved)


def _placed(sent: Sequence[Passage], gap: Sequence[Edit], behind: int | None, ahead: int | None) -> Iterator[Edit]:
    """What came between two paragraphs that stand where they were; a move makes all of it one group."""
    group = tuple(edit.passage for edit in gap if edit.kind == "move")
    to = ahead if behind is None else behind
    for rank, edit in enumerate(gap):
        if not group or to is None:
            yield edit
        elif edit.kind == "move":
            yield replace(edit, to=to, is_before=behind is None, rank=rank, group=group)
        else:
            new = edit.new if edit.new[0].text == END else (Letter(END), *edit.new[:-1])
            at = 0 if behind is None else len(sent[to].text)
            new = (*new[1:], Letter(END)) if behind is None else new
            yield replace(edit, passage=to, start=at, end=at, new=new, rank=rank, group=group)
