"""Knows the print edition: front matter, numbered contents, notes at the foot; must not know WeasyPrint's inside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from pipeline.core.diagnostics import Diagnostic, Diagnostics
from pipeline.core.model import LANGUAGES, Metadata
from pipeline.core.wording import word
from pipeline.styling import css
from pipeline.tools import fonts, xmp
from pipeline.writers.base import Edition, Writer
from pipeline.writers.fragment import Element, find_all, fragment, has_class, new, raster_type, replace_images, serialize
from pipeline.writers.outline import contents, cover_of, outline, split_front
from pipeline.writers.webfonts import missing_glyphs

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_LATIN = "A-Za-z0-9\u00c0-\u024f@#&$€£"
_BOUNDARY = re.compile(f"(?<=[{_HAN}])(?=[{_LATIN}])|(?<=[{_LATIN}%])(?=[{_HAN}])")
_NO_GAP = {"code", "pre", "svg", "math", "script"}
FILE_SCHEME = "kanben:"


def write(edition: Edition) -> tuple[bytes, Diagnostics]:
    """The report as a tagged PDF. Contents numbers come from the layout itself, in a second pass over the front matter only.

    PDF101 is reported for what WeasyPrint left out, PDF102 for characters without a glyph, PDF103 when the passes disagree.
    """
    from pipeline.tools.weasy.render import Renderer
    from pipeline.tools.weasy.standards import STANDARDS

    document = edition.document
    body = fragment(document, shift=1)
    replace_images(body, lambda drawing: FILE_SCHEME + drawing.id, document)
    _notes_in_place(body)
    _pages_of_references(body)
    _space_scripts(body)
    files = {FILE_SCHEME + drawing.id: (drawing.raster, raster_type(drawing)[1]) for drawing in document.drawings if drawing.raster}
    faces = css.latin_faces(edition.tokens)
    files |= {face.address: (fonts.find(face.family, bold=face.bold, italic=face.italic).path.read_bytes(), "font/otf") for face in faces}
    sheets = "\n".join(face.rule() for face in faces) + css.read_sheets(("base.css", "print.css"), edition.style_folders)
    renderer = Renderer(css.resolve(sheets, edition.tokens), files, STANDARDS[edition.pdf.standard])
    entries = outline(body)
    front, rest = split_front(body)
    if (cover := cover_of(body)) is not None:
        _dress_cover(cover)
    first = renderer.lay_out(_page(document.metadata, _front(front, entries, {}), _section("body", rest)))
    starts = next((index for index, anchors in enumerate(first.anchors) if "body" in anchors), 0)
    numbers = _page_numbers(first.anchors, starts)
    second = renderer.lay_out(_page(document.metadata, _front(front, entries, numbers), ""))
    pages = [*second.pages, *first.pages[starts:]]
    problems = [] if len(second.pages) == starts else [Diagnostic("PDF103", None, {"first": starts, "second": len(second.pages)})]
    data, faults = renderer.write(first, pages, starts, lambda marks, shown: xmp.packet(document.metadata, shown, marks))
    problems += [Diagnostic("PDF101", None, {"reason": fault[:200]}, "weasyprint") for fault in faults]
    problems += [
        Diagnostic("PDF102", None, {"character": character, "code": f"U+{ord(character):04X}"}, character)
        for character in missing_glyphs(body, edition.tokens)
    ]
    return data, tuple(problems)


def _warm_up() -> None:
    """Load WeasyPrint while another step is still at work."""
    import pipeline.tools.weasy.render  # noqa: F401


def _section(name: str, parts: Sequence[Element]) -> str:
    return f'<div id="{name}" class="{name}">{"".join(serialize(part) for part in parts)}</div>'


def _front(parts: Sequence[Element], entries: Sequence[Any], numbers: dict[str, str]) -> str:
    """Cover, abstracts and contents; without numbers yet, the contents take as much room as with them."""
    body = new("body")
    body.extend(parts)
    cover = cover_of(body)
    before = serialize(cover) if cover is not None else ""
    listing = new("nav", class_="contents", id="contents", role="doc-toc")
    listing.append(new("h2", word("contents", "zh")))
    listing.append(contents(entries, lambda id_: f"#{id_}", lambda id_: numbers.get(id_, "000")))
    for link in [link for part in parts if has_class(part, "listing") for link in find_all(part, "entry")]:
        link.set("data-page", numbers.get(link.get("href", "")[1:], "000"))
    lists = [part for part in parts if has_class(part, "listing")]
    return before + _section("front", [*(part for part in parts if part is not cover and part not in lists), listing, *lists])


def _dress_cover(cover: Element) -> None:
    """Put author and date at the cover's foot, and take the running title from it."""
    foot = new("div", class_="cover-foot")
    for part in [child for child in cover if has_class(child, "author") or has_class(child, "date")]:
        foot.append(part)
    cover.append(foot)
    for title in find_all(cover, "title"):
        if title.get("lang") != "en" and len(title):
            title[0].tag = "h1"
            title[0].set("class", "running-title")


def _notes_in_place(body: Element) -> None:
    """Move each note's text to its mark, as CSS footnotes want it (CSS GCPM 3, section 2)."""
    notes = {item.get("id"): item for item in body.iter("li") if str(item.get("id", "")).startswith("fn")}
    for mark in list(find_all(body, "footnote-ref")):
        item = notes.get(mark.get("href", "")[1:])
        parent = mark.getparent()
        if item is None or parent is None:
            continue
        note = new("span", class_="note", id=item.get("id", ""))
        for paragraph in item:
            for back in find_all(paragraph, "back"):
                _remove_keeping_tail(back)
            paragraph.tag = "span"
            paragraph.tail = " "
            note.append(paragraph)
        note.tail = mark.tail
        mark.tail = None
        parent.replace(mark, note)
    for section in [element for element in body.iter("section") if element.get("id") == "footnotes"]:
        _remove_keeping_tail(section)


def _pages_of_references(body: Element) -> None:
    """A cross-reference that asks for it prints the page of its target (CSS GCPM 3, target-counter)."""
    for link in [link for link in find_all(body, "xref") if has_class(link, "page")]:
        language = next((str(node.get("lang")) for node in (link, *link.iterancestors()) if node.get("lang")), "zh")
        before, _, after = word("page", "en" if language.startswith("en") else "zh", number="\0").partition("\0")
        link.text = before
        for child in list(link):
            link.remove(child)
        number = new("span", class_="page-number", data_target=link.get("href", ""))
        number.tail = after
        link.append(number)


def _remove_keeping_tail(element: Element) -> None:
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    element.tail = None
    parent.remove(element)


def _space_scripts(body: Element) -> None:
    """A quarter em between Chinese and Latin or digits, by an empty span that leaves the text alone (CLREQ 3.2.4)."""
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element.tag in _NO_GAP or "}" in element.tag:
            continue
        if element.text and not any(ancestor.tag in _NO_GAP for ancestor in element.iterancestors()):
            _split(element, element.text, is_tail=False)
        if element.tail:
            _split(element, element.tail, is_tail=True)


def _split(element: Element, text: str, *, is_tail: bool) -> None:
    parts = _BOUNDARY.split(text)
    if len(parts) == 1:
        return
    gaps = [new("span", class_="gap") for _ in parts[1:]]
    for gap, part in zip(gaps, parts[1:], strict=True):
        gap.tail = part
    parent = element.getparent() if is_tail else element
    if parent is None:
        return
    place = parent.index(element) + 1 if is_tail else 0
    if is_tail:
        element.tail = parts[0]
    else:
        element.text = parts[0]
    for offset, gap in enumerate(gaps):
        parent.insert(place + offset, gap)


def _page_numbers(anchors: Sequence[frozenset[str]], starts: int) -> dict[str, str]:
    """The printed number of the page that each id is on: roman before the text, arabic from 1 in it."""
    numbers: dict[str, str] = {}
    for index, ids in enumerate(anchors):
        for id_ in ids:
            # A section that runs on is met again on its later pages.
            numbers.setdefault(id_, roman(index + 1) if index < starts else str(index - starts + 1))
    return numbers


def roman(number: int) -> str:
    """A number in lower-case roman numerals."""
    result = ""
    for value, letters in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= value:
            result, number = result + letters, number - value
    return result


def _page(metadata: Metadata, front: str, body: str) -> str:
    people = "".join(f'<meta name="author" content="{escape(person.name.zh)}">' for person in metadata.authors)
    keywords = ", ".join(keyword[language] for language in LANGUAGES for keyword in metadata.keywords if keyword[language])
    description = " ".join(metadata.abstract.zh.split())
    title = metadata.title.zh + (f" / {metadata.title.en}" if metadata.title.en else "")
    return (
        f'<!DOCTYPE html><html lang="{metadata.lang}"><head><meta charset="utf-8"><title>{escape(title)}</title>{people}'
        f'<meta name="keywords" content="{escape(keywords)}"><meta name="description" content="{escape(description)}">'
        f'<meta name="dcterms.created" content="{metadata.date}"><meta name="generator" content="Kanben"></head>'
        f"<body>{front}{body}</body></html>"
    )


WRITER = Writer("pdf", ".pdf", {"zh": "印刷版（带标签的 PDF）", "en": "Print edition, tagged PDF"}, write, _warm_up)
