"""Knows what a drawing is, and what a picture as a file of its own; must not know who names it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.languages import Bilingual


@dataclass(frozen=True)
class Drawing:
    """A figure as drawn. `svg` is sanitised XML text; lengths are CSS px (1/96 inch).

    `raster` holds PNG or JPEG bytes instead, for a figure made of pixels, and `pixels` the SVG as a PNG where a format
    wants it; `data` the table behind a chart, its first
    row the head. `from_tokens` is whether its colours are those of the tokens, so that another scheme may change them;
    `is_foreign` whether the SVG is an author's picture, which is shown as an image and never as part of a page.
    """

    id: str
    width: float
    height: float
    svg: str = ""
    raster: bytes = b""
    pixels: bytes = b""
    alt: Bilingual = Bilingual()
    description: Bilingual = Bilingual()
    data: tuple[tuple[Bilingual, ...], ...] = ()
    from_tokens: bool = False
    is_foreign: bool = False

    @property
    def is_inline(self) -> bool:
        """Whether its SVG becomes part of a page."""
        return bool(self.svg) and not self.is_foreign


@dataclass(frozen=True)
class PictureFile:
    """A picture as a file: its name, media type and bytes."""

    name: str
    media_type: str
    data: bytes


def picture_file(stem: str, svg: str, raster: bytes) -> PictureFile:
    """The file of clean SVG text, or of PNG or JPEG bytes, which say by their beginning what they are."""
    if svg:
        return PictureFile(f"{stem}.svg", "image/svg+xml", svg.encode())
    kind = ("jpg", "image/jpeg") if raster.startswith(b"\xff\xd8") else ("png", "image/png")
    return PictureFile(f"{stem}.{kind[0]}", kind[1], raster)
