"""Knows how a citation may follow a Chinese character, which pandoc takes for part of a word; must not know citations
otherwise.

The character before `@{key}` is parsed as a symbol that stands nowhere else in the text, and put back into what comes
out.
Lengths and widths stay as they are, so positions and tables do too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_BEFORE_KEY = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff](?=@\{)")
# Squared words: wide like the characters they stand for, and no letters.
_SYMBOLS = [chr(code) for code in range(0x3300, 0x3358)]


def veil(text: str) -> tuple[str, Mapping[int, str]]:
    """The text with each such character replaced, and the characters to put back by code point (for
    `str.translate`)."""
    free = iter([symbol for symbol in _SYMBOLS if symbol not in text])
    veils: dict[str, str] = {}
    for character in _BEFORE_KEY.findall(text):
        if character not in veils and (symbol := next(free, None)):
            veils[character] = symbol
    made = _BEFORE_KEY.sub(lambda found: veils.get(found[0], found[0]), text)
    return made, {ord(symbol): character for character, symbol in veils.items()}
