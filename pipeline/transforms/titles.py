"""Knows what each heading says in plain text, for bookmarks, running heads and metadata; must not know formats."""

from __future__ import annotations

from pipeline.core.vocabulary import TITLES_BESIDE
from pipeline.tools import ast
from pipeline.tools.plain import plain_all
from pipeline.transforms.context import Context


def note_titles(tree: ast.Doc, context: Context) -> None:
    """Note the title of each heading with its number, and that in the other language, when nothing in it changes any
    more but its citations."""
    headings = [element for element in ast.descend(tree) if isinstance(element, ast.Header)]
    beside = {heading.identifier: heading.next for heading in headings if _is_beside(heading.next)}
    said = plain_all([one.to_json() for one in (*headings, *(div.content[0] for div in beside.values()))])
    context.titles |= {heading.identifier: title for heading, title in zip(headings, said, strict=False)}
    context.titles_beside |= dict(zip(beside, said[len(headings) :], strict=True))


def _is_beside(after: ast.Node | None) -> bool:
    return isinstance(after, ast.Div) and not set(TITLES_BESIDE.values()).isdisjoint(after.classes)
