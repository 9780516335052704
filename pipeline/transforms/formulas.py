"""Knows that a formula goes to the writers without its number, its label and empty last rows; must not report them."""

from __future__ import annotations

from pipeline.core.formulas import drawable
from pipeline.tools import ast
from pipeline.transforms.context import Context


def leave_what_is_drawn(tree: ast.Doc, _: Context) -> None:
    """Take from each formula what is not for drawing."""
    for element in ast.descend(tree):
        if isinstance(element, ast.Math):
            element.text = drawable(element.text)
