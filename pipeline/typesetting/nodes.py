"""Knows structure elements and where each may stand among the others (ISO 32000-1, 14.8.4); must not know boxes or
PDF objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from xml.etree.ElementTree import Element

import pydyf

from pipeline.typesetting import roles


@dataclass(frozen=True)
class Content:
    """Marked content: the page's index, the number of the mark on it, and the text."""

    page: int
    number: int
    text: str


@dataclass(frozen=True)
class Annotation:
    """A link annotation: the page's index, the object, and the rectangles of the lines after its first."""

    page: int
    object: pydyf.Dictionary
    lines: list[pydyf.Array] = field(default_factory=list)


@dataclass(eq=False)
class Node:
    """A structure element. `attributes` are those of the element itself, `classes` its attribute objects by owner."""

    type: str
    element: Element | None = None
    parent: Node | None = None
    kids: list[Node | Content | Annotation] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    classes: dict[str, dict[str, object]] = field(default_factory=dict)
    language: str = ""

    def add(self, type_: str, element: Element | None = None) -> Node:
        """A new last child."""
        node = Node(type_, element, self, language=self.language)
        self.kids.append(node)
        return node

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()

    def text(self) -> str:
        """All text inside, in order."""
        return "".join(
            kid.text() if isinstance(kid, Node) else kid.text if isinstance(kid, Content) else "" for kid in self.kids
        )

    def page(self) -> int | None:
        """The index of the first page that the node is on."""
        for kid in self.kids:
            found = kid.page() if isinstance(kid, Node) else kid.page
            if found is not None:
                return found
        return None


def in_contents(node: Node | None) -> bool:
    while node is not None:
        if node.element is not None and node.element.get("role") == "doc-toc":
            return True
        node = node.parent
    return False


def host(parent: Node) -> Node:
    """Where loose text of a node goes."""
    if parent.type in roles.GROUPS:
        last = parent.kids[-1] if parent.kids else None
        return last if isinstance(last, Node) and last.type == "P" and last.element is None else parent.add("P")
    if parent.type in ("LI", "TOCI"):
        type_ = "LBody" if parent.type == "LI" else "Reference"
        found = next((kid for kid in parent.kids if isinstance(kid, Node) and kid.type == type_), None)
        return found or parent.add(type_)
    return parent


def place_for(type_: str, tag: str, parent: Node) -> Node:
    """The node that an element of a type is put into, which may lie between it and its parent."""
    if parent.type == "L" and tag in ("dt", "dd"):
        last = parent.kids[-1] if parent.kids else None
        has_body = isinstance(last, Node) and any(isinstance(kid, Node) and kid.type == "LBody" for kid in last.kids)
        return last if isinstance(last, Node) and (tag == "dd" or not has_body) else parent.add("LI")
    if parent.type == "LI" and type_ not in ("Lbl", "LBody"):
        return host(parent)
    inline = type_ in ("Span", "Link", "Code", "Em", "Strong", "Ruby", "Formula") or (
        type_ == "Figure" and tag == "img"
    )
    if (parent.type == "TOCI" and type_ == "Link") or (inline and parent.type in roles.GROUPS and type_ != "Figure"):
        return host(parent)
    return parent


def prune(node: Node) -> bool:
    node.kids = [kid for kid in node.kids if not isinstance(kid, Node) or prune(kid)]
    return bool(node.kids) or node.type in ("TD", "TH")


def take_captions(node: Node) -> None:
    """Put each caption before a table into it, as its first element (ISO 32000-1, 14.8.4.3.4)."""
    for caption, table in list(pairwise(node.kids)):
        if isinstance(caption, Node) and isinstance(table, Node) and (caption.type, table.type) == ("Caption", "Table"):
            node.kids.remove(caption)
            table.kids.insert(0, caption)
            caption.parent = table


def sort_by_source(node: Node) -> None:
    """Put the parts of a section in the order of the source, wherever they stand on pages; loose content stays behind
    the part before it."""
    if node.element is None:
        return
    order = {id(child): place for place, child in enumerate(node.element)}
    places: list[int] = []
    for kid in node.kids:
        place = order.get(id(kid.element)) if isinstance(kid, Node) else None
        places.append(place if place is not None else places[-1] if places else -1)
    ranked = sorted(zip(places, range(len(places)), strict=True))
    node.kids = [node.kids[place] for _, place in ranked]
