"""Knows what is printed of editorial notes: nothing in a release, all in a proof; must not know how they are marked."""

from __future__ import annotations

from functools import partial

from pipeline.core.languages import Language
from pipeline.core.vocabulary import ANSWER, ASKED, EDITORIAL
from pipeline.core.wording import word
from pipeline.tools import ast
from pipeline.transforms.context import Context


def settle_editorial_notes(tree: ast.Doc, context: Context) -> None:
    """Leave to-dos and queries out of a release; a proof keeps them, marked by their classes, with who asks and what is
    answered."""
    ast.walk(tree, partial(_said, context.document.metadata.languages.leading) if context.proof else _drop)


def _drop(element: ast.Node, _: ast.Doc) -> ast.Replacement:
    return [] if _is_editorial(element) else None


def _is_editorial(element: ast.Node) -> bool:
    return isinstance(element, (ast.Span, ast.Div)) and not set(EDITORIAL).isdisjoint(element.classes)


def _said(language: Language, element: ast.Node, _: ast.Doc) -> ast.Replacement:
    if not _is_editorial(element):
        return None
    said = {name: element.attributes.pop(name, "") for name in (*ASKED, ANSWER)}
    before = word("note_by", language, author=said["by"], text="") if said["by"] else ""
    behind = word("note_answered", language, text="", answer=said[ANSWER]) if said[ANSWER] else ""
    parts = [[ast.Str(text)] if text else [] for text in (before, behind)]
    if isinstance(element, ast.Div):
        parts = [[ast.Para(*part)] if part else [] for part in parts]
    element.content = [*parts[0], *element.content, *parts[1]]
    return None
