"""Knows the web edition: one HTML file that needs nothing else; must not know paged media."""

from __future__ import annotations

import base64

from pipeline.core.diagnostics import Diagnostics
from pipeline.core.languages import Language
from pipeline.core.pictures import PictureFile
from pipeline.core.vocabulary import part_id
from pipeline.core.wording import word
from pipeline.formats.html.head import head_of
from pipeline.formats.hypertext.drawings import picture_of, replace_images
from pipeline.formats.hypertext.elements import SVG, Element, has_class, new, serialize, serialize_html
from pipeline.formats.hypertext.fragment import fragment
from pipeline.formats.hypertext.index import print_sections
from pipeline.formats.hypertext.outline import contents, cover_of, outline, part_cover, split_front, title_of
from pipeline.formats.hypertext.webfonts import embed
from pipeline.formats.inputs import WriterInput
from pipeline.styling import css, themes

_EXTRA_TEXT = "↩ 0123456789"


def write(given: WriterInput) -> tuple[bytes, Diagnostics]:
    """The report as one page of HTML: fonts, pictures and styles inside, no script."""
    document, leading = given.document, given.document.metadata.languages.leading
    body = fragment(document, shift=1)
    replace_images(body, lambda drawing: _data_address(picture_of(drawing)), document)
    print_sections(body)
    title_of(body, document.metadata.languages.tag).tag = "h1"
    _scrollable(body, leading)
    front, rest = split_front(body)
    listing = new("nav", class_="contents", aria_labelledby="contents-title", role="doc-toc")
    listing.append(new("h2", word("contents", leading), id="contents-title"))
    listing.append(contents(outline(body, document.metadata.contents), lambda id_: f"#{id_}"))
    header = new("header", role="banner")
    main = new("main", id="text")
    cover = cover_of(body)
    if cover is not None:
        part_cover(cover)
    for part in front:
        (header if part is cover else main).append(part)
    after = next((part for part in front if has_class(part, "listing")), None)
    main.insert(len(main) if after is None else main.index(after), listing)
    for part in rest:
        main.append(part)
    colors = _theme(body=main, given=given)
    page = new("body")
    page.append(new("a", word("skip_to_text", leading), class_="skip", href="#text"))
    page.append(header)
    page.append(main)
    rules = [
        font.rule("data:font/woff;base64," + base64.b64encode(font.data).decode(), "woff")
        for font in embed(page, given.tokens, _EXTRA_TEXT, woff=True)
    ]
    own = given.sheets.with_addresses(given.sheets.text(("base.css", "screen.css")), _data_address)
    colored = css.in_schemes if given.options.html.scheme == "auto" else css.in_light
    sheet = "\n".join(rules) + themes.rules(colors) + colored(own, given.tokens, given.sheets.languages)
    head = serialize_html(head_of(document.metadata, sheet))
    html = f'<!DOCTYPE html>\n<html lang="{document.metadata.languages.tag}">\n{head}\n{serialize(page)}\n</html>\n'
    return html.encode(), ()


def _theme(body: Element, given: WriterInput) -> set[str]:
    """Let the drawings in our own colours follow the reader's scheme; pictures and free specifications keep their
    white ground."""
    ours = {drawing.id for drawing in given.document.drawings if drawing.svg and drawing.from_tokens}
    used: set[str] = set()
    for figure in body.iter("figure"):
        if figure.get("id") in ours:
            for drawing in figure.iter(f"{{{SVG}}}svg"):
                used |= themes.theme(drawing, given.tokens)
                drawing.set("class", "themed")
    return used


def _data_address(file: PictureFile) -> str:
    return f"data:{file.media_type};base64," + base64.b64encode(file.data).decode()


def _scrollable(body: Element, leading: Language) -> None:
    """Wide tables, drawings and formulas scroll in a region of their own that the keyboard can reach (WCAG 2.2,
    1.4.10, 2.1.1)."""
    for wrapper in [element for element in body.iter("div") if has_class(element, "table")]:
        _scroll_table(wrapper, leading)
    for figure in body.iter("figure"):
        for holder in [child for child in figure if has_class(child, "figure-scroll")]:
            holder.set("tabindex", "0")
            holder.set("role", "group")
            holder.set("aria-label", word("figure", leading))

    for math in [element for element in body.iter("{*}math") if element.get("display") == "block"]:
        parent, tail = math.getparent(), math.tail
        if parent is not None:
            holder = new(
                "span",
                class_="formula-scroll",
                tabindex="0",
                role="group",
                aria_label=word("formula", leading),
            )
            parent.replace(math, holder)
            math.tail, holder.tail = None, tail
            holder.append(math)


def _scroll_table(wrapper: Element, leading: Language) -> None:
    table = wrapper.find("table")
    if table is None:
        return
    holder = new("div", class_="table-scroll", tabindex="0", role="region")
    caption = table.find("caption")
    if caption is not None and wrapper.get("id"):
        caption.set("id", part_id(wrapper.get("id", ""), "caption"))
        holder.set("aria-labelledby", caption.get("id", ""))
    else:
        holder.set("aria-label", word("table", leading))
    wrapper.replace(table, holder)
    holder.append(table)
