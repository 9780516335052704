"""Knows how a picture that no figure defines, such as a logo, is cleaned; must not know who names it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.core.opening import read_within
from pipeline.core.pictures import PictureFile, picture_file
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.figures.files import MAX_FILE
from pipeline.figures.sanitize import picture
from pipeline.tools.raster import clean_picture

_SUFFIXES = (".svg", ".png", ".jpg", ".jpeg")


def load(path: Path, root: Path) -> PictureFile:
    """A picture of the project in `root` as it may be published, under a name made from its bytes.

    Raises:
        ReasonedError: for what is no SVG, PNG or JPEG, is made to do harm, or cannot be read.
    """
    if path.suffix.lower() not in _SUFFIXES:
        raise ReasonedError(Reason("pictures_alone"))
    data = read_within(path, root, MAX_FILE)
    stem = f"style-{hashlib.sha256(data).hexdigest()[:16]}"
    if path.suffix.lower() == ".svg":
        return picture_file(stem, picture(data).text, b"")
    return picture_file(stem, "", clean_picture(data).data)
