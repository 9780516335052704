"""Knows how a proof remembers where each paragraph stands in the source; must not know how it shows it."""

from __future__ import annotations

from itertools import count

from pipeline.tools import ast
from pipeline.transforms.context import Context


def mark_lines(tree: ast.Doc, context: Context) -> None:
    """Begin each block of a proof whose place is known with an empty span that carries its line in the source and a
    number: `line=123`, id `par-7`."""
    if not context.proof:
        return
    numbers = count(1)
    for block in [element for element in ast.descend(tree) if isinstance(element, (ast.Para, ast.Plain, ast.Header))]:
        place = ast.place_of(block)
        if place is not None:
            identifier, line = f"par-{next(numbers)}", {"line": str(place.line)}
            block.content.insert(0, ast.Span(identifier=identifier, classes=["source-line"], attributes=line))
