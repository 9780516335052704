"""Knows how abbreviations of the front matter are marked in the text, and listed; must not know formats."""

from __future__ import annotations

import re

from pipeline.core.abbreviations import pattern_of
from pipeline.core.languages import ENGLISH, Bilingual
from pipeline.tools import ast, collation
from pipeline.transforms.context import Context


def mark_abbreviations(tree: ast.Doc, context: Context) -> None:
    """Put each abbreviation of the text in a span that says what it stands for, in the language of its place. Headings,
    which are printed in other places too, have none."""
    known = dict(context.document.metadata.abbreviations)
    if not known:
        return
    form = pattern_of(known)

    def mark(element: ast.Node, _: ast.Doc) -> ast.Replacement:
        if isinstance(element, ast.Str) and form.search(element.text) and not _is_in_heading(element):
            return _marked(element, form, known)
        return None

    ast.walk(tree, mark)


def _is_in_heading(element: ast.Node) -> bool:
    above = element.parent
    while above is not None and not isinstance(above, ast.Header):
        above = above.parent
    return above is not None


def _marked(element: ast.Node, form: re.Pattern[str], known: dict[str, Bilingual]) -> list[ast.Node]:
    text, made, end = element.text, [], 0
    language = ast.language_of(element)
    for found in form.finditer(text):
        full = known[found.group()]
        span = ast.Span(ast.Str(found.group()), classes=["abbreviation"])
        span.attributes["title"] = str(full[language] or full.leading)
        made += [ast.Str(text[end : found.start()])] if found.start() > end else []
        made.append(span)
        end = found.end()
    return [*made, *([ast.Str(text[end:])] if end < len(text) else [])]


def listed(context: Context) -> ast.Node | None:
    """All abbreviations in order, with what they stand for in both languages."""
    rows = sorted(context.document.metadata.abbreviations, key=lambda row: collation.key(row[0]))
    return ast.DefinitionList(*(_row(name, full) for name, full in rows)) if rows else None


def _row(name: str, full: Bilingual) -> ast.Node:
    lines = [ast.Para(*ast.words(full.zh))] if full.zh else []
    lines += [ast.Para(ast.span(full.en, language=ENGLISH))] if full.en else []
    return ast.DefinitionItem(ast.words(name), [ast.Definition(*lines)])
