"""Knows pixels: SVG to PNG with named font files, and pictures without their metadata. The only importer of resvg_py
and Pillow, and only where pixels are made."""

from __future__ import annotations

import contextlib
import io
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core.failures import Phrases
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.core.steps import kept, standing

MAX_PIXELS = 60_000_000
_FAMILIES = ("font_family", "serif_family", "sans_serif_family", "monospace_family")
MAX_DRAWN = 16_000_000
_PHRASES = Phrases("Pillow", (("[Tt]runcated|not processed|end of file", "picture_cut_off"), ("", "picture_broken")))


class RefusedPicture(ReasonedError):
    """The bytes are no picture that can be published."""


def png_from_svg(svg: str, width: int, fonts: Iterable[Path], family: str = "") -> bytes:
    """Draw an SVG as PNG, `width` pixels wide; only the given font files are seen, so every machine draws the same.

    Text in any other face is set in `family`, or left out where there is none.
    """
    files = [str(path) for path in fonts]
    families: dict[str, Any] = dict.fromkeys(_FAMILIES, family) if family else {}

    def draw() -> bytes:
        import resvg_py

        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg, width=width, skip_system_fonts=True, font_files=files, background="white", **families
            )
        )

    return kept("pixels", (svg, str(width), family, *map(standing, files)), draw)


def in_palette(png: bytes) -> bytes:
    """A picture with each of its colours named once, where they are few enough: the same pixels in half the bytes."""
    return kept("palette", (png,), lambda: _in_palette(png))


def _in_palette(png: bytes) -> bytes:
    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        plain = picture.convert("RGB")
        if not plain.getcolors(256) or picture.convert("RGBA").getchannel("A").getextrema() != (255, 255):
            return png
        named = plain.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        if named.convert("RGB").tobytes() != plain.tobytes():
            return png
        out = io.BytesIO()
        named.save(out, "PNG", optimize=True)
    return out.getvalue()


_LAST_CHUNK = b"IEND\xae\x42\x60\x82"
"""With its checksum (PNG, third edition, 11.2.5)."""


def pixels_across(width: float, height: float, dpi: int) -> int:
    """How many pixels wide a drawing of a size in CSS px becomes: as `dpi` asks, but no more than `MAX_DRAWN` in all,
    and one at least."""
    scale = min(dpi / 96, math.sqrt(MAX_DRAWN / (width * height)))
    return max(1, round(width * scale))


@dataclass(frozen=True)
class CleanPicture:
    """PNG or JPEG bytes without metadata and their size in pixels; `has_location` if the file told where it was taken,
    `converted_from` names a colour mode that screens do not show as it is."""

    data: bytes
    width: int
    height: int
    has_location: bool = False
    converted_from: str = ""


def pixel_size(data: bytes) -> tuple[int, int]:
    """The width and height of a picture in pixels."""
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
        return picture.size


@contextlib.contextmanager
def _to_the_end() -> Iterator[None]:
    """Pictures that are cut off are broken, also where WeasyPrint has been loaded, which lets Pillow fill them up."""
    from PIL import ImageFile

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def is_whole(data: bytes) -> bool:
    """Whether a PNG or JPEG can be drawn to its last line; a PNG that has no pixels at all is whole if it ends."""
    from PIL import Image

    if b"IDAT" not in data and data.endswith(_LAST_CHUNK):
        return True
    try:
        with _to_the_end(), Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True


def clean_picture(data: bytes) -> CleanPicture:
    """A PNG or JPEG written anew without metadata, turned upright, in grey or sRGB.

    Raises:
        RefusedPicture: for another format, broken data, or more than 60 million pixels.
    """
    from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

    try:
        with _to_the_end(), Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise RefusedPicture(Reason("too_many_pixels", width=picture.width, height=picture.height))
            kind = picture.format or "PNG"
            picture.load()
            exif = picture.getexif()
            has_location = ExifTags.Base.GPSInfo in exif or b"exif:GPSL" in data
            profile = picture.info.get("icc_profile")
            upright = ImageOps.exif_transpose(picture) or picture
            source = upright.mode
            mode = (
                source
                if source in ("L", "RGB", "RGBA")
                else "RGBA"
                if "A" in source or "transparency" in picture.info
                else "RGB"
            )
            if profile and mode == "RGB":
                with contextlib.suppress(ImageCms.PyCMSError, OSError):
                    upright = (
                        ImageCms.profileToProfile(
                            upright,
                            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                            ImageCms.createProfile("sRGB"),
                            outputMode="RGB",
                        )
                        or upright
                    )
            plain = upright.convert(mode)
    except RefusedPicture:
        raise
    except UnidentifiedImageError as error:
        raise RefusedPicture(Reason("no_png_or_jpeg")) from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise RefusedPicture(_PHRASES.worded(str(error))) from error
    out = io.BytesIO()
    plain.info.clear()
    plain.save(out, kind if mode != "RGBA" else "PNG", **({"quality": 92} if kind == "JPEG" else {"optimize": False}))
    return CleanPicture(
        out.getvalue(), plain.width, plain.height, has_location, source if source in ("CMYK", "LAB", "YCbCr") else ""
    )
