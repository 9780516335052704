"""Knows which words with numbers stand at what is counted, in each language, so that references can repeat them whole;
must not know how they are repeated."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.core.languages import LANGUAGES, Language
from pipeline.core.model import Document
from pipeline.core.numbers import EQUATION, SECTION


def labels(document: Document) -> Mapping[str, Mapping[str, Language]]:
    """By ids: the labels that are printed there, 图 1 and Fig. 1, with their languages. A formula has its number alone,
    and what leads to a section is not what stands before its heading."""
    printed = set(_labels(json.loads(document.ast)))
    counted = ((id_, number.label) for id_, number in document.numbers if number.kind not in (SECTION, EQUATION))
    return {id_: {label[one]: one for one in LANGUAGES if label[one] in printed} for id_, label in counted}


def _labels(node: Any) -> Iterator[str]:
    if isinstance(node, dict) and node.get("t") == "Span" and "label" in node["c"][0][1]:
        yield "".join(inline["c"] if inline["t"] == "Str" else " " for inline in node["c"][1])
    elif isinstance(node, dict | list):
        for child in node.values() if isinstance(node, dict) else node:
            yield from _labels(child)
