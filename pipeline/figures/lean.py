"""Knows what of a drawing of ours nobody sees or hears, and how the rest is said shortly; must not know what it shows.

Drawing engines name each part for assistive technology, in English and from field names. A drawing has one name and one
description, which an author gave (WCAG 2.2, 1.1.1), so nothing inside it speaks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from lxml import etree

from pipeline.figures.svg_lists import SVG

Element = etree._Element

_SHAPES = frozenset(f"{{{SVG}}}{name}" for name in ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"))
_TEXTS = frozenset((f"{{{SVG}}}text", f"{{{SVG}}}tspan"))
_GROUP = f"{{{SVG}}}g"
_NAMES = frozenset((f"{{{SVG}}}title", f"{{{SVG}}}desc"))
# What stands in these is drawn by who names it.
_NAMED = tuple(f"{{{SVG}}}{name}" for name in ("defs", "clipPath", "mask", "pattern", "marker", "symbol"))
# What says what holds without it, on any element but those in `_NAMED`.
_USUAL = {"opacity": "1", "transform": "translate(0,0)"}
_SILENT = ("role", "aria-label", "aria-roledescription", "aria-hidden", "pointer-events")
_MARKS = re.compile(r"\bmark-(?!group)\S+")
_FRACTION = re.compile(r"-?[0-9]*\.[0-9]{3,}(?![0-9e])")
_MEASURES = ("d", "transform", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "points")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_INHERITED = ("font-family", "font-size", "text-anchor")
_SHARED = (*_INHERITED, "font-weight", "fill", _LANG)


def lean(svg: str) -> str:
    """A drawing of ours without what is neither seen nor heard; what is seen stays to a hundredth of a pixel."""
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, huge_tree=True))
    for element in root.iterdescendants(f"{{{SVG}}}*"):
        _silence(element)
    if "scale(" not in svg and "matrix(" not in svg:
        for element in root.iter(f"{{{SVG}}}*"):
            _shorten(element)
    for element in list(_unseen(root)):
        _take_out(element)
    for group in reversed(list(root.iter(_GROUP))):
        _unwrap(group)
    _say_once(root)
    return etree.tostring(root, encoding="unicode")


def _silence(element: Element) -> None:
    for name in _SILENT:
        element.attrib.pop(name, None)
    for name, usual in _USUAL.items():
        if element.get(name) == usual:
            del element.attrib[name]
    if marks := _MARKS.search(element.get("class", "")):
        element.set("class", marks.group())
    else:
        element.attrib.pop("class", None)


def _shorten(element: Element) -> None:
    """Numbers with two decimals, as in drawings that are made here."""
    for name in _MEASURES:
        if (value := element.get(name)) and "." in value:
            element.set(name, _FRACTION.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), value))


def _unseen(root: Element) -> Iterator[Element]:
    """The shapes that have neither fill nor stroke, or no outline."""
    for element in root.iter(*_SHAPES):
        if element.get("id") or next(element.iterancestors(*_NAMED), None) is not None:
            continue
        is_bare = all(_inherited(element, name, usual) == "none" for name, usual in (("fill", ""), ("stroke", "none")))
        is_empty = element.tag == f"{{{SVG}}}path" and not element.get("d")
        if is_bare or is_empty or element.get("display") == "none":
            yield element


def _inherited(element: Element, name: str, usual: str) -> str:
    """The paint of an element; a style of its own is not read, and taken for one."""
    for node in (element, *element.iterancestors()):
        if node.get("style"):
            return "style"
        if value := node.get(name):
            return str(value)
    return usual


def _take_out(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(group: Element) -> None:
    """A group that says nothing gives its place to what stands in it."""
    parent = group.getparent()
    if parent is None or group.get("id") or any(child.tag in _NAMES for child in group):
        return
    if not len(group):
        parent.remove(group)
    elif not group.attrib:
        place = parent.index(group)
        parent[place : place + 1] = list(group)


def _say_once(root: Element) -> None:
    """What most texts ask for is said by the drawing, where each text says it itself; texts in a row say together what
    they share; nothing is said that holds already."""
    texts = [element for element in root.iter(*_TEXTS) if (element.text or "").strip()]
    for name in _INHERITED:
        said = [next((one for one in (text, *text.iterancestors()) if one.get(name)), root) for text in texts]
        if texts and not any(one is root for one in said):
            root.set(name, Counter(str(one.get(name)) for one in said).most_common(1)[0][0])
    for element in reversed(list(root.iter(*_TEXTS))):
        for name in (*_INHERITED, _LANG):
            above = next((one.get(name) for one in element.iterancestors() if one.get(name)), None)
            if above is not None and element.get(name) == above:
                del element.attrib[name]
    for holder in list(root.iter(f"{{{SVG}}}svg", _GROUP)):
        _gather(holder)
    for element in root.iter(*_SHAPES):
        parent = element.getparent()
        if element.get("stroke") == "none" and parent is not None and _inherited(parent, "stroke", "none") == "none":
            del element.attrib["stroke"]


def _gather(parent: Element) -> None:
    """Put texts in a row that share what they ask for into a group that asks for it."""
    for asked, row in [(asked, list(row)) for asked, row in groupby(parent, _asked)]:
        if not asked or len(row) < 2 or len(parent) == len(row):
            continue
        group = parent.makeelement(_GROUP, dict(asked), {})
        row[0].addprevious(group)
        for text in row:
            for name, _ in asked:
                del text.attrib[name]
            group.append(text)


def _asked(element: Element) -> tuple[tuple[str, str], ...]:
    is_text = element.tag == f"{{{SVG}}}text"
    return tuple((name, element.get(name, "")) for name in _SHARED if is_text and element.get(name))
