"""Knows what the line ends of a folded text of YAML are: nothing beside a Chinese character, where YAML itself makes
them a space, and a paragraph where a line is blank; must not know what the text is for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ruamel.yaml.nodes import Node, ScalarNode

from pipeline.core.scripts import is_solid_over

_BLOCK = "|"
"""The style of a text whose lines stay lines."""
_BLANK_LINE = re.compile(r"(?<=[^\n])\n(?=[^\n])")
"""What a blank line is folded to."""


def folded(node: Node, lines: Sequence[str]) -> str:
    """The text of a scalar of a document of some lines, without the spaces that stand for line ends beside Chinese
    characters, its paragraphs parted by blank lines (YAML 1.2, 6.5 and 8.1.3: every line end is folded alike)."""
    text = str(node.value)
    start, end = node.start_mark, node.end_mark
    is_folded = isinstance(node, ScalarNode) and node.style != _BLOCK
    if start.line == end.line or not is_folded:
        return text
    first = lines[start.line][start.column :].lstrip("\"'")
    written = [line.strip() for line in (first, *lines[start.line + 1 : end.line + 1])]
    done = 0
    for above, below in pairwise(written):
        place = text.find(f"{above} {below[:1]}", done) if above and below else -1
        if place >= 0:
            done = place + len(above)
            if is_solid_over(above, below):
                text = text[:done] + text[done + 1 :]
    return _BLANK_LINE.sub("\n\n", text)
