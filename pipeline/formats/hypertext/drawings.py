"""Knows how a drawing stands in XHTML: a figure element with its picture, names and description; must not know
kinds."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from pipeline.core.languages import LEADING_LANGUAGE
from pipeline.core.model import Document, Drawing
from pipeline.core.vocabulary import part_id
from pipeline.core.wording import word
from pipeline.formats.hypertext.elements import SVG, Element, has_class, new


def set_figure(element: Element, drawings: dict[str, Drawing]) -> None:
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
        summary.text = word("long_description", LEADING_LANGUAGE)
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
    names = {"title": drawing.alt.zh, "desc": drawing.description.zh or drawing.alt.en}
    for place, (name, text) in enumerate(names.items()):
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
