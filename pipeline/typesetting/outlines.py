"""Knows how a drawing of outlines stands among text as an image, and is written into a page; must not know what it
shows.

Thousands of letters of formulas take WeasyPrint's reader of SVG seconds. Here each outline is turned into operators
of PDF once, however often it is drawn, and the drawing has the colour of the text it stands in.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.boxes import Box
from weasyprint.pdf.stream import Stream

from pipeline.tools.formula import DrawnFormula
from pipeline.typesetting.artifacts import unwrapped

# Numbers need no white between them, and one comma may stand there (SVG 2, 9.3.9).
_SEGMENT = re.compile(r"([MmLlHhVvCcQqZz])([^A-DF-Za-df-z]*+)")
_NUMBER = re.compile(r"([-+]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][-+]?[0-9]++)?)\s*+(?:,\s*+(?!\Z))?")
_COUNTS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "q": 4, "z": 0}
_NEAR = 0.5  # px


class Ink:
    """The operators of outlines, each worked out once."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def operators(self, path: str) -> str:
        """A path of SVG in the operators of PDF (ISO 32000-2, table 58).

        Raises:
            ValueError: for what is no path of lines and curves.
        """
        if path not in self.known:
            self.known[path] = " ".join(_operators(path))
        return self.known[path]


class OutlineImage:
    """A drawing as what WeasyPrint takes for an image: as large as its type says."""

    def __init__(self, drawn: DrawnFormula, ink: Ink) -> None:
        self.drawn, self.ink = drawn, ink

    def get_intrinsic_size(self, _: float, font_size: float) -> tuple[float, float, float]:
        width, height = self.drawn.width * font_size, self.drawn.height * font_size
        return width, height, width / height

    def draw(self, stream: Stream, width: float, _: float, style: Any) -> None:
        """Draw it into a box with its corner at 0, y downwards."""
        stream.set_color(style["color"])
        stream.set_color(style["color"], stroke=True)
        stream.transform(a=(scale := width / self.drawn.width / 10), d=scale)
        stream.stream.append(self._operators)

    @cached_property
    def _operators(self) -> bytes:
        parts = []
        for outline in self.drawn.outlines:
            place = " ".join(map(_number, outline.matrix))
            paint = f"{_number(outline.line)} w {self.ink.operators(outline.path)} S"
            shape = paint if outline.line else f"{self.ink.operators(outline.path)} f"
            parts.append(f"q {place} cm {shape} Q")
        return "\n".join(parts).encode()


def beyond(pages: Sequence[Page]) -> Iterator[str]:
    """The addresses of drawings that end beyond the block that they stand in."""
    for page in pages:
        yield from _beyond(page._page_box, page._page_box, _edge(page._page_box))


def _beyond(box: Box, block: Box, page: float) -> Iterator[str]:
    box = unwrapped(box)
    if isinstance(box, boxes.ReplacedBox):
        # A cell of a table grows with what stands in it, beyond the page.
        edge = min(_edge(block), page)
        if isinstance(box.replacement, OutlineImage) and box.content_box_x() + box.width > edge + _NEAR:
            yield str(box.element.get("src"))
        return
    if isinstance(box, boxes.BlockContainerBox) and not isinstance(box, boxes.InlineBlockBox):
        block = box
    for child in box.children if isinstance(box, boxes.ParentBox) else ():
        yield from _beyond(child, block, page)


def _edge(box: Box) -> float:
    return float(box.content_box_x() + box.width)


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".") if value else "0"


def _operators(path: str) -> Iterator[str]:
    """Each segment with absolute points."""
    x, y, start = 0.0, 0.0, (0.0, 0.0)
    for command, numbers in _segments(path.strip()):
        if command in "zZ":
            yield "h"
            x, y = start
            continue
        points = _points(command, numbers, x, y)
        if command in "qQ":
            (p, q), (u, v) = points
            points = [(x + 2 * (p - x) / 3, y + 2 * (q - y) / 3), (u + 2 * (p - u) / 3, v + 2 * (q - v) / 3), (u, v)]
        x, y = points[-1]
        name = {"m": "m", "c": "c", "q": "c"}.get(command.lower(), "l")
        yield " ".join((*(f"{_number(a)} {_number(b)}" for a, b in points), name))
        if command in "mM":
            start = x, y


def _segments(path: str) -> Iterator[tuple[str, list[float]]]:
    """Each segment with its command; further points after that of `M` are those of lines."""
    place = 0
    while place < len(path):
        found = _SEGMENT.match(path, place)
        if found is None or (place == 0 and found[1] not in "Mm"):
            raise ValueError(path[place : place + 40])
        command, numbers = found[1], _numbers(found[2].strip())
        count = _COUNTS[command.lower()]
        if (not numbers or len(numbers) % count) if count else numbers:
            raise ValueError(path[place : place + 40])
        for first in range(0, max(len(numbers), 1), count or 1):
            yield command, numbers[first : first + count]
            command = {"M": "L", "m": "l"}.get(command, command)
        place = found.end()


def _numbers(text: str) -> list[float]:
    numbers, place = [], 0
    while place < len(text):
        found = _NUMBER.match(text, place)
        if found is None or not math.isfinite(number := float(found[1])):
            raise ValueError(text[place : place + 40])
        numbers.append(number)
        place = found.end()
    return numbers


def _points(command: str, numbers: Sequence[float], x: float, y: float) -> list[tuple[float, float]]:
    """The points of a segment; what is written small counts from where the last one ended."""
    left, top = (x, y) if command.islower() else (0.0, 0.0)
    if command in "hH":
        return [(left + numbers[0], y)]
    if command in "vV":
        return [(x, top + numbers[0])]
    return [(left + a, top + b) for a, b in zip(numbers[::2], numbers[1::2], strict=True)]
