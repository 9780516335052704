"""Knows on which line a heading stands that holds no letter, and so no mark; must not know what headings mean."""

from __future__ import annotations

import re

from pipeline.core.text import SourceText
from pipeline.reading.brackets import paragraphs

_HEADING = re.compile(r"^[ >]*(#{1,6})(?!#)[ \t]*(.*?)[ \t]*#*[ \t]*$", re.M)
_ATTRIBUTES = re.compile(r"[ \t]*\{[^{}]*\}$")
_NO_WORDS = re.compile(r"<!--.*?-->|!?\[[^\]\n]*\](?:\([^)\n]*\))?|\{[^{}\n]*\}")


def heading_line(source: SourceText, start: int, level: int, text: str) -> int | None:
    """The first line from a 0-based offset on with a heading of a level and a text, outside code; None where there is
    none."""
    wanted = text.strip()
    for offset, lines in paragraphs(source.text[start:]):
        for found in _HEADING.finditer(lines):
            said = _ATTRIBUTES.sub("", found[2])
            is_empty = not wanted and not re.search(r"\w", _NO_WORDS.sub("", found[2]))
            if len(found[1]) == level and (said == wanted or is_empty):
                return source.line_of(start + offset + found.start())
    return None
