"""Knows how trees of XHTML elements are read and changed; must not know documents."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable

from lxml import etree

from pipeline.core.languages import Language, of_tag
from pipeline.core.places import Position

XHTML = "http://www.w3.org/1999/xhtml"
SVG = "http://www.w3.org/2000/svg"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
Element = etree._Element
_OF_CLASS = etree.XPath("descendant-or-self::*[contains(concat(' ', normalize-space(@class), ' '), $name)]")
_VOID = {"br", "hr", "img", "col", "meta", "link", "input", "wbr"}
_FOREIGN = re.compile(r'<(svg|math) xmlns="[^"]*"')
_SLASH = re.compile(rf"<((?:{'|'.join(sorted(_VOID))})(?: [^<>]*)?)/>")


def has_class(element: Element, name: str) -> bool:
    """Whether an element has a class."""
    return name in element.get("class", "").split()


def find_all(tree: Element, name: str) -> list[Element]:
    """All elements of a class, in document order."""
    return list(_OF_CLASS(tree, name=f" {name} "))


def text_of(element: Element) -> str:
    """All text inside an element, white space folded."""
    return " ".join("".join(str(part) for part in element.itertext()).split())


_WITHOUT_TEXT = frozenset(
    ("section", "main", "header", "table", "thead", "tbody", "tfoot", "tr", "colgroup", "ul", "ol", "dl", "figure")
)
"""Elements that hold other elements alone (HTML, 4), so that white space in them is nothing."""
_OF_BLOCKS = frozenset(("div", "li", "dd", "aside", "blockquote", "caption", "figcaption", "details", "td", "th"))
_BLOCKS = _OF_BLOCKS - {"td", "th"} | _WITHOUT_TEXT | {"p", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "pre"}


def close_up(tree: Element) -> None:
    """Take out the white space between elements where no text can stand, or where all that stands there are blocks."""
    for element in tree.iter(*_WITHOUT_TEXT, *_OF_BLOCKS):
        if element.tag in _OF_BLOCKS and not _is_of_blocks(element):
            continue
        if not (element.text or "").strip():
            element.text = None
        for child in element:
            if not (child.tail or "").strip():
                child.tail = None


def _is_of_blocks(element: Element) -> bool:
    """Whether an element has children that are blocks, and no text between them; an entry has a number in its line."""
    loose = (element.text, *(child.tail for child in element))
    is_loose = any((text or "").strip() for text in loose)
    return not is_loose and not has_class(element, "csl-entry") and all(child.tag in _BLOCKS for child in element)


def serialize(element: Element) -> str:
    """XHTML text that an HTML parser reads the same way: no empty-element tags but the void ones."""
    tree = copy.deepcopy(element)
    tree.tail = None
    for node in tree.iter():
        tag = node.tag.removeprefix(f"{{{XHTML}}}") if isinstance(node.tag, str) else "}"
        if "}" not in tag and tag not in _VOID and node.text is None and len(node) == 0:
            node.text = ""
    return etree.tostring(tree, encoding="unicode", method="xml")


def serialize_page(element: Element) -> str:
    """The same for a page of HTML, in which void elements have no slash (HTML, 13.1.2.1); those of drawings and
    formulas keep theirs, but name no namespace, which is that of their names (13.2.6.5)."""
    return _SLASH.sub(r"<\1>", _FOREIGN.sub(r"<\1", serialize(element)))


def serialize_html(element: Element) -> str:
    """HTML text of an element without foreign content: void elements have no slash, and styles are not escaped."""
    return etree.tostring(element, encoding="unicode", method="html", with_tail=False)


def language_of(element: Element) -> Language:
    """The language that an element stands in: that of the nearest element that names one."""
    tags = (str(node.get("lang") or "") for node in (element, *element.iterancestors()))
    return of_tag(next((tag for tag in tags if tag), ""))


def position_of(element: Element) -> Position | None:
    """Where the block that an element stands in is in the source, if the fragment carries places."""
    places = (str(node.get("data-place", "")) for node in (element, *element.iterancestors()))
    return next((Position.parse(place) for place in places if place), None)


def change_texts(
    element: Element, change: Callable[[str, Element, int], str], is_closed: Callable[[Element], bool]
) -> None:
    """Have a change made of each text in an element, but for what is closed: it gets the text, the parent and the index
    from which on what it makes becomes children, and returns what stands before them."""
    if "}" in str(element.tag) or is_closed(element):
        return
    for child in list(element):
        if isinstance(child.tag, str):
            change_texts(child, change, is_closed)
        if child.tail:
            child.tail = change(child.tail, element, element.index(child) + 1)
    if element.text:
        element.text = change(element.text, element, 0)


def remove_keeping_tail(element: Element) -> None:
    """Take an element out, but not the text that follows it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "") or None
    else:
        parent.text = (parent.text or "") + (element.tail or "") or None
    element.tail = None
    parent.remove(element)


def unwrap(element: Element) -> None:
    """Put what an element holds in its place."""
    parent, before = element.getparent(), element.getprevious()
    assert parent is not None
    if before is not None:
        before.tail = (before.tail or "") + (element.text or "")
    else:
        parent.text = (parent.text or "") + (element.text or "")
    for child in list(element):
        element.addprevious(child)
    remove_keeping_tail(element)


def new(tag: str, text: str | None = None, **attributes: str) -> Element:
    """A new element with text; a trailing underscore of an attribute name is dropped (`class_`)."""
    element = etree.Element(tag, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()})
    element.text = text
    return element
