"""Knows that a callout is a box, which says by a title what it is for; must not know formats."""

from __future__ import annotations

from pipeline.core.vocabulary import BOX, CALLOUTS
from pipeline.core.wording import word
from pipeline.tools import ast
from pipeline.transforms.context import Context


def title_callouts(tree: ast.Doc, context: Context) -> None:
    """Make each callout a box; one that does not begin with a heading has a title in each language: 提示 Tip."""
    languages = context.languages
    for element in [found for found in ast.descend(tree) if isinstance(found, ast.Div)]:
        name = next((name for name in CALLOUTS if name in element.classes), "")
        if not name:
            continue
        element.classes = [BOX, *(one for one in element.classes if one != BOX)]
        first = element.content[0] if len(element.content) else None
        if not isinstance(first, ast.Header):
            key = name.replace("-", "_")
            title = ast.words(word(key, languages.leading))
            if languages.beside:
                beside = ast.span(word(key, languages.beside), language=languages.beside)
                title += [ast.Str("\u2002"), beside]
            element.content.insert(0, ast.div([ast.Para(*title)], "callout-title"))
