"""Knows which characters are Chinese, Latin, wide or punctuation, once for all rooms; must not know fonts or documents.

`HAN` is Unicode's script Han (UAX 24, Scripts.txt 17.0) without radicals and description marks, which are no
ideographs; a test
holds it against the data.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

HAN = (
    "\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufa6d\ufa70-\ufad9"
    "\U00016fe2\U00016fe3\U00016ff0-\U00016ff6\U00020000-\U0002a6df\U0002a700-\U0002b81e\U0002b820-\U0002cead"
    "\U0002ceb0-\U0002ebe0\U0002ebf0-\U0002ee5d\U0002f800-\U0002fa1d\U00030000-\U0003134a\U00031350-\U00033479"
)
"""Ideographs of every plane with 々 and 〇, for a character class of a regular expression."""

LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
"""Letters of Latin words, for a character class."""

KANA, HANGUL, CYRILLIC = "\u3040-\u30ff", "\uac00-\ud7a3", "\u0400-\u04ff"

FULL_WIDTH = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00016fe0-\U00016fff\U00020000-\U0003ffff"
"""What is set on a full-width square: ideographs, CJK punctuation, kana, full-width forms (W3C CLREQ 2.2)."""

OPENING = "（《〈【「『〔〖［｛“‘"
"""Full-width punctuation that is white on its left (W3C CLREQ 3.1.6)."""

CLOSING = "，。、；：）》〉】」』〕〗］｝”’"
"""Full-width punctuation that is white on its right."""

INTERPUNCTS = "·・‧•"
"""The dots between the parts of a name: no line begins with one, and one may end with it (W3C CLREQ 3.1.4)."""

IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What prints nothing where a face has no glyph for it: variation selectors, joiners, marks of order and bytes, fillers
(UAX 44, Default_Ignorable_Code_Point)."""
QUOTES = {"DoubleQuote": ("“", "”"), "SingleQuote": ("‘", "’")}
"""The marks of a quotation by pandoc's name for its kind."""
_SIGNS = "*_~`"
_CLOSED = re.compile(r"(?:[*_~`\]]|(?<=\])\([^()\s]*\)|(?<=[\])])\{[^{}]*\})+$")
"""What closes markup at the end of a line: emphasis, code, links and their addresses, attributes."""
CENTRED = "，。、；：！？"
"""The punctuation that Traditional Chinese sets in the middle of its square (W3C CLREQ 3.1.1)."""


@cache
def _any_of(characters: str) -> re.Pattern[str]:
    # Compiled when first asked for: such classes take milliseconds, and the command starts often.
    return re.compile(f"[{characters}]")


def is_han(character: str) -> bool:
    """Whether a character is an ideograph."""
    return _any_of(HAN).fullmatch(character) is not None


def has_han(text: str) -> bool:
    """Whether an ideograph stands in a text."""
    return _any_of(HAN).search(text) is not None


def is_ignorable(character: str) -> bool:
    """Whether a character prints nothing where a face has no glyph for it."""
    return _any_of(IGNORABLE).fullmatch(character) is not None


def has_latin(text: str) -> bool:
    """Whether a Latin letter stands in a text."""
    return _any_of(LATIN).search(text) is not None


def is_full_width(character: str) -> bool:
    """Whether a character is set on a full-width square, without spaces round it."""
    return _any_of(FULL_WIDTH).fullmatch(character) is not None


def sets_solid(character: str) -> bool:
    """Whether a line end beside a character is nothing: it is set on a full-width square, or is a mark that Chinese
    text shares with others."""
    return bool(character) and (is_full_width(character) or character in "“”‘’…—")


def is_solid_over(above: str, below: str) -> bool:
    """Whether the line end between two lines of a text with markup is nothing, and no space. What closes markup and
    what opens some next to it are kept apart: they would be read otherwise."""
    if above[-1:] in _SIGNS and below[:1] in _SIGNS:
        return False
    return sets_solid(_CLOSED.sub("", above)[-1:]) or sets_solid(below.lstrip(f"{_SIGNS}[")[:1])


def is_wide(character: str) -> bool:
    """Whether a character takes two columns where all are as wide as each other (UAX 11: W and F)."""
    return unicodedata.east_asian_width(character) in "WF"


def columns(text: str) -> int:
    """How many columns a text takes where all characters are as wide as each other."""
    return sum(2 if is_wide(character) else 1 for character in text)
