"""Knows how to write a drawing as accessible SVG; must not know what the drawing shows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from pipeline.core.text import Language
from pipeline.figures.lettering import LEADING, Block, Type

LANGUAGE_TAGS: Mapping[Language, str] = {"zh": "zh-Hans", "en": "en"}
Point = tuple[float, float]


def length(value: float) -> str:
    """A number with at most two decimals, the same text on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


class Canvas:
    """Collects SVG elements in painting order. Lengths are px."""

    def __init__(self, type_: Type) -> None:
        self.type = type_
        self.elements: list[str] = []

    def element(self, name: str, **attributes: str | float) -> None:
        self.elements.append(f"<{name}{_attributes(attributes)}/>")

    def rectangle(self, x: float, y: float, width: float, height: float, **style: str | float) -> None:
        self.element("rect", x=x, y=y, width=width, height=height, **style)

    def block(self, block: Block, x: float, middle: float, fill: str, anchor: str = "middle") -> None:
        """Text around a middle height; x is its centre, or its start or end as `anchor` says."""
        top = middle - block.height / 2
        for line in block.lines:
            # The baseline of a line of CJK type sits about 0.88 em below its top (OpenType BASE, ideographic em-box).
            baseline = top + line.size * (LEADING - 1) / 2 + line.size * 0.86
            attributes: dict[str, str | float] = {"x": x, "y": baseline, "font-size": line.size, "fill": fill, "text-anchor": anchor}
            attributes["font-family"] = f"'{self.type.family(line.language)}', sans-serif"
            if line.bold:
                attributes["font-weight"] = "bold"
            tag = LANGUAGE_TAGS[line.language]
            self.elements.append(f'<text{_attributes(attributes)} xml:lang="{tag}">{escape(line.text)}</text>')
            top += line.size * LEADING

    def arrow(self, points: Sequence[Point], color: str, stroke: float, *, dashed: bool = False) -> None:
        """A line with rounded corners through points, with a head at its end."""
        head = 7.0
        (x, y), (px, _) = points[-1], points[-2]
        direction = 1 if x >= px else -1
        shortened = [*points[:-1], (x - direction * head * 0.8, y)]
        style: dict[str, str | float] = {"fill": "none", "stroke": color, "stroke-width": stroke}
        if dashed:
            style["stroke-dasharray"] = "5 4"
        self.element("path", d=_rounded(shortened, 6.0), **style)
        tip = [(x, y), (x - direction * head, y - head * 0.55), (x - direction * head, y + head * 0.55)]
        self.element("path", d="M" + "L".join(f"{length(a)} {length(b)}" for a, b in tip) + "Z", fill=color)

    def svg(self, size: Point, id_: str, title: str, description: str) -> str:
        """The whole drawing, with a title and a description that the picture is labelled by (SVG 2, 5.6; WAI-ARIA graphics)."""
        width, height = map(length, size)
        family = f"'{self.type.latin}', '{self.type.han}', sans-serif"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"'
            f' aria-labelledby="{id_}-title {id_}-desc" xml:lang="zh-Hans" font-family={quoteattr(family)}>'
            f'<title id="{id_}-title">{escape(title)}</title><desc id="{id_}-desc">{escape(description)}</desc>'
            + "".join(self.elements)
            + "</svg>"
        )


def _attributes(attributes: Mapping[str, str | float]) -> str:
    return "".join(
        f" {name.replace('_', '-')}={quoteattr(value if isinstance(value, str) else length(value))}" for name, value in attributes.items()
    )


def _rounded(points: Sequence[Point], radius: float) -> str:
    """An SVG path through points, its corners rounded by at most `radius`."""
    path = [f"M{length(points[0][0])} {length(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        reach = min(radius, _distance(before, corner) / 2, _distance(corner, after) / 2)
        start, end = _towards(corner, before, reach), _towards(corner, after, reach)
        path.append(f"L{length(start[0])} {length(start[1])}Q{length(corner[0])} {length(corner[1])} {length(end[0])} {length(end[1])}")
    path.append(f"L{length(points[-1][0])} {length(points[-1][1])}")
    return "".join(path)


def _distance(first: Point, second: Point) -> float:
    return math.hypot(first[0] - second[0], first[1] - second[1])


def _towards(start: Point, end: Point, reach: float) -> Point:
    distance = _distance(start, end) or 1.0
    return (start[0] + (end[0] - start[0]) * reach / distance, start[1] + (end[1] - start[1]) * reach / distance)
