"""Knows which link destinations may stand in a published report; must not know documents."""

from __future__ import annotations

from urllib.parse import urlsplit

SAFE_SCHEMES = frozenset({"http", "https", "mailto"})


def is_safe(target: str) -> bool:
    """Whether a destination is a place in this document, a web address or a mail address.

    Relative paths are not: they name files of the author's machine, and WeasyPrint would print the whole path.
    """
    if target.startswith("#"):
        return len(target) > 1
    if any(character.isspace() or ord(character) < 0x20 for character in target):
        return False
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return parts.scheme.lower() in SAFE_SCHEMES and bool(parts.netloc or parts.scheme.lower() == "mailto")
