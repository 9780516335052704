"""Knows how the numbers of ordered lists come through HTML: their brackets, for which it has no attribute, and their
capitals, which its selectors do not tell from small letters, become classes; must not know pages."""

from __future__ import annotations

import json
from typing import Any

from pipeline.formats.hypertext.elements import Element, find_all

Json = Any
_CLASSES = {"OneParen": "one-paren", "TwoParens": "two-parens"}


def name_brackets(ast: str) -> str:
    """Pandoc JSON in which each list with such numbers stands in a Div that says so."""
    return json.dumps(_named(json.loads(ast)), ensure_ascii=False) if "Paren" in ast else ast


def _named(node: Json) -> Json:
    if isinstance(node, list):
        return [_named(child) for child in node]
    if not isinstance(node, dict):
        return node
    made = {key: _named(value) for key, value in node.items()}
    if node.get("t") == "OrderedList" and (name := _CLASSES.get(node["c"][0][2]["t"])):
        return {"t": "Div", "c": [["", [name], []], [made]]}
    return made


def class_lists(body: Element) -> None:
    """Give the lists the classes of their Divs, and take the Divs out. The class that pandoc gives a list of examples
    goes: it is the name of a block of the author's, with a look of its own. In HTML `[type="A"]` is `type="a"` too
    (the case of its values does not matter to selectors), so that capitals have a class."""
    for listing in body.iter("ol"):
        if listing.get("class") == "example":
            del listing.attrib["class"]
        if listing.get("type") in ("A", "I"):
            listing.set("class", "capitals")
    for name in _CLASSES.values():
        for holder in find_all(body, name):
            listing, parent = holder[0], holder.getparent()
            if parent is not None and listing.tag == "ol":
                listing.set("class", f"{listing.get('class', '')} {name}".strip())
                listing.tail = holder.tail
                parent.replace(holder, listing)
