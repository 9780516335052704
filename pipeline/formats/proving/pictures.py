"""Knows what a picture is told by, so that another one is another text: its shapes and letters, or its bytes, and its
name and description; must not know formats."""

from __future__ import annotations

import hashlib

from lxml import etree

from pipeline.core.languages import Languages
from pipeline.core.pictures import Drawing, picture_file
from pipeline.formats.proving.markup import Element, local

# What a drawing looks like but for its colours, which follow the reader's scheme.
_SHAPE = frozenset(
    ("cx", "cy", "d", "dx", "dy", "height", "points", "r", "rx", "ry", "transform", "viewbox", "width", "x", "x1")
) | frozenset(("x2", "y", "y1", "y2", "text-anchor", "marker-end", "marker-start"))
_NAMES = ("title", "desc")


def told(drawing: Drawing, languages: Languages) -> tuple[str, str]:
    """The name of a drawing, and what is said of it beside that."""
    return languages.first(drawing.alt), languages.first(drawing.description) or languages.second(drawing.alt)


def of_drawing(drawing: Drawing, languages: Languages) -> str:
    """What a drawing on a page is told by. What a description beside it says, it does not say itself."""
    name, description = told(drawing, languages)
    if not drawing.is_inline:
        return of_file(picture_file(drawing.id, drawing.svg, drawing.raster).data, name)
    svg = etree.fromstring(drawing.svg.encode(), etree.XMLParser(resolve_entities=False, huge_tree=True))
    own = names_of(svg)
    name, description = own if own[0] else (name, description)
    is_described = bool(drawing.data or drawing.description)
    return "\n".join((_shapes(svg), name, "" if is_described else description))


def of_svg(svg: Element) -> str:
    """What a drawing that is part of a page is told by."""
    return "\n".join((_shapes(svg), *names_of(svg)))


def of_file(data: bytes, name: str) -> str:
    """What a picture that is a file is told by."""
    return f"{hashlib.sha256(data).hexdigest()}\n{name}"


def names_of(svg: Element) -> tuple[str, str]:
    """The title and the description of a drawing (SVG 2, 5.6)."""
    texts = {local(child): "".join(child.itertext()) for child in svg if local(child) in _NAMES}
    return texts.get("title", ""), texts.get("desc", "")


def lettering(svg: Element) -> str:
    """The letters in a drawing, in their order."""
    return "".join("".join(element.itertext()) for element in svg.iter() if local(element) == "text")


def _shapes(svg: Element) -> str:
    digest = hashlib.sha256(lettering(svg).encode())
    for element in svg.iter():
        if local(element) in (*_NAMES, ""):
            continue
        # A parser of HTML may have names in lower case.
        shape = {str(key).lower(): value for key, value in element.attrib.items()}
        kept = ("viewbox",) if element is svg else _SHAPE
        digest.update(f"<{local(element).lower()}{sorted((key, shape[key]) for key in kept if key in shape)}".encode())
    return digest.hexdigest()
