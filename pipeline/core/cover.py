"""Knows the parts of a cover that formats place; must not know what stands in them."""

from __future__ import annotations

from collections.abc import Sequence

LOGO_ID = "cover-logo"
"""The id of the logo among the drawings."""


def foot_of_cover(lines: Sequence[Sequence[str]]) -> int:
    """Where the foot of a cover begins among its lines, by their classes: at the author, or the logo before him."""
    start = next((place for place, classes in enumerate(lines) if "author" in classes), len(lines))
    return start - (start > 0 and "logo" in lines[start - 1])
