"""Knows what the web edition must hold; must not know how it is written."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.languages import LANGUAGES
from pipeline.core.pictures import PictureFile
from pipeline.core.text import Span
from pipeline.core.wording import word
from pipeline.formats.html import facts, own
from pipeline.formats.inputs import Artifact
from pipeline.formats.proving import contents, foreign, hypertext, leaks, sheets
from pipeline.formats.proving.comparison import Proof
from pipeline.formats.proving.expected import expected
from pipeline.formats.proving.markup import Element, ids, links, local, named, parse_html, references
from pipeline.formats.proving.opening import unopened
from pipeline.formats.proving.printed import EVERY_KIND, Kind, Printed
from pipeline.styling import css
from pipeline.styling.shaking import names_on

PROVED: tuple[Kind, ...] = EVERY_KIND
LENIENT: tuple[Kind, ...] = ()
_SKIP = [word("skip_to_text", language) for language in LANGUAGES]


def check(artifact: Artifact) -> Iterator[Diagnostic]:
    """OUT101 to OUT107, OUT110 to OUT114 and OUT123 to OUT127 on one HTML file."""
    span, document = Span(artifact.name), artifact.document
    try:
        tree = parse_html(artifact.data)
    except (etree.ParserError, UnicodeDecodeError, ValueError) as error:
        yield unopened(artifact, error)
        return
    yield from facts.check(document.metadata, artifact.html, tree, span)
    yield from _dead_links(tree, span)
    for name, address in references(tree):
        # What a page is related to is not loaded; which relations it may have, the facts say.
        if name != "link" and not address.startswith(("data:", "#")):
            yield Diagnostic("OUT110", span, {"element": name, "address": address[:80]}, name)
    names = names_on(tree)
    yield from own.take_out(document.metadata, artifact.html, tree, span)
    yield from foreign.check(tree, span)
    yield from _style(artifact, tree, names, span)
    yield from leaks.find_leaks([(artifact.name, artifact.data)], artifact.places)
    title = word("contents", document.metadata.languages.leading)
    listed = [row for nav in tree.iter("nav") if _is(nav, "contents") for row in hypertext.rows(nav, title, str)]
    yield from contents.check(document, span, listed, document.metadata.contents)
    shown = hypertext.shown(document)
    told = {shown.picture(drawing): drawing.id for drawing in document.drawings}
    yield from Proof(document, span, "html", PROVED, pictures=told).compare(
        expected(document, shown), read(tree, document.metadata.languages.leading)
    )


def _style(artifact: Artifact, tree: Element, names: frozenset[str], span: Span) -> Iterator[Diagnostic]:
    own = artifact.sheets.with_addresses(artifact.sheets.text(("base.css", "screen.css")), _data_address)
    forms = [make(own, artifact.tokens, artifact.sheets.languages) for make in (css.in_schemes, css.in_light)]
    for style in tree.iter("style"):
        yield from sheets.check(style.text or "", sheets.Sheet(forms, "data:font/", artifact.tokens, names), span)


def _data_address(file: PictureFile) -> str:
    return f"data:{file.media_type};base64," + base64.b64encode(file.data).decode()


def read(tree: Element, language: str) -> Printed:
    """All that the page prints but its contents."""
    notes = {
        str(item.get("id")): item
        for section in tree.iter("section")
        if section.get("id") == "footnotes"
        for item in section.iter("li")
        if item.get("id")
    }
    book = hypertext.Book(notes, _is_apart, lambda _, address: _picture(address), lambda _, address: address, raised=1)
    pages = hypertext.Pages(book, language)
    for body in tree.iter("body"):
        pages.read(body)
    return pages.printed()


def _is(element: Element, name: str) -> bool:
    return name in element.get("class", "").split()


def _is_apart(element: Element) -> bool:
    """The contents, links back from notes, links of headings to themselves, and the link that leads past the head."""
    name, text = local(element), "".join(element.itertext())
    if name == "nav":
        return _is(element, "contents")
    is_link = name == "a" and not len(element)
    return is_link and (
        (_is(element, "back") and text == "↩")
        or (_is(element, "skip") and text in _SKIP)
        or (_is(element, "permalink") and text == "#" and element.get("href", "")[1:] in _own(element))
    )


def _own(link: Element) -> tuple[str, ...]:
    """The section that a heading's link to itself stands in, and the heading before it, which in a list has none."""
    return tuple(one.get("id", "") for one in (link.getparent(), link.getprevious()) if one is not None)


def _picture(address: str) -> bytes:
    try:
        return base64.b64decode(address.partition(",")[2])
    except binascii.Error:
        return b""


def _dead_links(tree: Element, span: Span) -> Iterator[Diagnostic]:
    anchors = set(ids(tree))
    for target in links(tree):
        if target.startswith("#") and unquote(target[1:]) not in anchors:
            yield Diagnostic("OUT103", span, {"target": target}, target)
    for target in named(tree):
        if target not in anchors:
            yield Diagnostic("OUT103", span, {"target": target}, target)
