"""Knows what may not pass from a source into an output; must not report it (the checks do, with positions)."""

from __future__ import annotations

from typing import Any

from pipeline.core.links import is_safe
from pipeline.tools import ast
from pipeline.tools.identifiers import language_fault
from pipeline.transforms.context import Context

# What authors may write; everything else (style, onclick, width …) would reach an output as it stands.
CLASSES = frozenset(
    {"sidebar", "summary", "unnumbered", "todo", "query", "figure", "table", "table-note", "page", "number"}
) | {
    "dots",
    "proper-name",
    "book-title",
}
ATTRIBUTES = frozenset({"lang", "en", "ruby"})
TABLE_ATTRIBUTES = frozenset({"decimal", "headings", "size"})
EDITORIAL = frozenset({"todo", "query"})


def remove_markup(tree: ast.Doc, _: Context) -> None:
    """Take out raw markup, Markdown images, unsafe links, and attributes that are not part of the syntax."""
    ast.walk(tree, _clean)


def _clean(element: Any, _: Any) -> Any:
    if isinstance(element, (ast.RawInline, ast.RawBlock)):
        return []
    if isinstance(element, ast.Image):
        return [ast.Str(ast.stringify(element))]
    if isinstance(element, ast.Link) and not is_safe(element.url):
        return list(element.content)
    if hasattr(element, "attributes") and not isinstance(element, ast.Document):
        allowed = ATTRIBUTES | TABLE_ATTRIBUTES if isinstance(element, ast.Table) else ATTRIBUTES
        element.attributes = {
            key: value
            for key, value in element.attributes.items()
            if key in allowed and not (key == "lang" and language_fault(value))
        }
        element.classes = [name for name in element.classes if name in CLASSES]
    return None


def remove_editorial_notes(tree: ast.Doc, context: Context) -> None:
    """Leave to-dos and queries out of a release; a proof keeps them, marked by their classes."""
    if not context.proof:
        ast.walk(tree, _drop_note)


def _drop_note(element: Any, _: Any) -> Any:
    return [] if isinstance(element, (ast.Span, ast.Div)) and EDITORIAL & set(element.classes) else None
