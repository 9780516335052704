"""Knows the EPUB edition: chapters, navigation, cover; must not know EbookLib's inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from lxml import etree

from pipeline.core.diagnostics import Diagnostics
from pipeline.core.model import Document
from pipeline.core.wording import word
from pipeline.formats.epub.cover import draw_cover
from pipeline.formats.epub.metadata import identifier, package_metadata
from pipeline.formats.hypertext.drawings import raster_type, replace_images
from pipeline.formats.hypertext.elements import XHTML, Element, find_all, new, serialize, text_of
from pipeline.formats.hypertext.fragment import fragment
from pipeline.formats.hypertext.outline import Entry, contents, outline
from pipeline.formats.hypertext.webfonts import embed
from pipeline.formats.inputs import WriterInput
from pipeline.styling import css
from pipeline.tools import ebook

_EPUB = "http://www.idpf.org/2007/ops"
_TYPES = {
    "cover": "titlepage",
    "abstract-zh": "abstract",
    "abstract-en": "abstract",
    "references": "bibliography",
    "colophon": "colophon",
}
_EXTRA_TEXT = "目录封面导览正文 0123456789 ContentsCover"


@dataclass
class Chapter:
    """A part of the spine: the file it is in, its id, title and content."""

    name: str
    id: str
    title: str
    body: Element


def write(given: WriterInput) -> tuple[bytes, Diagnostics]:
    """The report as EPUB 3.3, one file a chapter, notes at the end of their chapter."""
    document = given.document
    body = fragment(document, shift=0)
    replace_images(body, lambda drawing: f"../images/{drawing.id}{raster_type(drawing)[0]}", document)
    entries = outline(body)
    faces = embed(body, given.tokens, _EXTRA_TEXT + document.metadata.title.zh, woff=False)
    chapters = split_chapters(body)
    places = {
        str(element.get("id")): chapter.name
        for chapter in chapters
        for element in chapter.body.iter()
        if element.get("id")
    }
    for chapter in chapters:
        _relink(chapter, places)
        _semantics(chapter)
    sheet = "\n".join(face.rule(f"../fonts/{face.name}.otf", "opentype") for face in faces)
    sheet += css.resolve(css.read_sheets(("base.css", "epub.css"), given.style_folders), given.tokens)
    language = document.metadata.lang
    items = [ebook.Item("style", "css/report.css", "text/css", sheet.encode())]
    items += [
        ebook.Item(f"font-{name}", f"fonts/{name}.otf", "font/otf", data)
        for name, data in sorted({face.name: face.data for face in faces}.items())
    ]
    items += _pictures(document)
    cover = draw_cover(document.metadata, given.tokens)
    items.append(ebook.Item("cover-image", "images/cover.png", "image/png", cover, ("cover-image",)))
    picture = f'<section class="cover-image" epub:type="cover" aria-label="{word("cover", "zh")}"><img src="../images/cover.png" alt="{word("cover", "zh")}：{escape(document.metadata.title.zh)}"/></section>'
    items.append(
        ebook.Item(
            "cover-page",
            "text/cover.xhtml",
            "application/xhtml+xml",
            _page(word("cover", "zh"), picture, language),
            (),
            in_spine=True,
        )
    )
    items += [
        _nav(entries, places, chapters, language),
        *(_item(chapter, language) for chapter in chapters),
        _ncx(entries, places, document),
    ]
    data = ebook.package(
        items,
        package_metadata(document, [serialize(chapter.body) for chapter in chapters]),
        identifier=identifier(document.metadata),
        title=document.metadata.title.zh,
        language=language,
    )
    return data, ()


def split_chapters(body: Element) -> list[Chapter]:
    """A chapter for the cover text, each abstract, each first-level section, the references and the colophon."""
    notes = {str(item.get("id")): item for item in body.iter("li") if str(item.get("id", "")).startswith("fn")}
    chapters: list[Chapter] = []
    for piece in [element for element in body if element.get("id") != "footnotes"]:
        part = piece if piece.get("id") and piece.tag in ("section", "div") else _loose(piece, len(chapters))
        id_ = part.get("id", "")
        heading = next((element for element in part.iter() if element.get("data-title")), None)
        title = heading.get("data-title", "") if heading is not None else text_of(part)[:40]
        part.tail = None
        chapters.append(Chapter(f"{len(chapters):02d}-{_file_name(id_)}.xhtml", id_, title, _with_notes(part, notes)))
    return chapters


def _loose(piece: Element, number: int) -> Element:
    """Text before the first heading has a chapter of its own."""
    part = new("div", id=f"part-{number}")
    part.append(piece)
    return part


def _file_name(id_: str) -> str:
    return "".join(
        character if character.isascii() and (character.isalnum() or character in "-_") else "-" for character in id_
    )


def _with_notes(part: Element, notes: Mapping[str, Element]) -> Element:
    marks = [str(mark.get("href", ""))[1:] for mark in find_all(part, "footnote-ref")]
    if not marks:
        return part
    listing = new("section", class_="footnotes", role="doc-endnotes", aria_label=word("notes", "zh"))
    for number, id_ in ((mark.split("fn")[-1], mark) for mark in marks if mark in notes):
        note = new("aside", class_="note", id=id_)
        note.set(f"{{{_EPUB}}}type", "footnote")
        note.set("role", "doc-footnote")
        paragraphs = list(notes[id_])
        for paragraph in paragraphs:
            note.append(paragraph)
        lead = new("span", class_="note-number")
        lead.text, lead.tail = f"{number}. ", paragraphs[0].text
        paragraphs[0].text = None
        paragraphs[0].insert(0, lead)
        listing.append(note)
    part.append(listing)
    return part


def _relink(chapter: Chapter, places: Mapping[str, str]) -> None:
    for link in chapter.body.iter("a"):
        target = link.get("href", "")
        if target.startswith("#") and places.get(target[1:], chapter.name) != chapter.name:
            link.set("href", places[target[1:]] + target)


def _semantics(chapter: Chapter) -> None:
    """epub:type beside the ARIA roles (EPUB Structural Semantics Vocabulary 1.1)."""
    chapter.body.set(f"{{{_EPUB}}}type", _TYPES.get(chapter.id, "chapter"))
    for mark in find_all(chapter.body, "footnote-ref"):
        mark.set(f"{{{_EPUB}}}type", "noteref")
    for details in list(chapter.body.iter("details")):
        # Reading systems open no details elements; the description stands in the open.
        details.tag = "div"
        for summary in details.findall("summary"):
            summary.tag = "p"
    for element in chapter.body.iter():
        if element.get("lang") and "}" not in str(element.tag):
            element.set("{http://www.w3.org/XML/1998/namespace}lang", element.get("lang", ""))
        element.attrib.pop("data-title", None)


def _page(title: str, content: str, language: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="{XHTML}" xmlns:epub="{_EPUB}" lang="{language}" xml:lang="{language}">\n'
        f'<head>\n<meta charset="utf-8"/>\n<title>{escape(title)}</title>\n<link rel="stylesheet" type="text/css" href="../css/report.css"/>\n</head>\n'
        f"<body>\n{content}\n</body>\n</html>\n"
    ).encode()


def _item(chapter: Chapter, language: str) -> ebook.Item:
    content = (
        serialize(chapter.body)
        .replace(f' xmlns:epub="{_EPUB}"', "")
        .replace(' xmlns:ns0="http://www.idpf.org/2007/ops"', "")
        .replace("ns0:type", "epub:type")
    )
    tags = {etree.QName(element).localname for element in chapter.body.iter() if isinstance(element.tag, str)}
    properties = tuple(name for tag, name in (("svg", "svg"), ("math", "mathml")) if tag in tags)
    return ebook.Item(
        "c" + chapter.name.removesuffix(".xhtml"),
        f"text/{chapter.name}",
        "application/xhtml+xml",
        _page(chapter.title, content, language),
        properties,
        in_spine=True,
    )


def _pictures(document: Document) -> list[ebook.Item]:
    found = []
    for drawing in document.drawings:
        if drawing.raster:
            suffix, media_type = raster_type(drawing)
            found.append(ebook.Item(f"image-{drawing.id}", f"images/{drawing.id}{suffix}", media_type, drawing.raster))
    return found


def _nav(entries: Sequence[Entry], where: Mapping[str, str], chapters: Sequence[Chapter], language: str) -> ebook.Item:
    """The navigation document: contents and landmarks (EPUB 3.3, section 7)."""
    listing = serialize(contents(entries, lambda id_: f"{where[id_]}#{id_}"))
    text = next((chapter for chapter in chapters if chapter.id not in _TYPES), chapters[0])
    marks = [
        ("cover", "cover.xhtml", word("cover", "zh")),
        ("toc", "nav.xhtml#toc", word("contents", "zh")),
        ("bodymatter", text.name, word("body_matter", "zh")),
    ]
    for kind, id_, name in (("loi", "list-figures", "list_of_figures"), ("lot", "list-tables", "list_of_tables")):
        marks += [(kind, f"{where[id_]}#{id_}", word(name, "zh"))] if id_ in where else []
    marks += [
        ("bibliography", chapter.name, word("references", "zh")) for chapter in chapters if chapter.id == "references"
    ]
    landmarks = "".join(
        f'<li><a epub:type="{kind}" href="{address}">{title}</a></li>' for kind, address, title in marks
    )
    content = (
        f'<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="toc-title"><h1 id="toc-title">{word("contents", "zh")}</h1>{listing}</nav>\n'
        f'<nav epub:type="landmarks" id="landmarks" aria-labelledby="landmarks-title" hidden="hidden"><h2 id="landmarks-title">{word("landmarks", "zh")}</h2><ol>{landmarks}</ol></nav>'
    )
    return ebook.Item(
        "nav",
        "text/nav.xhtml",
        "application/xhtml+xml",
        _page(word("contents", "zh"), content, language),
        ("nav",),
        in_spine=True,
    )


def _ncx(entries: Sequence[Entry], where: Mapping[str, str], document: Document) -> ebook.Item:
    """The NCX that older reading systems use (OPF 2.0.1, section 2.4.1)."""
    numbers = iter(range(1, 100_000))

    def points(level: Sequence[Entry]) -> str:
        made = []
        for entry in level:
            number = next(numbers)
            address = f"text/{where[entry.id]}#{entry.id}"
            label = f"<navLabel><text>{escape(entry.title)}</text></navLabel>"
            made.append(
                f'<navPoint id="np{number}" playOrder="{number}">{label}<content src="{address}"/>{points(entry.children)}</navPoint>'
            )
        return "".join(made)

    depth = 2 if any(entry.children for entry in entries) else 1
    data = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="{document.metadata.lang}">'
        f'<head><meta name="dtb:uid" content="{escape(identifier(document.metadata))}"/><meta name="dtb:depth" content="{depth}"/>'
        '<meta name="dtb:totalPageCount" content="0"/><meta name="dtb:maxPageNumber" content="0"/></head>'
        f"<docTitle><text>{escape(document.metadata.title.zh)}</text></docTitle><navMap>{points(entries)}</navMap></ncx>\n"
    )
    return ebook.Item("ncx", "toc.ncx", "application/x-dtbncx+xml", data.encode())
