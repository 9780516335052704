"""Knows where an abbreviation stands in a text: as a word of its own; must not know trees or formats."""

from __future__ import annotations

import re
from collections.abc import Iterable


def pattern_of(names: Iterable[str]) -> re.Pattern[str]:
    """What finds abbreviations in a text, the longest first; Latin letters and digits end where others begin."""
    forms = "|".join(map(_form, sorted(names, key=len, reverse=True)))
    return re.compile(forms or r"(?!)")


def _form(name: str) -> str:
    before = r"(?<![A-Za-z0-9])" if re.match(r"[A-Za-z0-9]", name) else ""
    after = r"(?![A-Za-z0-9])" if re.search(r"[A-Za-z0-9]\Z", name) else ""
    return before + re.escape(name) + after
