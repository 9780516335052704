"""Knows how the families of a pan-Chinese design are named, one a region; must not know which are installed."""

from __future__ import annotations

import re

from pipeline.core.languages import region

_FAMILY = re.compile(r"(.+ CJK )(SC|TC|HK|JP|KR)")
_REGIONS = ("SC", "TC", "HK", "JP", "KR")


def regional(family: str, tag: str) -> str:
    """The family of a design for a language by its BCP 47 tag; the same family where it has none, or only one."""
    found = _FAMILY.fullmatch(family)
    return found[1] + (region(tag) or found[2]) if found else family


def siblings(family: str) -> set[str]:
    """A family and those of its design for other regions."""
    found = _FAMILY.fullmatch(family)
    return {family, *(found[1] + name for name in _REGIONS)} if found else {family}
