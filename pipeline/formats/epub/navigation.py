"""Knows how the e-book is found one's way in: contents, landmarks, and the NCX of older readers; must not know
chapters' text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count

from lxml import etree
from lxml.builder import ElementMaker

from pipeline.core.languages import Languages
from pipeline.core.model import Document, Metadata
from pipeline.core.vocabulary import APART
from pipeline.core.wording import word
from pipeline.formats.epub.chapters import TYPES, Chapter, in_words
from pipeline.formats.epub.metadata import identifier
from pipeline.formats.epub.page import EPUB_TYPE, FOLDER, XML_DECLARATION, page
from pipeline.formats.hypertext.elements import XML_LANG, Element, find_all, has_class, new
from pipeline.formats.hypertext.outline import Entry, contents
from pipeline.tools.ebook import Item

_NAME = "nav.xhtml"
_NCX = "http://www.daisy.org/z3986/2005/ncx/"
_make = ElementMaker(namespace=_NCX, nsmap={None: _NCX})
# Lists that are landmarks if they are there: kind, id, and their name in the wording.
_LISTS = (("loi", "list-figures", "list_of_figures"), ("lot", "list-tables", "list_of_tables"))


def navigation(
    entries: Sequence[Entry],
    places: Mapping[str, str],
    chapters: Sequence[Chapter],
    breaks: Sequence[tuple[str, str]],
    metadata: Metadata,
) -> Item:
    """The navigation document: contents, landmarks and lists (EPUB 3.3, section 7); `places` is the file of each id,
    `breaks` are the addresses and numbers of printed pages. Reading systems show all headings beside the book; on its
    own page no more stand than the front matter says (7.4.1: what is hidden there)."""
    languages = metadata.languages
    title = word("contents", languages.leading)
    toc = new("nav", **{EPUB_TYPE: "toc"}, role="doc-toc", id="toc", aria_labelledby="toc-title")
    toc.append(new("h1", title, id="toc-title"))
    toc.append(contents(entries, lambda id_: f"{places[id_]}#{id_}"))
    _hide(toc, entries, metadata.contents)
    marks = new("nav", **{EPUB_TYPE: "landmarks"}, id="landmarks", aria_labelledby="landmarks-title", hidden="hidden")
    marks.append(new("h2", word("landmarks", languages.leading), id="landmarks-title"))
    listing = new("ol")
    for kind, address, name in _landmarks(places, chapters):
        item = new("li")
        item.append(new("a", word(name, languages.leading), **{EPUB_TYPE: kind}, href=address))
        listing.append(item)
    marks.append(listing)
    lists = [
        _list(kind, name, [row for one in chapters for row in _captions(one, kind)], languages)
        for kind, _, name in _LISTS
    ]
    lists.append(_list("page-list", "list_of_pages", breaks, languages))
    has_formulas = any(str(element.tag).endswith("math") for element in toc.iter())
    # What a file holds beside text is declared (EPUB 3.3, 5.6.2.1).
    properties = ("nav", "mathml") if has_formulas else ("nav",)
    parts = (toc, marks, *(one for one in lists if one is not None))
    return replace(page("nav", _NAME, title, parts, languages.tag), properties=properties)


def with_text(entries: Sequence[Entry], chapters: Sequence[Chapter], languages: Languages) -> list[Entry]:
    """The entries with one for the text of a report that has no headings, which nothing else leads to."""
    text = _text_of(chapters)
    order = [chapter.id for chapter in chapters]
    before = [entry for entry in entries if entry.id in order[: order.index(text.id)]]
    name = new("span", word("body_matter", languages.leading))
    entry = Entry(text.id, word("body_matter", languages.leading), name, 1, "")
    return [*before, entry, *entries[len(before) :]]


def _text_of(chapters: Sequence[Chapter]) -> Chapter:
    return next((chapter for chapter in chapters if not _is_apart(chapter)), chapters[0])


def _hide(listing: Element, entries: Sequence[Entry], depth: int) -> None:
    """Leave what is deeper than the contents are out of what the page shows."""
    below = next(listing.iterchildren("ol"))
    if all(entry.level > depth for entry in entries):
        below.set("hidden", "hidden")
        return
    for item, entry in zip(below, entries, strict=True):
        if entry.level > depth:
            item.set("hidden", "hidden")
        elif entry.children:
            _hide(item, entry.children, depth)


def _list(kind: str, name: str, rows: Sequence[tuple[str, str]], languages: Languages) -> Element | None:
    """The figures or tables with what their captions say, or the pages, for reading systems (EPUB 3.3, 7.4); nothing
    without any."""
    if not rows:
        return None
    title = word(name, languages.leading)
    nav = new("nav", **{EPUB_TYPE: kind}, id=kind, aria_labelledby=f"{kind}-title", hidden="hidden")
    nav.append(new("h2", title, id=f"{kind}-title"))
    listing = new("ol")
    for address, text in rows:
        item = new("li")
        item.append(new("a", text, href=address))
        listing.append(item)
    nav.append(listing)
    return nav


def _captions(chapter: Chapter, kind: str) -> Iterator[tuple[str, str]]:
    """The addresses of the figures or tables of a chapter with the first line of each caption."""
    holders = chapter.body.iter("figure") if kind == "loi" else iter(find_all(chapter.body, "table"))
    for holder in holders:
        lines = find_all(holder, "caption")
        # A listing of code is no figure, and EPUB has no list for it (Structural Semantics Vocabulary 1.1).
        if holder.get("id") and lines and not has_class(holder, "code-listing"):
            yield f"{chapter.name}#{holder.get('id')}", in_words(lines[0])


def _landmarks(places: Mapping[str, str], chapters: Sequence[Chapter]) -> Iterator[tuple[str, str, str]]:
    """Kind, address and wording of each."""
    text = _text_of(chapters)
    yield "cover", "cover.xhtml", "cover"
    yield "toc", f"{_NAME}#toc", "contents"
    yield "bodymatter", text.name, "body_matter"
    yield from ((kind, f"{places[id_]}#{id_}", name) for kind, id_, name in _LISTS if id_ in places)
    for chapter in chapters:
        yield from ((kind, chapter.name, kind) for kind in APART if has_class(chapter.body, kind))
    yield from (("bibliography", chapter.name, "references") for chapter in chapters if chapter.id == "references")


def _is_apart(chapter: Chapter) -> bool:
    """Whether a chapter stands before the text or behind it."""
    # What has no id of its own has a part round it.
    parts = (chapter.body, *chapter.body[:1]) if chapter.id.startswith("part-") else (chapter.body,)
    return chapter.id in TYPES or any(has_class(part, name) for part in parts for name in ("preface", "listing"))


def ncx(entries: Sequence[Entry], places: Mapping[str, str], document: Document) -> Item:
    """The NCX that older reading systems use (OPF 2.0.1, section 2.4.1)."""
    metadata, beside = document.metadata, dict(document.titles_beside)
    facts = {
        "dtb:uid": identifier(metadata),
        "dtb:depth": str(_depth(entries)),
        "dtb:totalPageCount": "0",
        "dtb:maxPageNumber": "0",
    }
    root = _make.ncx(
        _make.head(*(_make.meta(name=name, content=value) for name, value in facts.items())),
        _make.docTitle(_make.text(metadata.languages.first(metadata.title))),
        _make.navMap(*_points(entries, places, beside, count(1))),
        **{"version": "2005-1", XML_LANG: metadata.languages.tag},
    )
    data = f"{XML_DECLARATION}{etree.tostring(root, encoding='unicode')}\n".encode()
    return Item("ncx", "toc.ncx", "application/x-dtbncx+xml", data)


def _depth(entries: Sequence[Entry]) -> int:
    return 1 + max((_depth(entry.children) for entry in entries if entry.children), default=0)


def _points(
    entries: Sequence[Entry], places: Mapping[str, str], beside: Mapping[str, str], numbers: Iterator[int]
) -> Iterator[Element]:
    for entry in entries:
        number = str(next(numbers))
        title = entry.title if entry.beside is None else f"{entry.title} {beside[entry.id]}"
        yield _make.navPoint(
            _make.navLabel(_make.text(title)),
            _make.content(src=f"{FOLDER}/{places[entry.id]}#{entry.id}"),
            *_points(entry.children, places, beside, numbers),
            id=f"np{number}",
            playOrder=number,
        )
