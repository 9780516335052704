"""Knows how a formula is written in a line of Unicode text, from its MathML; must not know TeX, or who reads it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache

from lxml import etree

from pipeline.core.mathematical_signs import ACCENTS, INVISIBLE, PRIMES

Element = etree._Element
_SHIFTED = (
    *range(0xB0, 0xBA),
    *range(0x2B0, 0x2B9),
    *range(0x2E0, 0x2E5),
    *range(0x1D2C, 0x1DC0),
    *range(0x2070, 0x209D),
    0x2C7C,
    0x2C7D,
)
"""Where Unicode has its raised and lowered letters and digits, without the ordinal signs and the marks of kanbun."""
# Signs that are signs of raised ones already.
_RAISED_SIGNS = frozenset((*PRIMES, *"*†‡°®™"))
_BESIDE_BRACKETS = re.compile(r"(?<=[(\[{/√∛∜]) | (?=[)\]},;])")
_OVER = {**ACCENTS, "_": "\u0332"}
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}


@cache
def _letters(kind: str) -> Mapping[str, str]:
    """The raised (`<super>`) or lowered (`<sub>`) form of each character that has one (UnicodeData, field 5)."""
    found = {"-": "⁻", "∘": "°"} if kind == "<super>" else {"-": "₋"}
    for code in _SHIFTED:
        form = unicodedata.decomposition(chr(code)).split()
        if len(form) == 2 and form[0] == kind:
            found.setdefault(chr(int(form[1], 16)), chr(code))
    return found


def raised(words: str) -> str:
    """Words as a superscript: in raised letters where all have them, else behind a caret."""
    return _shifted(words, "<super>", "^")


def lowered(words: str) -> str:
    """Words as a subscript: in lowered letters where all have them, else behind a low line."""
    return _shifted(words, "<sub>", "_")


def _shifted(words: str, kind: str, sign: str) -> str:
    bare = words.replace(" ", "") if kind == "<sub>" or len(words) > 1 else words
    if not bare or all(character in _RAISED_SIGNS for character in bare):
        return bare
    letters = _letters(kind)
    if all(character in letters for character in bare):
        return "".join(letters[character] for character in bare)
    return f"{sign}{words}" if len(words) == 1 else f"{sign}({words})"


def in_line(math: Element) -> str:
    """A formula of MathML in a line."""
    words = _BESIDE_BRACKETS.sub("", " ".join(_say(math).split()))
    # Letters of another cut are for formulas on a page.
    plain = (unicodedata.normalize("NFKC", letter) if "𝐀" <= letter <= "𝟿" else letter for letter in words)
    return unicodedata.normalize("NFC", "".join(plain))


def _say(element: Element) -> str:
    tag = etree.QName(element).localname if isinstance(element.tag, str) else ""
    if tag in ("annotation", "annotation-xml", "mphantom", ""):
        return ""
    if tag == "mspace":
        width = element.get("width", "0").removesuffix("em")
        return "" if width.startswith(("-", "0em")) or not width.strip("0.") else " "
    parts = [_say(child) for child in element if isinstance(child.tag, str)]
    if tag == "semantics":
        return parts[0] if parts else ""
    if tag in _FORMS:
        return _FORMS[tag](element, parts)
    if parts:
        return "".join(parts)
    words = "".join(character for character in element.text or "" if character not in INVISIBLE)
    # The name of a function stands apart from its argument.
    return f" {words} " if tag in ("mi", "mo") and len(words) > 1 and words.isalpha() else words


def _with(base: str, *shifted: str) -> str:
    """What is raised or lowered stands at the word, before the space that follows it."""
    return base.rstrip() + "".join(shifted) + " " * base.endswith(" ")


def _fraction(element: Element, parts: list[str]) -> str:
    above, below = parts
    # Without a bar: what is chosen of what.
    return f"{above} {below}" if element.get("linethickness") == "0" else f"{_whole(above)}/{_whole(below)}"


def _over(element: Element, parts: list[str]) -> str:
    base, above = parts
    accent = above if unicodedata.combining(above[:1] or " ") else _OVER.get(above, "")
    if len(above) == 1 and accent:
        return "".join(character + accent for character in base)
    return _with(base, raised(above))


def _under(element: Element, parts: list[str]) -> str:
    base, below = parts
    return "".join(character + "\u0332" for character in base) if below == "_" else _with(base, _below(base, below))


def _below(base: str, below: str) -> str:
    """What stands under a word, as under lim, is no index of its last letter."""
    return f"({below})" if len(base.strip()) > 1 else lowered(below)


def _root(words: str, degree: str = "") -> str:
    return f"{_ROOTS.get(degree) or raised(degree) + '√'}{_whole(words)}"


def _whole(words: str) -> str:
    """Words in brackets, but for a single letter or number with what belongs to it."""
    shifted = {*_letters("<super>").values(), *_letters("<sub>").values()}
    bare = "".join(letter for letter in words if letter not in shifted and not unicodedata.combining(letter))
    is_single = len(bare) == 1 or re.fullmatch(r"\d+([.,]\d+)*|\([^()]*\)", bare)
    return words if is_single else f"({words})"


_FORMS: Mapping[str, Callable[[Element, list[str]], str]] = {
    "mfrac": _fraction,
    "msqrt": lambda _, parts: _root("".join(parts)),
    "mroot": lambda _, parts: _root(*parts),
    "msup": lambda _, parts: _with(parts[0], raised(parts[1])),
    "msub": lambda _, parts: _with(parts[0], lowered(parts[1])),
    "msubsup": lambda _, parts: _with(parts[0], lowered(parts[1]), raised(parts[2])),
    "mover": _over,
    "munder": _under,
    "munderover": lambda _, parts: _with(parts[0], _below(parts[0], parts[1]), raised(parts[2])),
    "mtr": lambda _, parts: ", ".join(parts),
    "mtable": lambda _, parts: "; ".join(parts),
}
