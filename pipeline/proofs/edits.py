"""Knows what an editor changed: the returned paragraphs against those that went out; must not know the source.

What was changed without tracking is found by what differs. What the update of a field changed is no edit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.proofs.alignment import Pairs, align, moved
from pipeline.proofs.comparing import Edit, compare, is_explained
from pipeline.proofs.expecting import edited
from pipeline.proofs.passages import END, Letter, Passage, after, before, said
from pipeline.proofs.rows import row_edits, rows_of


@dataclass(frozen=True)
class Reading:
    """All edits of a returned proof in the order of the text; on which letters of which paragraph comments are; what of
    the paragraphs that came back the edits do not lead to, which there should be none of; and the formulas that say
    what they did not when they went out."""

    edits: tuple[Edit, ...]
    comments: dict[str, tuple[int, int, int]]
    unexplained: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()


def read_edits(sent: Sequence[Passage], returned: Sequence[Passage], *, may_lose: bool = True) -> Reading:
    """The edits between what was sent and what came back, by a program that `may_lose` parts of formulas or not."""
    returned = list(_with_ends(sent, returned))
    came = list(before(returned))
    texts = [said(letter for letter in passage.letters[:-1] if letter.status != "inserted") for passage in came]
    rows = rows_of(sent, came, texts)
    pairs = align(sent, came, texts, rows)
    found: list[Edit] = []
    unexplained: list[str] = []
    comments: dict[str, tuple[int, int, int]] = {}
    formulas: list[str] = []
    last, fresh = -1, -2
    for index, passage in enumerate(came):
        if index in pairs:
            last = pairs[index]
            edits, places = compare(last, sent[last], passage)
            found += edits
            if _says_otherwise(sent[last].formulas, passage.formulas, may_lose=may_lose):
                formulas.append(f"{sent[last].formulas} → {passage.formulas}")
            if not is_explained(sent[last], passage, edits):
                unexplained.append(passage.text)
            for letter, place in zip(passage.letters, places, strict=True):
                for id_ in letter.comments:
                    first = comments.get(id_, (last, place, place))
                    comments[id_] = (first[0], first[1], place + 1) if first[0] == last else first
        elif index not in rows.fresh and any(letter.text.strip() for letter in passage.letters):
            edit = _new(sent, last, passage, came[index - 1].end if index else Letter(END))
            # Those that follow one another are one edit.
            beside = found.pop() if fresh == index - 1 else None
            found.append(replace(edit, new=(*beside.new, *edit.new)) if beside else edit)
            fresh = index
    found += row_edits(sent, came, rows)
    found = [*_with_moves(found), *_gone(sent, pairs, rows.lost), *_moved(sent, pairs)]
    all_ = tuple(sorted(found, key=lambda edit: (edit.passage, edit.start)))
    return Reading(all_, comments, tuple(unexplained) or _unaccounted(sent, returned, all_), tuple(formulas))


def _unaccounted(sent: Sequence[Passage], returned: Sequence[Passage], edits: Sequence[Edit]) -> tuple[str, ...]:
    """The paragraphs that are there when all tracked changes are accepted, and not when all edits are made."""
    rows = [edit for edit in edits if edit.kind != "format"]
    made = Counter(_typed(letters) for _, letters in edited(sent, rows))
    there = Counter(_typed(passage.letters) for passage in after(returned))
    return tuple(text for text in (there - made).elements() if text)


def _typed(letters: Iterable[Letter]) -> str:
    """What a paragraph says but for the results of fields; white space is one blank, and none at the ends."""
    return " ".join(said(letter for letter in letters if not letter.is_made).split())


def _new(sent: Sequence[Passage], last: int, passage: Passage, before: Letter) -> Edit:
    """A new paragraph behind the last one that is known; before the first where there is none."""
    new = tuple(letter for letter in passage.letters[:-1] if letter.status != "deleted")
    if last < 0:
        return Edit(0, 0, 0, "", (*new, Letter(END)), "paragraph")
    end = len(sent[last].text)
    # Programs give lists other numbers: what is one list with the paragraph before it has the same.
    return Edit(last, end, end, "", (replace(before, status="kept", revision=None), *new), "paragraph")


def _with_ends(sent: Sequence[Passage], returned: Sequence[Passage]) -> Iterator[Passage]:
    """What came back, with the ends of paragraphs that were there: LibreOffice tells of what is typed at the end of one
    and at the beginning of the next as one insertion, and of the end between them too."""
    beside = {(one.part, one.text, other.text) for one, other in pairwise(sent)}
    whole = {(passage.part, passage.text) for passage in sent}
    texts = [said(letter for letter in passage.letters[:-1] if letter.status != "inserted") for passage in returned]
    for number, passage in enumerate(returned):
        if passage.end.status == "inserted" and number + 1 < len(texts):
            first, second = texts[number], texts[number + 1]
            if (passage.part, first, second) in beside and (passage.part, first + second) not in whole:
                yield replace(passage, letters=(*passage.letters[:-1], Letter(END)))
                continue
        yield passage


def _says_otherwise(sent: str, came: str, *, may_lose: bool) -> bool:
    """Whether formulas hold other letters or figures than they did, or none are left; programs that `may_lose` parts of
    some write their signs otherwise too, which is no edit."""
    before, after = (Counter(filter(str.isalnum, text)) for text in (sent, came))
    return bool(after - before) or bool(before and not after) or (not may_lose and before != after)


def _with_moves(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Edits, each paragraph that was tracked as moved from and moved to as one; what came to a place is a move where
    all of its paragraphs went from elsewhere."""
    whole = [edit for edit in edits if edit.kind == "paragraph" and edit.revision and edit.revision.is_move]
    gone = {number: edit for number, edit in enumerate(whole) if not edit.new}
    moves: dict[int, Edit] = {}
    arrived: list[Edit] = []
    for there in (edit for edit in whole if edit.new):
        left = {number: edit for number, edit in gone.items() if number not in moves}
        numbers: list[int] = []
        for text in filter(str.strip, there.new_text.split(END)):
            numbers += [number for number, edit in left.items() if edit.old.strip(END) == text][:1]
            left = {number: edit for number, edit in left.items() if number not in numbers}
        if len(numbers) == sum(1 for text in there.new_text.split(END) if text.strip()):
            rows = _together([gone[number] for number in numbers], there.passage, is_before=there.start == 0)
            moves |= dict(zip(numbers, rows, strict=True))
            arrived.append(there)
    came = {id(gone[number]): edit for number, edit in moves.items()}
    for edit in edits:
        if edit not in arrived:
            yield came.get(id(edit), edit)


def _together(edits: Sequence[Edit], to: int, *, is_before: bool) -> list[Edit]:
    """Edits of paragraphs as moves of all of them to one place, in their order there."""
    group = tuple(edit.passage for edit in edits)
    return [
        replace(edit, kind="move", to=to, is_before=is_before, rank=rank, group=group)
        for rank, edit in enumerate(edits)
    ]


def _moved(sent: Sequence[Passage], pairs: Pairs) -> Iterator[Edit]:
    """Paragraphs that stand elsewhere without a tracked change, each behind the one that is now before it."""
    away = moved(pairs)
    order = sorted(pairs)
    there: defaultdict[tuple[int, bool], list[Edit]] = defaultdict(list)
    for place, index in enumerate(order):
        if index not in away or not sent[pairs[index]].text.strip():
            continue
        text = sent[pairs[index]].text
        before = next((pairs[order[k]] for k in range(place - 1, -1, -1) if order[k] not in away), -1)
        behind = next((pairs[order[k]] for k in range(place + 1, len(order)) if order[k] not in away), 0)
        to = behind if before < 0 else before
        there[to, before < 0].append(Edit(pairs[index], 0, len(text), text + END, (), "move"))
    for (to, is_before), edits in there.items():
        yield from _together(edits, to, is_before=is_before)


def _gone(sent: Sequence[Passage], pairs: Pairs, lost: Collection[int]) -> Iterator[Edit]:
    """Paragraphs that are not there any more, without a tracked change, and not in a row that is `lost`."""
    kept = {*pairs.values(), *lost}
    for index, passage in enumerate(sent):
        if index not in kept and passage.text.strip():
            yield Edit(index, 0, len(passage.text), passage.text + END, (), "paragraph")
