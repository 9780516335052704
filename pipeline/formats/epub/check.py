"""Knows what the e-book must hold beyond what EPUBCheck sees; must not know how it is written."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from copy import deepcopy
from urllib.parse import unquote, urlsplit

from lxml import etree

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.numbers import EVERY_LEVEL
from pipeline.core.reasons import ReasonedError
from pipeline.core.text import Span
from pipeline.core.wording import word
from pipeline.formats.epub import access, conformance, facts, package, structure
from pipeline.formats.epub.policy import POLICY
from pipeline.formats.inputs import Artifact
from pipeline.formats.proving import contents, foreign, hypertext, leaks
from pipeline.formats.proving.comparison import Proof
from pipeline.formats.proving.expected import expected
from pipeline.formats.proving.markup import Element, ids, links, local, named, references
from pipeline.formats.proving.opening import files_of, unopened
from pipeline.formats.proving.printed import EVERY_KIND, Kind, Printed

PROVED: tuple[Kind, ...] = EVERY_KIND
LENIENT: tuple[Kind, ...] = ()
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


def check(artifact: Artifact) -> Iterator[Diagnostic]:
    """OUT101 to OUT107, OUT110 to OUT114 and OUT123 to OUT127 on an EPUB file."""
    try:
        files = files_of(artifact.data)
        package.prove(files)
        opf = etree.fromstring(files[package.PACKAGE])
        spine = _spine(opf, files)
    except (ReasonedError, KeyError, etree.XMLSyntaxError) as error:
        yield unopened(artifact, error)
        return
    span = Span(f"{artifact.name}!{package.PACKAGE}")
    metadata, texts = artifact.document.metadata, [tree for name, tree in spine.items() if _is_text(name)]
    sheet = "".join(data.decode("utf-8", "replace") for name, data in files.items() if name.endswith(".css"))
    accessible = {**access.borne_out(texts, sheet, metadata), **conformance.said(artifact.epub.conformance)}
    yield from facts.check(metadata, opf, accessible, span)
    yield from structure.check(artifact, opf, spine, files)
    yield from _dead_links(artifact.name, spine, files)
    yield from _missing_files(artifact.name, spine, files)
    for name, tree in spine.items():
        yield from foreign.check(tree, Span(f"{artifact.name}!{name}"))
        yield from foreign.policy(tree, POLICY, Span(f"{artifact.name}!{name}"))
    yield from leaks.find_leaks(((f"{artifact.name}!{name}", data) for name, data in files.items()), artifact.places)
    yield from _proof(artifact, spine, files)


def _proof(artifact: Artifact, spine: Mapping[str, Element], files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    document, span = artifact.document, Span(artifact.name)
    places = {id_: name for name, tree in spine.items() for id_ in ids(tree)}
    title = word("contents", document.metadata.languages.leading)
    in_both = artifact.epub.contents == "both"
    # A report without headings has an entry for its text, which nothing else leads to.
    text = "" if document.inventory.headings else word("body_matter", document.metadata.languages.leading)
    for name, tree in (*spine.items(), *_old_contents(files)):
        rows = list(_rows(name, tree, places, title))
        if rows or name.endswith((".ncx", "nav.xhtml")):
            place = Span(f"{artifact.name}!{name}")
            problems = list(contents.check(document, place, rows, EVERY_LEVEL, with_beside=in_both, text=text))
            if not problems and name.endswith("nav.xhtml"):
                seen = list(_rows(name, _shown(tree), places, title))
                problems += contents.check(
                    document, place, seen, document.metadata.contents, with_beside=in_both, text=text
                )
            yield from problems
    shown = hypertext.shown(document)
    told = {shown.picture(drawing): drawing.id for drawing in document.drawings}
    proof = Proof(document, span, "epub", PROVED, pictures=told)
    yield from proof.compare(expected(document, shown), read(spine, files, places, document.metadata.languages.leading))


def _shown(nav: Element) -> Element:
    """The navigation document as its own page shows it."""
    copied = deepcopy(nav)
    for hidden in [one for one in copied.iter() if local(one) in ("ol", "li") and one.get("hidden") is not None]:
        above = hidden.getparent()
        if above is not None:
            above.remove(hidden)
    return copied


def _rows(name: str, tree: Element, places: Mapping[str, str], title: str) -> Iterator[contents.Row]:
    """The entries of a table of contents in a file: of the navigation document, or of the NCX."""
    for element in tree.iter():
        if local(element) == "nav" and element.get(_EPUB_TYPE) == "toc":
            yield from hypertext.rows(element, title, lambda address: _target(name, address, places))
        elif local(element) == "navPoint":
            text = next((part.text or "" for part in element.iter() if local(part) == "text"), "")
            yield _target(name, next(_sources(element), ""), places).removeprefix("#"), text


def read(spine: Mapping[str, Element], files: Mapping[str, bytes], places: Mapping[str, str], language: str) -> Printed:
    """All that the pages of the book print; `places` are the pages of ids."""
    pages = {name: tree for name, tree in spine.items() if _is_text(name)}
    notes = {
        str(element.get("id")): element
        for tree in pages.values()
        for element in tree.iter()
        if local(element) == "aside" and element.get(_EPUB_TYPE) == "footnote"
    }
    book = hypertext.Book(
        notes,
        _is_apart,
        lambda page, address: files.get(_beside(page, address), b""),
        lambda page, address: _target(page, address, places),
    )
    reader = hypertext.Pages(book, language)
    for name, tree in pages.items():
        for body in (element for element in tree if local(element) == "body"):
            reader.read_page(name, body)
    return reader.printed()


def _is_text(page: str) -> bool:
    return not page.endswith(("nav.xhtml", "/cover.xhtml"))


def _is_apart(element: Element) -> bool:
    """Links back from notes, and the numbers of notes, which are held against those of their calls."""
    text = "".join(element.itertext())
    is_back = local(element) == "a" and element.get("class") == "back" and text == "↩"
    return is_back or (element.get("class") == "note-number" and text.strip(" .").isdigit())


def _target(page: str, address: str, places: Mapping[str, str]) -> str:
    """Where a link leads: `#id` where the id is in the file that it names, else as it stands."""
    path, _, fragment = address.partition("#")
    if urlsplit(address).scheme or not fragment:
        return address
    file = _beside(page, path) if path else page
    return f"#{fragment}" if places.get(unquote(fragment)) == file else address


def _beside(page: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), address))


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
            file = _beside(name, path) if path else name
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
            file = _beside(name, address)
            if file not in files:
                yield Diagnostic(
                    "OUT110", Span(f"{book}!{name}"), {"element": element, "address": address[:80]}, element
                )
