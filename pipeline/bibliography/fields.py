"""Knows how the dates and the archived copy in an entry's fields are read; must not know entries."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.tools.identifiers import is_url


def snapshot_of(item: Mapping[str, object]) -> str:
    """The address of an archived copy that an entry names as its `archive`; empty where that is a house or nothing."""
    archive = str(item.get("archive") or "")
    return archive if is_url(archive) else ""


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
