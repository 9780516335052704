"""Knows what each heading says in plain text, for bookmarks, running heads and metadata; must not know formats."""

from __future__ import annotations

from pipeline.tools import ast
from pipeline.tools.plain import plain_all
from pipeline.transforms.context import Context


def note_titles(tree: ast.Doc, context: Context) -> None:
    """Note the title of each heading with its number, when nothing in it changes any more but its citations."""
    headings = [element for element in ast.descend(tree) if isinstance(element, ast.Header)]
    said = plain_all([heading.to_json() for heading in headings])
    context.titles |= {heading.identifier: title for heading, title in zip(headings, said, strict=True)}
