"""Knows the check digits and forms of identifiers and dates in entries; must not know entries."""

from __future__ import annotations

import re
from collections.abc import Mapping

# A DOI is stored bare (DOI Handbook, 2.2): prefix 10.registrant, slash, suffix.
DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S*[^\s.,;，。；]")
_URL = re.compile(
    r"https?://[^\s/$.?#@:\u3000-\u303f\uff00-\uffef]+(?:\.[^\s/?#@:\u3000-\u303f\uff00-\uffef]+)*(?::\d+)?(?:[/?#][^\s\u3000-\u303f\uff00-\uffef]*)?"
)


def is_url(text: str) -> bool:
    """Whether a text is an http address that ends before any Chinese punctuation, with a host and no credentials."""
    return _URL.fullmatch(text) is not None


def snapshot_of(item: Mapping[str, object]) -> str:
    """The address of an archived copy that an entry names as its `archive`; empty where that is a house or nothing."""
    archive = str(item.get("archive") or "")
    return archive if is_url(archive) else ""


def is_isbn(text: str) -> bool:
    """Whether the check digit of an ISBN-10 or ISBN-13 is right (ISO 2108)."""
    digits = re.sub(r"[\s-]", "", text).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return sum(value * weight for value, weight in zip(values, range(10, 0, -1), strict=True)) % 11 == 0
    if re.fullmatch(r"97[89]\d{10}", digits):
        return sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10 == 0
    return False


def date_of(value: object) -> str:
    """The first date of a CSL date as ISO text, as exact as it is given; empty where there is none."""
    if isinstance(value, dict):
        parts = value.get("date-parts") or []
        first = parts[0] if parts and isinstance(parts[0], list) else []
        return "-".join(f"{int(part):02d}" for part in first if str(part).isdigit()) or str(
            value.get("raw") or value.get("literal") or ""
        )
    found = re.match(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", str(value or ""))
    return found[0] if found else ""


def is_after(one: str, other: str) -> bool:
    """Whether a date is later than another, as far as both are given."""
    length = min(len(one), len(other))
    return bool(length) and one[:length] > other[:length]
