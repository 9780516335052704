"""Knows how to write a drawing as accessible SVG, and on what ground each of its texts and lines stands; must not
know what it shows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from pipeline.core.languages import SCRIPT_TAGS
from pipeline.core.vocabulary import part_id
from pipeline.figures.lettering import LEADING, Block, Type
from pipeline.figures.routes import HEAD, Point, Route
from pipeline.styling.tokens import Tokens, blend, contrast, number, text

# WCAG 2.2, success criteria 1.4.3 and 1.4.11.
TEXT_CONTRAST, LINE_CONTRAST = 4.5, 3.0


def length(value: float) -> str:
    """A number with at most two decimals, the same text on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


class Canvas:
    """Collects SVG elements in painting order. Lengths are px, colours the names of tokens.

    `faint` holds what has too little contrast: the colours of mark and ground and their ratio.
    """

    def __init__(self, type_: Type, tokens: Tokens) -> None:
        self.type, self.tokens = type_, tokens
        self.elements: list[str] = []
        self.stroke = number(tokens, "figure", "stroke")
        # Of raised and lowered letters the text faces have a few.
        self._others = text(tokens, "font", "mono")
        self.faint: set[tuple[str, str, float]] = set()
        self._grounds: list[tuple[float, float, float, float, str]] = []

    def color(self, name: str) -> str:
        return "none" if name == "none" else text(self.tokens, "color", name)

    def element(self, name: str, **attributes: str | float) -> None:
        self.elements.append(f"<{name}{_attributes(attributes)}/>")

    def rectangle(
        self, x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "none", **style: str | float
    ) -> None:
        """A box; its fill is the ground of what is painted on it later."""
        if stroke != "none":
            self._mark(stroke, (x - 1, y - 1), LINE_CONTRAST)
            style = {"stroke_width": self.stroke, **style}
        if fill != "none":
            ground = blend(
                self.color(fill), self._ground((x + width / 2, y + height / 2)), float(style.get("fill_opacity", 1.0))
            )
            self._grounds.append((x, y, x + width, y + height, ground))
        self.element(
            "rect", x=x, y=y, width=width, height=height, fill=self.color(fill), stroke=self.color(stroke), **style
        )

    def dot(self, x: float, y: float, radius: float, fill: str, stroke: str = "none") -> None:
        self._mark(fill if stroke == "none" else stroke, (x, y), LINE_CONTRAST)
        self.element(
            "circle", cx=x, cy=y, r=radius, fill=self.color(fill), stroke=self.color(stroke), stroke_width=self.stroke
        )

    def block(self, block: Block, x: float, middle: float, fill: str, anchor: str = "middle") -> None:
        """Text around a middle height; x is its centre, or its start or end as `anchor` says."""
        if block.lines:
            inside = {"middle": 0.0, "start": 1.0, "end": -1.0}[anchor]
            self._mark(fill, (x + inside, middle), TEXT_CONTRAST)
        top = middle - block.height / 2
        for line in block.lines:
            # The baseline of a line of CJK type sits about 0.88 em below its top (OpenType BASE, ideographic em-box).
            baseline = top + line.size * (LEADING - 1) / 2 + line.size * 0.86
            attributes: dict[str, str | float] = {
                "x": x,
                "y": baseline,
                "font-size": line.size,
                "fill": self.color(fill),
                "text-anchor": anchor,
            }
            attributes["font-family"] = f"'{self.type.family(line.language)}', '{self._others}', sans-serif"
            if line.bold:
                attributes["font-weight"] = "bold"
            tag = SCRIPT_TAGS[line.language]
            self.elements.append(f'<text{_attributes(attributes)} xml:lang="{tag}">{escape(line.text)}</text>')
            top += line.size * LEADING

    def picture(self, address: str, x: float, y: float, size: Point) -> None:
        """A picture by its address, with its top left corner at a point."""
        self.element("image", href=address, x=x, y=y, width=size[0], height=size[1])

    def line(self, points: Sequence[Point], color: str, *, width: float | None = None, dashed: bool = False) -> None:
        """A line with slightly rounded corners through points."""
        self._path(_rounded(points, 6.0), points[0], color, dashed=dashed, width=width)

    def route(self, route: Route, color: str, *, dashed: bool = False, down: bool = False) -> None:
        """An edge with a head at its end."""
        points = [route.stretches[0].start, *(stretch.end for stretch in route.stretches)]
        path = _rounded(points, 6.0) if route.corners else _curved(route, down=down)
        for stretch in route.stretches:
            self._mark(
                color, ((stretch.start[0] + stretch.end[0]) / 2, (stretch.start[1] + stretch.end[1]) / 2), LINE_CONTRAST
            )
        self._path(path, points[0], color, dashed=dashed)
        self.head(points[-1], points[-2], color)

    def curve(self, points: Sequence[Point], color: str, *, dashed: bool = False) -> None:
        """A cubic Bézier spline: a start, then three points for each piece."""
        pieces = [
            f"C{_pair(points[at])} {_pair(points[at + 1])} {_pair(points[at + 2])}"
            for at in range(1, len(points) - 2, 3)
        ]
        self._path("M" + _pair(points[0]) + "".join(pieces), points[0], color, dashed=dashed)

    def head(self, tip: Point, tail: Point, color: str, size: float = HEAD - 1.5) -> None:
        """An arrow's head at `tip`, away from `tail`."""
        distance = math.dist(tip, tail) or 1.0
        dx, dy = (tip[0] - tail[0]) / distance, (tip[1] - tail[1]) / distance
        back, wing = (tip[0] - dx * size, tip[1] - dy * size), size * 0.52
        corners = [tip, (back[0] - dy * wing, back[1] + dx * wing), (back[0] + dy * wing, back[1] - dx * wing)]
        self.element("path", d="M" + "L".join(_pair(point) for point in corners) + "Z", fill=self.color(color))

    def _path(self, d: str, start: Point, color: str, *, dashed: bool, width: float | None = None) -> None:
        self._mark(color, start, LINE_CONTRAST)
        style: dict[str, str | float] = {
            "fill": "none",
            "stroke": self.color(color),
            "stroke-width": width or self.stroke,
        }
        if dashed:
            style["stroke-dasharray"] = "5 4"
        self.element("path", d=d, **style)

    def _ground(self, place: Point) -> str:
        x, y = place
        return next(
            (color for a, b, c, d, color in reversed(self._grounds) if a <= x <= c and b <= y <= d),
            self.color("ground"),
        )

    def _mark(self, color: str, place: Point, least: float) -> None:
        front, ground = self.color(color), self._ground(place)
        ratio = contrast(front, ground)
        # A mark in the colour it stands on belongs to that ground.
        if ratio < least and front != ground:
            self.faint.add((front, ground, round(ratio, 2)))

    def svg(self, size: Point, id_: str, title: str, description: str) -> str:
        """The whole drawing, with a title and a description that the picture is labelled by (SVG 2, 5.6; WAI-ARIA
        graphics)."""
        width, height = map(length, size)
        named, described = part_id(id_, "title"), part_id(id_, "desc")
        family = f"'{self.type.latin}', '{self.type.han}', sans-serif"
        extent = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {extent} role="img" aria-labelledby="{named} {described}"'
            f' xml:lang="{SCRIPT_TAGS[self.type.leading]}" font-family={quoteattr(family)}>'
            f'<title id="{named}">{escape(title)}</title><desc id="{described}">{escape(description)}</desc>'
            + "".join(self.elements)
            + "</svg>"
        )


def _attributes(attributes: Mapping[str, str | float]) -> str:
    return "".join(
        f" {name.replace('_', '-')}={quoteattr(value if isinstance(value, str) else length(value))}"
        for name, value in attributes.items()
    )


def _pair(point: Point) -> str:
    return f"{length(point[0])} {length(point[1])}"


def _curved(route: Route, *, down: bool) -> str:
    """An SVG path of straight lines and S-curves that start and end along the flow."""
    path = ["M" + _pair(route.stretches[0].start)]
    for stretch in route.stretches:
        start, end = stretch.start, stretch.end
        if stretch.is_straight:
            path.append("L" + _pair(end))
            continue
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        first, second = (
            ((start[0], middle[1]), (end[0], middle[1])) if down else ((middle[0], start[1]), (middle[0], end[1]))
        )
        path.append(f"C{_pair(first)} {_pair(second)} {_pair(end)}")
    return "".join(path)


def _rounded(points: Sequence[Point], radius: float) -> str:
    """An SVG path through points, its corners rounded by at most `radius`."""
    path = ["M" + _pair(points[0])]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        reach = min(radius, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        start, end = _towards(corner, before, reach), _towards(corner, after, reach)
        path.append(f"L{_pair(start)}Q{_pair(corner)} {_pair(end)}")
    path.append("L" + _pair(points[-1]))
    return "".join(path)


def _towards(start: Point, end: Point, reach: float) -> Point:
    distance = math.dist(start, end) or 1.0
    return (start[0] + (end[0] - start[0]) * reach / distance, start[1] + (end[1] - start[1]) * reach / distance)
