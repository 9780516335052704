"""Knows that the direction of words follows from their language; must not know how a format says it."""

from __future__ import annotations

from pipeline.tools import ast
from pipeline.tools.identifiers import is_right_to_left
from pipeline.transforms.context import Context


def set_directions(tree: ast.Doc, _: Context) -> None:
    """Give words whose language runs otherwise than what is round them `dir`, unless their author wrote it."""
    for element in list(ast.descend(tree)):
        tag = getattr(element, "attributes", {}).get("lang", "")
        if not tag or "dir" in element.attributes:
            continue
        is_turned = is_right_to_left(tag)
        if is_turned != (_direction_round(element) == "rtl"):
            element.attributes["dir"] = "rtl" if is_turned else "ltr"


def _direction_round(element: ast.Node) -> str:
    node = element.parent
    while node is not None:
        written = getattr(node, "attributes", {}).get("dir", "")
        if written:
            return str(written)
        node = node.parent
    return "ltr"
