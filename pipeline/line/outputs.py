"""Knows the names of all files that commands leave in `out/`; must not know how they are made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.core.edition import EDITIONS
from pipeline.core.languages import LANGUAGES, Language
from pipeline.formats import FORMATS

FIGURES = "figures"
SHEET = "index.html"
DRAWN: Mapping[str, Sequence[Language]] = {**{language: (language,) for language in LANGUAGES}, "both": LANGUAGES}
"""The languages that a figure is drawn in, by the name that its files have for them."""
_DRAWING = re.compile(rf".+\.({'|'.join(DRAWN)})\.(svg|png|jpg)")


def built_files(out: Path) -> Iterator[Path]:
    """What any build left in a folder: reports of every format and edition, drawn figures with their sheet, and their
    empty folder."""
    reports = [out / f"report{edition.suffix}{row.suffix}" for row in FORMATS for edition in EDITIONS]
    yield from (path for path in reports if path.is_file())
    for folder in (out / FIGURES, out):
        drawings = sorted(path for path in folder.glob("*") if path.is_file() and _DRAWING.fullmatch(path.name))
        sheet = folder / SHEET
        if drawings and sheet.is_file():
            drawings.append(sheet)
        yield from drawings
    if (out / FIGURES).is_dir() and not any((out / FIGURES).iterdir()):
        yield out / FIGURES
