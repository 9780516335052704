"""Knows how much room the words of a table need, and when it has to be set smaller or turned; must not know formats."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.core.scripts import is_full_width

# In em of the size that tables are set in: the text's width at that size, at the smaller size, and the page turned.
TEXT_WIDTH, SMALL_WIDTH = 47.0, 54.0
_PADDING, _READABLE = 1.8, 5.0
UNIT = r"[（(][^（）()]{1,16}[）)]\s*$"
"""What stands in brackets at the end of a column's name, which is not broken."""


def width(text: str) -> float:
    """About how wide a text is, in em: a square for an ideograph, half of one for a letter."""
    return sum(1.0 if is_full_width(character) else 0.52 for character in text)


def least_width(columns: Sequence[Sequence[str]], heads: Sequence[Sequence[str]] = ()) -> float:
    """The least width at which a table can be read, in em: no word is cut, nor a unit in the head of a column, and a
    column of Chinese holds five characters."""
    units = [max((_unit(name) for name in names), default=0.0) for names in heads]
    return sum(
        max([units[place] if place < len(units) else 0.0, *map(_least, column)]) + _PADDING
        for place, column in enumerate(columns)
    )


def _unit(name: str) -> float:
    found = re.search(UNIT, name)
    return width(found.group()) if found else 0.0


def _least(text: str) -> float:
    words = re.findall(r"[A-Za-z0-9.,%\u2212+-]+", text)
    return max([min(width(text), _READABLE), *map(width, words)])


def size_of(columns: Sequence[Sequence[str]], heads: Sequence[Sequence[str]] = ()) -> str:
    """`normal`, `small` for a table that needs the smaller size, `turned` for one that needs a page on its side.

    `heads` are the names of its columns, in each language.
    """
    wanted = least_width(columns, heads)
    return "normal" if wanted <= TEXT_WIDTH else "small" if wanted <= SMALL_WIDTH else "turned"
