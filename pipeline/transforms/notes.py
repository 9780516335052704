"""Knows where a note stands that is called more than once: at the first of its calls that is printed; must not know
how calls are shown."""

from __future__ import annotations

from pipeline.core.vocabulary import CALLED_AGAIN, EDITORIAL
from pipeline.tools import ast
from pipeline.transforms.context import Context


def place_notes(tree: ast.Doc, context: Context) -> None:
    """Move notes out of what editors wrote, which a release leaves out, to their next call in the text."""
    if context.proof:
        return
    links = [element for element in ast.descend(tree) if _is_call(element) and not _is_left_out(element)]
    next_calls = {link.url.removeprefix("#"): link for link in reversed(links)}
    for span in [element for element in ast.descend(tree) if getattr(element, "identifier", "") in next_calls]:
        if _is_left_out(span):
            next_call = next_calls[span.identifier]
            siblings, place = next_call.container, next_call.index
            siblings[place] = ast.Span(*span.content, identifier=span.identifier)


def _is_call(element: ast.Node) -> bool:
    return isinstance(element, ast.Link) and CALLED_AGAIN in element.classes


def _is_left_out(element: ast.Node) -> bool:
    return any(ast.is_inside(element, name) for name in EDITORIAL)
