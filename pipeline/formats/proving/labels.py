"""Knows what stands before an item of a list; must not know formats."""

from __future__ import annotations

from typing import Any

Json = Any
_BRACKETS = {"Period": "{}.", "OneParen": "{})", "TwoParens": "({})", "DefaultDelim": "{}."}


def item_label(start: int, style: Json, delimiter: Json, place: int) -> str:
    """The number of an item, `place` from 0, as pandoc's attributes of its list say it is printed: 3. or (c)."""
    return _BRACKETS[delimiter["t"]].format(number_of(start + place, style["t"]))


def number_of(number: int, style: str) -> str:
    """A number in a style of pandoc: digits, letters (a … z, aa) or Roman numerals."""
    if style.endswith("Alpha"):
        text = _letters(number)
    elif style.endswith("Roman"):
        text = _roman(number)
    else:
        return str(number)
    return text.upper() if style.startswith("Upper") else text


def _letters(number: int) -> str:
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text or "0"


_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text
