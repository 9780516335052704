"""Knows what the line ends of a folded text of YAML are: nothing beside a Chinese character, where YAML itself makes
them a space, and a paragraph where a line is blank; must not know what the text is for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.core.scripts import is_solid_over

_BLANK_LINE = re.compile(r"(?<=[^\n])\n(?=[^\n])")
"""What a blank line is folded to."""


def folded(text: str, lines: Sequence[str]) -> str:
    """A text that is written in some lines, without the spaces that stand for line ends beside Chinese characters, its
    paragraphs parted by blank lines (YAML 1.2, 6.5 and 8.1.3: every line end is folded alike)."""
    written = [line.strip() for line in (lines[0].lstrip("\"'"), *lines[1:])]
    done = 0
    for above, below in pairwise(written):
        place = text.find(f"{above} {below[:1]}", done) if above and below else -1
        if place >= 0:
            done = place + len(above)
            if is_solid_over(above, below):
                text = text[:done] + text[done + 1 :]
    return _BLANK_LINE.sub("\n\n", text)
