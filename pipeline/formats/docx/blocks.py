"""Knows the blocks that Word needs beside its own: OpenXML as it stands, and paragraphs in a style; must not know which
elements become what."""

from __future__ import annotations

from pipeline.tools import ast


def raw(xml: str) -> ast.Node:
    """Blocks of OpenXML."""
    return ast.RawBlock(xml, format="openxml")


def styled(blocks: list[ast.Node], style: str, element: ast.Node | None = None) -> ast.Node:
    """Blocks in a paragraph style, with the id and the language of the element that they were in."""
    attributes = {"custom-style": style}
    if element is not None and element.attributes.get("lang"):
        attributes["lang"] = element.attributes["lang"]
    return ast.Div(*blocks, identifier=element.identifier if element is not None else "", attributes=attributes)


def loosened(element: ast.Node, _: ast.Doc) -> ast.Replacement:
    """Make paragraphs of the texts in tight lists, which would take the style of compact lists."""
    in_list = isinstance(element, ast.Plain) and isinstance(element.parent, ast.ListItem)
    return ast.Para(*element.content) if in_list else None


def filled(item: ast.Node) -> ast.Replacement:
    """An item of nothing gets a text of nothing: pandoc leaves it out of a Word file, and its number with it."""
    return None if len(item.content) else ast.ListItem(ast.Plain(ast.RawInline("<w:r/>", format="openxml")))
