"""Knows how pictures stand in a Word file, with names, descriptions and an SVG beside the PNG; must not know what they
show."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from pipeline.core.languages import Languages
from pipeline.core.pictures import Drawing
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark

_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


def name_pictures(
    body: Element, relationships: Element, drawings: Mapping[str, Drawing], languages: Languages
) -> dict[str, bytes]:
    """Give each picture a name, title and description, and its SVG beside the PNG (MS-ODRAWXML 2.2.47).

    Returns the parts of the file that come to it.
    """
    files: dict[str, bytes] = {}
    for number, frame in enumerate(body.iter(clark("wp:docPr")), 1):
        inline = frame.getparent()
        if inline is None:
            continue
        inner = next(inline.iter(clark("pic:cNvPr")), None)
        drawing = drawings.get(frame.get("title", "") or (inner.get("title", "") if inner is not None else ""))
        if drawing is None:
            continue
        for properties in (frame, inner):
            if properties is not None:
                _describe(properties, drawing, number, languages)
        if drawing.svg:
            files[f"word/media/{drawing.id}.svg"] = drawing.svg.encode()
            _show_svg(inline, f"media/{drawing.id}.svg", f"rIdSvg{len(files)}", relationships)
    return files


def _describe(properties: Element, drawing: Drawing, number: int, languages: Languages) -> None:
    parts = (*languages.all(drawing.alt), languages.first(drawing.description))
    description = "\n".join(filter(None, parts))
    properties.set("id", str(number))
    properties.set("name", drawing.id)
    properties.set("title", languages.second(drawing.alt) or languages.first(drawing.alt))
    properties.set("descr", description)


def _show_svg(inline: Element, address: str, id_: str, relationships: Element) -> None:
    blip = next(inline.iter(clark("a:blip")))
    values = {"Id": id_, "Type": f"{NAMESPACES['r']}/image", "Target": address}
    etree.SubElement(relationships, clark("rel:Relationship"), values)
    extension = etree.SubElement(etree.SubElement(blip, clark("a:extLst")), clark("a:ext"), {"uri": _SVG_EXTENSION})
    svg = {"asvg": NAMESPACES["asvg"]}
    etree.SubElement(extension, clark("asvg:svgBlip"), {clark("r:embed"): id_}, nsmap=svg)


def declare_svg(types: Element) -> None:
    """Say which type files of SVG have, unless it is said."""
    defaults = types.findall("type:Default", NAMESPACES)
    if not any(row.get("Extension") == "svg" for row in defaults):
        types.insert(0, etree.Element(clark("type:Default"), {"Extension": "svg", "ContentType": "image/svg+xml"}))
