"""Knows how a structure tree is written as PDF objects (ISO 32000-1, 14.7; ISO 32000-2, 14.7); must not know boxes or
roles.

WeasyPrint's own tags split what runs over lines and pages, and leave out languages, notes, contents and list numbering
(Kozea/WeasyPrint issues 2482, 2467).
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

import pydyf
import weasyprint.document
import weasyprint.pdf
from weasyprint.css import ColorProfile

from pipeline.typesetting import artifacts, roles
from pipeline.typesetting.nodes import Annotation, Content, Node
from pipeline.typesetting.structure import Builder

_NAMESPACES = ("http://iso.org/pdf2/ssn", "http://iso.org/pdf/ssn")
_generate = weasyprint.document.generate_pdf


def add_tags(pdf: Any, document: Any, version: Any, streams: Sequence[Any]) -> None:
    """Write the structure tree of a document whose pages are drawn; takes the place of WeasyPrint's function."""
    second = str(version) >= "2.0" and version is not None
    builder = Builder(document.metadata.lang or "", second=second)
    for index, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        builder.add_page(page, index, stream._tags)
    root = builder.finish()
    # WeasyPrint works this list out anew each time it is asked for.
    writer = _Writer(pdf, list(pdf.page_references), second=second)
    writer.drop(builder.spare)
    writer.write(root)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    if second:
        _point_at_structure(pdf, builder.ids, root)


class _Writer:
    def __init__(self, pdf: Any, pages: Sequence[Any], *, second: bool) -> None:
        self.pdf, self.pages, self.second = pdf, pages, second
        self.marks: list[dict[int, Any]] = [{} for _ in pages]
        self.links: list[tuple[Node, Any]] = []
        self.names: list[tuple[str, Any]] = []
        self.spaces = (
            [self._add({"Type": "/Namespace", "NS": pydyf.String(name)}) for name in _NAMESPACES] if second else []
        )

    def _add(self, values: dict[str, Any]) -> Any:
        made = pydyf.Dictionary(values)
        self.pdf.add_object(made)
        return made

    def drop(self, spare: Sequence[Annotation]) -> None:
        """Take link annotations off their pages."""
        for found in spare:
            page = self.pdf.objects[int(self.pages[found.page].split()[0])]
            left = [reference for reference in page.get("Annots", ()) if reference != found.object.reference]
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
            numbers += [index, node.object.reference]
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

    def _element(self, node: Node, parent: Any) -> Any:
        made = self._add({"Type": "/StructElem", "S": f"/{node.type}", "P": parent.reference})
        if self.spaces:
            made["NS"] = self.spaces[node.type in roles.FIRST_ONLY].reference
        for name, value in node.attributes.items():
            made[name] = pydyf.String(value)
        if "ID" in node.attributes:
            self.names.append((node.attributes["ID"], made))
        owners = [_attributes(owner, values) for owner, values in node.classes.items() if values]
        if owners:
            made["A"] = pydyf.Array(owners) if len(owners) > 1 else owners[0]
        node.object = made
        page = node.page()
        if page is not None:
            made["Pg"] = self.pages[page]
        made["K"] = pydyf.Array([self._kid(kid, node, page) for kid in node.kids])
        return made

    def _kid(self, kid: Node | Content | Annotation, node: Node, page: int | None) -> Any:
        if isinstance(kid, Node):
            return self._element(kid, node.object).reference
        if isinstance(kid, Content):
            self.marks[kid.page][kid.number] = node.object
            if kid.page == page:
                return kid.number
            return pydyf.Dictionary({"Type": "/MCR", "Pg": self.pages[kid.page], "MCID": kid.number})
        self.links.append((node, kid.object))
        if kid.lines:
            _cover(kid.object, [kid.object["Rect"], *kid.lines])
        return pydyf.Dictionary({"Type": "/OBJR", "Pg": self.pages[kid.page], "Obj": kid.object.reference})


def _cover(annotation: Any, rectangles: Sequence[Sequence[float]]) -> None:
    """Let one annotation be over several lines: a quadrilateral for each (ISO 32000-1, table 173), in the order that
    readers take them."""
    boxes = [(min(x, u), min(y, v), max(x, u), max(y, v)) for x, y, u, v in rectangles]
    left, bottom, right, top = (
        pick(edges) for pick, edges in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)
    )
    annotation["Rect"] = pydyf.Array([left, bottom, right, top])
    annotation["QuadPoints"] = pydyf.Array([edge for x, y, u, v in boxes for edge in (x, v, u, v, x, y, u, y)])


def _attributes(owner: str, values: Mapping[str, Any]) -> Any:
    made = pydyf.Dictionary({"O": f"/{owner}"})
    for name, value in values.items():
        made[name] = pydyf.Array(value) if isinstance(value, list) else value
    return made


def _point_at_structure(pdf: Any, ids: Mapping[str, Node], root: Node) -> None:
    """Let destinations, bookmarks and contents entries name structure elements too (ISO 14289-2, 8.8)."""
    for node in root.walk():
        if node.type != "TOCI":
            continue
        link = next((found for found in node.walk() if found.type == "Link" and found.element is not None), None)
        target = ids.get(str(link.element.get("href"))[1:]) if link is not None else None
        if target is not None:
            heading = next((found for found in target.walk() if found.type in roles.HEADINGS), target)
            node.object["Ref"] = pydyf.Array([heading.object.reference])
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    for place in range(0, len(names), 2):
        node = ids.get(names[place].string, root)
        names[place + 1] = pydyf.Dictionary({"D": names[place + 1], "SD": _destination(node, names[place + 1])})
    headings = {"".join(node.text().split()): node for node in root.walk() if node.type in roles.HEADINGS}
    for item in pdf.objects:
        if isinstance(item, dict) and "Title" in item and "Dest" in item:
            place_ = item.pop("Dest")
            node = headings.get("".join(item["Title"].string.split()), root)
            item["A"] = pydyf.Dictionary(
                {"Type": "/Action", "S": "/GoTo", "D": place_, "SD": _destination(node, place_)}
            )


def _destination(node: Node, place: Any) -> Any:
    return pydyf.Array([node.object.reference, *list(place)[1:]])


def _generate_pdf(document: Any, *arguments: Any, **options: Any) -> Any:
    artifacts.find_artifacts(document.pages)
    if options.get("output_intent") == "srgb":
        # WeasyPrint would leave its profile's file open.
        profile = io.BytesIO((files(weasyprint.pdf) / "sRGB2014.icc").read_bytes())
        document.color_profiles["srgb"] = ColorProfile(
            profile, "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"])
        )
        options["output_intent"] = None
    return _generate(document, *arguments, **options)


def install() -> None:
    """Let WeasyPrint write our structure tree in place of its own; calling it again changes nothing."""
    artifacts.install()
    weasyprint.pdf.add_tags = add_tags
    weasyprint.document.generate_pdf = _generate_pdf
