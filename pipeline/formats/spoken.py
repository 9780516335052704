"""Knows how a formula is said aloud in Chinese and English, from its MathML; must not know how it is drawn."""

from __future__ import annotations

from pipeline.core.languages import Language
from pipeline.core.mathematical_signs import ACCENTS, INVISIBLE, PRIMES, UNDERLINES
from pipeline.core.wording import word
from pipeline.formats.proving.markup import Element

_SIGNS = {
    "+": "plus", "−": "minus", "-": "minus", "±": "plus_minus", "×": "times", "⋅": "times", "·": "times",
    "÷": "divided", "/": "divided", "%": "percent", "!": "factorial", "=": "equals", "≠": "unequal", "≈": "about",
    "<": "less", ">": "greater", "≤": "at_most", "≥": "at_least", "∈": "element_of", "→": "tends_to",
    "∑": "sum", "∏": "product", "∫": "integral", "∂": "partial", "∞": "infinity",
}  # fmt: skip
_MARKS = {
    "\u0300": "grave", "\u0301": "acute", "\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0306": "breve",
    "\u0307": "dot", "\u0308": "two_dots", "\u030a": "ring", "\u030c": "check", "\u20d7": "arrow",
    "\u20db": "three_dots", "\u20e1": "both_arrows",
    "⃖": "left_arrow", "←": "left_arrow", "↔": "both_arrows", "⏞": "brace", "⏜": "bow", "⏟": "brace", "⏝": "bow",
    "⎴": "bracket", "⎵": "bracket", **dict.fromkeys(UNDERLINES, "bar"),
}  # fmt: skip
"""What stands over or under something and is no part of what it says: how it is called."""
_FENCES = "([{|‖⟨⌈⌊"
_SILENT = {*INVISIBLE, " ", "\u00a0", ""}


def spoken(element: Element, language: Language) -> str:
    """What a reader says for an element of MathML Core."""
    return " ".join(part for part in _say(element, language).split() if part)


# The sentence of each element that holds other parts than in a row, by their order.
_SENTENCES = {
    "mfrac": "fraction", "mroot": "nth_root", "msub": "index",
    "mover": "over", "munder": "under", "munderover": "from_to",
}  # fmt: skip
_PLACES = ("first", "second", "third")


def _say(element: Element, language: Language) -> str:
    tag = str(element.tag).rpartition("}")[2]
    parts = [_say(child, language) for child in element if isinstance(child.tag, str)]
    if not parts:
        text = "".join(element.itertext()).strip()
        return (
            ""
            if text in _SILENT or tag == "annotation"
            else word(f"math_{_SIGNS[text]}", language)
            if text in _SIGNS
            else text
        )
    if tag in ("mover", "munder") and (mark := _mark(element[1])):
        return word(f"math_{tag}_{mark}", language, first=parts[0])
    if tag == "msubsup":
        return _with_index(parts, language)
    if tag == "msup":
        return _raised(parts[0], parts[1], language)
    if tag in ("msqrt", "mtable"):
        kind, between = ("root", " ") if tag == "msqrt" else ("table", "; ")
        held = between.join(parts)
        return held if tag == "mtable" and _is_lines(element) else word(f"math_{kind}", language, first=held)
    if tag in ("msub", "munder") and parts[0].strip() == "lim":
        return word("math_limit", language, first=parts[1])
    if tag in _SENTENCES:
        return word(f"math_{_SENTENCES[tag]}", language, **dict(zip(_PLACES, parts, strict=False)))
    return (", " if tag == "mtr" and not _is_aligned(element) else " ").join(parts)


def _is_lines(table: Element) -> bool:
    """Whether a table is formulas below each other, or the cases behind a brace, and no matrix."""
    before, behind = table.getprevious(), table.getnext()
    fence = "".join(before.itertext()).strip() if before is not None else ""
    if fence and fence in _FENCES:
        return fence == "{" and behind is None
    return all(_is_aligned(row) for row in table)


def _is_aligned(row: Element) -> bool:
    """Whether a row is one formula, whose parts may be set to the right and left of where all such rows meet."""
    return len(row) < 2 or row[0].get("columnalign") == "right"


def _with_index(parts: list[str], language: Language) -> str:
    """What has an index and an exponent; a sum or an integral has bounds."""
    base, below, above = parts
    if base in [word(f"math_{name}", language) for name in ("integral", "sum", "product")]:
        return word("math_from_to", language, first=base, second=below, third=above)
    return _raised(word("math_index", language, first=base, second=below), above, language)


def _raised(base: str, above: str, language: Language) -> str:
    """What has an exponent; primes are none."""
    if above and set(above) <= PRIMES.keys():
        for count in (PRIMES[sign] for sign in above):
            base = word(f"math_prime_{count}", language, first=base)
        return base
    if above in ("2", "⊤"):
        return word("math_squared" if above == "2" else "math_transposed", language, first=base)
    return word("math_power", language, first=base, second=above)


def _mark(sign: Element) -> str:
    """How what stands over or under something is called; empty for what says something itself."""
    text = "".join(sign.itertext()).strip()
    return _MARKS.get(ACCENTS.get(text, text), "")
