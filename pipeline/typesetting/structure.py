"""Knows how the boxes of all pages become one structure tree, one element for each thing; must not know PDF objects.

WeasyPrint makes a structure element for each box, so that a paragraph over two lines or pages is several.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.boxes import Box

from pipeline.typesetting import roles
from pipeline.typesetting.artifacts import kind_of, unwrapped
from pipeline.typesetting.nodes import (
    Annotation,
    Content,
    Node,
    host,
    in_contents,
    place_for,
    prune,
    sort_by_source,
    take_captions,
)

_PX = 0.75  # pt


class Builder:
    """Walks the boxes of page after page. `redundant` collects the link annotations that would say the same twice.

    `ids` are the nodes by the ids of their elements; an element without a node of its own has that of what it stands
    in.
    """

    def __init__(self, language: str, *, second: bool) -> None:
        self.root = Node("Document", language=language)
        self.second = second
        self.nodes: dict[tuple[int, str], Node] = {}
        self.ids: dict[str, Node] = {}
        self.redundant: list[Annotation] = []
        self.notes = 0

    def add_page(self, page: Page, index: int, tags: Mapping[Box, Mapping[str, int]]) -> None:
        """Take the content of a page; `tags` tell the number of each box's mark."""
        self.index, self.height, self.tags = index, page.height, tags
        self._visit(page._page_box, self.root)

    def finish(self) -> Node:
        """The whole tree: without what is empty, captions in their tables (ISO 32000-1, 14.8.4.3.4), figures where the
        source has them."""
        prune(self.root)
        for node in self.root.walk():
            take_captions(node)
            if node.type == "Sect":
                sort_by_source(node)
            elif node.type == "Ruby":
                node.kids.sort(key=lambda kid: not (isinstance(kid, Node) and kid.type == "RB"))
        return self.root

    def _visit(self, box: Box, parent: Node) -> None:
        box = unwrapped(box)
        if kind_of(box):
            self._collect_redundant_links(box)
            return
        if isinstance(box, boxes.TextBox):
            if box in self.tags:
                host(parent).kids.append(Content(self.index, self.tags[box]["mcid"], box.text))
            return
        node = self._node_of(box, parent)
        self._place(box, node)
        if isinstance(box, boxes.ReplacedBox) and box in self.tags:
            node.kids.append(Content(self.index, self.tags[box]["mcid"], ""))
        for child in box.children if isinstance(box, boxes.ParentBox) else ():
            self._visit(child, node)

    def _node_of(self, box: Box, parent: Node) -> Node:
        element, tag = box.element, box.element_tag
        if element is None or tag in ("html", "body") or isinstance(box, (boxes.LineBox, boxes.PageBox)):
            return parent
        if isinstance(tag, str) and "::" in tag:
            return self._pseudo(element, tag.partition("::")[2], parent)
        note = self.nodes.get((id(element), "note"))
        if note is not None:
            return note
        known = self.nodes.get((id(element), ""))
        if known is None:
            known = self.nodes[id(element), ""] = self._new(box, element, tag, parent)
            self.ids.setdefault(str(element.get("id") or ""), known)
        return known

    def _pseudo(self, element: Element, name: str, parent: Node) -> Node:
        if name == "marker":
            item = parent if parent.type == "LI" else parent.parent if parent.type == "LBody" else None
            return self._part(element, name, "Lbl", item) if item is not None and item.type == "LI" else parent
        if name == "footnote-call":
            paragraph = host(parent)
            reference = self._part(element, "reference", "Reference", paragraph)
            if (id(element), "note") not in self.nodes:
                self.notes += 1
                note = self._part(element, "note", "FENote" if self.second else "Note", paragraph)
                note.element = element
                note.attributes["ID"] = f"note-{self.notes}"  # ISO 14289-1, 7.9
                _set_language_and_id(note, element)
                if self.second:
                    note.classes["FENote"] = {"NoteType": "/Footnote"}
            return self._part(element, "call", "Lbl", reference)
        if name == "footnote-marker":
            return self._part(element, name, "Lbl", self.nodes.get((id(element), "note"), parent))
        return parent

    def _part(self, element: Element, name: str, type_: str, parent: Node) -> Node:
        key = (id(element), name)
        if key not in self.nodes:
            self.nodes[key] = parent.add(type_)
        return self.nodes[key]

    def _new(self, box: Box, element: Element, tag: str, parent: Node) -> Node:
        type_ = roles.structure_type(tag, element, in_contents=in_contents(parent), second=self.second)
        language = element.get("lang")
        expansion = str(element.get("title") or "") if tag == "abbr" else ""
        if type_ == "Span" and not expansion and (not language or language == parent.language):
            return parent
        if type_ in ("Figure", "Formula") and parent.type in ("Figure", "Formula"):
            parent.attributes["Alt"] = roles.alternative(tag, element) or parent.attributes["Alt"]
            return parent
        node = place_for(type_, tag, parent).add(type_, element)
        _set_language_and_id(node, element)
        if expansion:
            node.attributes["E"] = expansion  # ISO 32000-1, 14.9.5
        if type_ in ("Figure", "Formula"):
            node.attributes["Alt"] = roles.alternative(tag, element) or "".join(element.itertext()).strip()
        elif type_ == "L":
            node.classes["List"] = {
                "ListNumbering": "/" + roles.numbering(tag, str(box.style["list_style_type"]), second=self.second)
            }
        elif type_ in ("TH", "TD"):
            node.classes["Table"] = {
                name: span for name, span in (("ColSpan", box.colspan), ("RowSpan", box.rowspan)) if span != 1
            }
            if type_ == "TH":
                node.classes["Table"]["Scope"] = roles.scope(element)
        return node

    def _place(self, box: Box, node: Node) -> None:
        if node.type in ("Figure", "Formula") and isinstance(box, boxes.ReplacedBox) and "Layout" not in node.classes:
            left, top = box.content_box_x(), box.content_box_y()
            edges = (left, self.height - top - box.height, left + box.width, self.height - top)
            node.classes["Layout"] = {"BBox": [round(edge * _PX, 2) for edge in edges], "Placement": "/Block"}
        if getattr(box, "link_annotation", None) is not None:
            self._link(Annotation(self.index, box.link_annotation), node if node.element is box.element else None)

    def _link(self, annotation: Annotation, node: Node | None) -> None:
        """A link's own box speaks for the boxes inside it, and its first line on a page for the lines after it."""
        if node is None or node.type != "Link":
            self.redundant.append(annotation)
            return
        first = next((kid for kid in node.kids if isinstance(kid, Annotation) and kid.page == annotation.page), None)
        if first is None:
            node.kids.append(annotation)
        else:
            first.lines.append(annotation.object["Rect"])
            self.redundant.append(annotation)

    def _collect_redundant_links(self, box: Box) -> None:
        if getattr(box, "link_annotation", None) is not None:
            self.redundant.append(Annotation(self.index, box.link_annotation))
        for child in box.children if isinstance(box, boxes.ParentBox) else ():
            self._collect_redundant_links(unwrapped(child))


def _set_language_and_id(node: Node, element: Element) -> None:
    language = str(element.get("lang") or "")
    if language and language != node.language:
        node.language = node.attributes["Lang"] = language
    if element.get("id"):
        node.attributes["ID"] = str(element.get("id"))
