"""Knows which letters of a face for mathematics the formulas of a fragment need in a browser; must not know where a
format keeps it."""

from __future__ import annotations

import unicodedata
from functools import cache

from pipeline.core.scripts import is_full_width
from pipeline.formats.hypertext.elements import Element

_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_TOKENS = tuple(f"{_MATHML}{name}" for name in ("mi", "mn", "mo", "mtext"))
# A bar over a letter, which faces for mathematics have as an accent of Latin-1 alone.
_OVERLINE, _MACRON = "\u203e", "\u00af"


def letters_of(body: Element) -> set[str]:
    """The characters that formulas are drawn with: a variable of one letter is drawn in italics (MathML Core, 3.2.2).

    Bars are written with the character that the face has.
    """
    found: set[str] = set()
    for token in body.iter(*_TOKENS):
        if token.text == _OVERLINE:
            token.text = _MACRON
            token.set("stretchy", "false")
        text = (token.text or "").strip()
        is_variable = token.tag == _TOKENS[0] and len(text) == 1 and token.get("mathvariant") != "normal"
        found |= {_italics().get(text, text)} if is_variable else set(text)
    if any(True for _ in body.iter(f"{_MATHML}msqrt", f"{_MATHML}mroot")):
        found.add("√")
    return {letter for letter in found if not is_full_width(letter) and not letter.isspace()}


@cache
def _italics() -> dict[str, str]:
    """The italic letters of mathematics by their plain ones (Unicode, Mathematical Alphanumeric Symbols)."""
    blocks = (chr(code) for code in range(0x1D434, 0x1D7CC))
    named = {letter: unicodedata.name(letter, "") for letter in blocks}
    italic = {
        unicodedata.normalize("NFKC", letter): letter
        for letter, name in named.items()
        if name.startswith("MATHEMATICAL ITALIC ")
    }
    return {**italic, "h": "ℎ"}
