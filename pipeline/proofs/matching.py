"""Knows which letter of a proof's pages is which of its paragraphs; must not know marks.

Pages have lines that are numbered, headers and notes between, and paragraphs go on at the next page; so letters are
matched by what stands round them. Stretches that stand once in both are the same, the longest first, and are followed
in both directions as far as both say the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.proofs.base import Base
from pipeline.proofs.words import plain

_LENGTHS = (24, 12, 8, 6, 4)
Place = tuple[int, int]
"""A letter of a proof: its paragraph, and its index in it."""


def matched(letters: Sequence[str], base: Base) -> dict[int, Place]:
    """Which letter of the paragraphs each letter of the pages is, by index; of those that are known."""
    places, parts = [], []
    for number, passage in enumerate(base.passages):
        for index, letter in enumerate(passage.text):
            if not letter.isspace():
                places.append((number, index))
                parts.append(_alike(letter))
    shown, written = "".join(map(_alike, letters)), "".join(parts)
    there: dict[int, int] = {}
    taken: set[int] = set()
    for length in _LENGTHS:
        for here, start in _anchors(shown, written, length):
            if here not in there and start not in taken:
                _follow(shown, written, (here, start), there, taken)
    _by_order(shown, written, there, taken)
    return {here: places[start] for here, start in there.items()}


def _alike(letter: str) -> str:
    """A letter as it compares; one for one."""
    found = plain(unicodedata.normalize("NFKC", letter))
    return found if len(found) == 1 and not found.isspace() else letter[:1]


def _anchors(shown: str, written: str, length: int) -> Iterator[tuple[int, int]]:
    """Where stretches of a length stand that both have once."""
    first, second = (_once(text, length) for text in (shown, written))
    for stretch, here in first.items():
        if here >= 0 and second.get(stretch, -1) >= 0:
            yield here, second[stretch]


def _once(text: str, length: int) -> dict[str, int]:
    """Where each stretch of a text stands; -1 for one that stands in several places."""
    found: dict[str, int] = {}
    for at in range(len(text) - length + 1):
        stretch = text[at : at + length]
        found[stretch] = -1 if stretch in found else at
    return found


def _follow(shown: str, written: str, anchor: tuple[int, int], there: dict[int, int], taken: set[int]) -> None:
    """Match letters from an anchor on and back, as long as both say the same and neither has another."""
    for step in (1, -1):
        here, start = anchor if step > 0 else (anchor[0] - 1, anchor[1] - 1)
        while (
            0 <= here < len(shown)
            and 0 <= start < len(written)
            and shown[here] == written[start]
            and here not in there
            and start not in taken
        ):
            there[here] = start
            taken.add(start)
            here, start = here + step, start + step


def _by_order(shown: str, written: str, there: dict[int, int], taken: set[int]) -> None:
    """Match what is left between two letters that are known and follow one another in both: equal stretches that stand
    there once."""
    known = sorted(there.items())
    edges = [(-1, -1), *known, (len(shown), len(written))]
    for (here, start), (last, end) in pairwise(edges):
        if last - here > 1 and end - start > 1:
            open_, left = shown[here + 1 : last], written[start + 1 : end]
            for length in range(min(len(open_), len(left), 4), 0, -1):
                for one, other in _anchors(open_, left, length):
                    at, to = here + 1 + one, start + 1 + other
                    if at not in there and to not in taken:
                        _follow(shown, written, (at, to), there, taken)
