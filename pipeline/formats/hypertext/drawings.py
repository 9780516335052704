"""Knows how a drawing stands in XHTML: a figure element with its picture, names and description; must not know
kinds."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from pipeline.core.languages import Languages
from pipeline.core.model import Document
from pipeline.core.pictures import Drawing, PictureFile, picture_file
from pipeline.core.vocabulary import part_id
from pipeline.core.wording import word
from pipeline.formats.hypertext.elements import SVG, Element, has_class, new


def set_figure(element: Element, drawings: dict[str, Drawing], languages: Languages) -> None:
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
    holder.append(_picture(drawing, languages))
    top = next(child for child in element if image is child or image in list(child.iter("img")))
    element.replace(top, holder)
    for description in [child for child in element if has_class(child, "description")]:
        description.tag = "details"
        summary = etree.Element("summary")
        summary.text = word("long_description", languages.leading)
        description.insert(0, summary)
    element.append(caption)


def set_logo(element: Element, drawings: dict[str, Drawing], languages: Languages) -> None:
    """Give the image of a Div of class `logo` its size."""
    for image in list(element.iter("img")):
        holder = image.getparent()
        if holder is not None:
            holder.replace(image, _picture(drawings[image.get("src", "").removeprefix("figure:")], languages))


def _picture(drawing: Drawing, languages: Languages) -> Element:
    if drawing.is_inline:
        svg = etree.fromstring(drawing.svg.encode())
        svg.set("role", "img")
        if svg.find(f"{{{SVG}}}title") is None:
            _name(svg, drawing, languages)
        return svg
    return new(
        "img",
        src=f"figure:{drawing.id}",
        alt=languages.first(drawing.alt),
        width=f"{drawing.width:.0f}",
        height=f"{drawing.height:.0f}",
    )


def _name(svg: Element, drawing: Drawing, languages: Languages) -> None:
    """Give a drawing that came without them its title and description (SVG 2, 5.6), which name it in every format."""
    svg.attrib.pop("aria-label", None)
    svg.set("aria-labelledby", f"{part_id(drawing.id, 'title')} {part_id(drawing.id, 'desc')}")
    names = dict(zip(("title", "desc"), _told(drawing, languages), strict=True))
    for place, (name, text) in enumerate(names.items()):
        element = etree.Element(f"{{{SVG}}}{name}", {"id": part_id(drawing.id, name)})
        element.text = text
        svg.insert(place, element)


def _told(drawing: Drawing, languages: Languages) -> tuple[str, str]:
    """What names a drawing, and what says more: its description, else its name in the other language."""
    return languages.first(drawing.alt), languages.first(drawing.description) or languages.second(drawing.alt)


def describe_pictures(body: Element, document: Document) -> None:
    """Say of each picture that is a file what a drawing says of itself in its title and description, where a page shows
    no description."""
    drawings = {f"figure:{drawing.id}": drawing for drawing in document.drawings}
    for image in body.iter("img"):
        if drawing := drawings.get(image.get("src", "")):
            parts = _told(drawing, document.metadata.languages)
            image.set("alt", "\n".join(dict.fromkeys(filter(None, parts))))


def replace_images(body: Element, address: Callable[[Drawing], str], document: Document) -> None:
    """Point pictures that are files at the address a format keeps them under."""
    drawings = {drawing.id: drawing for drawing in document.drawings}
    for image in body.iter("img"):
        name = image.get("src", "").removeprefix("figure:")
        if name in drawings:
            image.set("src", address(drawings[name]))


def picture_of(drawing: Drawing) -> PictureFile:
    """The file of a drawing that is no part of a page."""
    return picture_file(drawing.id, drawing.svg, drawing.raster)


def pictures_of(document: Document) -> list[tuple[Drawing, PictureFile]]:
    """All drawings that are files."""
    return [(drawing, picture_of(drawing)) for drawing in document.drawings if not drawing.is_inline]


def say_once(body: Element) -> None:
    """A drawing is called by its title alone, and what it shows is said by its description on the page, or by itself
    where there is none (WCAG 2.2, 1.1.1): so nobody hears it twice. A title that is referred to would be heard as the
    name and as the description in Chromium; by itself it is the name (SVG Accessibility API Mappings 1.0, 6.1)."""
    for figure in body.iter("figure"):
        is_described = figure.find("details") is not None
        for drawing in figure.iter(f"{{{SVG}}}svg"):
            if drawing.find(f"{{{SVG}}}title") is not None:
                drawing.attrib.pop("aria-labelledby", None)
            for description in drawing.findall(f"{{{SVG}}}desc") if is_described else ():
                drawing.remove(description)
