"""Knows how a block that begins with a heading stays a block in pandoc's HTML, which would make a section of it, as if
its heading were one of the text's; must not know pages."""

from __future__ import annotations

import json
from typing import Any

Json = Any
_PARTS = frozenset(("abstract", "preface", "references", "colophon", "listing"))
_NOTHING: Json = {"t": "RawBlock", "c": ["html", ""]}


def hold_apart(ast: str) -> str:
    """Pandoc JSON in which nothing stands before the heading that a box, columns or any other block begins with."""
    tree = json.loads(ast)
    for block in tree["blocks"]:
        _hold(block)
    return json.dumps(tree, ensure_ascii=False)


def _hold(block: Json) -> None:
    if block["t"] == "Div":
        (_, classes, _), content = block["c"]
        if content and content[0]["t"] == "Header" and _PARTS.isdisjoint(classes):
            content.insert(0, _NOTHING)
        for inner in content:
            _hold(inner)
    elif block["t"] == "BlockQuote":
        for inner in block["c"]:
            _hold(inner)
