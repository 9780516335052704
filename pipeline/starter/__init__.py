"""Knows the starter reports that `kanben new` writes, one for each choice of languages; must not know how reports are
built."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from pipeline.core.files import write_all

_REPORT = "source/report.md"
_FILES = {"references.yaml": "source/references.yaml", "kanben.toml": "kanben.toml"}
REPORTS = {"zh,en": "report.md", "en,zh": "report.en-zh.md", "zh": "report.zh.md", "en": "report.en.md"}
"""The report by the languages that it is in."""


class NotEmpty(ValueError):
    """The folder holds something already."""


def write(folder: Path, languages: str = "zh,en") -> Iterator[Path]:
    """Write the starter in some languages into a new or empty folder, and name each file.

    Raises:
        NotEmpty: where the folder has entries, or is no folder.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotEmpty(folder)
    places = {REPORTS[languages]: _REPORT, **_FILES}
    made = {folder / place: files(__package__).joinpath(name).read_bytes() for name, place in places.items()}
    write_all(made)
    yield from made
