"""Knows which letters, digits and signs a formula prints, whatever it is written in; must not know formats."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lxml import etree

from pipeline.core.model import Document
from pipeline.formats.proving.markup import Element, local
from pipeline.tools import pandoc

Json = Any
_NOTES = ("annotation", "annotation-xml")
# Bars, accents and primes are lines or letters, as a format draws them.
_DRAWN = frozenset("‾¯_^~˜ˆˇ˘´`′″‴⁗'’.¨˙→⃗^")


def as_mathml(document: Document) -> Mapping[tuple[str, bool], Element]:
    """The formulas of a document that can be read, by their TeX and whether they stand alone, as MathML."""
    formulas = list(dict.fromkeys(_formulas(json.loads(document.ast))))
    if not formulas:
        return {}
    html, _ = pandoc.mathematics(formulas)
    body = etree.fromstring(f"<body>{html}</body>", etree.XMLParser(resolve_entities=False, huge_tree=True))
    trees = ((one, next(line.iter("{*}math"), None)) for one, line in zip(formulas, body, strict=True))
    return {one: tree for one, tree in trees if tree is not None}


def _formulas(node: Json) -> Iterator[tuple[str, bool]]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            if one.get("t") == "Math":
                yield one["c"][1], one["c"][0]["t"] == "DisplayMath"
            else:
                waiting += one.values()


def told_of(
    formulas: Mapping[tuple[str, bool], Element], one: tuple[str, bool], tell: Callable[[Element], str]
) -> str | None:
    """What a formula is told by; nothing where it cannot be read."""
    return tell(formulas[one]) if one in formulas else None


def letters(element: Element) -> str:
    """The letters of a formula in MathML, in their order."""
    return plain("".join(_texts(element)))


def plain(text: str) -> str:
    """The letters, digits and signs of a text: without spaces, accents and invisible signs, in one form."""
    folded = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LNSP" and sign not in _DRAWN)


def in_any_order(letters_: str) -> str:
    """Letters where a format has the parts of a formula in another order; `&` parts columns, and is not seen."""
    return "".join(sorted(letters_.replace("&", "")))


def _texts(element: Element) -> Iterator[str]:
    if local(element) in _NOTES or not local(element):
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
