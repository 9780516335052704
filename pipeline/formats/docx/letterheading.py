"""Knows how the headers and footers of a publisher's template take the place of ours in a Word file; must not know what
they say."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, MutableMapping

from lxml import etree

from pipeline.formats.docx.keeping import paragraph_properties
from pipeline.formats.docx.letterhead import PAGES, Letterhead, Page, filled, restyled
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, part, w

_FIRST = 4
"""Ours are numbered from 1."""
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_EXTENSIONS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg"}


def name_of(page: Page) -> str:
    """What the part of a header or footer of a template is called in a file of ours."""
    return f"{page[0]}{_FIRST + PAGES.index(page[1])}.xml"


class Laying:
    """The file that a letterhead is laid into: its parts, and what they are said to be."""

    def __init__(self, parts: MutableMapping[str, bytes], relationships: Element, types: Element) -> None:
        self._parts, self._relationships, self._types = parts, relationships, types

    def lay(
        self, letterhead: Letterhead, body: Element, ids: Mapping[str, str], values: Mapping[str, str], version: str
    ) -> None:
        """Let the last section, which all others are made after, show the headers and footers of a template, with the
        marks of ours behind them; `ids` are its styles among ours, `values` what fields say."""
        section = body.find("w:body/w:sectPr", NAMESPACES)
        if section is None or not letterhead.pieces:
            return
        ours = self._ours(section)
        for page, piece in sorted(letterhead.pieces.items()):
            root = filled(restyled(copy.deepcopy(piece.root), ids), values)
            if page[0] == "header":
                self._keep_marks(root, ours.get(page) or ours.get(("header", "default"), ""), version)
            self._add(page, root, piece.pictures)
            self._show(section, page, f"rIdHouse{page[0].title()}{page[1].title()}")
        if letterhead.has_even:
            self._fill_even(section)
        if letterhead.numbers_in_header:
            _hide(section, ("footer", "default"))
        self._drop_unused(section)

    def _ours(self, section: Element) -> Mapping[Page, str]:
        """The parts that a section shows."""
        targets = {str(row.get("Id")): f"word/{row.get('Target')}" for row in self._relationships}
        return {page: targets[str(row.get(clark("r:id")))] for page, row in _references(section)}

    def _keep_marks(self, root: Element, name: str, version: str) -> None:
        """Put what stands behind the pages of ours, and the version of a proof, into a header."""
        own = etree.fromstring(self._parts[name]) if name in self._parts else None
        marks = (
            [] if own is None else [run for run in own.iter(clark("w:r")) if run.find("w:pict", NAMESPACES) is not None]
        )
        if version:
            root.insert(0, w("p", w("pPr", w("pStyle", val="Header")), w("r", w("t", version))))
        if not marks:
            return
        first = root.find("w:p", NAMESPACES)
        assert first is not None
        properties = paragraph_properties(first)
        for mark in reversed(marks):
            properties.addnext(mark)

    def _add(self, page: Page, root: Element, pictures: Mapping[str, bytes]) -> None:
        """A part with its pictures."""
        name = name_of(page)
        self._parts[f"word/{name}"] = part(root)
        self._relate(
            self._relationships, f"rIdHouse{page[0].title()}{page[1].title()}", f"{NAMESPACES['r']}/{page[0]}", name
        )
        kind = {"PartName": f"/word/{name}", "ContentType": f"{_CONTENT}.{page[0]}+xml"}
        etree.SubElement(self._types, clark("type:Override"), kind)
        if not pictures:
            return
        relations = etree.Element(clark("rel:Relationships"), nsmap={None: NAMESPACES["rel"]})
        for number, (id_, data) in enumerate(pictures.items(), 1):
            extension = next(said for start, said in _EXTENSIONS.items() if data.startswith(start))
            target = f"media/{name.removesuffix('.xml')}-{number}.{extension}"
            self._parts[f"word/{target}"] = data
            self._relate(relations, id_, f"{NAMESPACES['r']}/image", target)
            self._declare(extension)
        self._parts[f"word/_rels/{name}.rels"] = part(relations)

    def _relate(self, relations: Element, id_: str, kind: str, target: str) -> None:
        values = {"Type": kind, "Id": id_, "Target": target}
        etree.SubElement(relations, clark("rel:Relationship"), values)

    def _declare(self, extension: str) -> None:
        known = {str(row.get("Extension")).lower() for row in self._types.iterfind("type:Default", NAMESPACES)}
        if extension not in known:
            values = {"Extension": extension, "ContentType": f"image/{extension}"}
            self._types.insert(0, etree.Element(clark("type:Default"), values))

    def _show(self, section: Element, page: Page, id_: str) -> None:
        _hide(section, page)
        made = w(f"{page[0]}Reference", type=page[1])
        made.set(clark("r:id"), id_)
        section.insert(0, made)

    def _drop_unused(self, section: Element) -> None:
        """Take out those of ours that no page shows any more."""
        used = {str(row.get(clark("r:id"))) for _, row in _references(section)}
        for row in list(self._relationships):
            kind, name = str(row.get("Type")).rpartition("/")[2], f"word/{row.get('Target')}"
            if kind in ("header", "footer") and row.get("Id") not in used:
                self._relationships.remove(row)
                self._parts.pop(name, None)
                for said in self._types.findall(f"type:Override[@PartName='/{name}']", NAMESPACES):
                    self._types.remove(said)

    def _fill_even(self, section: Element) -> None:
        """Let even pages show what all do, where the template has nothing of its own for them."""
        shown = dict(_references(section))
        for kind in ("header", "footer"):
            default = shown.get((kind, "default"))
            if default is not None and (kind, "even") not in shown:
                self._show(section, (kind, "even"), str(default.get(clark("r:id"))))


def _references(section: Element) -> Iterator[tuple[Page, Element]]:
    for kind in ("header", "footer"):
        for row in section.iterfind(f"w:{kind}Reference", NAMESPACES):
            yield (kind, str(row.get(clark("w:type"), "default"))), row


def _hide(section: Element, page: Page) -> None:
    for found, row in list(_references(section)):
        if found == page:
            section.remove(row)
