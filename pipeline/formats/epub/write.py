"""Knows the EPUB edition: which files it is made of; must not know EbookLib's inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree

from pipeline.core.collection import garbage_collection_paused
from pipeline.core.cover import LOGO_ID
from pipeline.core.diagnostics import Diagnostics
from pipeline.core.edition import RELEASE
from pipeline.core.model import Document, Metadata
from pipeline.core.numbers import EVERY_LEVEL
from pipeline.core.wording import word
from pipeline.formats.epub.access import borne_out
from pipeline.formats.epub.chapters import Chapter, file_names, finish, split_chapters
from pipeline.formats.epub.cover import draw_cover
from pipeline.formats.epub.metadata import identifier, package_metadata
from pipeline.formats.epub.navigation import navigation, ncx, with_text
from pipeline.formats.epub.package import FACES
from pipeline.formats.epub.page import EPUB_TYPE, page
from pipeline.formats.epub.pagebreaks import mark
from pipeline.formats.epub.style import sheet
from pipeline.formats.hypertext.breaking import open_up
from pipeline.formats.hypertext.drawings import picture_of, pictures_of, replace_images, say_once
from pipeline.formats.hypertext.elements import Element, new
from pipeline.formats.hypertext.fragment import fragment
from pipeline.formats.hypertext.heads import associate
from pipeline.formats.hypertext.index import print_sections
from pipeline.formats.hypertext.mathematics import for_browsers, letters_of
from pipeline.formats.hypertext.names import name_by_numbers
from pipeline.formats.hypertext.outline import cover_of, outline, title_of
from pipeline.formats.hypertext.typefaces import texts
from pipeline.formats.hypertext.units import hold_dots, hold_formulas
from pipeline.formats.hypertext.webfonts import WebFont, embed, families
from pipeline.formats.inputs import WriterInput
from pipeline.formats.paging import starts
from pipeline.styling import css
from pipeline.styling.shaking import names_in, shaken
from pipeline.styling.tokens import Tokens
from pipeline.tools import ebook, rights


@garbage_collection_paused()
def write(given: WriterInput) -> tuple[bytes, Diagnostics]:
    """The report as EPUB 3.3, one file a chapter, notes at the end of their chapter."""
    document, metadata = given.document, given.document.metadata
    body = fragment(document, shift=0)
    replace_images(body, lambda drawing: f"../images/{picture_of(drawing).name}", document)
    print_sections(body)
    open_up(body)
    hold_dots(body)
    hold_formulas(body)
    title = metadata.languages.first(metadata.title)
    entries = outline(body, EVERY_LEVEL, metadata.languages.tag, with_beside=given.options.epub.contents == "both")
    _name_cover(body, title, metadata.languages.tag)
    say_once(body)
    associate(body)
    name_by_numbers(body, metadata.languages.leading)
    for_browsers(body)
    mathematical = letters_of(body)
    chapters = split_chapters(body, metadata.languages.leading)
    places = file_names(chapters)
    if not document.inventory.headings:
        entries = with_text(entries, chapters, metadata.languages)
    for chapter in chapters:
        finish(chapter, places, metadata.languages.leading)
    breaks = mark(chapters, starts(given.printed)) if given.printed and given.edition == RELEASE else []
    accessible = borne_out((chapter.body for chapter in chapters), sheet(given.sheets, given.document), metadata)
    about = package_metadata(metadata, accessible, given.options.epub.conformance)
    pages = [
        _cover_page(metadata),
        navigation(entries, places, chapters, breaks, metadata),
        *(_chapter_page(chapter, metadata.languages.tag) for chapter in chapters),
    ]
    faces = _faces(given, pages, mathematical)
    items = [
        *_style(given, faces, names_in(etree.fromstring(page.data) for page in pages)),
        *_pictures(document),
        ebook.Item("cover-image", "images/cover.png", "image/png", _cover_picture(given), ("cover-image",)),
        *pages,
        ncx(entries, places, document),
    ]
    named = {"identifier": identifier(metadata), "title": title, "language": metadata.languages.tag}
    return ebook.package(items, about, _notices(faces, given.tokens), **named), ()


def _notices(faces: Sequence[WebFont], tokens: Tokens) -> dict[str, bytes]:
    """What the licences of the faces ask to go along with them."""
    known = families(tokens)
    return {FACES: rights.notice(known[face.family] for face in faces).encode()} if faces else {}


def _name_cover(body: Element, title: str, tag: str) -> None:
    """The title on the cover is the heading of its page, and what the page is called."""
    cover = cover_of(body)
    if cover is not None:
        heading = title_of(cover, tag)
        heading.tag = "h1"
        heading.set("data-title", title)


def _faces(given: WriterInput, pages: Sequence[ebook.Item], mathematical: set[str]) -> list[WebFont]:
    """The faces of the book, each cut to what is set in it on some page."""
    if not given.options.epub.fonts:
        # Formulas need a face with a table of their own, which few devices have.
        return embed((), mathematical, given.tokens, small=False)
    own = css.faces(sheet(given.sheets, given.document), given.tokens, given.sheets.languages)
    every = tuple(families(given.tokens))
    return embed(
        [texts(etree.fromstring(page.data), own, every) for page in pages], mathematical, given.tokens, small=False
    )


def _style(given: WriterInput, faces: Sequence[WebFont], names: frozenset[str]) -> Iterator[ebook.Item]:
    """The style sheet, as far as it asks for what is in the book, and the fonts it names."""
    rules = "".join(face.rule(f"../fonts/{face.name}.woff2") for face in faces)
    own = sheet(given.sheets, given.document)
    placed = given.sheets.with_addresses(own, lambda file: f"../images/{file.name}")
    rules += shaken(css.in_readers_colors(placed, given.tokens, given.sheets.languages), names)
    yield ebook.Item("style", "css/report.css", "text/css", rules.encode())
    for file in given.sheets.pictures_of(own):
        yield ebook.Item(f"image-{file.name}", f"images/{file.name}", file.media_type, file.data)
    for name, data in sorted({face.name: face.data for face in faces}.items()):
        yield ebook.Item(f"font-{name}", f"fonts/{name}.woff2", "font/woff2", data)


def _pictures(document: Document) -> Iterator[ebook.Item]:
    for drawing, file in pictures_of(document):
        yield ebook.Item(f"image-{drawing.id}", f"images/{file.name}", file.media_type, file.data)


def _cover_picture(given: WriterInput) -> bytes:
    logo = next((drawing for drawing in given.document.drawings if drawing.id == LOGO_ID), None)
    return draw_cover(given.document.metadata, given.tokens, logo)


def _cover_page(metadata: Metadata) -> ebook.Item:
    languages = metadata.languages
    title, colon = (word(name, languages.leading) for name in ("cover", "label_colon"))
    picture = new("section", class_="cover-image", **{EPUB_TYPE: "cover"}, aria_label=title)
    picture.append(new("img", src="../images/cover.png", alt=f"{title}{colon}{languages.first(metadata.title)}"))
    return page("cover-page", "cover.xhtml", title, (picture,), metadata.languages.tag)


def _chapter_page(chapter: Chapter, language: str) -> ebook.Item:
    tags = {etree.QName(element).localname for element in chapter.body.iter() if isinstance(element.tag, str)}
    properties = tuple(name for tag, name in (("svg", "svg"), ("math", "mathml")) if tag in tags)
    id_ = "c" + chapter.name.removesuffix(".xhtml")
    return replace(page(id_, chapter.name, chapter.title, (chapter.body,), language), properties=properties)
