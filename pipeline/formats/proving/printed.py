"""Knows what is printed as one run of characters, and what holds of them: where blocks end, emphasis, languages, links,
pictures; must not know where it was read.

A document and an output are read into the same shape, and proved by comparing the two. White space is no character of
the run: where it stands is kept beside it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, get_args

from pipeline.core.numbers import NUMBERED_LEVELS
from pipeline.core.scripts import is_wide

Kind = Literal[
    "anchor",
    "blank",
    "block",
    "cell",
    "code",
    "emphasis",
    "formula",
    "heading",
    "item",
    "language",
    "link",
    "listing",
    "note",
    "picture",
    "reading",
    "strikeout",
    "strong",
    "subscript",
    "superscript",
]
"""What can hold of a stretch of characters, or stand between two; `block` is the end of one, `blank` white space."""

_WORDS = re.compile(r"\S+")
# What no reader sees: joiners, soft hyphens, zero-width spaces, variation selectors, marks of direction. What turns the
# order of letters round is seen.
_UNSEEN = dict.fromkeys(
    (
        *(0xAD, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x2060, 0x2066), *range(0x206A, 0x2070)),
        *(*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)),
    )
)


EVERY_KIND: tuple[Kind, ...] = get_args(Kind)
NAMES: Mapping[Kind, str] = {
    "anchor": "feature_anchor",
    "blank": "feature_blank",
    "block": "feature_block",
    "cell": "feature_cell",
    "code": "feature_code",
    "emphasis": "feature_emphasis",
    "formula": "feature_formula",
    "heading": "feature_heading",
    "item": "feature_item",
    "language": "feature_language",
    "link": "feature_link",
    "listing": "feature_listing",
    "note": "feature_note",
    "picture": "feature_picture",
    "reading": "feature_reading",
    "strikeout": "feature_strikeout",
    "strong": "feature_strong",
    "subscript": "feature_subscript",
    "superscript": "feature_superscript",
}
"""What each is called in findings, among the words."""


# Radicals and ligatures are drawn by the glyphs of what they stand for, and come back from a PDF as these or those.
_DRAWN = {code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2E80, 0x2FE0), *range(0xFB00, 0xFB07))}
_PLAIN = {**_UNSEEN, **_DRAWN}

TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""What turns the order of letters round (UAX 9); no glyph of a PDF says so."""


@lru_cache(maxsize=65536)
def seen(text: str) -> str:
    """A text as it is compared: without characters that no reader sees, and decomposed (NFD), since letters and their
    marks may be drawn apart."""
    return text if text.isascii() else unicodedata.normalize("NFD", text.translate(_PLAIN))


@dataclass(frozen=True)
class Feature:
    """What holds from one offset to another, or stands at one."""

    kind: Kind
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Printed:
    """What is printed: its characters without white space; the offsets before which there is some, and at which blocks
    end; what holds of the characters, and in which place of the source or of the output they stand."""

    text: str
    blanks: frozenset[int]
    ends: frozenset[int]
    features: tuple[Feature, ...]
    places: tuple[tuple[int, str], ...] = ()

    def said(self, start: int, end: int) -> str:
        """A stretch of the text as it is read, with its white space."""
        letters = (
            " " * (at in self.blanks and at > start) + self.text[at] for at in range(start, min(end, len(self.text)))
        )
        return "".join(letters)

    def where(self, offset: int) -> str:
        """The place of a character; empty where nothing says so."""
        found = bisect_right(self.places, offset, key=lambda place: place[0]) - 1
        return self.places[found][1] if found >= 0 else ""

    def points(self, kind: Kind) -> Iterator[tuple[int, str]]:
        """Where something stands between two characters, and what it is."""
        if kind == "block":
            yield from ((offset, "") for offset in self.ends if 0 < offset < len(self.text))
        elif kind == "blank":
            yield from ((offset, "") for offset in self.blanks if self._parts_words(offset))
        else:
            yield from ((one.start, one.value) for one in self.features if one.kind == kind)

    def _parts_words(self, offset: int) -> bool:
        """Whether white space parts two words there: beside a wide character there may be some or none, and the ends
        of blocks need none."""
        if not 0 < offset < len(self.text) or offset in self.ends:
            return False
        return not is_wide(self.text[offset - 1]) and not is_wide(self.text[offset])


@dataclass
class Recorder:
    """Writes down what is printed, in its order, but for signs that are left out."""

    left_out: Collection[str] = ()
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _blanks: set[int] = field(default_factory=set)
    _ends: set[int] = field(default_factory=set)
    _features: list[Feature] = field(default_factory=list)
    _places: list[tuple[int, str]] = field(default_factory=list)
    _muted: list[Collection[Kind]] = field(default_factory=list)

    def write(self, text: str) -> None:
        """Characters, with white space between them."""
        at = 0
        for word in _WORDS.finditer(text):
            if word.start() > at:
                self._blanks.add(self._length)
            letters = seen(word.group())
            if self.left_out:
                letters = "".join(letter for letter in letters if letter not in self.left_out)
            self._parts.append(letters)
            self._length += len(letters)
            at = word.end()
        if at < len(text):
            self._blanks.add(self._length)

    def end_block(self) -> None:
        """A block ends here."""
        self._ends.add(self._length)

    def mark(self, kind: Kind, value: str) -> None:
        """Something that stands between two characters."""
        if not self.is_muted(kind):
            self._features.append(Feature(kind, value, self._length, self._length))

    def place(self, where: str) -> None:
        """What follows stands there: at `12:3` or `#id` of a document, on `#page=5` of an output; nobody knows where,
        if it is empty."""
        if not self._places or self._places[-1][1] != where:
            self._places.append((self._length, where))

    @contextmanager
    def holding(self, kind: Kind, value: str = "") -> Iterator[None]:
        """What is written meanwhile is so. Of headings without numbers the levels are not told apart (HED104)."""
        start = self._length
        if kind == "heading":
            value = str(min(int(value), NUMBERED_LEVELS))
        yield
        if self._length > start and not self.is_muted(kind):
            self._features.append(Feature(kind, value, start, self._length))

    @contextmanager
    def muting(self, kinds: Collection[Kind]) -> Iterator[None]:
        """What is written meanwhile has no such features."""
        self._muted.append(kinds)
        yield
        self._muted.pop()

    def is_muted(self, kind: Kind) -> bool:
        """Whether such a feature is not written down."""
        return any(kind in kinds for kinds in self._muted)

    def printed(self) -> Printed:
        """All that was written."""
        return Printed(
            "".join(self._parts),
            frozenset(self._blanks),
            frozenset(self._ends),
            tuple(self._features),
            tuple(self._places),
        )
