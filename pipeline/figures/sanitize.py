"""Knows what an SVG may hold; must not know where the SVG came from or goes.

SVG is a program format: scripts, event handlers, foreign markup, animation and outside references are refused
(SVG 2, chapter 2, "secure static mode").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from pipeline.core.failures import quoted
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.core.vocabulary import part_id

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
MAX_ELEMENTS = 50_000
ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "defs",
        "symbol",
        "use",
        "title",
        "desc",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "pattern",
        "marker",
        "switch",
        "style",
        "a",
    ]
)
_UNWRAP = {"a", "switch"}
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression\(|javascript:|\\", re.I)
_LOCAL = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)['\"]?\s*\)")


class RefusedSvg(ReasonedError):
    """The file is no SVG, or is made to do harm."""


@dataclass(frozen=True)
class CleanSvg:
    """Clean SVG text, its size in px, and what was taken out."""

    text: str
    width: float
    height: float
    removed: tuple[str, ...]


def clean(data: bytes, prefix: str) -> CleanSvg:
    """Sanitise an SVG and prefix its ids, so that several can stand in one page.

    Raises:
        RefusedSvg: for bytes that are no well-formed SVG, have a document type with entities, or are too large.
    """
    if b"<!ENTITY" in data or b"<!entity" in data:
        raise RefusedSvg(Reason("svg_with_entities"))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise RefusedSvg(quoted("XML", str(error.msg))) from error
    if root.tag != f"{{{SVG}}}svg":
        raise RefusedSvg(Reason("root_no_svg"))
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise RefusedSvg(Reason("svg_too_large", limit=MAX_ELEMENTS))
    removed: set[str] = set()
    _clean_tree(root, removed)
    _prefix_ids(root, prefix)
    width, height = _size(root)
    etree.cleanup_namespaces(root)
    return CleanSvg(etree.tostring(root, encoding="unicode"), width, height, tuple(sorted(removed)))


def _clean_tree(root: etree._Element, removed: set[str]) -> None:
    for element in list(root.iter()):
        name = etree.QName(element) if isinstance(element.tag, str) else None
        if name is None or name.namespace != SVG or name.localname not in ELEMENTS:
            label = name.localname if name is not None else "entity"
            # Editors' own bookkeeping elements are dropped without a word.
            if name is None or name.namespace == SVG or label in {"script", "html", "iframe"}:
                removed.add(f"<{label}>")
            _drop(element)
        elif name.localname == "style" and _OUTSIDE.search(element.text or ""):
            removed.add("<style>")
            _drop(element)
        else:
            if name.localname in _UNWRAP:
                element.tag = f"{{{SVG}}}g"
            _clean_attributes(element, removed)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _clean_attributes(element: etree._Element, removed: set[str]) -> None:
    for key, value in list(element.attrib.items()):
        name = etree.QName(str(key))
        text = str(value)
        is_reference = name.localname == "href"
        if name.namespace not in (None, XLINK, XML) or name.localname == "base":
            del element.attrib[key]
        elif (
            name.localname.lower().startswith("on")
            or (is_reference and not text.startswith("#"))
            or (not is_reference and _OUTSIDE.search(text))
        ):
            removed.add(f"{name.localname}=")
            del element.attrib[key]


def _prefix_ids(root: etree._Element, prefix: str) -> None:
    for element in root.iter():
        for key, value in list(element.attrib.items()):
            name, text = etree.QName(str(key)).localname, str(value)
            if name == "id":
                element.set(key, part_id(prefix, text))
            elif name == "href":
                element.set(key, f"#{part_id(prefix, text[1:])}")
            elif name in ("aria-labelledby", "aria-describedby"):
                element.set(key, " ".join(part_id(prefix, part) for part in text.split()))
            elif "url(" in text:
                element.set(key, _LOCAL.sub(rf"url(#{part_id(prefix, '')}\1)", text))
        if element.tag == f"{{{SVG}}}style" and element.text:
            element.text = _LOCAL.sub(
                rf"url(#{part_id(prefix, '')}\1)",
                re.sub(r"#(?=[A-Za-z_][\w-]*\s*[{,.:\[ >])", f"#{part_id(prefix, '')}", element.text),
            )


def _size(root: etree._Element) -> tuple[float, float]:
    box = re.findall(r"-?[\d.]+(?:e-?\d+)?", root.get("viewBox", ""))
    width, height = _pixels(root.get("width", "")), _pixels(root.get("height", ""))
    if len(box) == 4:
        ratio = float(box[3]) / (float(box[2]) or 1.0)
        width = width or float(box[2])
        height = height or width * ratio
    if not width or not height:
        raise RefusedSvg(Reason("svg_without_size"))
    if len(box) != 4:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    return width, height


def _pixels(value: str) -> float:
    """A CSS length in px; 0 for a percentage or nothing (CSS Values 4, section 6.2)."""
    match = re.fullmatch(r"\s*([\d.]+)\s*(px|pt|mm|cm|in|pc)?\s*", value)
    if not match:
        return 0.0
    return (
        float(match[1])
        * {"": 1, "px": 1, "pt": 96 / 72, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "pc": 16}[match[2] or ""]
    )
