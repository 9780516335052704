"""Knows what is drawn on the pages of a PDF: how fine its pictures are, and on what ground its text stands; must not
know what is enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ctypes import c_float, c_int, c_uint
from dataclasses import dataclass
from typing import Any

_Box = tuple[float, float, float, float]
_WHITE = "#ffffff"
_SCALE = 3.0  # pixels a point, where a page has to be looked at
_OPAQUE = 255


@dataclass(frozen=True)
class Lettering:
    """Text in one colour: its page (from 1), its words, its size in pt, its colour and that of its ground as
    #rrggbb."""

    page: int
    text: str
    size: float
    color: str
    ground: str


@dataclass(frozen=True)
class Picture:
    """A picture made of pixels: its page (from 1), its size in pixels, and its pixels to the inch as printed, across or
    down, whichever are fewer."""

    page: int
    size: tuple[int, int]
    fineness: float


def pictures(data: bytes) -> Iterator[Picture]:
    """The pictures made of pixels on all pages."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(document, 1):
            for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
                left, bottom, right, top = _placed(item)
                width, height = item.get_px_size()
                if right > left and top > bottom:
                    fineness = min(width / (right - left), height / (top - bottom)) * 72
                    yield Picture(number, (width, height), fineness)
    finally:
        document.close()


def lettering(data: bytes, is_suspect: Callable[[float, str, str], bool]) -> Iterator[Lettering]:
    """The text that stands out too little: by size in pt, colour and ground.

    The ground is what was painted last under the middle of the text. Where that makes it suspect, the page is drawn
    and looked at.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(document, 1):
            picture: Any = None
            text = page.get_textpage()
            for item, size, color, ground in _letters(page):
                if not is_suspect(size, color, ground):
                    continue
                picture = picture or page.render(scale=_SCALE).to_pil().convert("RGB")
                box = _placed(item)
                seen = _seen_ground(picture, _as_high(box, size), page, color)
                words = text.get_text_bounded(*box).strip()
                if words and is_suspect(size, color, seen):
                    yield Lettering(number, words, size, color, seen)
            text.close()
    finally:
        document.close()


def _letters(page: Any) -> Iterator[tuple[Any, float, str, str]]:
    """Each text of a page with its size, its colour, and the colour that was painted last where its middle is."""
    import pypdfium2.raw as pdfium

    painted: list[tuple[_Box, str]] = []
    for item in page.get_objects():
        if item.type == pdfium.FPDF_PAGEOBJ_PATH:
            mode = c_int()
            pdfium.FPDFPath_GetDrawMode(item.raw, mode, c_int())
            color, opacity = _fill(item)
            if mode.value and opacity == _OPAQUE:
                painted.append((_placed(item), color))
        elif (
            item.type == pdfium.FPDF_PAGEOBJ_TEXT
            and pdfium.FPDFTextObj_GetTextRenderMode(item.raw) != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        ):
            left, bottom, right, top = _placed(item)
            x, y = (left + right) / 2, (bottom + top) / 2
            ground = next((color for (a, b, c, d), color in reversed(painted) if a <= x <= c and b <= y <= d), _WHITE)
            if right > left:
                yield item, _size(item), _fill(item)[0], ground


def _fill(item: Any) -> tuple[str, int]:
    import pypdfium2.raw as pdfium

    red, green, blue, opacity = c_uint(), c_uint(), c_uint(), c_uint()
    pdfium.FPDFPageObj_GetFillColor(item.raw, red, green, blue, opacity)
    return f"#{red.value:02x}{green.value:02x}{blue.value:02x}", opacity.value


def _size(item: Any) -> float:
    """The size of a text in pt as it is printed."""
    import pypdfium2.raw as pdfium

    size = c_float()
    pdfium.FPDFTextObj_GetFontSize(item.raw, size)
    scale = abs(item.get_matrix().d)
    holder = item.container
    while holder is not None:
        scale *= abs(holder.get_matrix().d)
        holder = holder.container
    return float(size.value * scale)


def _placed(item: Any) -> _Box:
    """The edges of an object on its page in pt; those of one inside a form are the form's own."""
    box: _Box = item.get_bounds()
    holder = item.container
    while holder is not None:
        box = holder.get_matrix().on_rect(*box)
        holder = holder.container
    left, bottom, right, top = box
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _as_high(box: _Box, size: float) -> _Box:
    """The edges of a text as high as its type is, since of a dash alone little but its own edges would be seen."""
    left, bottom, right, top = box
    more = max(0.0, (size - (top - bottom)) / 2)
    return left, bottom - more, right, top + more


def _seen_ground(picture: Any, box: _Box, page: Any, color: str) -> str:
    """The colour seen most where a text stands, but for its own."""
    left, bottom, right, top = box
    height = page.get_height()
    part = picture.crop(tuple(round(edge * _SCALE) for edge in (left, height - top, right, height - bottom)))
    counted = sorted(
        ((count, "#" + bytes(seen).hex()) for count, seen in part.getcolors(part.width * part.height) or ()),
        reverse=True,
    )
    return next((seen for _, seen in counted if seen != color), color)
