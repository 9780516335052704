"""Knows how a tree of elements is gone through, and how elements of it are put in the place of others; must not know
what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pipeline.core.wanted import go_on

Node = Any
"""An element of the tree: anything to the type checker, since panflute has no type hints."""
Doc = Node
"""A tree."""
Replacement = Node | list[Node] | None
"""What an action puts in place of an element: another, several or none; `None` keeps it."""
Action = Callable[[Node, Doc], Replacement]


def walk(tree: Node, action: Action) -> Node:
    """Apply an action bottom-up; it returns None to keep an element, another (or a list) in its place.

    As panflute's own walk, but lists of which nothing changes are not made anew, and most do not change.
    """
    go_on()
    return _walk(tree, action, tree.doc)


def _walk(element: Node, action: Action, whole: Doc) -> Replacement:
    for name in element._children:
        child = getattr(element, name)
        if hasattr(child, "_children"):
            made = _walk(child, action, whole)
            if made is not child:
                setattr(element, name, made)
        elif hasattr(child, "values"):
            for key, part in list(child.items()):
                child[key] = _walk(part, action, whole)
        elif child is not None:
            parts = _walk_list(child, action, whole)
            if parts is not None:
                setattr(element, name, parts)
    made = action(element, whole)
    return element if made is None else made


def _walk_list(children: Node, action: Action, whole: Doc) -> list[Node] | None:
    """What a list becomes; None where it stays as it is."""
    parts: list[Node] = []
    changes = False
    for child in _attached(children):
        # Most are words, for which no call of ours has to be made.
        made = _walk(child, action, whole) if child._children else action(child, whole)
        if made is None or made is child:
            parts.append(child)
            continue
        changes = True
        if isinstance(made, list):
            parts += made
        else:
            parts.append(made)
    return parts if changes else None


def descend(element: Node) -> Iterator[Node]:
    """An element and all below it, in document order."""
    yield element
    for name in element._children:
        child = getattr(element, name)
        if child is None:
            continue
        if hasattr(child, "_children"):
            yield from descend(child)
        else:
            for part in child.values() if hasattr(child, "values") else _attached(child):
                if part._children:
                    yield from descend(part)
                else:
                    # Most are words, for which no generator has to be made.
                    yield part


def _attached(children: Node) -> Iterator[Node]:
    """The elements of a list, each of which is told where it stands, as panflute does with a call for each."""
    parent, location = children.parent, children.location
    for index, part in enumerate(children.list):
        part.parent, part.location, part.index = parent, location, index
        yield part
