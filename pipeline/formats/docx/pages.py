"""Knows how the numbers of pages come into the fields of a Word document (PAGEREF, NUMPAGES: ECMA-376, part 1,
17.16.5); must not know who lays it out."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from lxml import etree

from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, part
from pipeline.formats.docx.pieces import fields_of

_BODY, _SETTINGS = "word/document.xml", "word/settings.xml"
_TEXTS = (_BODY, "word/footnotes.xml")
_MEDIA = "word/media/"
# Frames have their sizes: what is in them moves nothing.
_DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTzqNgAAAABJRU5ErkJggg==")
_EMPTY = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


def probe(parts: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, str]]:
    """The parts of a document that is laid out alike and whose asked bookmarks have short names; these by their own."""
    trees = {name: etree.fromstring(parts[name]) for name in _TEXTS}
    asked = dict.fromkeys(name for root in trees.values() for name in _asked(root))
    names = {name: f"b{number}" for number, name in enumerate(asked)}
    for root in trees.values():
        for mark in root.iter(clark("w:bookmarkStart")):
            name = str(mark.get(clark("w:name")))
            mark.set(clark("w:name"), names.get(name, name))
    small = {name: _EMPTY if name.endswith(".svg") else _DOT for name in parts if name.startswith(_MEDIA)}
    return {**parts, **small, **{name: part(root) for name, root in trees.items()}}, names


def filled(parts: Mapping[str, bytes], pages: Mapping[str, str], count: int) -> dict[str, bytes]:
    """The parts with the pages of bookmarks, and how many there are; what is true need not be asked for on opening."""
    values = {"NUMPAGES": str(count), **{f"PAGEREF {name} \\h": page for name, page in pages.items()}}
    made = dict(parts)
    for name in parts:
        if name in _TEXTS or name.startswith(("word/footer", "word/header")):
            root = etree.fromstring(parts[name])
            for field in fields_of(root):
                if field.code in values:
                    field.texts[0].text = values[field.code]
            made[name] = part(root)
    settings = etree.fromstring(parts[_SETTINGS])
    for asks in settings.findall("w:updateFields", NAMESPACES):
        settings.remove(asks)
    made[_SETTINGS] = part(settings)
    return made


def _asked(root: Element) -> list[str]:
    return [field.code.split()[1] for field in fields_of(root) if field.code.startswith("PAGEREF ")]
