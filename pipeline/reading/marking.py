"""Knows how to give Markdown exact positions through a parser that has none; must not know what the marks will be
used for.

pandoc's Markdown reader keeps no positions. So a copy of the source is parsed in which unique tokens of the same
length stand
for citation keys, ids and link destinations, and one unique letter marks each line. What comes out of the parser
carries its
offset with it. The decoded result must equal the plain parse; where it does not, no position is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from pipeline.core.scripts import HAN, is_wide

# What tokens are spelt with, as wide as what they stand for.
_NARROW_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WIDE_DIGITS = [chr(code) for code in range(0x4E00, 0x4E00 + 2000)]
# What a token of one letter is, which could be met by chance anywhere: letters of old scripts, and rare ideographs.
_NARROW_ALONE = "".join(map(chr, (*range(0x10300, 0x10320), *range(0x10330, 0x1034A), *range(0x10380, 0x1039E))))
_WIDE_ALONE = [chr(code) for code in range(0x30000, 0x3134A)]
# Letter marks: rare ideographs for ideographs, cuneiform, hieroglyphs and syllables for Latin letters. Both keep the
# display
# width that simple and grid tables are measured by, and both count as letters for the parser.
WIDE_MARKS = (*range(0x20000, 0x2A6D0), *range(0x2A700, 0x2B735), *range(0x2B820, 0x2CEA2), *range(0x2CEB0, 0x2EBE1))
NARROW_MARKS = (
    *(*range(0x12000, 0x12390), *range(0x13000, 0x13430), *range(0x14400, 0x14647), *range(0x16800, 0x16A39)),
    *(*range(0x1401, 0x166D), *range(0xA500, 0xA60C), *range(0x10600, 0x10737), *range(0x1E800, 0x1E8C5)),
)

# An @key as pandoc's manual (Citation syntax) allows it; or @{anything}.
_KEY = re.compile(r"(?<![^\W_])@(?:\{(?P<braced>[^{}\s]+)\}|(?P<plain>[^\W_](?:[:.#$%&\-+?<>~/]?\w)*))")
_ID = re.compile(r"\{[^{}\n]*?#(?P<id>[\w:.-]+)")
_DESTINATION = re.compile(
    r"\]\(\s*<?(?P<target>[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)"
    r"|^ {0,3}\[[^\]\n^][^\]\n]*\]:\s*<?(?P<reference>[^\s<>]+)"
    r"|<(?P<auto>[a-z][a-z0-9+.-]*:[^\s<>]+)>",
    re.M,
)
# A token is a whole run of these characters: what stands before and after a key, an id or its part of an address is
# none of them.
_RUN = re.compile(
    f"[{_NARROW_DIGITS}{_WIDE_DIGITS[0]}-{_WIDE_DIGITS[-1]}]+|[{_NARROW_ALONE}{_WIDE_ALONE[0]}-{_WIDE_ALONE[-1]}]"
)
_ALPHANUMERIC = re.compile(r"[0-9A-Za-z]+")
# Where a changed letter could change the parse: attributes, div fences, code fences, destinations, note and reference
# labels.
SYNTAX = re.compile(
    r"\{[^{}\n]*\}|^[ >]*:::.*$|^[ >\t]*(?:```|~~~).*$|\]\([^)\n]*\)|<[^>\n]*>|\[\^[^\]\n]*\]"
    r"|^ {0,3}\[(?!\^)[^\]\n]*\]:.*$|@[^\s\]，。；：]+|&#?\w+;|\\\w+",
    re.M,
)
_HAN = re.compile(f"[{HAN}]")
# A full stop or bracket makes an item or an abbreviation of Latin letters.
LAST_LETTER = re.compile(rf"(?<!\w)[^\W\d_{HAN}]+([^\W\d_{HAN}])(?!\w|(?<=[A-Za-z])[.)])")


@dataclass(frozen=True)
class Mark:
    """A token in the marked text: what it stands for, and where in the source (0-based offset).

    `start` and `end` bound the whole key, id or destination that the token is part of.
    """

    original: str
    offset: int
    start: int
    end: int


@dataclass(frozen=True)
class MarkedText:
    """A text of the same length as the source, with its marks by token."""

    text: str
    tokens: Mapping[str, Mark]
    letters: Mapping[str, Mark]

    def decode(self, text: str) -> str:
        """Put the originals back."""
        text = _RUN.sub(
            lambda run: self.tokens[run.group()].original if run.group() in self.tokens else run.group(), text
        )
        return text.translate(self.originals)

    def find(self, text: str) -> tuple[Mark, int] | None:
        """The first token in a text, with its index in it."""
        return next(
            ((self.tokens[run.group()], run.start()) for run in _RUN.finditer(text) if run.group() in self.tokens), None
        )

    @cached_property
    def originals(self) -> Mapping[int, str]:
        """The letter that each letter mark stands for, by code point."""
        return {ord(letter): mark.original for letter, mark in self.letters.items()}

    def moved(self, start: int, end: int, other: MarkedText) -> MarkedText:
        """These marks where what stood between two offsets is another text, with marks that none of these has."""
        by = len(other.text) - (end - start)

        def placed(ours: Mapping[str, Mark], theirs: Mapping[str, Mark]) -> dict[str, Mark]:
            kept = {
                name: mark if mark.offset < start or not by else _shifted(mark, by)
                for name, mark in ours.items()
                if not start <= mark.offset < end
            }
            return kept | {name: _shifted(mark, start) for name, mark in theirs.items()}

        text = self.text[:start] + other.text + self.text[end:]
        return MarkedText(text, placed(self.tokens, other.tokens), placed(self.letters, other.letters))


def _shifted(mark: Mark, by: int) -> Mark:
    return Mark(mark.original, mark.offset + by, mark.start + by, mark.end + by)


class _TokenMint:
    """Makes tokens of a wanted shape that occur nowhere in the text, and are no others."""

    def __init__(self, text: str, others: Container[str] = ()) -> None:
        self.text, self.others = text, others
        self.counters: dict[tuple[bool, ...], int] = {}

    def token(self, original: str) -> str | None:
        """A token as long and as wide as `original`; None when so short a shape is used up."""
        shape = tuple(map(is_wide, original))
        while True:
            number = self.counters.get(shape, 0)
            self.counters[shape] = number + 1
            token = _spell(number, shape)
            if token is None:
                return None
            if token not in self.others and token not in self.text:
                return token


def _spell(number: int, shape: tuple[bool, ...]) -> str | None:
    letters = []
    digits: Sequence[str]
    for wide in reversed(shape):
        if len(shape) == 1:
            digits = _WIDE_ALONE if wide else _NARROW_ALONE
        else:
            digits = _WIDE_DIGITS if wide else _NARROW_DIGITS
        number, digit = divmod(number, len(digits))
        letters.append(digits[digit])
    return None if number else "".join(reversed(letters))


def mark(
    text: str,
    *,
    with_letters: bool = True,
    every_letter: bool = False,
    around: str = "",
    others: MarkedText | None = None,
) -> MarkedText:
    """Mark every candidate in a text, and a letter in each line or every letter. Marking what turns out to be no
    citation or link is harmless. In a part nothing is used that stands in the text `around`, or marks its `others`."""
    mint = _TokenMint(around or text, others.tokens if others else ())
    tokens: dict[str, Mark] = {}
    pieces: list[str] = []
    last = 0
    for start, end, whole in _candidates(text):
        original = text[start:end]
        token = mint.token(original) if start >= last else None
        if token is None:
            continue
        tokens[token] = Mark(original, start, *whole)
        pieces += [text[last:start], token]
        last = end
    marked = "".join([*pieces, text[last:]])
    # In the place of a token there are no letters of the text any more.
    bare = [*text]
    for found in tokens.values():
        bare[found.offset : found.offset + len(found.original)] = "\0" * len(found.original)
    used = {*(around or text), *(others.letters if others else ())}
    letters = dict(_letters(text, "".join(bare), used, every=every_letter)) if with_letters else {}
    characters = list(marked)
    for letter, found in letters.items():
        characters[found.offset] = letter
    return MarkedText("".join(characters), tokens, letters)


def _candidates(text: str) -> list[tuple[int, int, tuple[int, int]]]:
    keys = [match.span("braced" if match["braced"] else "plain") for match in _KEY.finditer(text)]
    ids = [match.span("id") for match in _ID.finditer(text)]
    spans = [(start, end, (start, end)) for start, end in keys + ids]
    for match in _DESTINATION.finditer(text):
        start, end = match.span(match.lastgroup or 0)
        # A token of letters and digits inside the address keeps it an address.
        runs = [
            run.span() for run in _ALPHANUMERIC.finditer(text, start, end) if text[run.end() : run.end() + 1] != ":"
        ]
        longest = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
        # One letter of an old script would be no part of an address.
        if longest[1] - longest[0] > 1:
            spans.append((*longest, (start, end)))
    return sorted(spans)


def _letters(text: str, bare: str, used: Container[str], *, every: bool) -> Iterator[tuple[str, Mark]]:
    """The letter marks of a text, of which `bare` lacks what has a token: one in each line, of an ideograph if there is
    one; or every ideograph, and the last letter of every other word. Where the letters of scripts that are not used are
    used up, the rest has none."""
    wide, narrow = ((chr(code) for code in codes if chr(code) not in used) for codes in (WIDE_MARKS, NARROW_MARKS))
    offset = 0
    masked = SYNTAX.sub(lambda match: "\0" * len(match.group()), bare)
    for line in masked.split("\n"):
        ideographs = ((found.start(), wide) for found in _HAN.finditer(line))
        words = ((found.start(1), wide if is_wide(found[1]) else narrow) for found in LAST_LETTER.finditer(line))
        for place, letters in chain(ideographs, words):
            letter = next(letters, None)
            if letter is not None:
                start = offset + place
                yield letter, Mark(text[start], start, start, start + 1)
            if not every:
                break
        offset += len(line) + 1
