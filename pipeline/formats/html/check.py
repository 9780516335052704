"""Knows what the web edition must hold; must not know how it is written."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.text import Span
from pipeline.formats.base import Artifact
from pipeline.formats.proving import landings, leaks, parity
from pipeline.formats.proving.markup import (
    Element,
    ids,
    links,
    local,
    named,
    outside,
    parse_html,
    references,
    visible_text,
)


def check(artifact: Artifact) -> Iterator[Diagnostic]:
    """OUT101 to OUT107, OUT110 and OUT112 to OUT114 on one HTML file."""
    span = Span(artifact.name)
    try:
        tree = parse_html(artifact.data)
    except (etree.ParserError, UnicodeDecodeError, ValueError) as error:
        yield Diagnostic("OUT101", span, {"reason": str(error)}, "html")
        return
    facts = [meta.get("content") for meta in tree.iter("meta")]
    metadata = artifact.document.metadata
    yield from (
        Diagnostic("OUT102", span, {"name": "title"}, "title")
        for text in (metadata.title.zh, metadata.title.en)
        if text and text not in facts
    )
    anchors = set(ids(tree))
    for target in links(tree):
        if target.startswith("#") and unquote(target[1:]) not in anchors:
            yield Diagnostic("OUT103", span, {"target": target}, target)
    for target in named(tree):
        if target not in anchors:
            yield Diagnostic("OUT103", span, {"target": target}, target)
    contents = [element for element in tree.iter("nav") if "contents" in element.get("class", "").split()]
    listed = [target.removeprefix("#") for nav in contents for target in links(nav)]
    yield from landings.check(artifact.document, artifact.name, outside(tree), listed)
    for name, address in references(tree):
        if not address.startswith(("data:", "#")):
            yield Diagnostic("OUT110", span, {"element": name, "address": address[:80]}, name)
    if any(local(element) == "script" for element in tree.iter()):
        yield Diagnostic("OUT110", span, {"element": "script", "address": ""}, "script")
    yield from leaks.find_leaks([(artifact.name, artifact.data)], artifact.places)
    notes = [element for element in tree.iter("section") if element.get("id") == "footnotes"]
    yield from parity.check(
        artifact.document, visible_text(tree, frozenset(notes)), "".join(map(_note_text, notes)), "html"
    )


def _note_text(notes: Element) -> str:
    return visible_text(notes)
