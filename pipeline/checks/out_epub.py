"""Knows what the e-book must hold beyond what EPUBCheck sees; must not know how it is written."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from lxml import etree

from pipeline.checks import leaks, parity
from pipeline.checks.base import Artifact
from pipeline.checks.markup import Element, ids, links, local, references, visible_text
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.text import Span
from pipeline.tools import zips

_OPF = "EPUB/content.opf"
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


def check(artifact: Artifact) -> Iterator[Diagnostic]:
    """OUT101 to OUT107 and OUT110 on an EPUB file."""
    try:
        files = zips.read(artifact.data)
        package = etree.fromstring(files[_OPF])
        spine = _spine(package, files)
    except (zips.RefusedZip, KeyError, etree.XMLSyntaxError) as error:
        yield Diagnostic("OUT101", Span(artifact.name), {"reason": str(error)}, "epub")
        return
    metadata = artifact.document.metadata
    said = "\n".join(element.text or "" for element in package.iter())
    for text in (metadata.title.zh, metadata.title.en):
        if text and text not in said:
            yield Diagnostic("OUT102", Span(f"{artifact.name}!{_OPF}"), {"name": "title"}, "title")
    yield from _dead_links(artifact.name, spine)
    yield from _missing_files(artifact.name, spine, files)
    yield from leaks.find_leaks(((f"{artifact.name}!{name}", data) for name, data in files.items()), artifact.places)
    pages = [tree for name, tree in spine.items() if not name.endswith(("nav.xhtml", "/cover.xhtml"))]
    notes = [element for tree in pages for element in tree.iter() if local(element) == "aside" and element.get(_EPUB_TYPE) == "footnote"]
    body = "".join(visible_text(tree, frozenset(notes)) for tree in pages)
    yield from parity.check(artifact.document, body, "".join(map(visible_text, notes)), "epub")


def _spine(package: Element, files: Mapping[str, bytes]) -> dict[str, Element]:
    items = {str(item.get("id")): f"EPUB/{item.get('href')}" for item in package.iter() if local(item) == "item"}
    order = [items[str(item.get("idref"))] for item in package.iter() if local(item) == "itemref"]
    return {name: etree.fromstring(files[name]) for name in order}


def _dead_links(book: str, spine: Mapping[str, Element]) -> Iterator[Diagnostic]:
    anchors = {name: set(ids(tree)) for name, tree in spine.items()}
    for name, tree in spine.items():
        for target in links(tree):
            if ":" in target.split("#")[0]:
                continue
            path, _, fragment = target.partition("#")
            file = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            if file not in anchors or (fragment and unquote(fragment) not in anchors[file]):
                yield Diagnostic("OUT103", Span(f"{book}!{name}"), {"target": target}, target)


def _missing_files(book: str, spine: Mapping[str, Element], files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    for name, tree in spine.items():
        for element, address in references(tree):
            if address.startswith(("#", "data:")):
                continue
            file = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
            if file not in files:
                yield Diagnostic("OUT110", Span(f"{book}!{name}"), {"element": element, "address": address[:80]}, element)
