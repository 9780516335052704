"""Knows a PDF that came back with marks: the marks in groups and threads, and which words of the proof each is on; must
not know what a mark means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.core.failures import RemoteFault
from pipeline.core.reasons import Reason
from pipeline.line import limits
from pipeline.line.pool import Pool
from pipeline.proofs.base import Base
from pipeline.proofs.matching import Place, matched
from pipeline.proofs.package import RefusedProof
from pipeline.tools import pdf_marks
from pipeline.tools.overlay import OWN
from pipeline.tools.pdf import UnreadablePdf
from pipeline.tools.pdf_letters import Box, PageLetter
from pipeline.tools.pdf_marks import Mark, MarkedPages

SIGN = b"%PDF-"
_LEVEL = 3
"""How many times as far what stands above or below is as what stands beside."""


@dataclass(frozen=True)
class MarkedFile:
    """A PDF as it came back."""

    pages: MarkedPages

    @classmethod
    def open(cls, data: bytes) -> MarkedFile:
        """Read a file, in a process of its own that may be ended.

        Raises:
            RefusedProof: where it is damaged, has a password, or asks for too much.
        """
        pool = Pool(1, fork=True)
        try:
            found = pool.result(pool.submit(_read, data, seconds=limits.bounds().seconds))
        except RemoteFault as fault:
            raise RefusedProof(limits.why_ended(fault) or Reason("damaged_inside")) from fault
        finally:
            pool.kill()
        if isinstance(found, Reason):
            raise RefusedProof(found)
        return cls(found)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of editors; the remarks that the proof went out with are none."""
        return tuple(mark for mark in self.pages.marks if not mark.name.startswith(OWN))

    @property
    def editor(self) -> str:
        return next((mark.author for mark in self.marks if mark.author), "")


def _read(data: bytes) -> MarkedPages | Reason:
    try:
        return pdf_marks.read(data)
    except UnreadablePdf as error:
        return error.reason


@dataclass(frozen=True)
class Pages:
    """The letters of a marked file, and which letters of a proof they are."""

    letters: Sequence[PageLetter]
    base: Base

    @cached_property
    def places(self) -> dict[int, Place]:
        return matched([letter.text for letter in self.letters], self.base)

    @property
    def likeness(self) -> float:
        """How much of the proof is on the pages, from 0 to 1."""
        every = sum(not letter.isspace() for passage in self.base.passages for letter in passage.text)
        return len(self.places) / max(every, 1)

    @cached_property
    def _by_page(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for index, letter in enumerate(self.letters):
            found.setdefault(letter.page, []).append(index)
        return found

    def under(self, mark: Mark) -> list[int]:
        """The letters that a mark is on, in order."""
        quads = mark.quads or (mark.box,)
        return [
            index
            for index in self._by_page.get(mark.page, ())
            if any(quad.covers(self.letters[index].box) for quad in quads)
        ]

    def words(self, mark: Mark) -> str:
        return "".join(self.letters[index].text for index in self.under(mark))

    def stretch(self, mark: Mark) -> tuple[int, int, int] | None:
        """The paragraph and the stretch of it that a mark is on; None where that is not all of one stretch."""
        found = [self.places.get(index) for index in self.under(mark)]
        known = [place for place in found if place is not None]
        if not known or len(known) < len(found) or len({number for number, _ in known}) > 1:
            return None
        number, start, end = known[0][0], known[0][1], known[-1][1] + 1
        text = self.base.passages[number].text
        order = [index for _, index in known]
        every = [index for index in range(start, end) if not text[index].isspace()]
        return (number, start, end) if order == every else None

    def nearest(self, mark: Mark) -> Place | None:
        """The letter of the proof that is nearest to a mark: the first one under it, if there is one."""
        under = next((place for index in self.under(mark) if (place := self.places.get(index))), None)
        if under is not None and mark.quads:
            return under
        x, y = mark.box.middle
        near = [index for index in self._by_page.get(mark.page, ()) if index in self.places]
        index = min(near, key=lambda index: _distance(self.letters[index].box, x, y), default=None)
        return None if index is None else self.places[index]

    def gap(self, mark: Mark) -> tuple[int, int, int] | None:
        """The paragraph and the two indices between which a caret points: behind the letter before it, and before the
        one that follows; white space may stand between."""
        x, y = mark.box.middle[0], mark.box.bottom + 0.75 * (mark.box.top - mark.box.bottom)
        beside = min(self._line(mark.page, y), key=lambda index: _beside(self.letters[index].box, x), default=None)
        place = None if beside is None else self.places.get(beside)
        if beside is None or place is None or _beside(self.letters[beside].box, x) > _height(self.letters[beside].box):
            return None
        box, text = self.letters[beside].box, self.base.passages[place[0]].text
        left = place[1] + (abs(box.right - x) < abs(box.left - x))
        before, behind = text[:left].rstrip(), text[left:].lstrip()
        return place[0], len(before), len(text) - len(behind)

    def _line(self, page: int, y: float) -> Iterator[int]:
        """The letters of the line that is nearest to a height."""
        here = self._by_page.get(page, ())
        nearest = min((_apart(self.letters[index].box, y) for index in here), default=0.0)
        return (index for index in here if _apart(self.letters[index].box, y) <= nearest)


def _apart(box: Box, y: float) -> float:
    return max(box.bottom - y, y - box.top, 0.0)


def _beside(box: Box, x: float) -> float:
    return min(abs(box.left - x), abs(box.right - x))


def _height(box: Box) -> float:
    return box.top - box.bottom


def _distance(box: Box, x: float, y: float) -> float:
    return _LEVEL * _apart(box, y) + max(box.left - x, x - box.right, 0.0)
