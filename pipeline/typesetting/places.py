"""Knows where on the laid-out pages lines and marked paragraphs stand; must not know what is done with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.boxes import Box

from pipeline.typesetting.artifacts import unwrapped


@dataclass(frozen=True)
class Mark:
    """A paragraph's beginning: its id, its line in the source, and its top in px from the page's top."""

    id: str
    line: int
    top: float


@dataclass(frozen=True)
class PagePlaces:
    """A page: its size in px, the tops and bottoms of its lines of text in px, and the paragraphs that begin on it."""

    width: float
    height: float
    lines: tuple[tuple[float, float], ...]
    marks: tuple[Mark, ...]


def places(pages: Sequence[Page]) -> list[PagePlaces]:
    """The places of each page. Lines side by side, as in tables, count once."""
    found = []
    for page in pages:
        rows: list[tuple[float, float]] = []
        marks: list[Mark] = []
        for box in _boxes(page._page_box):
            if isinstance(box, boxes.LineBox):
                rows.append((box.position_y, box.position_y + box.height))
            elif box.element is not None and box.element.get("data-line") and box.element_tag == "span":
                marks.append(Mark(str(box.element.get("id") or ""), int(box.element.get("data-line")), box.position_y))
        found.append(PagePlaces(page.width, page.height, tuple(_apart(sorted(rows))), tuple(marks)))
    return found


def _boxes(box: Box) -> Iterator[Box]:
    box = unwrapped(box)
    if isinstance(box, boxes.MarginBox):
        return
    if isinstance(box, boxes.LineBox):
        if any(isinstance(part, boxes.TextBox) and part.text.strip() for part in box.descendants()):
            yield box
    elif isinstance(box, boxes.InlineBox):
        yield box
    for child in box.children if isinstance(box, boxes.ParentBox) else ():
        yield from _boxes(child)


def _apart(rows: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    last = -1.0
    for top, bottom in rows:
        middle = (top + bottom) / 2
        if middle > last:
            yield top, bottom
            last = bottom - 0.3 * (bottom - top)
