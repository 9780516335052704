"""Knows whether a page holds what a link's fragment names; must not ask for pages."""

from __future__ import annotations

import re
from urllib.parse import unquote

from pipeline.tools import webpage

_TEXT = ":~:text="
_LINES = r"(?:L|l|lines-|line-|n|cl-)\d+(?:C\d+)?(?:[-:]L?\d+(?:C\d+)?)?"


def holds(fragment: str, body: bytes, content_type: str) -> bool:
    """Whether an id or anchor of that name is on the page, or the words of a text fragment (WICG text fragments)."""
    text = webpage.decode(body, content_type)
    name, directive, wanted = fragment.partition(_TEXT)
    if directive:
        return (not name or _has_name(name, text)) and _has_words(wanted, text)
    return _has_name(fragment, text)


def _has_name(fragment: str, text: str) -> bool:
    # The top of a page needs no name (HTML, 7.4.6.4); what starts with ! or / is the page's own script's.
    if fragment.lower() in ("", "top") or fragment[0] in "!/":
        return True
    if re.fullmatch(_LINES, fragment):
        # Lines of code, which the scripts of code hosts find.
        return True
    names = webpage.names(text)
    meant = (fragment, unquote(fragment), unquote(fragment, encoding="gb18030"))
    return any(name in names or f"user-content-{name}" in names for name in meant)


def _has_words(directive: str, text: str) -> bool:
    shown = _folded(webpage.words(text))
    parts = [
        part
        for part in directive.split("&", maxsplit=1)[0].split(",")
        if not (part.endswith("-") or part.startswith("-"))
    ]
    return all(_folded(unquote(part)) in shown for part in parts)


def _folded(text: str) -> str:
    return "".join(text.casefold().split())
