"""Knows how terms in the text lead to their definitions; must not know formats."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from pipeline.core.vocabulary import GLOSSARY, TERM
from pipeline.tools import ast
from pipeline.tools.plain import name_of
from pipeline.transforms.context import Context


def link_terms(tree: ast.Doc, context: Context) -> None:
    """Give each term of a glossary an id, and make links of class `term` of the words that name it."""
    numbers, ids = count(1), dict[str, str]()
    for item in list(_definitions(tree)):
        id_ = f"term-{next(numbers)}"
        ids.setdefault(name_of(_json(item.term)).casefold(), id_)
        item.term = [ast.Span(*item.term, identifier=id_)]
    ast.walk(tree, lambda element, _: _linked(element, ids, context))


def _definitions(tree: ast.Doc) -> Iterator[ast.Node]:
    """The definitions of the sections whose headings are those of a glossary."""
    in_glossary = False
    for element in ast.descend(tree):
        if isinstance(element, ast.Header) and ast.is_section(element):
            in_glossary = GLOSSARY in element.classes
        elif in_glossary and isinstance(element, ast.DefinitionItem):
            yield element


def _json(inlines: ast.Node) -> list[object]:
    return [inline.to_json() for inline in inlines]


def _linked(element: ast.Node, ids: dict[str, str], context: Context) -> ast.Replacement:
    if not (isinstance(element, ast.Span) and TERM in element.classes):
        return None
    element.classes = [name for name in element.classes if name != TERM]
    named = element.attributes.pop("entry", "").strip()
    id_ = ids.get((str(context.read(named)) or name_of(_json(element.content))).casefold())
    if id_ and not _is_in_link(element):
        element.content = [ast.Link(*element.content, url=f"#{id_}", classes=[TERM])]
    has_more = element.identifier or element.classes or element.attributes
    return element if has_more else list(element.content)


def _is_in_link(element: ast.Node) -> bool:
    above = element.parent
    while above is not None and not isinstance(above, ast.Link):
        above = above.parent
    return above is not None
