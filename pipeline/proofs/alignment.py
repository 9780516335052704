"""Knows which paragraph of a returned proof is which of the one that went out; must not know what was changed in it.

By the names of bookmarks, then by texts that stand once, then by order and likeness between those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from pipeline.proofs.passages import Passage
from pipeline.proofs.rows import Rows

_ALIKE = 0.5
"""How alike two paragraphs are that are one, by `SequenceMatcher.ratio`."""
_COMPARED = 400
"""Characters of a paragraph that tell whether it is another one."""
_FAR_APART = 4_000
"""Products of the counts of paragraphs beyond which they are not compared each with each."""
Pairs = dict[int, int]


def align(sent: Sequence[Passage], returned: Sequence[Passage], texts: Sequence[str], rows: Rows) -> Pairs:
    """Which returned paragraphs are which of those sent, by index; `texts` are those of the returned ones before all
    tracked changes, `rows` what is known of those in tables."""
    # Those without another side are paired with nothing, until all others are.
    nowhere = {index: -1 - number for number, index in enumerate(sorted(rows.fresh))}
    unseen = {-1 - number: index for number, index in enumerate(sorted(rows.lost))}
    pairs: Pairs = {**rows.pairs, **nowhere, **unseen}
    _align(sent, returned, texts, pairs)
    return {index: place for index, place in pairs.items() if index >= 0 and place >= 0}


def _align(sent: Sequence[Passage], returned: Sequence[Passage], texts: Sequence[str], pairs: Pairs) -> None:
    _by_marks(sent, returned, pairs)
    sent_texts = [(passage.part, passage.text) for passage in sent]
    returned_texts = [(passage.part, text) for passage, text in zip(returned, texts, strict=True)]
    pairs.update(_unique(sent_texts, returned_texts, pairs))
    for first, last, here, there in list(_gaps(pairs, len(returned), len(sent))):
        _fill(range(first, last), range(here, there), sent_texts, returned_texts, pairs)


def _by_marks(sent: Sequence[Passage], returned: Sequence[Passage], pairs: Pairs) -> None:
    """Pair what has a bookmark of its own, which both have once."""
    where = _once({mark: index for index, passage in enumerate(sent) for mark in passage.marks}, sent)
    again = _once({mark: index for index, passage in enumerate(returned) for mark in passage.marks}, returned)
    for mark, index in again.items():
        if mark in where and index not in pairs and where[mark] not in pairs.values():
            pairs[index] = where[mark]


def _once(where: Mapping[str, int], passages: Sequence[Passage]) -> Mapping[str, int]:
    counts = Counter(mark for passage in passages for mark in passage.marks)
    return {mark: index for mark, index in where.items() if counts[mark] == 1}


def _unique(sent: Sequence[tuple[str, str]], returned: Sequence[tuple[str, str]], pairs: Pairs) -> Pairs:
    """Pair what says the same and stands once on both sides."""
    taken = set(pairs.values())
    left, right = Counter(sent), Counter(returned)
    where = {text: index for index, text in enumerate(sent) if index not in taken}
    return {
        index: where[text]
        for index, text in enumerate(returned)
        if index not in pairs and text[1].strip() and right[text] == 1 and left[text] == 1 and text in where
    }


def _gaps(pairs: Pairs, returned: int, sent: int) -> Iterator[tuple[int, int, int, int]]:
    """The stretches between what is paired, as first and end of both sides, where both go on in order."""
    known = sorted((index, place) for index, place in pairs.items() if index >= 0 and place >= 0)
    rising = [(-1, -1), *_rising(known), (returned, sent)]
    for (first, here), (last, there) in pairwise(rising):
        if last - first > 1 and there - here > 1:
            yield first + 1, last, here + 1, there


def _rising(rows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs in which both sides rise (patience sorting): what is not in it was moved."""
    ends: list[int] = []
    before: list[int | None] = []
    for number, (_, place) in enumerate(rows):
        low, high = 0, len(ends)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if rows[ends[middle]][1] < place else (low, middle)
        before.append(ends[low - 1] if low else None)
        ends[low : low + 1] = [number]
    found, at = [], ends[-1] if ends else None
    while at is not None:
        found.append(rows[at])
        at = before[at]
    return found[::-1]


def moved(pairs: Pairs) -> frozenset[int]:
    """The returned paragraphs that stand elsewhere than they were sent."""
    rows = sorted(pairs.items())
    kept = {index for index, _ in _rising(rows)}
    return frozenset(index for index, _ in rows if index not in kept)


def _fill(
    back: range, out: range, sent: Sequence[tuple[str, str]], returned: Sequence[tuple[str, str]], pairs: Pairs
) -> None:
    """Pair what stands between two pairs: equal texts in order, then what is alike, then one for one."""
    free = [index for index in back if index not in pairs]
    taken = set(pairs.values())
    open_ = [index for index in out if index not in taken]
    matcher = SequenceMatcher(
        None, [sent[index] for index in open_], [returned[index] for index in free], autojunk=False
    )
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "equal":
            pairs |= dict(zip(free[first:last], open_[start:end], strict=True))
        elif tag == "replace":
            _by_likeness(free[first:last], open_[start:end], sent, returned, pairs)


def _by_likeness(
    free: Sequence[int],
    open_: Sequence[int],
    sent: Sequence[tuple[str, str]],
    returned: Sequence[tuple[str, str]],
    pairs: Pairs,
) -> None:
    if len(free) == len(open_):
        for index, place in zip(free, open_, strict=True):
            if sent[place][0] == returned[index][0]:
                pairs[index] = place
        return
    if len(free) * len(open_) > _FAR_APART:
        return
    ranked = sorted(
        (
            (alike, -abs(place - index), index, place)
            for index in free
            for place in open_
            if sent[place][0] == returned[index][0]
            and (alike := likeness(sent[place][1], returned[index][1])) >= _ALIKE
        ),
        reverse=True,
    )
    used: set[int] = set()
    for _, _, index, place in ranked:
        if index not in pairs and place not in used:
            pairs[index] = place
            used.add(place)


def likeness(one: str, other: str) -> float:
    """How alike the beginnings of two texts are, from 0 to 1; 0 where they surely are not."""
    matcher = SequenceMatcher(None, one[:_COMPARED], other[:_COMPARED], autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0
    return matcher.ratio()
