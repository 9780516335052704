"""Knows how a structure tree is written as PDF objects (ISO 32000-1, 14.7; ISO 32000-2, 14.7); must not know boxes or
roles.

WeasyPrint's own tags split what runs over lines and pages, and leave out languages, notes, contents and list numbering
(Kozea/WeasyPrint issues 2482, 2467).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pydyf
from weasyprint.document import Document
from weasyprint.pdf.stream import Stream

from pipeline.typesetting import roles
from pipeline.typesetting.nodes import Annotation, Content, Node
from pipeline.typesetting.structure import Builder

_NAMESPACES = ("http://iso.org/pdf2/ssn", "http://iso.org/pdf/ssn")


def add_tags(pdf: pydyf.PDF, document: Document, version: str | None, streams: Sequence[Stream]) -> None:
    """Write the structure tree of a document whose pages are drawn; `version` is that of PDF."""
    second = version is not None and version >= "2.0"
    builder = Builder(document.metadata.lang or "", second=second)
    for index, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        builder.add_page(page, index, stream._tags)
    root = builder.finish()
    # WeasyPrint works this list out anew each time it is asked for.
    writer = _Writer(pdf, list(pdf.page_references), second=second)
    writer.drop(builder.redundant)
    writer.write(root)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    if second:
        writer.point_at_structure(builder.ids, root)


class _Writer:
    """Writes structure elements; `objects` are what nodes were written as."""

    def __init__(self, pdf: pydyf.PDF, pages: Sequence[bytes], *, second: bool) -> None:
        self.pdf, self.pages, self.second = pdf, pages, second
        self.objects: dict[Node, pydyf.Dictionary] = {}
        self.marks: list[dict[int, pydyf.Dictionary]] = [{} for _ in pages]
        self.links: list[tuple[Node, pydyf.Dictionary]] = []
        self.names: list[tuple[str, pydyf.Dictionary]] = []
        self.spaces = (
            [self._add({"Type": "/Namespace", "NS": pydyf.String(name)}) for name in _NAMESPACES] if second else []
        )

    def _add(self, values: dict[str, object]) -> pydyf.Dictionary:
        dictionary = pydyf.Dictionary(values)
        self.pdf.add_object(dictionary)
        return dictionary

    def drop(self, annotations: Sequence[Annotation]) -> None:
        """Take link annotations off their pages."""
        for annotation in annotations:
            page = self.pdf.objects[int(self.pages[annotation.page].split()[0])]
            left = [reference for reference in page.get("Annots", ()) if reference != annotation.object.reference]
            if left:
                page["Annots"] = pydyf.Array(left)
            else:
                page.pop("Annots", None)

    def write(self, root: Node) -> None:
        tree = self._add({"Type": "/StructTreeRoot"})
        if self.spaces:
            tree["Namespaces"] = pydyf.Array([space.reference for space in self.spaces])
        top = self._element(root, tree)
        tree["K"] = pydyf.Array([top.reference])
        numbers = pydyf.Array()
        for index, marks in enumerate(self.marks):
            numbers += [index, pydyf.Array([marks[number].reference for number in range(len(marks))])]
        for index, (node, annotation) in enumerate(self.links, len(self.pages)):
            numbers += [index, self.objects[node].reference]
            annotation["StructParent"] = index
            annotation["F"] = 4  # printed (ISO 32000-1, table 165)
            if text := " ".join(node.text().split()):
                annotation["Contents"] = pydyf.String(text)
        tree["ParentTree"] = self._add({"Nums": numbers}).reference
        tree["ParentTreeNextKey"] = len(self.pages) + len(self.links)
        if self.names:
            names = pydyf.Array()
            for name, element in sorted(self.names, key=lambda row: row[0].encode()):
                names += [pydyf.String(name), element.reference]
            tree["IDTree"] = self._add({"Names": names}).reference
        self.pdf.catalog["StructTreeRoot"] = tree.reference

    def _element(self, node: Node, parent: pydyf.Dictionary) -> pydyf.Dictionary:
        element = self._add({"Type": "/StructElem", "S": f"/{node.type}", "P": parent.reference})
        if self.spaces:
            element["NS"] = self.spaces[node.type in roles.FIRST_ONLY].reference
        for name, value in node.attributes.items():
            element[name] = pydyf.String(value)
        if "ID" in node.attributes:
            self.names.append((node.attributes["ID"], element))
        owners = [_attributes(owner, values) for owner, values in node.classes.items() if values]
        if owners:
            element["A"] = pydyf.Array(owners) if len(owners) > 1 else owners[0]
        self.objects[node] = element
        page = node.page()
        if page is not None:
            element["Pg"] = self.pages[page]
        element["K"] = pydyf.Array([self._kid(kid, node, page) for kid in node.kids])
        return element

    def _kid(self, kid: Node | Content | Annotation, node: Node, page: int | None) -> object:
        if isinstance(kid, Node):
            return self._element(kid, self.objects[node]).reference
        if isinstance(kid, Content):
            self.marks[kid.page][kid.number] = self.objects[node]
            if kid.page == page:
                return kid.number
            return pydyf.Dictionary({"Type": "/MCR", "Pg": self.pages[kid.page], "MCID": kid.number})
        self.links.append((node, kid.object))
        if kid.lines:
            _cover(kid.object, [kid.object["Rect"], *kid.lines])
        return pydyf.Dictionary({"Type": "/OBJR", "Pg": self.pages[kid.page], "Obj": kid.object.reference})

    def point_at_structure(self, ids: Mapping[str, Node], root: Node) -> None:
        """Let destinations, bookmarks and contents entries name structure elements too (ISO 14289-2, 8.8)."""
        for entry in root.walk():
            target = _target(entry, ids) if entry.type == "TOCI" else None
            if target is not None:
                heading = next((node for node in target.walk() if node.type in roles.HEADINGS), target)
                self.objects[entry]["Ref"] = pydyf.Array([self.objects[heading].reference])
        names = self.pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
        for index in range(0, len(names), 2):
            node, place = ids.get(names[index].string, root), names[index + 1]
            # What has an id and no content is no element of the structure.
            node = node if node in self.objects else root
            names[index + 1] = pydyf.Dictionary({"D": place, "SD": self._destination(node, place)})
        headings = {"".join(node.text().split()): node for node in root.walk() if node.type in roles.HEADINGS}
        for item in self.pdf.objects:
            if isinstance(item, dict) and "Title" in item and "Dest" in item:
                place = item.pop("Dest")
                node = headings.get("".join(item["Title"].string.split()), root)
                item["A"] = pydyf.Dictionary(
                    {"Type": "/Action", "S": "/GoTo", "D": place, "SD": self._destination(node, place)}
                )

    def _destination(self, node: Node, place: pydyf.Array) -> pydyf.Array:
        return pydyf.Array([self.objects[node].reference, *list(place)[1:]])


def _target(entry: Node, ids: Mapping[str, Node]) -> Node | None:
    """The node that the link of a contents entry leads to."""
    for node in entry.walk():
        if node.type == "Link" and node.element is not None:
            return ids.get(str(node.element.get("href"))[1:])
    return None


def _cover(annotation: pydyf.Dictionary, rectangles: Sequence[Sequence[float]]) -> None:
    """Let one annotation be over several lines: a quadrilateral for each (ISO 32000-1, table 173), in the order that
    readers take them."""
    boxes = [(min(x, u), min(y, v), max(x, u), max(y, v)) for x, y, u, v in rectangles]
    left, bottom, right, top = (
        pick(edges) for pick, edges in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)
    )
    annotation["Rect"] = pydyf.Array([left, bottom, right, top])
    annotation["QuadPoints"] = pydyf.Array([edge for x, y, u, v in boxes for edge in (x, v, u, v, x, y, u, y)])


def _attributes(owner: str, values: Mapping[str, object]) -> pydyf.Dictionary:
    arrays = {name: pydyf.Array(value) if isinstance(value, list) else value for name, value in values.items()}
    return pydyf.Dictionary({"O": f"/{owner}", **arrays})
