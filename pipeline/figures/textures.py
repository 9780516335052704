"""Knows how a chart by Vega gets textures beside its colours and a language on each of its texts; must not know charts.

Colour alone must not carry meaning (WCAG 2.2, success criterion 1.4.1).
"""

from __future__ import annotations

from lxml import etree

from pipeline.core.languages import ENGLISH, SCRIPT_TAGS
from pipeline.core.scripts import has_latin, is_full_width
from pipeline.styling.tokens import Tokens, text

_SVG = "http://www.w3.org/2000/svg"
_XML = "http://www.w3.org/XML/1998/namespace"
_FILLED = ("mark-rect", "mark-area", "mark-arc", "role-legend-symbol")
# Lines of a tile of 8 px, one set for each series after the first.
_TILES = ("M-2 2L2 -2M0 8L8 0M6 10L10 6", "M0 4H8", "M-2 6L2 10M0 0L8 8M6 -2L10 2", "M4 0V8", "M0 4H8M4 0V8")


def finish(svg: str, tokens: Tokens) -> bytes:
    """Vega's SVG with textures for the second and later series, and `xml:lang` on its texts."""
    root = etree.fromstring(svg.encode())
    _texture(root, tokens)
    for element in root.iter(f"{{{_SVG}}}text", f"{{{_SVG}}}tspan"):
        words = element.text or ""
        if has_latin(words) and not any(map(is_full_width, words)):
            element.set(f"{{{_XML}}}lang", SCRIPT_TAGS[ENGLISH])
    return etree.tostring(root)


def _texture(root: etree._Element, tokens: Tokens) -> None:
    colors = {text(tokens, "color", f"series-{place}"): place for place in range(2, 2 + len(_TILES))}
    used: dict[int, str] = {}
    for path in root.iter(f"{{{_SVG}}}path"):
        parent = path.getparent()
        marks = parent.get("class", "").split() if parent is not None else []
        color = path.get("fill", "")
        if color in colors and any(name in marks for name in _FILLED):
            used[colors[color]] = color
            path.set("fill", f"url(#texture-{colors[color]})")
    if not used:
        return
    definitions = etree.Element(f"{{{_SVG}}}defs")
    root.insert(0, definitions)
    ground = text(tokens, "color", "ground")
    for place, color in sorted(used.items()):
        tile = etree.SubElement(
            definitions,
            f"{{{_SVG}}}pattern",
            {"id": f"texture-{place}", "width": "8", "height": "8", "patternUnits": "userSpaceOnUse"},
        )
        etree.SubElement(tile, f"{{{_SVG}}}rect", {"width": "8", "height": "8", "fill": color})
        etree.SubElement(
            tile,
            f"{{{_SVG}}}path",
            {"d": _TILES[place - 2], "stroke": ground, "stroke-width": "1.4", "stroke-opacity": "0.75", "fill": "none"},
        )
