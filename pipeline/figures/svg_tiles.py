"""Knows how large the tiles of an SVG's patterns become, which who draws it keeps as pixels; must not know colours."""

from __future__ import annotations

import math
import re

from lxml import etree

from pipeline.core.reasons import Reason, ReasonedError
from pipeline.figures.svg_attributes import MOVE
from pipeline.figures.svg_lists import TRANSFORMS
from pipeline.figures.svg_numbers import numbers

MAX_TILE = 60_000_000
"""The most pixels of a tile."""
_RELATIVE = re.compile(r"[mlhvcsqta]")
_SIDES = ("x", "y", "width", "height", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "points", "font-size")
_LARGEST_UNIT = 96  # px of an inch
_VIEWS = frozenset(["svg", "symbol", "marker", "pattern"])


class HugeTile(ReasonedError):
    """A pattern cannot be drawn as pixels."""


def zoom(element: etree._Element, reach: float) -> float:
    """How many times larger an element's own attributes make what is in it, at most; `reach` is the largest side that
    anything in the picture has."""
    times = math.prod(_zoom(element.get(name, "")) for name in TRANSFORMS)
    box = numbers(element.get("viewBox", ""))
    if len(box) == 4 and etree.QName(element).localname in _VIEWS and element.getparent() is not None:
        times *= max(reach / box[2], reach / box[3])
    return max(times, 1.0)


def reach(root: etree._Element) -> float:
    """The largest side that anything in a picture with patterns may have, in its own units."""
    if next(root.iter("{*}pattern"), None) is None:
        return 1.0
    return max((_reach(element) for element in root.iter(etree.Element)), default=1.0)


def check(root: etree._Element, scale: float) -> None:
    """Measure the tiles; `scale` is how many pixels a unit becomes where it is largest.

    Raises:
        HugeTile: for one of more than `MAX_TILE` pixels.
    """
    longest = reach(root)
    for pattern in root.iter("{*}pattern"):
        width, height = (_side(pattern.get(name, "0"), longest) for name in ("width", "height"))
        if pattern.get("patternUnits") != "userSpaceOnUse":
            width, height = width * 2 * longest, height * 2 * longest
        if width * scale * height * scale > MAX_TILE:
            raise HugeTile(Reason("svg_tile", limit=MAX_TILE // 1_000_000))


def _side(value: str, longest: float) -> float:
    side = max(map(abs, numbers(value)), default=0.0)
    unit = value.strip().lstrip("+-0123456789.eE")
    return side / 100 * longest if unit == "%" else side if unit in ("", "px") else side * _LARGEST_UNIT


def _reach(element: etree._Element) -> float:
    sides = [abs(side) for name in (*_SIDES, "viewBox") for side in numbers(element.get(name, ""))]
    path = element.get("d", "")
    steps = [abs(step) for step in numbers(path)]
    return max([1.0, *sides, sum(steps) if _RELATIVE.search(path) else max(steps, default=0.0)])


def _zoom(transform: str) -> float:
    times = 1.0
    for move, words in MOVE.findall(transform):
        by = numbers(words)
        if move == "matrix" and len(by) == 6:
            times *= max(math.hypot(by[0], by[1]), math.hypot(by[2], by[3]))
        elif move == "scale":
            times *= max(map(abs, by), default=1.0)
        elif move.startswith("skew"):
            times *= math.hypot(1, min(abs(math.tan(math.radians(by[0]))), 1e6))
    return times
