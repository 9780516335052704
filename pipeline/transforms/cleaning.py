"""Knows what may not pass from a source into an output; must not report it (reading and the checks do, with places)."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import partial
from urllib.parse import unquote

from pipeline.core.links import is_safe
from pipeline.core.vocabulary import AUTHOR, CALLED_AGAIN, Writable
from pipeline.tools import ast, pandoc
from pipeline.tools.identifiers import as_target, language_fault
from pipeline.transforms.context import Context

_NONE = Writable()


def remove_markup(tree: ast.Doc, context: Context) -> None:
    """Take out raw markup, Markdown images, unsafe links and those to nothing, and classes and attributes that are not
    in the vocabulary."""
    ast.walk(tree, partial(_clean, frozenset(context.document.cross_reference_ids())))


def _clean(ids: Collection[str], element: ast.Node, _: ast.Doc) -> ast.Replacement:
    if isinstance(element, (ast.RawInline, ast.RawBlock)):
        return []
    if isinstance(element, ast.Image):
        return [ast.Str(ast.stringify(element))]
    if isinstance(element, (ast.Underline, ast.SmallCaps)) or (
        isinstance(element, ast.Link) and not (is_safe(element.url) and _lands(element, ids))
    ):
        return list(element.content)
    if isinstance(element, ast.Link) and element.url.startswith(("http://", "https://")):
        element.url = as_target(element.url)
    if hasattr(element, "attributes") and not isinstance(element, ast.Document) and not ast.is_place(element):
        # Reading has taken them off already, but for what stands in editorial notes.
        allowed = AUTHOR.get(type(element).__name__, _NONE)
        forms = allowed.attributes
        element.attributes = {
            key: value
            for key, value in element.attributes.items()
            if key in forms and re.fullmatch(forms[key], value) and not (key == "lang" and language_fault(value))
        }
        languages = pandoc.code_languages() if isinstance(element, ast.CodeBlock) and element.classes else ()
        kept = {*allowed.classes, *languages, CALLED_AGAIN}
        element.classes = [name for name in element.classes if name in kept]
    return None


def _lands(link: ast.Node, ids: Collection[str]) -> bool:
    """Whether a link that stays in the report leads to something."""
    return not link.url.startswith("#") or CALLED_AGAIN in link.classes or unquote(link.url[1:]) in ids


def close_gaps(tree: ast.Doc, _: Context) -> None:
    """Where something was taken out between two spaces, one is left, none at an end; a paragraph of nothing goes."""
    for element in list(ast.descend(tree)):
        if isinstance(element, (ast.Para, ast.Plain, ast.Header)):
            element.content = _without_gaps(list(element.content))
    ast.walk(tree, lambda element, _: [] if isinstance(element, ast.Para) and _is_empty(element) else None)


def _without_gaps(inlines: list[ast.Node]) -> list[ast.Node]:
    made: list[ast.Node] = []
    for inline in inlines:
        before = next((one for one in reversed(made) if not ast.is_place(one)), None)
        if not (_is_gap(inline) and (before is None or _is_gap(before))):
            made.append(inline)
    while made and _is_gap(made[-1]):
        made.pop()
    return made


def _is_gap(inline: ast.Node) -> bool:
    return isinstance(inline, (ast.Space, ast.SoftBreak))


def _is_empty(paragraph: ast.Node) -> bool:
    return all(ast.is_place(inline) for inline in paragraph.content)
