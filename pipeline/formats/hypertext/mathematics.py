"""Knows how formulas are written for browsers, which have MathML Core, and which letters of a face for mathematics they
need; must not know where a format keeps it."""

from __future__ import annotations

import unicodedata
from functools import cache

from pipeline.core.mathematical_signs import OVERLINES, PRIMES, UNDERLINES
from pipeline.core.scripts import is_full_width
from pipeline.formats.hypertext.elements import Element

_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_TOKENS = tuple(f"{_MATHML}{name}" for name in ("mi", "mn", "mo", "mtext"))
# A bar over a letter, which faces for mathematics have as an accent of Latin-1 alone.
_OVERLINE, _MACRON = OVERLINES
# Accents that faces have in several widths.
_WIDE = ("\u0302", "\u0303", "\u030c", "\u0306")


def for_browsers(body: Element) -> None:
    """Write what stands over and under letters as browsers and the face have it: bars as long as what they belong to
    are lines at its edge, accents of several letters stretch. What has a size is an operator (MathML Core, 3.2.4)."""
    for token in body.iter(_TOKENS[0], _TOKENS[1]):
        if "minsize" in token.attrib:
            token.tag = f"{_MATHML}mo"
            _close(token)
    _primes(body)
    for element in body.iter(f"{_MATHML}mover", f"{_MATHML}munder"):
        mark = element[1]
        text, is_over = (mark.text or "").strip(), element.tag == f"{_MATHML}mover"
        if mark.tag != f"{_MATHML}mo":
            continue
        if text == _OVERLINE:
            mark.text = _MACRON
            mark.set("stretchy", "false")
        elif (is_over and text == _MACRON) or (not is_over and text in UNDERLINES):
            element.remove(mark)
            element.tag = f"{_MATHML}menclose"
            element.set("notation", "top" if is_over else "bottom")
        elif text in _WIDE and len("".join(str(part) for part in element[0].itertext()).strip()) > 1:
            mark.set("stretchy", "true")


def _close(sign: Element) -> None:
    """Have a sign stand close to what is beside it."""
    for side in ("lspace", "rspace"):
        sign.set(side, "0em")


def _primes(body: Element) -> None:
    """Primes, which stand high in their face already, beside what they belong to and not raised once more."""
    for element in list(body.iter(f"{_MATHML}msup", f"{_MATHML}msubsup")):
        prime = element[-1]
        if (prime.text or "").strip() not in PRIMES or len(prime):
            continue
        prime.tag = f"{_MATHML}mo"
        _close(prime)
        if element.tag == f"{_MATHML}msup":
            element.tag = f"{_MATHML}mrow"
            continue
        base = element.makeelement(f"{_MATHML}msub", {}, {})
        base.extend(list(element)[:2])
        element.insert(0, base)
        element.tag = f"{_MATHML}mrow"


def letters_of(body: Element) -> set[str]:
    """The characters that formulas are drawn with; a variable of one letter is in italics (MathML Core, 3.2.2)."""
    found: set[str] = set()
    for token in body.iter(*_TOKENS):
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
