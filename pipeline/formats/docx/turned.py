"""Knows the headers and footers of pages on their side, which end where their lines do; must not know what they say."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, MutableMapping

from lxml import etree

from pipeline.formats.docx.keeping import paragraph_properties
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, part, w

_NUMBERED = re.compile(r"(header|footer)(\d)\.xml")
_NEXT = {"1": "3", "4": "7", "6": "9"}
"""Those on all and on even pages, of ours and of a template, by their numbers: as which they stand on turned pages."""
_MOVED = ("center", "right", "end")
_NEAR = 120
"""A stop so near the end of the lines, in twentieths of a point, is meant to be there."""


class _Wider:
    """How lines of a page become as long as those of one on its side."""

    def __init__(self, upright: Element, turned: Element, styles: Element) -> None:
        self._from, self._to = _measure(upright), _measure(turned)
        self._styles = {str(one.get(clark("w:styleId"))): one for one in styles.iterfind("w:style", NAMESPACES)}

    def widen(self, root: Element) -> bool:
        """Move the stops of tabs in the middle and at the end (17.3.1.38), and widen tables that fill the lines;
        whether there was anything to do."""
        tables = [table for table in root.iter(clark("w:tbl")) if self._fills(table)]
        for table in tables:
            for one in table.iter(clark("w:tblW"), clark("w:gridCol"), clark("w:tcW")):
                if one.get(clark("w:type"), "dxa") == "dxa":
                    one.set(clark("w:w"), str(self._scaled(_number(one, "w"))))
        moved = [self._move(one) for one in root.iter(clark("w:p")) if self._spans(one, tables)]
        return bool(tables) or any(moved)

    def _fills(self, table: Element) -> bool:
        return sum(_number(one, "w") for one in table.iterfind("w:tblGrid/w:gridCol", NAMESPACES)) > 0.9 * self._from

    def _spans(self, paragraph: Element, tables: list[Element]) -> bool:
        return all(table in tables for table in paragraph.iterancestors(clark("w:tbl")))

    def _move(self, paragraph: Element) -> bool:
        own = paragraph.find("w:pPr/w:tabs", NAMESPACES)
        stops = {} if own is None else {_number(one, "pos"): one for one in own}
        inherited = {_number(one, "pos"): one for one in self._inherited(paragraph) if _number(one, "pos") not in stops}
        found = [one for one in stops.values() if one.get(clark("w:val")) in _MOVED]
        for one in found:
            one.set(clark("w:pos"), str(self._place(one)))
        added = [one for one in inherited.values() if one.get(clark("w:val")) in _MOVED]
        if added:
            own = own if own is not None else _tabs_of(paragraph)
            old = [w("tab", val="clear", pos=_number(one, "pos")) for one in added]
            new = [w("tab", val=str(one.get(clark("w:val"))), pos=self._place(one)) for one in added]
            own.extend(sorted([*old, *new], key=lambda one: _number(one, "pos")))
        return bool(found or added)

    def _inherited(self, paragraph: Element) -> Iterator[Element]:
        """The stops of the style of a paragraph and of those that it is based on, the nearest last."""
        named = paragraph.find("w:pPr/w:pStyle", NAMESPACES)
        chain: list[Element] = []
        while named is not None and (style := self._styles.get(str(named.get(clark("w:val"))))) is not None:
            if style in chain:
                break
            chain.insert(0, style)
            named = style.find("w:basedOn", NAMESPACES)
        for style in chain:
            yield from style.iterfind("w:pPr/w:tabs/w:tab", NAMESPACES)

    def _place(self, stop: Element) -> int:
        position = _number(stop, "pos")
        return self._to if abs(position - self._from) <= _NEAR else self._scaled(position)

    def _scaled(self, length: int) -> int:
        return round(length * self._to / self._from)


def turn_headers(
    body: Element, parts: MutableMapping[str, bytes], relationships: Element, types: Element, styles: Element
) -> None:
    """Give sections on their side headers and footers of their own, where those of the others have stops of tabs or
    tables as wide as the lines; what has no such section stays as it is."""
    turned = body.xpath(".//w:sectPr[w:pgSz/@w:orient='landscape']", namespaces=NAMESPACES)
    upright = body.find("w:body/w:sectPr", NAMESPACES)
    if not turned or upright is None:
        return
    wider = _Wider(upright, turned[0], styles)
    targets = {str(row.get("Id")): str(row.get("Target")) for row in relationships}
    made: dict[str, str] = {}
    for row in list(turned[0]):
        id_ = str(row.get(clark("r:id"), ""))
        found = _NUMBERED.fullmatch(targets.get(id_, ""))
        if found is None or found[2] not in _NEXT or id_ in made or row.get(clark("w:type")) == "first":
            continue
        root = etree.fromstring(parts[f"word/{found[0]}"])
        if wider.widen(root):
            name = f"{found[1]}{_NEXT[found[2]]}.xml"
            _add(name, found[0], parts, types)
            parts[f"word/{name}"] = part(root)
            made[id_] = f"rId{found[1].title()}{_NEXT[found[2]]}"
            values = {"Type": f"{NAMESPACES['r']}/{found[1]}", "Id": made[id_], "Target": name}
            etree.SubElement(relationships, clark("rel:Relationship"), values)
    for reference in (row for section in turned for row in section if row.get(clark("r:id")) in made):
        reference.set(clark("r:id"), made[str(reference.get(clark("r:id")))])


def _add(name: str, like: str, parts: MutableMapping[str, bytes], types: Element) -> None:
    """Say of a part what is said of another one, whose pictures it shows too."""
    own = next(row for row in types if row.get("PartName") == f"/word/{like}")
    values = {"PartName": f"/word/{name}", "ContentType": str(own.get("ContentType"))}
    etree.SubElement(types, clark("type:Override"), values)
    relations = posixpath.join("word/_rels", f"{like}.rels")
    if relations in parts:
        parts[posixpath.join("word/_rels", f"{name}.rels")] = parts[relations]


def _tabs_of(paragraph: Element) -> Element:
    """New stops of a paragraph, in any place: the order of its properties is set later."""
    tabs = w("tabs")
    paragraph_properties(paragraph).append(tabs)
    return tabs


def _number(element: Element, name: str) -> int:
    value = str(element.get(clark(f"w:{name}"), ""))
    return int(value) if re.fullmatch(r"-?[0-9]{1,6}", value) else 0


def _measure(section: Element) -> int:
    """How wide the lines of a section are, in twentieths of a point."""
    size, margins = section.find("w:pgSz", NAMESPACES), section.find("w:pgMar", NAMESPACES)
    assert size is not None and margins is not None
    return _number(size, "w") - sum(_number(margins, side) for side in ("left", "right"))
