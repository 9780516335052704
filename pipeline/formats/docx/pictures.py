"""Knows how pictures stand in a Word file, with names, descriptions and an SVG beside the PNG; must not know what they
show."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping

from lxml import etree

from pipeline.core.languages import Languages
from pipeline.core.pictures import Drawing
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark

_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_OFF = 0.02
_ROUNDED = 2 * 3600
"""By how much of itself, or by how many EMU, a side may differ from what the pixels say: pandoc is given 0.01 cm."""
_HEADER = len(_SIGNATURE) + 25
"""Where the header of a PNG ends, which says its size (PNG 11.2.2)."""


def stand_in(picture: bytes, id_: str) -> bytes:
    """What pandoc is given in the place of a picture: its size, and the id that tells it from others. Megabytes of
    pixels need not go through it."""
    if not picture.startswith(_SIGNATURE):
        return picture
    return picture[:_HEADER] + _chunk(b"tEXt", b"Title\0" + id_.encode()) + _chunk(b"IEND", b"")


def has_pixels(picture: bytes) -> bool:
    """Whether a picture is more than what stands in for one; an SVG is."""
    return bool(picture) and (not picture.startswith(_SIGNATURE) or b"IDAT" in picture)


def is_stretched(shown: Element, picture: bytes) -> bool:
    """Whether a frame has another shape than the pixels of the PNG in it, by more than sizes are rounded."""
    extent = next(shown.iter(clark("wp:extent")), None)
    if extent is None or not picture.startswith(_SIGNATURE):
        return False
    width, height = struct.unpack(">II", picture[_HEADER - 17 : _HEADER - 9])
    across, down = (int(extent.get(name, "0")) for name in ("cx", "cy"))
    wanted = across * height / max(width, 1)
    return bool(abs(down - wanted) > max(_OFF * wanted, _ROUNDED * max(height / max(width, 1), 1)))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def name_pictures(
    body: Element,
    relationships: Element,
    drawings: Mapping[str, Drawing],
    picture: Callable[[Drawing], bytes],
    languages: Languages,
) -> dict[str, bytes]:
    """Give each picture its pixels, a name, title and description, and its SVG beside the PNG (MS-ODRAWXML 2.2.47).

    Returns the parts of the file that come to it.
    """
    files: dict[str, bytes] = {}
    targets = {str(row.get("Id")): str(row.get("Target")) for row in relationships}
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
        for blip in inline.iter(clark("a:blip")):
            files[f"word/{targets[str(blip.get(clark('r:embed')))]}"] = picture(drawing)
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
