"""Knows how a citation may follow a Chinese character, which pandoc takes for part of a word; must not know citations
otherwise.

The character before `@{key}` is parsed as a symbol that stands nowhere else in the text, and put back into what comes
out.
Lengths and widths stay as they are, so positions and tables do too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.core.scripts import is_wide

# A letter or a digit that is no ASCII one, of any plane.
_BEFORE_KEY = re.compile(r"[^\W\x00-\x7f](?=@\{)")
# Symbols, which are no letters: squared words are wide, dot patterns narrow, as what they stand for.
_WIDE = [chr(code) for code in range(0x3300, 0x3400)]
_NARROW = [chr(code) for code in range(0x2800, 0x2900)]


def veil(text: str) -> tuple[str, Mapping[int, str]]:
    """The text with each such character replaced, and the characters to put back by code point (for `str.translate`).

    A text with more of them than there are symbols keeps the rest as they are; a check finds their keys (CIT106).
    """
    used = set(text)
    free = {
        wide: iter([symbol for symbol in symbols if symbol not in used])
        for wide, symbols in ((True, _WIDE), (False, _NARROW))
    }
    veils: dict[str, str] = {}
    for character in dict.fromkeys(_BEFORE_KEY.findall(text)):
        if symbol := next(free[is_wide(character)], None):
            veils[character] = symbol
    veiled = _BEFORE_KEY.sub(lambda found: veils.get(found[0], found[0]), text)
    return veiled, {ord(symbol): character for character, symbol in veils.items()}
