"""Knows how the finished AST becomes the XHTML that HTML, EPUB and PDF share; must not know pages, files or
chapters."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from lxml import etree

from pipeline.core.model import Document, Drawing
from pipeline.core.vocabulary import part_id
from pipeline.core.wording import word
from pipeline.tools import pandoc

XHTML = "http://www.w3.org/1999/xhtml"
SVG = "http://www.w3.org/2000/svg"
_LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}
Element = etree._Element


def fragment(document: Document, *, shift: int, places: bool = False) -> Element:
    """The document's body as a tree of XHTML elements without namespace; heading levels are raised by `shift`.

    With `places`, a block carries where it stands in the source, as `data-place="12:3"`.
    """
    arguments = ["--to", "html5", "--section-divs", "--wrap=none", "--mathml", f"--shift-heading-level-by={shift}"]
    html = pandoc.write(document.ast, arguments).decode()
    body = etree.fromstring(f"<body>{html}</body>", etree.XMLParser(resolve_entities=False, huge_tree=True))
    drawings = {drawing.id: drawing for drawing in document.drawings}
    _levels(body, shift)
    _places(body, wanted=places)
    for improve in (_languages, _rubies, _hold_marks, _footnotes, _bibliography, _tables, _boxes, _titles):
        improve(body)
    for element in list(body.iter("div")):
        if has_class(element, "figure"):
            _figure(element, drawings)
    return body


def has_class(element: Element, name: str) -> bool:
    """Whether an element has a class."""
    return name in element.get("class", "").split()


def find_all(tree: Element, name: str) -> list[Element]:
    """All elements of a class, in document order."""
    return [element for element in tree.iter() if isinstance(element.tag, str) and has_class(element, name)]


def text_of(element: Element) -> str:
    """All text inside an element, white space folded."""
    return " ".join("".join(str(part) for part in element.itertext()).split())


def serialize(element: Element) -> str:
    """XHTML text that an HTML parser reads the same way: no empty-element tags but the void ones."""
    tree = copy.deepcopy(element)
    tree.tail = None
    for node in tree.iter():
        if (
            isinstance(node.tag, str)
            and node.text is None
            and len(node) == 0
            and "}" not in node.tag
            and node.tag not in _VOID
        ):
            node.text = ""
    return etree.tostring(tree, encoding="unicode", method="xml")


_BLOCKS = {"p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "div", "figcaption", "caption"}
_VOID = {"br", "hr", "img", "col", "meta", "link", "input", "wbr"}


def _places(body: Element, *, wanted: bool) -> None:
    """Put the places of blocks on their elements, or nowhere."""
    for mark in find_all(body, "place"):
        block = next((element for element in mark.iterancestors() if element.tag in _BLOCKS), None)
        if wanted and block is not None and "data-place" not in block.attrib:
            block.set("data-place", mark.get("data-at", ""))
        remove_keeping_tail(mark)


def remove_keeping_tail(element: Element) -> None:
    """Take an element out, but not the text that follows it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "") or None
    else:
        parent.text = (parent.text or "") + (element.tail or "") or None
    element.tail = None
    parent.remove(element)


def _levels(body: Element, shift: int) -> None:
    """Name sections by their level in the document, whatever the heading elements are raised to."""
    for section in body.iter("section"):
        names = section.get("class", "").split()
        section.set(
            "class", " ".join(f"level{int(name[5:]) - shift}" if name.startswith("level") else name for name in names)
        )


def _hold_marks(body: Element) -> None:
    """Keep note and citation marks on the line of the word they follow (U+2060 WORD JOINER)."""
    for mark in [*find_all(body, "citation"), *find_all(body, "footnote-ref")]:
        before, parent = mark.getprevious(), mark.getparent()
        if before is not None:
            before.tail = (before.tail or "") + "\u2060"
        elif parent is not None:
            parent.text = (parent.text or "") + "\u2060"


def _languages(body: Element) -> None:
    for element in body.iter():
        language = element.get("lang")
        if language:
            element.set("lang", _LANGUAGE_TAGS.get(language, language))


def _rubies(body: Element) -> None:
    """`[汉字]{ruby="hàn zì"}` as ruby: a reading for each character where there are as many, else one for all (HTML,
    4.5.10)."""
    for element in [span for span in body.iter("span") if span.get("data-ruby")]:
        reading, base = element.attrib.pop("data-ruby"), text_of(element)
        for child in list(element):
            element.remove(child)
        element.tag, element.text = "ruby", None
        for written, said in ruby_pairs(base, reading):
            # No rb, which HTML has given up.
            if len(element):
                element[-1].tail = written
            else:
                element.text = written
            element.append(new("rt", said))


def ruby_pairs(base: str, reading: str) -> list[tuple[str, str]]:
    """Each character with its reading where there are as many, else all with all."""
    parts = reading.split()
    return list(zip(base, parts, strict=True)) if len(parts) == len(base) else [(base, reading)]


def _titles(body: Element) -> None:
    """Give each heading its text as `data-title`, for bookmarks and running headers."""
    for element in body.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        title = copy.deepcopy(element)
        for note in find_all(title, "footnote-ref"):
            note.text = ""
            for child in list(note):
                note.remove(child)
        element.set("data-title", text_of(title))
        element.attrib.pop("class", None)


def _footnotes(body: Element) -> None:
    for link in find_all(body, "footnote-back"):
        link.text = "↩"
        link.set("aria-label", word("back_to_text", "zh"))
        link.set("class", "back")
    for section in body.iter("section"):
        if section.get("id") == "footnotes":
            section.set("aria-label", word("notes", "zh"))
            for rule in section.findall("hr"):
                section.remove(rule)


def _bibliography(body: Element) -> None:
    for section in body.iter("section"):
        if section.get("id", "").startswith("references"):
            section.set("role", "doc-bibliography")
    for element in find_all(body, "csl-entry"):
        element.attrib.pop("role", None)
    for element in find_all(body, "csl-bib-body"):
        for name in ("role", "data-entry-spacing", "data-line-spacing"):
            element.attrib.pop(name, None)
        element.set("class", "entries")


def _tables(body: Element) -> None:
    for cell in body.iter("th", "td"):
        style = cell.attrib.pop("style", "")
        for side in ("right", "center"):
            if side in style:
                cell.set("class", side)
        if cell.tag == "th":
            side = "col" if next(cell.iterancestors("thead"), None) is not None else "row"
            spans = cell.get("colspan" if side == "col" else "rowspan", "1") != "1"
            cell.set("scope", f"{side}group" if spans else side)
    for table in body.iter("table"):
        table.attrib.pop("style", None)
        for column in table.iter("col"):
            column.attrib.pop("style", None)
    for wrapper in [element for element in body.iter("div") if has_class(element, "table")]:
        table_element = wrapper.find("table")
        lines = [line for line in wrapper.findall("div") if has_class(line, "caption")]
        if table_element is None or not lines:
            continue
        caption = etree.Element("caption")
        for line in lines:
            wrapper.remove(line)
            line.tail = None
            caption.append(line)
        table_element.insert(0, caption)


def _boxes(body: Element) -> None:
    for element in [box for box in body.iter("div") if has_class(box, "sidebar")]:
        element.tag = "aside"
        heading = next((node for node in element.iter("h1", "h2", "h3", "h4", "h5", "h6")), None)
        if heading is not None:
            section = heading.getparent()
            own = section.get("id") if section is not None else None
            if own:
                heading.set("id", part_id(own, "title"))
                element.set("aria-labelledby", part_id(own, "title"))


def _figure(element: Element, drawings: dict[str, Drawing]) -> None:
    """A Div of class `figure` becomes a figure element: drawing, description, caption last (HTML, 4.4.13)."""
    element.tag = "figure"
    element.attrib.pop("class", None)
    image = next(element.iter("img"))
    drawing = drawings[image.get("src", "").removeprefix("figure:")]
    caption = etree.Element("figcaption")
    for line in [child for child in element if has_class(child, "caption") or has_class(child, "credit")]:
        element.remove(line)
        line.tail = None
        caption.append(line)
    holder = etree.Element("div", {"class": "figure-scroll"})
    holder.append(_picture(drawing))
    top = next(child for child in element if image is child or image in list(child.iter("img")))
    element.replace(top, holder)
    for description in [child for child in element if has_class(child, "description")]:
        description.tag = "details"
        summary = etree.Element("summary")
        summary.text = word("long_description", "zh")
        description.insert(0, summary)
    element.append(caption)


def _picture(drawing: Drawing) -> Element:
    if drawing.svg:
        svg = etree.fromstring(drawing.svg.encode())
        svg.set("role", "img")
        if svg.find(f"{{{SVG}}}title") is None:
            _name(svg, drawing)
        return svg
    return new(
        "img",
        src=f"figure:{drawing.id}",
        alt=drawing.alt.zh,
        width=f"{drawing.width:.0f}",
        height=f"{drawing.height:.0f}",
    )


def _name(svg: Element, drawing: Drawing) -> None:
    """Give a drawing that came without them its title and description (SVG 2, 5.6), which name it in every format."""
    svg.attrib.pop("aria-label", None)
    svg.set("aria-labelledby", f"{part_id(drawing.id, 'title')} {part_id(drawing.id, 'desc')}")
    for place, (name, text) in enumerate(
        (("title", drawing.alt.zh), ("desc", drawing.description.zh or drawing.alt.en))
    ):
        element = etree.Element(f"{{{SVG}}}{name}", {"id": part_id(drawing.id, name)})
        element.text = text
        svg.insert(place, element)


def replace_images(body: Element, address: Callable[[Drawing], str], document: Document) -> None:
    """Point raster pictures at the address a format keeps them under."""
    drawings = {drawing.id: drawing for drawing in document.drawings}
    for image in body.iter("img"):
        name = image.get("src", "").removeprefix("figure:")
        if name in drawings:
            image.set("src", address(drawings[name]))


def raster_type(drawing: Drawing) -> tuple[str, str]:
    """The file suffix and media type of a raster drawing, by its first bytes."""
    return (".jpg", "image/jpeg") if drawing.raster.startswith(b"\xff\xd8") else (".png", "image/png")


def new(tag: str, text: str | None = None, **attributes: Any) -> Element:
    """A new element with text; a trailing underscore of an attribute name is dropped (`class_`)."""
    element = etree.Element(tag, {name.rstrip("_").replace("_", "-"): str(value) for name, value in attributes.items()})
    element.text = text
    return element
