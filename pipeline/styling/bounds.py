"""Knows between which bounds a value of the design makes sense; must not know where values come from or go."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from pipeline.core.reasons import Reason

# By group, in the unit of the group (pt, times the size, mm, CSS px); a single token before its group.
_BOUNDS: Mapping[str, tuple[float, float]] = {
    "size": (4, 96),
    "size.body": (5, 24),
    "size.screen": (8, 32),
    "line": (1, 4),
    "page": (0, 150),
    "page.width": (70, 1200),
    "page.height": (90, 1700),
    "cover": (0, 1000),
    "figure.width": (160, 3000),
    "figure.text": (6, 72),
    "figure.text-second": (5, 72),
    "figure.stroke": (0.1, 12),
    "figure.radius": (0, 60),
}
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_COLORS = ("color", "dark", "press")
# Names of fonts go into style sheets, in quotation marks.
_FONT = re.compile(r"[\w][\w .-]{0,79}")
_MARGINS = (("width", "margin-inside", "margin-outside"), ("height", "margin-top", "margin-bottom"))
LEAST_MEASURE = 40
"""The least width and height of the text on a page, in mm."""


def fault_of(group: str, name: str, value: object) -> Reason | None:
    """What is wrong with a value of the token `name`, which is `group.name`; None for nothing."""
    if group in _COLORS:
        good = isinstance(value, str) and _COLOR.fullmatch(value)
        return None if good else Reason("token_no_color", name=name)
    if group == "font":
        good = isinstance(value, str) and _FONT.fullmatch(value)
        return None if good else Reason("token_no_font", name=name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return Reason("token_no_number", name=name)
    least, most = _BOUNDS.get(name, _BOUNDS.get(group, (-math.inf, math.inf)))
    # Not a number lies between no bounds.
    return None if least <= value <= most else Reason("token_out_of_bounds", name=name, least=_g(least), most=_g(most))


def fault_of_page(page: Mapping[str, str | float]) -> Reason | None:
    """What is wrong with the margins on a page."""
    for along, *margins in _MARGINS:
        if float(page[along]) - sum(float(page[name]) for name in margins) < LEAST_MEASURE:
            return Reason("margins_too_wide", name=f"page.{along}", least=LEAST_MEASURE)
    return None


def _g(value: float) -> str:
    return f"{value:g}"
