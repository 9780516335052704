"""Knows how listings of code get numbers and captions; must not know formats."""

from __future__ import annotations

from pipeline.core.numbers import LISTING
from pipeline.tools import ast
from pipeline.transforms.context import Context, Label
from pipeline.transforms.figures import captions
from pipeline.transforms.headings import enter_chapter


def number_listings(tree: ast.Doc, context: Context) -> None:
    """Wrap each block of code that has a caption in a Div of class `code-listing`: numbered captions, and the code."""
    counter = context.counter(LISTING)

    def wrap(element: ast.Node, _: ast.Doc) -> ast.Replacement:
        enter_chapter(element, counter)
        if not isinstance(element, ast.CodeBlock):
            return None
        if name := element.attributes.pop("file", ""):
            included = context.document.inventory.included
            element.text = included[int(name)] if name.isdigit() and int(name) < len(included) else ""
        caption = context.languages.text(context.read(element.attributes.pop("caption", "")), context.beside(element))
        if not caption:
            return None
        label = Label.of(counter.next())
        identifier, element.identifier = element.identifier, ""
        if identifier:
            context.labels[identifier], context.captions[identifier] = label, caption
        return ast.div([*captions(label, caption, context.languages), element], "code-listing", identifier=identifier)

    ast.walk(tree, wrap)
