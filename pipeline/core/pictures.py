"""Knows what a picture as a file of its own is; must not know what it shows or who names it."""

from __future__ import annotations

from dataclasses import dataclass


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
