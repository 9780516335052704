"""Knows which attributes of an SVG's elements may stay, and how their values are read; must not know the tree."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.figures import svg_lists, svg_numbers
from pipeline.figures.svg_css import Sheets, is_value
from pipeline.tools import css

_ID = re.compile(r"[^\s\"'<>()\\#]+")
_WORDS = re.compile(r"[\w\s.,:#()'/%+-]*")
_MOVES = {"matrix": (6,), "translate": (1, 2), "scale": (1, 2), "rotate": (1, 3), "skewX": (1,), "skewY": (1,)}
_TRANSFORM = re.compile(r"\s*(?:(?:matrix|translate|scale|rotate|skewX|skewY)\s*\([^()]*\)[\s,]*)*")
MOVE = re.compile(r"(\w+)\s*\(([^()]*)\)")
_SPOKEN = frozenset(["aria-label", "aria-roledescription", "class", "lang"])
_PER_NAME = {
    **dict.fromkeys(svg_lists.LENGTHS, svg_numbers.is_length),
    **dict.fromkeys(svg_lists.LISTS, svg_numbers.is_list),
    "font-size": svg_numbers.is_font_size,
    "viewBox": svg_numbers.is_box,
    "d": svg_numbers.is_path,
}


class Attributes:
    """Cleans attributes; what it drops it notes in the sheets of the picture."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets

    def clean(self, element: etree._Element) -> None:
        """Take off an element what may not stay."""
        for key, value in list(element.attrib.items()):
            name = etree.QName(str(key))
            kept = self._kept(name, str(value))
            if not kept and value:
                del element.attrib[key]
                if kept is None and not _is_silent(name):
                    self.sheets.told.add(f"{name.localname}=")
            elif kept is not None and kept != value:
                element.set(key, kept)

    def _kept(self, name: etree.QName, value: str) -> str | None:
        """The value that an attribute keeps; none for one that may not stay."""
        local = name.localname
        if name.namespace == svg_lists.XML:
            return value if local in ("lang", "space") else None
        if name.namespace not in (None, svg_lists.XLINK) or local not in svg_lists.ATTRIBUTES:
            return None
        if local == "href":
            address = value.strip()
            return address if address.startswith("#") and _ID.fullmatch(address[1:]) else None
        if name.namespace is not None:
            return None
        if local == "style":
            return self.sheets.attribute(value)
        read = _read(local, value)
        return self.sheets.faced(css.values(read)) if local == "font-family" and read else read


def _read(name: str, value: str) -> str | None:
    if name == "id":
        return value if _ID.fullmatch(value) else None
    if name in _SPOKEN:
        return value
    if name in svg_lists.TRANSFORMS:
        return value if _is_transform(value) else None
    if reads := _PER_NAME.get(name):
        return value if reads(value) else None
    if name in svg_lists.PROPERTIES:
        return _property(value)
    return value if _WORDS.fullmatch(value) and svg_numbers.are_small(value) else None


def _property(value: str) -> str | None:
    """The value of a property, written anew where escapes or comments stand in it."""
    tokens = css.values(value)
    if not is_value(tokens):
        return None
    return css.text(tokens) if "\\" in value or "/*" in value else value


def _is_transform(value: str) -> bool:
    """Whether a value is a list of transformations with as many numbers as each takes (CSS Transforms 1, 8)."""
    if not _TRANSFORM.fullmatch(value) or not svg_numbers.are_small(value):
        return False
    moves = MOVE.findall(value)
    return all(svg_numbers.is_list(words) and len(svg_numbers.numbers(words)) in _MOVES[move] for move, words in moves)


def _is_silent(name: etree.QName) -> bool:
    """Whether what is dropped is not worth a word."""
    if name.namespace is not None:
        is_link = name.namespace in (svg_lists.XLINK, svg_lists.XML)
        silent = str(name.namespace).startswith(svg_lists.SILENT_NAMESPACES)
        return name.localname not in ("href", "base") if is_link else silent
    return name.localname in svg_lists.SILENT_ATTRIBUTES or name.localname.startswith("data-")
