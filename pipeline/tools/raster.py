"""Knows pixels: SVG to PNG with named font files, and pictures without their metadata. The only importer of resvg_py and Pillow,
and only where pixels are made."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

MAX_PIXELS = 60_000_000


class RefusedPicture(ValueError):
    """The bytes are no picture that can be published."""


def png_from_svg(svg: str, width: int, fonts: Iterable[Path]) -> bytes:
    """Draw an SVG as PNG, `width` pixels wide; only the given font files are seen, so every machine draws the same."""
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, width=width, skip_system_fonts=True, font_files=[str(path) for path in fonts], background="white"
        )
    )


def clean_picture(data: bytes) -> tuple[bytes, int, int]:
    """A PNG or JPEG written anew without metadata, with its size in pixels.

    Raises:
        RefusedPicture: for another format, broken data, or more than 60 million pixels.
    """
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise RefusedPicture(f"{picture.width} × {picture.height} pixels are too many")
            kind = picture.format or "PNG"
            picture.load()
            mode = picture.mode if picture.mode in ("L", "RGB", "RGBA") else "RGB"
            plain = picture.convert(mode)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise RefusedPicture(str(error)) from error
    out = io.BytesIO()
    plain.save(out, kind, **({"quality": 92} if kind == "JPEG" else {"optimize": False}))
    return out.getvalue(), plain.width, plain.height
