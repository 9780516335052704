"""Knows how the bibliography file is put in order where it lies; must not know entries."""

from __future__ import annotations

from pathlib import Path

from pipeline.bibliography.layout import CannotFormat, formatted
from pipeline.core.diagnostics import PipelineError
from pipeline.core.files import write_atomically
from pipeline.reading.sourcefile import read_source


def put_in_order(path: Path) -> bool:
    """Sort a references.yaml by key and make its fields plain; whether it was changed.

    Raises:
        PipelineError, CannotFormat: where it is left as it is.
    """
    return _write(path, sort=True)


def make_plain(path: Path) -> tuple[Path, ...]:
    """Make the fields of a references.yaml plain where that is surely right; the file if it was changed.

    What is wrong with the file is found by the check itself.
    """
    try:
        return (path,) if _write(path, sort=False) else ()
    except (PipelineError, CannotFormat):
        return ()


def text_of(path: Path) -> str:
    """The text of the bibliography of a project.

    Raises:
        PipelineError: SRC10x, for what is no text or no file of the project.
    """
    root = path.parent.parent.resolve()
    return read_source(path, f"{path.parent.name}/{path.name}", root).text


def _write(path: Path, *, sort: bool) -> bool:
    text = text_of(path)
    made = formatted(text, sort=sort)
    if made != text:
        write_atomically(path, made.encode())
    return made != text
