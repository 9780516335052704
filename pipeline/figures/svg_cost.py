"""Knows how much there is to draw when all that an SVG repeats is drawn out; must not know what may stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.core.reasons import Reason, ReasonedError
from pipeline.figures import svg_tiles
from pipeline.figures.svg_css import Painted, local_ids
from pipeline.tools import css

MAX_DRAWN = 50_000
"""Elements, each as often as it is drawn; a path or text counts one more for each `_LETTERS` of its letters."""
MAX_DEPTH = 60
"""Elements in elements, those that are used among them."""
_LETTERS = 200
_PER_CORNER = 2
"""The fewest letters of a path for a corner, where a marker may stand."""
_LAYERS, _LAYER = ("clip-path", "mask", "marker"), 20
"""What is drawn on a ground of its own and then laid over the rest, and how many elements that is worth."""
_SHARED = frozenset(["linearGradient", "radialGradient"])
"""What is painted with costs the same however many stops it has."""


class TooMuch(ReasonedError):
    """Drawn out, the picture has no end or is too large."""


@dataclass
class _Cost:
    """What is drawn: elements and letters of paths and texts, how deep they stand in each other, and how many times
    larger transformations make any of them."""

    elements: int
    letters: int
    depth: int
    zoom: float = 1.0

    def add(self, other: _Cost, times: int) -> None:
        self.elements += other.elements * times
        self.letters += other.letters * times
        self.depth = max(self.depth, other.depth + 1)
        self.zoom = max(self.zoom, other.zoom)


def check(root: etree._Element, painted: Iterable[Painted]) -> float:
    """Count what is drawn; `painted` is what style sheets paint with. Returns how many times larger anything is drawn
    than its numbers say.

    Raises:
        TooMuch: for more than `MAX_DRAWN` elements, more than `MAX_DEPTH` in each other, or what holds itself.
    """
    return _Count(root, painted).of(root, 0).zoom


class _Count:
    def __init__(self, root: etree._Element, painted: Iterable[Painted]) -> None:
        self._by_id: dict[str, etree._Element] = {}
        for element in root.iter(etree.Element):
            self._by_id.setdefault(str(element.get("id", "")), element)
        self._painted: dict[str, set[tuple[str, str]]] = {}
        for selector, name, id_ in painted:
            if id_ in self._by_id:
                self._painted.setdefault(selector, set()).add((name, id_))
        self._reach = svg_tiles.reach(root)
        self._known: dict[etree._Element, _Cost | None] = {}

    def of(self, element: etree._Element, depth: int) -> _Cost:
        """What an element costs; what is counted is kept, so that each is gone through once."""
        if element not in self._known:
            self._known[element] = None
            self._known[element] = self._count(element, depth)
        known = self._known[element]
        if known is None:
            raise TooMuch(Reason("svg_in_itself"))
        if depth + known.depth > MAX_DEPTH:
            raise TooMuch(Reason("svg_too_deep", limit=MAX_DEPTH))
        return known

    def _count(self, element: etree._Element, depth: int) -> _Cost:
        if depth > MAX_DEPTH:
            raise TooMuch(Reason("svg_too_deep", limit=MAX_DEPTH))
        name = etree.QName(element).localname
        cost = _Cost(1, _letters(element), 1)
        for part in element.iterchildren(etree.Element):
            cost.add(self.of(part, depth + 1), 0 if name in _SHARED else 1)
        # Paint and markers are handed on to all parts, so they come last.
        for attribute, id_ in sorted(self._led_to(element, name), key=lambda row: row[0] != "href"):
            if id_ in self._by_id:
                times = _times(attribute, cost)
                cost.add(self.of(self._by_id[id_], depth + 1), times)
                cost.elements += _LAYER * times if attribute.startswith(_LAYERS) else 0
        cost.zoom *= svg_tiles.zoom(element, self._reach)
        if cost.elements + cost.letters // _LETTERS > MAX_DRAWN:
            raise TooMuch(Reason("svg_too_much", limit=MAX_DRAWN))
        return cost

    def _led_to(self, element: etree._Element, name: str) -> Iterator[tuple[str, str]]:
        """The ids that an element draws, each with the attribute or property that names it."""
        for key, value in element.attrib.items():
            attribute = etree.QName(str(key)).localname
            if attribute == "href":
                yield attribute, str(value)[1:]
            elif attribute == "style":
                rows = [row for row in css.contents(str(value)) if row.type == "declaration"]
                yield from ((row.lower_name, id_) for row in rows for id_ in local_ids(row.value))
            elif "url" in str(value):
                yield from ((attribute, id_) for id_ in local_ids(css.values(str(value))))
        if self._painted:
            classes = [f".{part}" for part in str(element.get("class", "")).split()]
            for selector in {"*", name, f"#{element.get('id')}", *classes}:
                yield from self._painted.get(selector, ())


def _times(attribute: str, cost: _Cost) -> int:
    """How often an element draws what it leads to."""
    if attribute.startswith("marker"):
        return max(cost.elements, cost.letters // _PER_CORNER)
    return cost.elements if attribute in ("fill", "stroke") else 1


def _letters(element: etree._Element) -> int:
    path = str(element.get("d", ""))
    # An arc is drawn as several curves, and stroked piece by piece.
    arcs = path.count("A") + path.count("a")
    return (
        len(path) + arcs * _LETTERS + len(element.get("points", "")) + len(element.text or "") + len(element.tail or "")
    )
