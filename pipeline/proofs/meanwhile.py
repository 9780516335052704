"""Knows whether the report as it is now says already what an edit would make of it, since the edit was made before, or
by its author; must not know how edits are carried or made."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice

from pipeline.proofs.base import Base
from pipeline.proofs.comparing import Edit
from pipeline.proofs.passages import END, Letter
from pipeline.proofs.threads import plain
from pipeline.proofs.words import Place

_MOST = 400
"""Letters on either side of an edit among which one is looked for that is still there."""
_BESIDE = 4
"""Paragraphs before a new one that may be new too."""


@dataclass(frozen=True)
class _Flat:
    """All paragraphs of a proof as one text, each with its end."""

    base: Base

    @cached_property
    def text(self) -> str:
        return "".join(f"{row.text}{END}" for row in self.base.passages)

    @cached_property
    def texts(self) -> list[str]:
        return [row.text for row in self.base.passages]

    @cached_property
    def starts(self) -> list[int]:
        return [0, *accumulate(len(row.text) + 1 for row in self.base.passages)]

    def place(self, at: int) -> Place | None:
        """Where in the source a letter stands."""
        number = bisect_right(self.starts, at) - 1
        places = self.base.passages[number].places
        index = at - self.starts[number]
        return places[index] if index < len(places) else None

    def shown(self, place: Place) -> list[int]:
        """All letters that a place is shown as."""
        return [self.starts[number] + index for number, index in self.base.shown_at([place], 0, 1)]


class Meanwhile:
    """What has come between the report as it was sent and as it is now; `carried` tells where a place is now."""

    def __init__(self, sent: Base, now: Base, carried: Callable[[Place | None], Place | None]) -> None:
        self._sent, self._now, self._carried = _Flat(sent), _Flat(now), carried

    def has(self, edit: Edit) -> bool:
        """Whether what stands now between the nearest letters that are as they were is what the edit makes of it."""
        if edit.kind == "note":
            author = edit.revision.author if edit.revision else ""
            return (author, plain(edit.new_text)) in self._now.base.said
        if edit.kind in ("format", "move") or any(letter.noted for letter in edit.new):
            return False
        start = self._sent.starts[edit.passage] + edit.start
        end = start + len(edit.old)
        text = self._sent.text
        before = self._nearest(range(start - 1, -1, -1))
        behind = self._nearest(range(end, len(text)))
        if before is None or behind is None:
            return False
        first, last = _closest(before[1], behind[1])
        new = f"{text[before[0] + 1 : start]}{edit.new_text}{text[end : behind[0]]}"
        return _bare(new) == _bare(self._now.text[first + 1 : last]) or self._has_paragraphs(edit, first)

    def _has_paragraphs(self, edit: Edit, at: int) -> bool:
        """Whether new paragraphs stand right behind the one that has a letter, or near there behind others that are
        new, and were not there when the proof was sent."""
        added = [said for said in edit.new_text.split(END) if said.strip()]
        if edit.kind not in ("paragraph", "row") or edit.old or not added:
            return False
        number = bisect_right(self._now.starts, at) - 1
        near = self._now.texts[number : number + len(added) + _BESIDE]
        return _times(added, near) > 0 and _times(added, self._now.texts) > _times(added, self._sent.texts)

    def _nearest(self, order: Iterable[int]) -> tuple[int, list[int]] | None:
        """The first letter that is still there, and where it is shown."""
        for at in islice(order, _MOST):
            place = self._carried(self._sent.place(at))
            shown = self._now.shown(place) if place else []
            if shown:
                return at, shown
        return None


def is_formatted(letters: Iterable[Letter], edit: Edit) -> bool:
    """Whether letters have the formats that an edit gives them."""
    return [letter.formats for letter in letters] == [letter.formats for letter in edit.new]


def _closest(before: list[int], behind: list[int]) -> tuple[int, int]:
    pairs: Iterator[tuple[int, int]] = ((one, other) for one in before for other in behind if one < other)
    return min(pairs, key=lambda pair: pair[1] - pair[0], default=(0, 0))


def _times(rows: Sequence[str], texts: Sequence[str]) -> int:
    """How often some texts follow one another among others."""
    return sum(texts[at : at + len(rows)] == rows for at in range(len(texts) - len(rows) + 1))


def _bare(text: str) -> str:
    """A text with one end where paragraphs that say nothing stand too."""
    return re.sub(rf"\s*{END}\s*", END, text)
