"""Knows how narrow a drawing of the e-book may be shown, and what reaches the rest of it; must not know chapters."""

from __future__ import annotations

import re

from pipeline.core.languages import Language
from pipeline.core.wording import word
from pipeline.formats.hypertext.elements import SVG, Element, find_all

_LEAST = 9.25
"""How many px type is high at least, and a little for what is rounded."""
_NARROWEST = 280
"""A width in px that every screen has."""
_SIZE = re.compile(r"(?:^|;)\s*font-size:\s*([\d.]+)(?:px)?\s*(?:;|$)")
_NUMBER = re.compile(r"\s*([\d.]+)(?:px)?\s*")


def keep_legible(figure: Element, leading: Language) -> None:
    """Let the drawing of a figure be no narrower than its type can be read at, and scroll where that is wider than the
    screen: by the keyboard too (WCAG 2.2, 2.1.1). The figure round it has its number as name already."""
    for holder in find_all(figure, "figure-scroll"):
        for drawing in holder.iterchildren(f"{{{SVG}}}svg"):
            if (width := _least_width(drawing)) > _NARROWEST:
                drawing.set("style", f"{drawing.get('style', '').rstrip(' ;')};--least:{width:.0f}px".lstrip(";"))
                for name, value in (("role", "group"), ("tabindex", "0"), ("aria-label", word("drawing", leading))):
                    holder.set(name, value)


def _least_width(drawing: Element) -> float:
    """The width in px at which the smallest type of a drawing is as high as it has to be; 0 without type."""
    texts = [
        one for one in drawing.iter(f"{{{SVG}}}text", f"{{{SVG}}}tspan") if "".join(map(str, one.itertext())).strip()
    ]
    if not texts:
        return 0
    sizes, box = list(map(_size, texts)), drawing.get("viewBox", "").replace(",", " ").split()
    units = float(box[2]) if len(box) == 4 else 0
    # A size that stands in a style sheet of the drawing is not known: it stays as wide as it was drawn.
    return _LEAST * units / min(sizes) if units and min(sizes) else _length(drawing.get("width", ""))


def _size(text: Element) -> float:
    """The size of a text in units of its drawing, 0 where it has none that is written."""
    for one in (text, *text.iterancestors()):
        if found := _SIZE.search(one.get("style", "")):
            return float(found.group(1))
        if one.get("font-size"):
            return _length(one.get("font-size", ""))
        if one.tag == f"{{{SVG}}}svg":
            break
    return 0


def _length(written: str) -> float:
    found = _NUMBER.fullmatch(written)
    return float(found.group(1)) if found else 0
