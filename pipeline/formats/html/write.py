"""Knows the web edition: one HTML file that needs nothing else; must not know paged media."""

from __future__ import annotations

import base64
from collections.abc import Iterable

from lxml import etree

from pipeline.core.collection import garbage_collection_paused
from pipeline.core.diagnostics import Diagnostics
from pipeline.core.pictures import PictureFile
from pipeline.core.wording import word
from pipeline.formats.html import apparatus
from pipeline.formats.html.head import head_of
from pipeline.formats.html.reading_aids import aid
from pipeline.formats.hypertext.breaking import open_up
from pipeline.formats.hypertext.drawings import picture_of, replace_images, say_once
from pipeline.formats.hypertext.elements import SVG, Element, close_up, has_class, new, serialize_html, serialize_page
from pipeline.formats.hypertext.fragment import fragment
from pipeline.formats.hypertext.index import print_sections
from pipeline.formats.hypertext.mathematics import for_browsers, letters_of
from pipeline.formats.hypertext.outline import contents, cover_of, outline, part_cover, split_front, title_of
from pipeline.formats.hypertext.typefaces import texts
from pipeline.formats.hypertext.units import hold_dots, hold_formulas
from pipeline.formats.hypertext.webfonts import embed, families
from pipeline.formats.inputs import WriterInput
from pipeline.styling import css, themes
from pipeline.styling.shaking import names_on, shaken
from pipeline.tools import rights


@garbage_collection_paused()
def write(given: WriterInput) -> tuple[bytes, Diagnostics]:
    """The report as one page of HTML: fonts, pictures and styles inside, and one script that it works without."""
    document, leading = given.document, given.document.metadata.languages.leading
    body = fragment(document, shift=1, places=given.options.html.places)
    replace_images(body, lambda drawing: _data_address(picture_of(drawing)), document)
    print_sections(body)
    open_up(body)
    hold_dots(body)
    hold_formulas(body)
    title_of(body, document.metadata.languages.tag).tag = "h1"
    aid(body, leading)
    say_once(body)
    front, rest = split_front(body)
    listing = new("nav", class_="contents", aria_labelledby="contents-title", role="doc-toc")
    listing.append(new("h2", word("contents", leading), id="contents-title"))
    listing.append(
        contents(outline(body, document.metadata.contents, document.metadata.languages.tag), lambda id_: f"#{id_}")
    )
    header = new("header")
    main = new("main", id="text", lang=document.metadata.languages.tag)
    cover = cover_of(body)
    if cover is not None:
        part_cover(cover)
    for part in front:
        (header if part is cover else main).append(part)
    after = next((part for part in front if has_class(part, "listing")), None)
    main.insert(len(main) if after is None else main.index(after), listing)
    for part in rest:
        main.append(part)
    for heading in main.iter("h2", "h3", "h4", "h5", "h6"):
        heading.attrib.pop("data-title", None)
    close_up(main)
    colors = _theme(body=main, given=given)
    page = new("body")
    page.append(new("a", word("skip_to_text", leading), class_="skip", href="#text"))
    is_dark = given.options.html.scheme == "auto"
    page.append(etree.fromstring(apparatus.tools(document.metadata, is_dark=is_dark)))
    page.append(header)
    page.append(main)
    page.append(etree.fromstring(apparatus.about(document.metadata, given.options.html, main)))
    root = new("html", lang=document.metadata.languages.tag)
    root.append(page)
    head = serialize_html(head_of(document.metadata, given.options.html, _sheet(root, colors, given)))
    start = f'<!DOCTYPE html>\n<html lang="{document.metadata.languages.tag}">\n{head}\n'
    return f"{start}{serialize_page(page)}\n</html>\n".encode(), ()


def _sheet(root: Element, colors: Iterable[themes.Paint], given: WriterInput) -> str:
    """The style sheet of the page: its faces, each cut to what is set in it, the colours of its drawings, and what of
    the report's sheets can hold on it."""
    own = given.sheets.with_addresses(given.sheets.text(("base.css", "screen.css")), _data_address)
    languages, tokens = given.sheets.languages, given.tokens
    for_browsers(root)
    set_ = texts(root, css.faces(own, tokens, languages), tuple(families(tokens)), apparatus.copied(root))
    brought, known = embed([set_], letters_of(root), tokens, small=True), families(tokens)
    faces = "".join(face.rule("data:font/woff2;base64," + base64.b64encode(face.data).decode()) for face in brought)
    faces = f"/*\n{rights.summary(known[face.family] for face in brought)}\n*/\n" + faces
    colored = css.in_schemes if given.options.html.scheme == "auto" else css.in_light
    paints = frozenset(f"color-{token}" for _, _, token in colors)
    return faces + themes.rules(colors) + shaken(colored(own, tokens, languages), names_on(root), paints)


def _theme(body: Element, given: WriterInput) -> set[themes.Paint]:
    """Let the drawings in our own colours follow the reader's scheme; pictures and free specifications keep their
    white ground."""
    ours = {drawing.id for drawing in given.document.drawings if drawing.svg and drawing.from_tokens}
    used: set[themes.Paint] = set()
    for figure in body.iter("figure"):
        if figure.get("id") in ours:
            for drawing in figure.iter(f"{{{SVG}}}svg"):
                used |= themes.theme(drawing, given.tokens)
    return used


def _data_address(file: PictureFile) -> str:
    return f"data:{file.media_type};base64," + base64.b64encode(file.data).decode()
