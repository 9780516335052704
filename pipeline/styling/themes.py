"""Knows how a drawing in the tokens' colours follows a reader's light or dark scheme; must not know what it shows.

CSS rules win over presentation attributes (SVG 2, 6.6), so the drawing stays right where no style sheet is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from pipeline.styling.tokens import Tokens

CLASS = "themed"
"""The class of a drawing that follows the scheme."""
_PROPERTIES = ("fill", "stroke")
_RULE = re.compile(rf'\.{CLASS} \[(fill|stroke)="(#[0-9A-Fa-f]+)"\]\{{(fill|stroke):var\(--color-([\w-]+)\)\}}')
Paint = tuple[str, str, str]
"""A property, the colour that a drawing gives it, and the token that the colour is."""


def theme(drawing: etree._Element, tokens: Tokens) -> set[Paint]:
    """Let a drawing follow the scheme; returns its paints in colours of tokens."""
    names = _names(tokens)
    drawing.set("class", CLASS)
    return {
        (name, color, names[color])
        for element in drawing.iter()
        for name in _PROPERTIES
        if (color := str(element.get(name, ""))) in names
    }


def rules(paints: Iterable[Paint]) -> str:
    """The style rules of some paints."""
    return "".join(
        f'.{CLASS} [{name}="{color}"]{{{name}:var(--color-{token})}}' for name, color, token in sorted(paints)
    )


def paint_of(rule: str) -> str:
    """The custom property that a rule of a paint asks for; empty for other rules."""
    found = _RULE.fullmatch(rule)
    return f"color-{found[4]}" if found else ""


def is_rule(rule: str, tokens: Tokens) -> bool:
    """Whether a rule is one that a drawing may have brought."""
    found = _RULE.fullmatch(rule)
    return found is not None and found[1] == found[3] and _names(tokens).get(found[2]) == found[4]


def _names(tokens: Tokens) -> dict[str, str]:
    """The first token of each colour."""
    names: dict[str, str] = {}
    for token, color in tokens["color"].items():
        names.setdefault(str(color), token)
    return names
