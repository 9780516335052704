"""Knows how an e-book is gone through: its style, the order of its pages, its landmarks, the title of its old contents;
must not know how they are written."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.text import Span
from pipeline.core.vocabulary import APART
from pipeline.core.wording import word
from pipeline.formats.epub.access import BREAK
from pipeline.formats.epub.facts import own_identifier
from pipeline.formats.epub.style import sheet
from pipeline.formats.inputs import Artifact
from pipeline.formats.proving import foreign, sheets
from pipeline.formats.proving.causes import enumerated
from pipeline.formats.proving.markup import Element, ids, local, references
from pipeline.styling import css
from pipeline.styling.shaking import names_in

_SHEET, _NAV, _NCX, _COVER = "EPUB/css/report.css", "EPUB/text/nav.xhtml", "EPUB/toc.ncx", "EPUB/text/cover.xhtml"
_XHTML, _LANG = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/XML/1998/namespace}lang"
_SHOWN = ("EPUB/images/", "EPUB/fonts/")
_TYPE = "{http://www.idpf.org/2007/ops}type"
_BEFORE = frozenset(["cover", "abstract", "preface", "listing"])
_WITH_ROLE = frozenset(["abstract", "appendix", "bibliography", "chapter", "colophon", "glossary", "index", "preface"])
_LISTED = {"loi": "figure", "lot": "div"}
_LISTS = (("loi", "list-figures", "list_of_figures"), ("lot", "list-tables", "list_of_tables"))


def check(
    artifact: Artifact, opf: Element, spine: Mapping[str, Element], files: Mapping[str, bytes]
) -> Iterator[Diagnostic]:
    """OUT127 for a rule of another style sheet, a page that is passed by, and a file that no page shows; OUT103 for a
    landmark, OUT102 for a title that is not as the book has it."""
    name = artifact.name
    own = artifact.sheets.with_addresses(
        sheet(artifact.sheets, artifact.document), lambda file: f"../images/{file.name}"
    )
    form = css.in_readers_colors(own, artifact.tokens, artifact.sheets.languages)
    expected = sheets.Sheet([form], r"\.\./fonts/", artifact.tokens, names_in(spine.values()))
    yield from sheets.check(files[_SHEET].decode(), expected, Span(f"{name}!{_SHEET}"))
    for row in opf.iter():
        if local(row) == "itemref" and row.get("linear", "yes") != "yes":
            yield foreign.found(Span(f"{name}!EPUB/content.opf"), f'linear="{row.get("linear")}"')
    # The other pages are held against the order of the text.
    if list(spine)[:2] != [_COVER, _NAV]:
        yield foreign.found(Span(f"{name}!EPUB/content.opf"), f'<itemref> "{next(iter(spine), "")}"')
    shown = {address.rpartition("/")[2] for tree in spine.values() for _, address in references(tree)}
    for file in files:
        place = posixpath.basename(file)
        if file.startswith(_SHOWN) and place not in shown and f"/{place}".encode() not in files[_SHEET]:
            yield foreign.found(Span(f"{name}!EPUB/content.opf"), file)
    language = artifact.document.metadata.languages.leading
    wanted, found = list(_landmarks(spine, language)), [mark for tree in spine.values() for mark in _marks(tree)]
    lists = {"landmarks": ([mark[1:] for mark in wanted], [mark[1:] for mark in found])} if wanted != found else {}
    lists |= {kind: (list(_captions(spine, kind)), list(_rows(spine[_NAV], kind))) for kind in _LISTED}
    lists["page-list"] = list(_breaks(spine)), list(_rows(spine[_NAV], "page-list"))
    for kind, (rows, listed) in lists.items():
        if rows != listed:
            targets = [target for target, _ in sorted(set(rows) ^ set(listed)) or rows[:1]]
            yield Diagnostic("OUT103", Span(f"{name}!{_NAV}"), {"target": enumerated(targets)}, kind)
    for page, tree in spine.items():
        yield from _page(artifact, page, tree)
    yield from _old_contents(artifact, opf, etree.fromstring(files[_NCX]))


def _page(artifact: Artifact, page: str, tree: Element) -> Iterator[Diagnostic]:
    """OUT102 for the language of a page, and its title; OUT127 for one language in two names that differ."""
    document, span = artifact.document, Span(f"{artifact.name}!{page}")
    titles = ["".join(map(str, one.itertext())) for one in tree.iter(f"{_XHTML}title")]
    known = dict(document.titles).get(str(_part(tree).get("id")), "")
    if len(titles) != 1 or not titles[0].strip() or (known and titles != [known]):
        yield Diagnostic("OUT102", span, {"name": "title"}, "title")
    if tree.get("lang") != document.metadata.languages.tag:
        yield Diagnostic("OUT102", span, {"name": "lang"}, "lang")
    for formula in (one for one in tree.iter() if local(one) == "math" and not str(one.get("alttext", "")).strip()):
        yield foreign.found(span, f'alttext="{formula.get("alttext", "")}"')
    for part in (child for body in tree.iter(f"{_XHTML}body") for child in body if child.get(_TYPE) in _WITH_ROLE):
        if part.get("role") != f"doc-{part.get(_TYPE)}":
            yield foreign.found(span, f'epub:type="{part.get(_TYPE)}" role="{part.get("role", "")}"')
    for element in tree.iter(f"{_XHTML}*"):
        if element.get("lang") != element.get(_LANG):
            yield foreign.found(span, f'lang="{element.get("lang")}" xml:lang="{element.get(_LANG)}"')


def _old_contents(artifact: Artifact, opf: Element, ncx: Element) -> Iterator[Diagnostic]:
    """OUT102 for the title and the identifier of the old contents."""
    metadata, span = artifact.document.metadata, Span(f"{artifact.name}!{_NCX}")
    titles = ["".join(map(str, one.itertext())).strip() for one in ncx.iter() if local(one) == "docTitle"]
    named = [one.get("content") for one in ncx.iter() if local(one) == "meta" and one.get("name") == "dtb:uid"]
    if titles != [metadata.languages.first(metadata.title)]:
        yield Diagnostic("OUT102", span, {"name": "docTitle"}, "docTitle")
    if named != [own_identifier(opf)]:
        yield Diagnostic("OUT102", span, {"name": "dtb:uid"}, "dtb:uid")


def _breaks(spine: Mapping[str, Element]) -> Iterator[tuple[str, str]]:
    """Where printed pages begin, and their numbers."""
    for name, tree in spine.items():
        for sign in (one for one in tree.iter(f"{_XHTML}span") if one.get(_TYPE) == BREAK):
            yield f"{name.rpartition('/')[2]}#{sign.get('id')}", str(sign.get("title"))


def _rows(nav: Element, kind: str) -> Iterator[tuple[str, str]]:
    """Where the entries of a list in the navigation lead, and what they say."""
    for listing in (one for one in nav.iter(f"{_XHTML}nav") if one.get(_TYPE) == kind):
        for link in listing.iter(f"{_XHTML}a"):
            yield str(link.get("href")), _text(link)


def _captions(spine: Mapping[str, Element], kind: str) -> Iterator[tuple[str, str]]:
    """What has a caption in the pages, and the first line of it."""
    for name, tree in spine.items():
        for holder in tree.iter(f"{_XHTML}{_LISTED[kind]}"):
            lines = [one for one in holder.iter(f"{_XHTML}div") if "caption" in _classes(one)]
            is_held = "table" in _classes(holder) if kind == "lot" else "code-listing" not in _classes(holder)
            if holder.get("id") and lines and is_held:
                yield f"{name.rpartition('/')[2]}#{holder.get('id')}", _text(lines[0])


def _text(element: Element) -> str:
    """What an element says: a formula by its words, and no number of a note."""
    return " ".join("".join(_said(element)).replace("\u2060", "").split())


def _said(element: Element) -> Iterator[str]:
    if not local(element) or "footnote-ref" in _classes(element):
        return
    if local(element) == "math":
        yield str(element.get("alttext", ""))
        return
    yield element.text or ""
    for child in element:
        yield from _said(child)
        yield child.tail or ""


Mark = tuple[str, str, str]
"""What a landmark is, where it leads, and what it says."""


def _marks(nav: Element) -> Iterator[Mark]:
    for listing in (one for one in nav.iter() if local(one) == "nav" and one.get(_TYPE) == "landmarks"):
        for link in (one for one in listing.iter() if local(one) == "a"):
            yield str(link.get(_TYPE)), str(link.get("href")), "".join(map(str, link.itertext()))


def _landmarks(spine: Mapping[str, Element], language: str) -> Iterator[Mark]:
    """The landmarks that the pages bear out, in the order in which they are listed."""
    pages = {name.rpartition("/")[2]: _part(tree) for name, tree in spine.items() if name not in (_NAV, _COVER)}
    places = {id_: f"{name.rpartition('/')[2]}#{id_}" for name, tree in spine.items() for id_ in ids(tree)}
    yield "cover", "cover.xhtml", word("cover", language)
    yield "toc", "nav.xhtml#toc", word("contents", language)
    text = next((name for name, part in pages.items() if _is_text(part)), next(iter(pages)))
    yield "bodymatter", text, word("body_matter", language)
    yield from ((kind, places[id_], word(wording, language)) for kind, id_, wording in _LISTS if id_ in places)
    for name, part in pages.items():
        yield from ((kind, name, word(kind, language)) for kind in APART if kind in _classes(part))
    listed = [name for name, part in pages.items() if part.get("id") == "references"]
    yield from (("bibliography", name, word("references", language)) for name in listed)


def _part(page: Element) -> Element:
    """What a page consists of; loose text has a part of its own round it."""
    part = next((child for body in page if local(body) == "body" for child in body), page)
    is_loose = re.fullmatch("part-[0-9]+", str(part.get("id", ""))) is not None and len(part)
    return part[0] if is_loose else part


def _is_text(part: Element) -> bool:
    return _BEFORE.isdisjoint(_classes(part)) and part.get("id") not in ("references", "colophon")


def _classes(part: Element) -> Sequence[str]:
    return str(part.get("class", "")).split()
