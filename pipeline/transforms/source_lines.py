"""Knows how a proof remembers where each paragraph stands in the source; must not know how it shows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pipeline.core.model import TextBlock
from pipeline.tools import ast
from pipeline.transforms.context import Context

_AHEAD = 40
_SHORT = 12


def mark_lines(tree: ast.Doc, context: Context) -> None:
    """Begin each paragraph of a proof with an empty span that carries its line in the source and a number:
    `line=123`, id `par-7`.

    A paragraph is known by how its text begins, in the order of the source; one that is not found gets no line.
    """
    if not context.proof:
        return
    blocks = [block for block in context.document.inventory.blocks if block.span.line]
    place = number = 0
    for element in ast.descend(tree):
        if not isinstance(element, (ast.Para, ast.Plain, ast.Header)):
            continue
        found = _find(_plain(ast.stringify(element)), blocks, place)
        if found is None:
            continue
        place, number = found + 1, number + 1
        mark = ast.Span(
            identifier=f"par-{number}", classes=["source-line"], attributes={"line": str(blocks[found].span.line)}
        )
        element.content.insert(0, mark)


def _find(text: str, blocks: Sequence[TextBlock], start: int) -> int | None:
    for place in range(start, min(start + _AHEAD, len(blocks))):
        first = next((plain for segment in blocks[place].segments if (plain := _plain(segment))), "")
        if first and text and (text.startswith(first[:_SHORT]) or first[:_SHORT] in text[: _SHORT * 3]):
            return place
    return None


def _plain(text: Any) -> str:
    return re.sub(r"\s", "", str(text))
