"""Knows how an SVG is cleaned; must not know where the SVG came from or goes.

SVG is a program format. What stands in the lists of `svg_lists` stays (SVG 2, chapter 2, "secure static mode"), all
else is dropped and named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from pipeline.core.reasons import Reason, ReasonedError
from pipeline.core.vocabulary import part_id
from pipeline.figures import svg_cost, svg_lists, svg_numbers, svg_tiles
from pipeline.figures.svg_attributes import Attributes
from pipeline.figures.svg_css import Sheets
from pipeline.figures.svg_lists import SVG
from pipeline.tools import raster
from pipeline.tools.xml_reasons import XML

MAX_ELEMENTS = 50_000
PRINT_DPI = 300
MAX_CSS = 1_000_000
"""The most letters of style sheets in one picture."""
_MOST_NAMES, _LONGEST_NAME = 12, 40
_LOCAL = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)['\"]?\s*\)")


class RefusedSvg(ReasonedError):
    """The file is no SVG, or is made to do harm."""


@dataclass(frozen=True)
class CleanSvg:
    """Clean SVG text, its size in px, what was taken out, and the words that were lost with it."""

    text: str
    width: float
    height: float
    removed: tuple[str, ...]
    lost: tuple[str, ...] = ()


def picture(data: bytes, families: str = "") -> CleanSvg:
    """An SVG that is shown as an image of its own, with its style sheets; `families` are those of text for which
    the picture names none.

    Raises:
        RefusedSvg: for bytes that are no well-formed SVG, declare entities, have no size that can be printed, or are
            too much to be drawn.
    """
    dropped: list[str] = []
    root, width, height, removed = _cleaned(data, dropped, Sheets(families), with_sheets=True)
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    if families and "font" not in root.get("style", ""):
        root.set("font-family", root.get("font-family") or f"{families},sans-serif")
    kept = _folded("".join(str(part) for part in root.itertext()))
    # A program may say in plain text as well what it says in HTML.
    lost = tuple(words for words in dict.fromkeys(dropped) if _folded(words) not in kept)
    return CleanSvg(etree.tostring(root, encoding="unicode"), width, height, removed, lost)


def _folded(words: str) -> str:
    return "".join(words.split())


def clean(data: bytes, prefix: str) -> CleanSvg:
    """An SVG that becomes part of a page: without style sheets, which would act on all of it, and with prefixed ids, so
    that several can stand there.

    Raises:
        RefusedSvg: as `picture` does.
    """
    root, width, height, removed = _cleaned(data, [], Sheets(), with_sheets=False)
    _prefix_ids(root, prefix)
    return CleanSvg(etree.tostring(root, encoding="unicode"), width, height, removed)


def _cleaned(
    data: bytes, dropped: list[str], sheets: Sheets, *, with_sheets: bool
) -> tuple[etree._Element, float, float, tuple[str, ...]]:
    root = _parsed(data)
    try:
        width, height = svg_numbers.size(root.get("viewBox"), root.get("width"), root.get("height"))
        _clean_tree(root, sheets, dropped, with_sheets=with_sheets)
        zoom = svg_cost.check(root, sheets.painted)
        svg_tiles.check(root, zoom * _scale(root, width, height))
    except (svg_numbers.RefusedSize, svg_cost.TooMuch, svg_tiles.HugeTile) as error:
        raise RefusedSvg(error.reason) from error
    except RefusedSvg:
        raise
    except ValueError as error:
        # A name that the parser takes and no other reader would.
        raise RefusedSvg(XML.worded(str(error))) from error
    if root.get("viewBox") is None:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    etree.cleanup_namespaces(root)
    names = sorted(name[:_LONGEST_NAME] for name in sheets.told)
    return root, width, height, tuple([*names[:_MOST_NAMES], "…"] if len(names) > _MOST_NAMES else names)


def _scale(root: etree._Element, width: float, height: float) -> float:
    """How many pixels a unit of the picture's own numbers becomes where it is drawn as pixels."""
    *_, across, down = svg_numbers.numbers(root.get("viewBox", "")) or (width, height)
    return raster.pixels_across(width, height, PRINT_DPI) / width * max(width / across, height / down)


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise RefusedSvg(XML.worded(str(getattr(error, "msg", error)))) from error
    # The tree says what the parser has read, in whatever encoding it stood.
    declared = root.getroottree().docinfo
    if declared.internalDTD is not None:
        if any(True for _ in declared.internalDTD.iterentities()):
            raise RefusedSvg(Reason("svg_with_entities"))
        if not etree.tostring(root.getroottree(), encoding="unicode").startswith(declared.doctype):
            raise RefusedSvg(Reason("svg_with_doctype"))
    if root.tag != f"{{{SVG}}}svg":
        raise RefusedSvg(Reason("root_no_svg"))
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise RefusedSvg(Reason("svg_too_large", limit=MAX_ELEMENTS))
    length = sum(len(part.text or "") + len(part.tail or "") for part in root.iter(f"{{{SVG}}}style"))
    if length + sum(len(part.get("style", "")) for part in root.iter(etree.Element)) > MAX_CSS:
        raise RefusedSvg(Reason("css_too_long", limit=MAX_CSS))
    return root


def _clean_tree(root: etree._Element, sheets: Sheets, dropped: list[str], *, with_sheets: bool) -> None:
    attributes = Attributes(sheets)
    for element in list(root.iter()):
        if element is not root and root not in element.iterancestors():
            continue
        name = etree.QName(element) if isinstance(element.tag, str) else None
        if name is None or not _is_known(name):
            _tell(name, sheets)
            dropped += _words_of(element)
            _drop(element)
        elif name.localname == "style":
            _clean_sheet(element, sheets, with_sheets=with_sheets)
        else:
            if name.localname in svg_lists.UNWRAPPED:
                _unwrap(element, name.localname)
            attributes.clean(element)


def _is_known(name: etree.QName) -> bool:
    return name.namespace == SVG and name.localname in svg_lists.ELEMENTS | svg_lists.UNWRAPPED


def _tell(name: etree.QName | None, sheets: Sheets) -> None:
    """Note what is dropped; what drawing programs keep for themselves is not worth a word."""
    if name is None:
        sheets.told.add("&…;")
    elif name.namespace == SVG and name.localname in svg_lists.SILENT_ELEMENTS:
        return
    elif not str(name.namespace).startswith(svg_lists.SILENT_NAMESPACES):
        sheets.told.add(f"<{name.localname}>")


def _words_of(element: etree._Element) -> list[str]:
    """The words that an element would have shown, a piece for each of its texts."""
    if not isinstance(element.tag, str) or etree.QName(element).localname in svg_lists.UNSHOWN:
        return []
    pieces = [element.text, *(piece for child in element for piece in (*_words_of(child), child.tail))]
    return [" ".join(piece.split()) for piece in pieces if piece and piece.strip()]


def _clean_sheet(element: etree._Element, sheets: Sheets, *, with_sheets: bool) -> None:
    """A style sheet is all text in its element, as readers take it; elements within it are dropped."""
    is_css = element.get("type", "text/css").strip().lower() in ("text/css", "")
    if not with_sheets or not is_css:
        sheets.told.add("<style>")
        _drop(element)
        return
    for part in element.iterdescendants(etree.Element):
        sheets.told.add(f"<{etree.QName(part).localname}>")
    sheets.told |= {f"{name}=" for name in map(str, element.attrib) if name not in ("type", "id")}
    text, tail = "".join(str(part) for part in element.itertext()), element.tail
    element.clear()
    element.text, element.tail = sheets.sheet(text), tail


def _unwrap(element: etree._Element, name: str) -> None:
    """A link becomes a group or a piece of text; a switch the first branch that asks for no language (SVG 2, 5.9)."""
    parent = element.getparent()
    is_text = parent is not None and etree.QName(parent).localname in ("text", "tspan", "textPath")
    if name == "switch":
        branches = [
            part
            for part in element.iterchildren(etree.Element)
            if _is_known(etree.QName(part)) and etree.QName(part).localname not in ("title", "desc", "style")
        ]
        chosen = next(
            (part for part in branches if part.get("systemLanguage") is None), branches[0] if branches else None
        )
        for part in branches:
            if part is not chosen:
                _drop(part)
    element.tag = f"{{{SVG}}}{'tspan' if is_text else 'g'}"


def _drop(element: etree._Element) -> None:
    """Take an element out, but not the text that follows it."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail
    if parent is None:
        return
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _prefix_ids(root: etree._Element, prefix: str) -> None:
    for element in root.iter(etree.Element):
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
