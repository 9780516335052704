"""Knows whether ids are single and everything that points inside the document lands; must not know formats."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from pipeline.checks.base import Source
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.links import is_safe
from pipeline.core.model import Target
from pipeline.core.text import nearest
from pipeline.core.vocabulary import BOX, CALLOUTS, is_cross_reference, is_own_id

Json = Any
# What has an id of another kind is told with what it is (FIG101, TBL101, LST101).
_NAMED = ("fig", "tbl", "lst")


def check_ids(source: Source) -> Iterator[Diagnostic]:
    """XRF102 an id given twice, XRF104 an id that the pipeline uses itself, XRF105 an id whose first part names
    another kind."""
    first: dict[str, Target] = {}
    for target in source.document.inventory.targets:
        if target.id in first:
            yield Diagnostic("XRF102", target.span, {"id": target.id}, target.id, (first[target.id].span,))
            continue
        first[target.id] = target
        if is_own_id(target.id):
            yield Diagnostic("XRF104", target.span, {"id": target.id}, target.id)
        elif (
            target.kind not in _NAMED and is_cross_reference(target.id) and not target.id.startswith(f"{target.kind}-")
        ):
            yield Diagnostic("XRF105", target.span, {"id": target.id, "kind": target.kind}, target.id)


def check_references(source: Source) -> Iterator[Diagnostic]:
    """XRF101 a cross-reference to nothing, XRF107 one to a box without a heading."""
    ids = set(source.document.cross_reference_ids())
    untitled = set(_untitled_boxes(json.loads(source.document.ast)["blocks"]))
    for citation in source.document.inventory.citations:
        if is_cross_reference(citation.key) and citation.key not in ids:
            guess = nearest(citation.key, ids)
            yield Diagnostic(
                "XRF101", citation.span, {"id": citation.key, "guess": f" → {guess}?" if guess else ""}, citation.key
            )
        elif citation.key in untitled:
            yield Diagnostic("XRF107", citation.span, {"id": citation.key}, citation.key)


def _untitled_boxes(node: Json) -> Iterator[str]:
    """The ids of boxes that have no heading to be called by."""
    if isinstance(node, list):
        for child in node:
            yield from _untitled_boxes(child)
    elif isinstance(node, dict):
        is_box = node.get("t") == "Div" and not {BOX, *CALLOUTS}.isdisjoint(node["c"][0][1])
        if is_box and not any(child.get("t") == "Header" for child in node["c"][1]):
            yield str(node["c"][0][0])
        yield from _untitled_boxes(node.get("c"))


def check_links(source: Source) -> Iterator[Diagnostic]:
    """XRF103 a link to an id that is not there, SRC111 a destination that may not be published."""
    ids = set(source.document.cross_reference_ids())
    for link in source.document.inventory.links:
        if not is_safe(link.target):
            yield Diagnostic("SRC111", link.span, {"target": link.target[:80]}, link.target[:80])
        elif link.target.startswith("#") and unquote(link.target[1:]) not in ids:
            guess = nearest(link.target[1:], ids)
            yield Diagnostic(
                "XRF103", link.span, {"target": link.target, "guess": f" → #{guess}?" if guess else ""}, link.target
            )
