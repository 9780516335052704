"""Knows how tables get numbers and captions in both languages; must not know formats."""

from __future__ import annotations

from typing import Any

from pipeline.core.model import Bilingual
from pipeline.core.wording import word
from pipeline.tools import ast
from pipeline.transforms.context import Context


def number_tables(tree: ast.Doc, context: Context) -> None:
    """Wrap each captioned table in a Div of class `table` with its numbered captions before it."""
    count = 0

    def wrap(element: Any, _: Any) -> Any:
        nonlocal count
        if not isinstance(element, ast.Table):
            return None
        english = element.attributes.pop("en", "")
        inlines = ast.inlines_of(element.caption.content) if element.caption else []
        identifier, element.identifier = element.identifier, ""
        if not inlines and not english:
            return ast.div([element], "table", identifier=identifier)
        count += 1
        label = Bilingual(*(f"{word('table', language)}\u00a0{count}" for language in ("zh", "en")))
        if identifier:
            context.labels[identifier] = label
        element.caption.content = []
        lines = [ast.div([ast.Para(ast.span(label.zh, "label"), ast.Str("\u3000"), *inlines)], "caption", language="zh")] if inlines else []
        if english:
            lines.append(ast.div([ast.Para(ast.span(label.en, "label"), ast.Str("\u2002"), *ast.words(english))], "caption", language="en"))
        return ast.div([*lines, element], "table", identifier=identifier)

    ast.walk(tree, wrap)
