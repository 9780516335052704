"""Knows that texts one after another in an item or a definition are paragraphs; must not know how they are set.

pandoc takes the paragraphs of a tight list for loose text, and a writer would run them into one.
"""

from __future__ import annotations

from itertools import pairwise

from pipeline.tools import ast
from pipeline.transforms.context import Context


def part_paragraphs(tree: ast.Doc, _: Context) -> None:
    """Make paragraphs of loose texts that follow each other."""
    for element in list(ast.descend(tree)):
        children = list(getattr(element, "content", None) or [])
        if any(isinstance(one, ast.Plain) and isinstance(other, ast.Plain) for one, other in pairwise(children)):
            element.content = [
                ast.Para(*child.content) if isinstance(child, ast.Plain) else child for child in children
            ]
