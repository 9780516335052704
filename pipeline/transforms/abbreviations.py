"""Knows how abbreviations of the front matter are marked in the text, and listed; must not know formats."""

from __future__ import annotations

import re

from pipeline.core.abbreviations import pattern_of
from pipeline.core.languages import Bilingual, Languages
from pipeline.tools import ast, collation
from pipeline.transforms.context import Context


def mark_abbreviations(tree: ast.Doc, context: Context) -> None:
    """Put each abbreviation of the text in a span that says what it stands for, in the language of its place: in
    paragraphs, headings, captions and cells alike."""
    known = dict(context.document.metadata.abbreviations)
    if not known:
        return
    form = pattern_of(known)

    def mark(element: ast.Node, _: ast.Doc) -> ast.Replacement:
        if isinstance(element, ast.Str) and form.search(element.text) and not _is_in_image(element):
            return _marked(element, form, known, context.languages)
        return None

    ast.walk(tree, mark)


def _is_in_image(element: ast.Node) -> bool:
    """Whether it is the alternative text of an image, which is plain."""
    above = element.parent
    while above is not None and not isinstance(above, ast.Image):
        above = above.parent
    return above is not None


def _marked(
    element: ast.Node, form: re.Pattern[str], known: dict[str, Bilingual], languages: Languages
) -> list[ast.Node]:
    text, made, end = element.text, [], 0
    language = ast.language_of(element)
    for found in form.finditer(text):
        full = known[found.group()]
        span = ast.Span(ast.Str(found.group()), classes=["abbreviation"])
        span.attributes["title"] = str(full[language] or languages.first(full))
        made += [ast.Str(text[end : found.start()])] if found.start() > end else []
        made.append(span)
        end = found.end()
    return [*made, *([ast.Str(text[end:])] if end < len(text) else [])]


def listed(context: Context) -> ast.Node | None:
    """All abbreviations in order, with what they stand for in all languages."""
    rows = sorted(context.document.metadata.abbreviations, key=lambda row: collation.key(row[0]))
    return ast.DefinitionList(*(_row(name, full, context.languages) for name, full in rows)) if rows else None


def _row(name: str, full: Bilingual, languages: Languages) -> ast.Node:
    lines = [ast.Para(*ast.words(full[languages.leading]))] if full[languages.leading] else []
    if languages.beside and full[languages.beside]:
        lines.append(ast.Para(ast.span(full[languages.beside], language=languages.beside)))
    return ast.DefinitionItem(ast.words(name), [ast.Definition(*lines)])
