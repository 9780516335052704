"""Knows how far down on its cover in Word stands who issues a report: at the foot of the page, as far as the lines
above leave room; must not know what stands on a cover."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.core.scripts import columns
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark

_TWIPS, _EMU = 20, 12_700
"""Of a point: lengths of paragraphs and pages, and of pictures."""
_LINE = 1.45
"""Lines of Chinese faces are up to 1.45 times as high as their size, single-spaced."""
_WIDER = 1.05
"""How much wider than half of its size for each column a line may run."""
_LEAST = 12
"""Points of white that stay above the foot, and above the title."""
_LEFT_OVER = 20
"""Points that stay free, since nothing but Word knows where its lines end."""


@dataclass(frozen=True)
class _Look:
    """What a paragraph style says, in points; `line` is how high one is at most."""

    size: float
    before: float
    after: float
    line: float


def lower_foot(body: Element, styles: Element) -> None:
    """Give the style of the first line at the foot of a cover the white above it that takes all of them down; where the
    lines have no room, what is white above them and above the title gives way."""
    cover = list(_cover(body))
    section = cover[-1].find("w:pPr/w:sectPr", NAMESPACES) if cover else None
    width, height = _room(section) if section is not None else (0.0, 0.0)
    if width <= 0:
        return
    free = height - _LEFT_OVER - _height(cover, styles, width)
    for name in ("Foot", "Title"):
        line = next((one for one in cover if _style_of(one).endswith(name)), None)
        style = _styles(styles, _style_of(line)) if line is not None else None
        spacing = style.find("w:pPr/w:spacing", NAMESPACES) if style is not None else None
        if spacing is not None and (free < 0 or name == "Foot"):
            (before,) = _lengths(spacing, "before")
            after = max(before + free, min(before, _LEAST))
            spacing.set(clark("w:before"), str(round(after * _TWIPS)))
            free -= after - before


def _cover(body: Element) -> Iterator[Element]:
    """The paragraphs of the first section; none where something else stands in it, or it does not end with one."""
    lines: list[Element] = []
    for element in body.iterfind("w:body/*", NAMESPACES):
        if element.tag != clark("w:p"):
            return
        lines.append(element)
        if element.find("w:pPr/w:sectPr", NAMESPACES) is not None:
            yield from lines
            return


def _style_of(paragraph: Element) -> str:
    style = paragraph.find("w:pPr/w:pStyle", NAMESPACES)
    return "" if style is None else style.get(clark("w:val"), "")


def _styles(styles: Element, id_: str) -> Element | None:
    return next((one for one in styles.iterfind("w:style", NAMESPACES) if one.get(clark("w:styleId")) == id_), None)


def _room(section: Element) -> tuple[float, float]:
    """How wide and how high the text of a page is, in points."""
    size, margins = (section.find(f"w:{name}", NAMESPACES) for name in ("pgSz", "pgMar"))
    if size is None or margins is None:
        return 0.0, 0.0
    left, right, top, bottom = _lengths(margins, "left", "right", "top", "bottom")
    width, height = _lengths(size, "w", "h")
    return width - left - right, height - top - bottom


def _lengths(element: Element | None, *names: str) -> list[float]:
    """What attributes say in points, 0 for none."""
    values = ("0" if element is None else element.get(clark(f"w:{name}"), "0") for name in names)
    return [float(value) / _TWIPS for value in values]


def _height(lines: Sequence[Element], styles: Element, width: float) -> float:
    """At most how high some paragraphs are on each other, in points."""
    high = 0.0
    for paragraph in lines:
        look = _look(styles, _style_of(paragraph))
        text = "".join(node.text or "" for node in paragraph.iter(clark("w:t")))
        count = max(1, math.ceil(columns(text) * look.size / 2 * _WIDER / width))
        pictures = (float(extent.get("cy", "0")) / _EMU for extent in paragraph.iter(clark("wp:extent")))
        high += look.before + look.after + count * look.line + sum(pictures)
    return high


def _look(styles: Element, id_: str) -> _Look:
    """What a style says, and the text of the file where it does not (17.3.1.33)."""
    style = _styles(styles, id_)
    told = [one for one in (style, styles.find("w:docDefaults", NAMESPACES)) if one is not None]
    sizes = [float(one.get(clark("w:val"), "0")) / 2 for root in told for one in root.iter(clark("w:sz"))]
    spaces = [one for root in told for one in root.iter(clark("w:spacing")) if one.get(clark("w:line"))]
    size = sizes[0] if sizes else 12.0
    (line,), rule = (_lengths(spaces[0], "line"), spaces[0].get(clark("w:lineRule"))) if spaces else ([12.0], "auto")
    high = line / 12 * size * _LINE if rule in (None, "auto") else max(line, size * _LINE)
    before, after = _lengths(
        style.find("w:pPr/w:spacing", NAMESPACES) if style is not None else None, "before", "after"
    )
    return _Look(size, before, after, high)
