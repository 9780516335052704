"""Knows how a cut face becomes as small a file as browsers read; must not know which characters are in it."""

from __future__ import annotations

import io
import struct
from functools import partial
from types import SimpleNamespace

import brotli
import uharfbuzz
from fontTools.ttLib import TTFont, TTLibError, newTable
from fontTools.ttLib import woff2 as format_

# By how much quadratic outlines differ from cubic ones, in thousandths of an em: 0.03 px in text of 16 px.
_TOLERANCE = 2.0
# Nothing in these outlines is hinted (OpenType 1.9, maxp).
_MAXIMA = ("Zones", "TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements")


def woff2(face: uharfbuzz.Face, *, small: bool) -> bytes:
    """A face as WOFF2; with `small` its outlines are quadratic where they are cubic and have no names, which WOFF2
    writes shorter, and compressed with all effort."""
    font = TTFont(io.BytesIO(bytes(face.blob.data)), recalcTimestamp=False, lazy=True)
    if small and "CFF " in font and hasattr(font["CFF "].cff[0], "ROS"):
        _as_quadratic(font, face)
    format_.brotli = SimpleNamespace(
        **{**vars(brotli), "compress": partial(brotli.compress, quality=11 if small else 10)}
    )
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def is_whole(data: bytes) -> bool:
    """Whether a WOFF2 can be unpacked and says which characters it has."""
    try:
        return bool(TTFont(io.BytesIO(data), lazy=True).getBestCmap())
    except (TTLibError, brotli.error, struct.error, AssertionError, LookupError, ValueError):
        return False


def _as_quadratic(font: TTFont, face: uharfbuzz.Face) -> None:
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    drawn, glyphs = uharfbuzz.Font(face), {}
    order = [f"g{number}" for number in range(font["maxp"].numGlyphs)]
    font.setGlyphOrder(order)
    for number, name in enumerate(order):
        pen = TTGlyphPen(None)
        drawn.draw_glyph_with_pen(number, Cu2QuPen(pen, _TOLERANCE * face.upem / 1000, reverse_direction=True))
        glyphs[name] = pen.glyph()
    del font["CFF "]
    outlines = font["glyf"] = newTable("glyf")
    font["loca"] = newTable("loca")
    outlines.glyphOrder, outlines.glyphs = order, glyphs
    outlines.compile(font)
    widths, maxima = font["hmtx"], font["maxp"]
    for name, glyph in glyphs.items():
        widths[name] = (widths[name][0], getattr(glyph, "xMin", 0))
    maxima.tableVersion = 0x10000
    for name in _MAXIMA:
        setattr(maxima, f"max{name}", int(name == "Zones"))
    maxima.maxSizeOfInstructions = maxima.maxComponentElements = 0
    font["post"].formatType = 3
    font.sfntVersion = "\0\1\0\0"
    # Smooth at every size, as without hints it has to be (OpenType 1.9, gasp).
    font["gasp"] = newTable("gasp")
    font["gasp"].gaspRange = {0xFFFF: 15}
