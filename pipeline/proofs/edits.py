"""Knows what an editor changed: the returned paragraphs against those that went out; must not know the source.

What was changed without tracking is found by what differs. What the update of a field changed is no edit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.proofs.alignment import Pairs, align, moved
from pipeline.proofs.comparing import Edit, compare, is_explained
from pipeline.proofs.passages import END, Letter, Passage, before, said


@dataclass(frozen=True)
class Reading:
    """All edits of a returned proof in the order of the text; on which letters of which paragraph comments are; and the
    paragraphs that the edits do not lead to, which there should be none of."""

    edits: tuple[Edit, ...]
    comments: dict[str, tuple[int, int, int]]
    unexplained: tuple[int, ...] = ()


def read_edits(sent: Sequence[Passage], returned: Sequence[Passage]) -> Reading:
    """The edits between what was sent and what came back."""
    came = list(before(returned))
    texts = [said(letter for letter in passage.letters[:-1] if letter.status != "inserted") for passage in came]
    pairs = align(sent, came, texts)
    found: list[Edit] = []
    unexplained: list[int] = []
    comments: dict[str, tuple[int, int, int]] = {}
    last = 0
    for index, passage in enumerate(came):
        if index in pairs:
            last = pairs[index]
            edits, places = compare(last, sent[last], passage)
            found += edits
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
    found += _gone(sent, pairs)
    found += [
        Edit(pairs[index], 0, len(sent[pairs[index]].text), sent[pairs[index]].text, (), "move")
        for index in sorted(moved(pairs))
        if texts[index].strip()
    ]
    return Reading(tuple(sorted(found, key=lambda edit: (edit.passage, edit.start))), comments, tuple(unexplained))


def _gone(sent: Sequence[Passage], pairs: Pairs) -> Iterator[Edit]:
    """Paragraphs that are not there any more, without a tracked change."""
    kept = set(pairs.values())
    for index, passage in enumerate(sent):
        if index not in kept and passage.text.strip():
            yield Edit(index, 0, len(passage.text), passage.text + END, (), "paragraph")
