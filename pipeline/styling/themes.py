"""Knows how a drawing in the tokens' colours follows a reader's light or dark scheme; must not know what it shows.

CSS rules win over presentation attributes (SVG 2, 6.6), so the drawing stays right where no style sheet is.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from pipeline.styling.tokens import Tokens

_PROPERTIES = {"fill": "f", "stroke": "s"}


def theme(drawing: etree._Element, tokens: Tokens) -> set[str]:
    """Add a class for each fill and stroke in a token's colour; returns the classes."""
    names: dict[str, str] = {}
    for token, color in tokens["color"].items():
        names.setdefault(str(color), token)
    used: set[str] = set()
    for element in drawing.iter():
        for attribute, letter in _PROPERTIES.items():
            if name := names.get(str(element.get(attribute, ""))):
                used.add(f"{letter}-{name}")
                element.set("class", f"{element.get('class', '')} {letter}-{name}".strip())
    return used


def rules(classes: Iterable[str]) -> str:
    """The style rules of some classes."""
    properties = {letter: name for name, letter in _PROPERTIES.items()}
    return "\n".join(f"svg .{name} {{ {properties[name[0]]}: var(--color-{name[2:]}); }}" for name in sorted(classes))
