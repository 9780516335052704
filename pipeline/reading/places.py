"""Knows how a block of the tree carries its place in the source: as an empty span at its beginning; must not know where
blocks stand."""

from __future__ import annotations

from typing import Any

from pipeline.core.places import Position
from pipeline.core.text import Span

Json = Any
_PLACE = "Place"
PLACE_CLASS, PLACE_ATTRIBUTE = "place", "at"


def placed(span: Span) -> Json:
    """What is put before the inlines of a block of the marked tree, until it is decoded."""
    assert span.line is not None
    return {"t": _PLACE, "c": str(Position(span.line, span.column or 1))}


def is_place(node: Json) -> bool:
    return isinstance(node, dict) and node.get("t") == _PLACE


def place_span(node: Json) -> Json:
    """The span that stands for it in the tree that goes on."""
    return {"t": "Span", "c": [["", [PLACE_CLASS], [[PLACE_ATTRIBUTE, node["c"]]]], []]}
