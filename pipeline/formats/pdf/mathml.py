"""Knows the elements of MathML that pandoc writes, and what its signs are; must not know how they are drawn."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core import mathematical_signs as signs
from pipeline.core.mathematical_signs import INVISIBLE
from pipeline.formats.hypertext.elements import Element

# Operators with limits above and below in displays, beside the names of functions (TeXbook, appendix F).
LARGE = frozenset("∑∏∐⋀⋁⋂⋃⨀⨁⨂⨃⨄⨅⨆")
# What stands over or under, where it has a function of its own; an accent is the combining character.
OVER = {"¯": "overline", "⏞": "overbrace", "⎴": "overbracket", "⏜": "overparen"}
UNDER = {"_": "underline", "̱": "underline", "⏟": "underbrace", "⎵": "underbracket", "⏝": "underparen"}
ACCENTS = {
    **{chr(code): chr(code) for code in (*range(0x300, 0x30D), 0x20DB, 0x20DC)},
    **{sign: accent for sign, accent in signs.ACCENTS.items() if accent != "\u20d7"},
    "→": "→", "⃗": "→", "←": "←", "⃖": "←", "↔": "↔", "⃡": "↔", "⇀": "⇀", "⃑": "⇀", "↼": "↼", "⃐": "↼",
}  # fmt: skip
# Of bars, those that fence something: the signs of a relation are others.
BARS = {"∣": "|", "∥": "‖", "|": "|", "‖": "‖"}
SIDES = {"prefix": "opening", "postfix": "closing"}
_MARKS = frozenset({*OVER, *UNDER, *ACCENTS}) - {"→", "←", "↔", "⇀", "↼"}
_TOKENS = ("{*}mi", "{*}mn", "{*}mo", "{*}mtext")
ARROWS = frozenset("→←↔⇒⇐⇔↦⟶⟵⟷⟹⟸⟺⇌⇀↼⇁↽↩↪⟼⇋=")


def name_of(element: Element) -> str:
    """The name of an element of MathML without its name space."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element) -> list[Element]:
    """The elements in an element."""
    return [child for child in element if isinstance(child.tag, str)]


def text_in(element: Element) -> str:
    """All text in an element."""
    return "".join(str(part) for part in element.itertext())


def letters(element: Element) -> Iterator[str]:
    """The characters of a formula that are to be seen as they are; marks over and under others are drawn otherwise."""
    hidden = {token for phantom in element.iter("{*}mphantom") for token in phantom.iter()}
    for token in element.iter(*_TOKENS):
        text = text_in(token)
        if token not in hidden and not (text in _MARKS and name_of(token) == "mo"):
            yield from (letter for letter in text if not letter.isspace() and letter not in INVISIBLE)
