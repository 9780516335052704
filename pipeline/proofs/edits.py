"""Knows what an editor changed: the returned paragraphs against those that went out; must not know the source.

What was changed without tracking is found by what differs. What the update of a field changed is no edit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.proofs.alignment import Pairs, align, moved
from pipeline.proofs.comparing import Edit, compare, is_explained
from pipeline.proofs.passages import END, Letter, Passage, before, said


@dataclass(frozen=True)
class Reading:
    """All edits of a returned proof in the order of the text; on which letters of which paragraph comments are; and the
    paragraphs that the edits do not lead to, which there should be none of; and the formulas that say what they did not
    when they went out."""

    edits: tuple[Edit, ...]
    comments: dict[str, tuple[int, int, int]]
    unexplained: tuple[int, ...] = ()
    formulas: tuple[str, ...] = ()


def read_edits(sent: Sequence[Passage], returned: Sequence[Passage]) -> Reading:
    """The edits between what was sent and what came back."""
    came = list(before(returned))
    texts = [said(letter for letter in passage.letters[:-1] if letter.status != "inserted") for passage in came]
    pairs = align(sent, came, texts)
    found: list[Edit] = []
    unexplained: list[int] = []
    comments: dict[str, tuple[int, int, int]] = {}
    formulas: list[str] = []
    last = 0
    for index, passage in enumerate(came):
        if index in pairs:
            last = pairs[index]
            edits, places = compare(last, sent[last], passage)
            found += edits
            formulas += [passage.formulas] if _says_more(sent[last].formulas, passage.formulas) else []
            if not is_explained(sent[last], passage, edits):
                unexplained.append(last)
            for letter, place in zip(passage.letters, places, strict=True):
                for id_ in letter.comments:
                    first = comments.get(id_, (last, place, place))
                    comments[id_] = (first[0], first[1], place + 1) if first[0] == last else first
        elif any(letter.text.strip() for letter in passage.letters):
            new = (Letter(END), *(letter for letter in passage.letters[:-1] if letter.status != "deleted"))
            end = len(sent[last].text)
            found.append(Edit(last, end, end, "", new, "paragraph"))
    found = [*_with_moves(found), *_gone(sent, pairs), *_moved(sent, pairs)]
    rows = tuple(sorted(found, key=lambda edit: (edit.passage, edit.start)))
    return Reading(rows, comments, tuple(unexplained), tuple(formulas))


def _says_more(sent: str, came: str) -> bool:
    """Whether formulas hold letters or figures that they did not; LibreOffice writes the signs of some otherwise, and
    loses parts of others, which is no edit."""
    before, after = (Counter(filter(str.isalnum, text)) for text in (sent, came))
    return bool(after - before)


def _with_moves(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Edits, each pair of a paragraph that was tracked as moved from and moved to as one."""
    whole = [edit for edit in edits if edit.kind == "paragraph" and edit.revision and edit.revision.is_move]
    came = {edit.new_text.strip(END): edit for edit in whole if edit.new}
    gone = {edit.old.strip(END): edit for edit in whole if not edit.new}
    for edit in edits:
        text = (edit.new_text or edit.old).strip(END)
        if edit not in whole or text not in came or text not in gone:
            yield edit
        elif not edit.new:
            there = came[text]
            yield replace(edit, kind="move", to=there.passage, is_before=there.start == 0)


def _moved(sent: Sequence[Passage], pairs: Pairs) -> Iterator[Edit]:
    """Paragraphs that stand elsewhere without a tracked change, each behind the one that is now before it."""
    away = moved(pairs)
    order = sorted(pairs)
    for place, index in enumerate(order):
        if index not in away or not sent[pairs[index]].text.strip():
            continue
        text = sent[pairs[index]].text
        before = next((pairs[order[k]] for k in range(place - 1, -1, -1) if order[k] not in away), -1)
        yield Edit(pairs[index], 0, len(text), text + END, (), "move", None, max(before, 0), before < 0)


def _gone(sent: Sequence[Passage], pairs: Pairs) -> Iterator[Edit]:
    """Paragraphs that are not there any more, without a tracked change."""
    kept = set(pairs.values())
    for index, passage in enumerate(sent):
        if index not in kept and passage.text.strip():
            yield Edit(index, 0, len(passage.text), passage.text + END, (), "paragraph")
