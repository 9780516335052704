"""Knows where two texts differ, by whole words; must not know tracked changes.

What the result of a field says is no word of a text, and is compared apart from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import accumulate, groupby

from pipeline.proofs.passages import Letter, said, words

MOST_COMPARED = 20_000_000
"""Words of one text times those of another up to which they are compared word by word; what is longer is another."""
Differences = tuple[list[int], list[tuple[int, int, int, int]], set[int]]
"""The place in what was sent of each kept letter and of their end; the stretches of both that differ, but for what
fields show; and the kept letters that were not sent."""


def differences(sent: Sequence[Letter], kept: Sequence[Letter]) -> Differences:
    """What differs, by whole words, of what was sent and of the letters that were kept of it."""
    before, after = _pieces(sent), _pieces(kept)
    if before == after:
        return list(range(len(sent) + 1)), [], set()
    places: list[int] = []
    found: list[tuple[int, int, int, int]] = []
    unknown: set[int] = set()
    if len(before) * len(after) > MOST_COMPARED:
        return [*([0] * len(kept)), len(sent)], [(0, len(sent), 0, len(kept))], set(range(len(kept)))
    starts, ends = ([0, *accumulate(len(piece[0]) for piece in parts)] for parts in (before, after))
    for tag, first, last, third, fourth in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        start, end, begin, limit = starts[first], starts[last], ends[third], ends[fourth]
        places += range(start, end) if tag == "equal" else [start] * (limit - begin)
        is_made = all(letter.is_made for letter in (*sent[start:end], *kept[begin:limit]))
        unknown |= set() if tag == "equal" else set(range(begin, limit))
        if tag != "equal" and not is_made:
            found.append((start, end, begin, limit))
    return [*places, len(sent)], found, unknown


def _pieces(letters: Sequence[Letter]) -> list[tuple[str, bool, str]]:
    """Letters in the pieces that are compared: words, whether fields show them, and which note they call."""
    return [
        (word, is_made, note)
        for (is_made, note), group in groupby(letters, key=lambda letter: (letter.is_made, letter.note))
        for word in words(said(group))
    ]
