"""Knows how OpenXML is named, built and written out (ECMA-376); must not know what a document says."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

Element = etree._Element

NAMESPACES = {
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "type": "http://schemas.openxmlformats.org/package/2006/content-types",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "extended": "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    "custom": "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    "vt": "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
"""By the prefixes that Word and its readers use; with `find` and `findall`, paths say `w:pPr/w:pStyle`."""


def clark(name: str) -> str:
    """A name with its namespace as lxml has it: `w:val` is `{http://…/main}val`."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def w(tag: str, *content: Element | str | None, **attributes: str | int | None) -> Element:
    """An element of WordprocessingML with its content and attributes; what is None is left out."""
    values = {clark(f"w:{name}"): str(value) for name, value in attributes.items() if value is not None}
    element = etree.Element(clark(f"w:{tag}"), values, nsmap={"w": NAMESPACES["w"]})
    for part in content:
        if isinstance(part, str) and len(element):
            element[-1].tail = part
        elif isinstance(part, str):
            element.text = part
        elif part is not None:
            element.append(part)
    return element


def markup(elements: Iterable[Element]) -> str:
    """Elements as text that stands in a part of which the root declares `w`, as what pandoc writes does."""
    declaration = f' xmlns:w="{NAMESPACES["w"]}"'
    return "".join(etree.tostring(element, encoding="unicode").replace(declaration, "", 1) for element in elements)


def part(root: Element) -> bytes:
    """A part of the file."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
