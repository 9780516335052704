"""Knows the names of all files that commands leave in `out/`; must not know how they are made."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.core.edition import EDITIONS
from pipeline.core.languages import LANGUAGES, Language, Languages
from pipeline.core.opening import Unopened, read_within
from pipeline.formats import FORMATS

FIGURES = "figures"
SHEET = "index.html"
_BOTH = "both"
GENERATOR = "Kanben figures"
"""What the sheet says that made it."""
_SHOWN = re.compile(r'<img[^>]* src="([^"]+)"')
_MAX_SHEET = 64 * 2**20
_DRAWING = re.compile(rf".+\.({'|'.join((*LANGUAGES, _BOTH))})\.(svg|png|jpg)")


def drawn(languages: Languages) -> Mapping[str, Sequence[Language]]:
    """The languages that a figure is drawn in, by the name that its files have for them."""
    alone = {language: (language,) for language in languages}
    return {**alone, _BOTH: tuple(languages)} if languages.beside else alone


def built_files(out: Path) -> Iterator[Path]:
    """What any build left in a folder: reports of every format and edition, what shows their styles, drawn figures with
    their sheet, and their empty folder."""
    reports = [out / f"report{edition.suffix}{row.suffix}" for row in FORMATS for edition in EDITIONS]
    galleries = [out / row.styles_file for row in FORMATS if row.gallery]
    yield from (path for path in (*reports, *galleries) if path.is_file())
    for folder in (out / FIGURES, out):
        yield from _drawings(folder)
    if (out / FIGURES).is_dir() and not any((out / FIGURES).iterdir()):
        yield out / FIGURES


def _drawings(folder: Path) -> Iterator[Path]:
    """The sheet of drawn figures in a folder and what it shows; no picture that only has such a name."""
    try:
        sheet = read_within(folder / SHEET, folder, _MAX_SHEET).decode("utf-8", "replace")
    except Unopened:
        return
    if f'content="{GENERATOR}"' in sheet:
        shown = {html.unescape(name) for name in _SHOWN.findall(sheet)}
        names = [name for name in shown if _DRAWING.fullmatch(name) and "/" not in name]
        # Each drawing has a picture beside it for those who cannot use SVG.
        names += [f"{name.removesuffix('.svg')}.png" for name in names if name.endswith(".svg")]
        yield from (folder / name for name in sorted(names) if (folder / name).is_file())
        yield folder / SHEET
