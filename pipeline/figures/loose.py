"""Knows how a picture that no figure defines, such as a logo, is cleaned; must not know who names it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.core.pictures import PictureFile, picture_file
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.figures.files import MAX_FILE
from pipeline.figures.sanitize import picture
from pipeline.tools.raster import clean_picture

_SUFFIXES = (".svg", ".png", ".jpg", ".jpeg")


def load(path: Path) -> PictureFile:
    """A picture as it may be published, under a name made from its bytes.

    Raises:
        ReasonedError: for what is no SVG, PNG or JPEG, is too large, or is made to do harm.
        OSError: where it cannot be read.
    """
    if path.suffix.lower() not in _SUFFIXES:
        raise ReasonedError(Reason("pictures_alone"))
    if path.stat().st_size > MAX_FILE:
        raise ReasonedError(Reason("file_too_large", limit=MAX_FILE // 2**20))
    data = path.read_bytes()
    stem = f"style-{hashlib.sha256(data).hexdigest()[:16]}"
    if path.suffix.lower() == ".svg":
        return picture_file(stem, picture(data).text, b"")
    return picture_file(stem, "", clean_picture(data).data)
