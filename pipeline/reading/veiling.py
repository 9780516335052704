"""Knows which characters are hidden from pandoc's reader, which would take them for what they are not; must not know
what they mean.

A Chinese character before `@{key}` would be part of a word with it, and a bracket without a partner costs time that
doubles with each one (`brackets`). They are parsed as symbols that stand nowhere else in the text, and put back into
what comes out. Lengths and widths stay as they are, so positions and tables do too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.core.scripts import is_wide
from pipeline.reading.brackets import look_at

# A letter or a digit that is no ASCII one, of any plane.
_BEFORE_KEY = re.compile(r"[^\W\x00-\x7f](?=@\{)")
# Symbols, which are no letters: squared words are wide, dot patterns narrow, as what they stand for.
_WIDE = [chr(code) for code in range(0x3300, 0x3400)]
_NARROW = [chr(code) for code in range(0x2800, 0x2900)]


def veil(text: str) -> tuple[str, Mapping[int, str]]:
    """The text with each such character replaced, and the characters to put back by code point (for `str.translate`).

    A text with more of them than there are symbols keeps the rest as they are; a check finds their keys (CIT106).
    """
    lonely = look_at(text).lonely
    if not lonely and "@{" not in text:
        return text, {}
    used = set(text)
    free = {
        wide: iter([symbol for symbol in symbols if symbol not in used])
        for wide, symbols in ((True, _WIDE), (False, _NARROW))
    }
    veils: dict[str, str] = {}
    for character in dict.fromkeys([*("[" * bool(lonely)), *_BEFORE_KEY.findall(text)]):
        if symbol := next(free[is_wide(character)], None):
            veils[character] = symbol
    pieces = list(_BEFORE_KEY.sub(lambda found: veils.get(found[0], found[0]), text))
    for offset in lonely:
        pieces[offset] = veils.get("[", "[")
    veiled = "".join(pieces)
    return veiled, {ord(symbol): character for character, symbol in veils.items()}
