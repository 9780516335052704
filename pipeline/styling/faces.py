"""Knows which characters the faces of a design have; must not know where a text stands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pipeline.core.scripts import is_ignorable
from pipeline.styling.tokens import Tokens, text
from pipeline.tools import fonts

TEXT_FACES, CODE_FACES = ("serif-latin", "serif-han"), ("mono", "sans-han")
"""The tokens of the faces that text and code are set in."""


def lacking(characters: str, tokens: Tokens, names: Sequence[str] = TEXT_FACES) -> set[str]:
    """Those of some characters that would be seen and that none of the faces of some tokens has."""
    known = _known(tuple(text(tokens, "font", name) for name in names))
    return {one for one in set(characters) if ord(one) >= 0x20 and ord(one) not in known and not is_ignorable(one)}


@cache
def _known(families: tuple[str, ...]) -> frozenset[int]:
    return frozenset().union(*(fonts.coverage(fonts.find(family)) for family in families))
