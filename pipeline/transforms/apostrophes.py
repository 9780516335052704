"""Knows that an apostrophe inside a Latin word is Latin; must not know fonts."""

from __future__ import annotations

import re

from pipeline.core.languages import ENGLISH, has_spaces
from pipeline.core.scripts import LATIN
from pipeline.tools import ast
from pipeline.transforms.context import Context

_WORD = re.compile(f"([{LATIN}]+’[{LATIN}]+)")


def mark_latin_words(tree: ast.Doc, _: Context) -> None:
    """Give words such as Mama’s the language `en` inside Chinese text: ’ would take its full-width Chinese shape."""

    def mark(element: ast.Node, _: ast.Doc) -> ast.Replacement:
        if not isinstance(element, ast.Str) or not _WORD.search(element.text) or has_spaces(ast.language_of(element)):
            return None
        return [
            ast.Span(ast.Str(part), attributes={"lang": ENGLISH}) if _WORD.fullmatch(part) else ast.Str(part)
            for part in _WORD.split(element.text)
            if part
        ]

    ast.walk(tree, mark)
