"""Knows how the numbers of pages come into the fields of a Word document (PAGEREF, ECMA-376, part 1,
17.16.5.45); must not know who lays it out."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from pipeline.formats.docx import index
from pipeline.formats.docx.bookmarks import Bookmarks
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, part
from pipeline.formats.docx.pieces import fields_of
from pipeline.formats.proving.labels import number_of

_BODY = "word/document.xml"
_TEXTS = (_BODY, "word/footnotes.xml")
_MEDIA, _PAGE = "word/media/", "PAGEREF "
_RENAMED = re.compile(r"(\bPAGEREF )(\S+)")
_FIRST = 990_000
_SAYING = tuple(map(clark, ("w:t", "m:t", "w:drawing", "w:tbl")))
_FORMS = {"lowerRoman": "LowerRoman", "upperRoman": "UpperRoman"}
# Frames have their sizes: what is in them moves nothing.
_DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTzqNgAAAABJRU5ErkJggg==")
_EMPTY = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


def probe(parts: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, str]]:
    """The parts of a document that is laid out alike and whose asked bookmarks have short names; these by their own.

    Bookmarks `s0` and so on stand where sections begin."""
    trees = {name: etree.fromstring(parts[name]) for name in _TEXTS}
    asked = dict.fromkeys(name for root in trees.values() for name in _asked(root))
    names = {name: f"b{number}" for number, name in enumerate(asked)}
    for root in trees.values():
        for mark in root.iter(clark("w:bookmarkStart")):
            name = str(mark.get(clark("w:name")))
            mark.set(clark("w:name"), names.get(name, name))
        # A field that leads nowhere would say so, at the length of a line.
        for code in root.iter(clark("w:instrText")):
            code.text = _RENAMED.sub(lambda asks: f"{asks[1]}{names[asks[2]]}", code.text or "")
    beginnings = Bookmarks(_FIRST)
    parts_of_text = list(sections(trees[_BODY]))
    for number in range(len(parts_of_text)):
        paragraph = _beginning(parts_of_text[number:])
        if paragraph is not None:
            begins = 0 if paragraph.find("w:pPr", NAMESPACES) is None else 1
            paragraph[begins:begins] = beginnings.around((), f"s{number}")
    small = {name: _EMPTY if name.endswith(".svg") else _DOT for name in parts if name.startswith(_MEDIA)}
    return {**parts, **small, **{name: part(root) for name, root in trees.items()}}, names


def _beginning(parts: Sequence[Section]) -> Element | None:
    """The paragraph that the first of some sections begins with; what says nothing begins with the next one, which goes
    on behind it, as LibreOffice shows it."""
    said = next(
        (part for part in parts if any(next(one.iter(*_SAYING), None) is not None for one in part.blocks)), None
    )
    return next((one for block in (said or parts[0]).blocks for one in block.iter(clark("w:p"))), None)


def printed(parts: Mapping[str, bytes], names: Mapping[str, str], places: Mapping[str, int]) -> dict[str, str]:
    """What is printed as the number of the page of each bookmark, by the pages on which those of `probe` stand; empty
    for what stands nowhere."""
    found: dict[str, str] = {}
    first, start = 1, 1
    for number, section in enumerate(sections(etree.fromstring(parts[_BODY]))):
        if section.start:
            first, start = places.get(f"s{number}", 0), section.start
        for block in section.blocks:
            for mark in block.iter(clark("w:bookmarkStart")):
                page = places.get(names.get(str(mark.get(clark("w:name"))), ""), 0)
                if page:
                    found[str(mark.get(clark("w:name")))] = number_of(page - first + start, section.form)
    return {name: found.get(name, "") for name in names}


def filled(parts: Mapping[str, bytes], pages: Mapping[str, str]) -> dict[str, bytes]:
    """The parts with the pages of bookmarks."""
    made = dict(parts)
    for name in _TEXTS:
        root = etree.fromstring(parts[name])
        for one in fields_of(root):
            if one.code.startswith(_PAGE):
                one.texts[0].text = pages[one.code.split()[1]]
        index.print_once(root)
        made[name] = part(root)
    return made


@dataclass
class Section:
    """The blocks of a section, and how its pages are numbered: from which number, 0 where the count goes on."""

    blocks: list[Element] = field(default_factory=list)
    start: int = 0
    form: str = "Decimal"


def sections(root: Element) -> Iterator[Section]:
    """The sections of a document in their order."""
    made = Section()
    for block in root[0]:
        is_last = block.tag == clark("w:sectPr")
        end = block if is_last else block.find("w:pPr/w:sectPr", NAMESPACES)
        if not is_last:
            made.blocks.append(block)
        if end is not None:
            numbers = end.find("w:pgNumType", NAMESPACES)
            if numbers is not None:
                start = str(numbers.get(clark("w:start"), ""))
                made.start = int(start) if start.isdecimal() else 0
                made.form = _FORMS.get(str(numbers.get(clark("w:fmt"))), "Decimal")
            yield made
            made = Section()


def _asked(root: Element) -> list[str]:
    return [one.code.split()[1] for one in fields_of(root) if one.code.startswith(_PAGE)]
