"""Knows what the e-book must hold beyond what EPUBCheck sees; must not know how it is written."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from lxml import etree

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.facts import both, leading
from pipeline.core.reasons import ReasonedError
from pipeline.core.text import Span
from pipeline.formats.epub import package
from pipeline.formats.inputs import Artifact
from pipeline.formats.proving import landings, leaks, metadata, parity
from pipeline.formats.proving.markup import Element, ids, links, local, named, outside, references, visible_text
from pipeline.formats.proving.opening import files_of, unopened

CARRIED = (
    *both("title", "subtitle", "authors", "contributors", "publisher", "keywords", "abstract", "date", "license"),
    *leading("series", "rights"),
)
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


def check(artifact: Artifact) -> Iterator[Diagnostic]:
    """OUT101 to OUT107, OUT110 and OUT112 to OUT114 on an EPUB file."""
    try:
        files = files_of(artifact.data)
        package.prove(files)
        opf = etree.fromstring(files[package.PACKAGE])
        spine = _spine(opf, files)
    except (ReasonedError, KeyError, etree.XMLSyntaxError) as error:
        yield unopened(artifact, error)
        return
    span = Span(f"{artifact.name}!{package.PACKAGE}")
    yield from metadata.check(artifact.document.metadata, CARRIED, metadata.texts_of(opf), span)
    yield from _dead_links(artifact.name, spine, files)
    contents = [element for tree in spine.values() for element in tree.iter() if element.get(_EPUB_TYPE) == "toc"]
    listed = [target.partition("#")[2] for nav in contents for target in links(nav)]
    addresses = [target for tree in spine.values() for target in outside(tree)]
    yield from landings.check(artifact.document, artifact.name, addresses, listed)
    yield from _missing_files(artifact.name, spine, files)
    yield from leaks.find_leaks(((f"{artifact.name}!{name}", data) for name, data in files.items()), artifact.places)
    pages = [tree for name, tree in spine.items() if not name.endswith(("nav.xhtml", "/cover.xhtml"))]
    notes = [
        element
        for tree in pages
        for element in tree.iter()
        if local(element) == "aside" and element.get(_EPUB_TYPE) == "footnote"
    ]
    body = "".join(visible_text(tree, frozenset(notes)) for tree in pages)
    yield from parity.check(artifact.document, body, "".join(map(visible_text, notes)), "epub")


def _spine(opf: Element, files: Mapping[str, bytes]) -> dict[str, Element]:
    items = {str(item.get("id")): f"EPUB/{item.get('href')}" for item in opf.iter() if local(item) == "item"}
    order = [items[str(item.get("idref"))] for item in opf.iter() if local(item) == "itemref"]
    return {name: etree.fromstring(files[name]) for name in order}


def _dead_links(book: str, spine: Mapping[str, Element], files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    anchors = {name: set(ids(tree)) for name, tree in spine.items()}
    for name, tree in (*spine.items(), *_old_contents(files)):
        for target in (*links(tree), *_sources(tree)):
            if urlsplit(target).scheme:
                continue
            path, _, fragment = target.partition("#")
            file = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            if file not in anchors or (fragment and unquote(fragment) not in anchors[file]):
                yield Diagnostic("OUT103", Span(f"{book}!{name}"), {"target": target}, target)

        for target in named(tree):
            if target not in anchors.get(name, ()):
                yield Diagnostic("OUT103", Span(f"{book}!{name}"), {"target": target}, target)


def _old_contents(files: Mapping[str, bytes]) -> list[tuple[str, Element]]:
    """The NCX, which older reading systems follow (OPF 2.0.1, section 2.4.1)."""
    return [(name, etree.fromstring(data)) for name, data in files.items() if name.endswith(".ncx")]


def _sources(tree: Element) -> Iterator[str]:
    return (str(element.get("src")) for element in tree.iter() if local(element) == "content")


def _missing_files(book: str, spine: Mapping[str, Element], files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    for name, tree in spine.items():
        for element, address in references(tree):
            if address.startswith(("#", "data:")):
                continue
            file = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
            if file not in files:
                yield Diagnostic(
                    "OUT110", Span(f"{book}!{name}"), {"element": element, "address": address[:80]}, element
                )
