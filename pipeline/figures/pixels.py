"""Knows how a drawing becomes pixels for readers that have no SVG: how large it stands on a page, how fine it is, in
which faces; must not know what is drawn, or who reads it."""

from __future__ import annotations

from pathlib import Path

from pipeline.core.pictures import Drawing
from pipeline.styling.tokens import Tokens, text
from pipeline.tools import fonts, raster

_MAX_WIDTH, _MAX_HEIGHT = 582.0, 756.0  # px: 15.4 by 20 cm
_DPI = 300


def fitted(drawing: Drawing) -> tuple[float, float]:
    """The size in px of a drawing that stays within a page, whatever its own is."""
    scale = min(1.0, _MAX_WIDTH / drawing.width, _MAX_HEIGHT / drawing.height)
    return drawing.width * scale, drawing.height * scale


def png(drawing: Drawing, tokens: Tokens) -> bytes:
    """The PNG of a drawing as it stands on a page."""
    across = raster.pixels_across(*fitted(drawing), _DPI)
    return raster.png_from_svg(drawing.svg, across, faces(tokens), text(tokens, "font", "sans-han"))


def faces(tokens: Tokens) -> list[Path]:
    """The font files that drawings are lettered with."""
    families = [text(tokens, "font", name) for name in ("sans-latin", "sans-han", "mono")]
    return [fonts.find(family, bold=bold).path for family in families for bold in (False, True)]
