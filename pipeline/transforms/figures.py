"""Knows how figure blocks become drawings with numbers and captions; must not know how a kind is drawn."""

from __future__ import annotations

import json
from typing import Any

from pipeline.core.model import Bilingual, FigureBlock
from pipeline.core.wording import word
from pipeline.tools import ast
from pipeline.transforms.context import Context

SCHEME = "figure:"


def place_figures(tree: ast.Doc, context: Context) -> None:
    """Put a numbered Div of class `figure` where each figure block stands; a block that cannot be drawn is left out.

    Its picture's address is `figure:` and the id; writers look it up among the document's drawings.
    """
    blocks = context.document.inventory.figures
    drawn = {block.id: (block, *result) for block, result in zip(blocks, context.draw_all(blocks), strict=True)}
    count = 0

    def replace(element: Any, _: Any) -> Any:
        nonlocal count
        if not (isinstance(element, ast.CodeBlock) and "figure" in element.classes):
            return None
        block, drawing, problems = drawn.get(element.identifier, (None, None, ()))
        context.problems += problems
        if block is None or drawing is None:
            return []
        count += 1
        context.drawings.append(drawing)
        context.labels[block.id] = Bilingual(*(f"{word('figure', language)}\u00a0{count}" for language in ("zh", "en")))
        return _figure(block, context.labels[block.id], drawing.alt, drawing.description)

    ast.walk(tree, replace)


def _figure(block: FigureBlock, label: Bilingual, alt: Bilingual, description: Bilingual) -> Any:
    data = json.loads(block.definition)
    image = ast.Image(*ast.words(alt.zh or alt.en), url=SCHEME + block.id)
    credit = Bilingual(**data["credit"])
    parts = [ast.Plain(image), *captions(label, Bilingual(**data["caption"])), *_credit(credit)]
    if description:
        told = [
            ast.div([ast.Para(*ast.words(description[language]))], language=language) for language in ("zh", "en") if description[language]
        ]
        parts.append(ast.div(told, "description"))
    return ast.div(parts, "figure", identifier=block.id)


def captions(label: Bilingual, caption: Bilingual) -> list[Any]:
    """A caption paragraph in each language, as Divs of class `caption`; the number is a span of class `label`."""
    return [
        ast.div(
            [
                ast.Para(
                    ast.span(label[language], "label"), ast.Str("\u3000" if language == "zh" else "\u2002"), *ast.words(caption[language])
                )
            ],
            "caption",
            language=language,
        )
        for language in ("zh", "en")
        if caption[language]
    ]


def _credit(credit: Bilingual) -> list[Any]:
    return [
        ast.div(
            [ast.Para(*ast.words(word("credit", language) + word("label_colon", language) + credit[language]))], "credit", language=language
        )
        for language in ("zh", "en")
        if credit[language]
    ]
