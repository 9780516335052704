"""Knows the starter report that `kanben new` writes; must not know how reports are built."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from pipeline.core.files import write_all

_FILES = {"report.md": "source/report.md", "references.yaml": "source/references.yaml", "kanben.toml": "kanben.toml"}


class NotEmpty(ValueError):
    """The folder holds something already."""


def write(folder: Path) -> Iterator[Path]:
    """Write the starter into a new or empty folder, and name each file.

    Raises:
        NotEmpty: where the folder has entries, or is no folder.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotEmpty(folder)
    made = {folder / place: files(__package__).joinpath(name).read_bytes() for name, place in _FILES.items()}
    write_all(made)
    yield from made
