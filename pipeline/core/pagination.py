"""Knows by what a page of the printed edition is found again in another one: its number and the letters that it begins
with; must not know formats."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

LENGTHS = (32, 20, 12)
"""How many letters a page is looked for by: as many as there are, and fewer where texts part."""
_NEAR = 3_000
"""So many letters no page has: what begins alike further on is another text."""


@dataclass(frozen=True)
class PageStart:
    """What is printed as the number of a page, and the first letters of its text; of its caption, where a page has
    figures alone, or of its first row, where it has nothing but a table that goes on."""

    label: str
    letters: str
    kind: Literal["text", "caption", "row"] = "text"


def letters(text: str) -> str:
    """The letters and digits of a text in one form, which a break of lines or a font leaves as they are."""
    return "".join(one for one in unicodedata.normalize("NFKC", text) if one.isalnum())


def found(starts: Sequence[PageStart], text: str) -> list[tuple[PageStart, int]]:
    """The pages whose text begins in the letters of a text, each with its offset there, in order; one that is not
    found, or at several places and none near, is left out."""
    places: list[tuple[PageStart, int]] = []
    after = 0
    for start in (one for one in starts if one.kind == "text"):
        for length in LENGTHS:
            sought = start.letters[:length]
            at = text.find(sought, after) if len(sought) >= LENGTHS[-1] or length == LENGTHS[0] else -1
            is_near = len(sought) >= LENGTHS[-1] and at - after < _NEAR
            if at >= 0 and (is_near or text.find(sought, at + 1) < 0):
                places.append((start, at))
                after = at + 1
                break
    return places
