"""The fourth step: a format is a folder here with `FORMAT`, its row: how it is written, checked, and put before
outside judges."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.formats import docx, epub, html, pdf
from pipeline.formats.base import Format

FORMATS: tuple[Format, ...] = (pdf.FORMAT, epub.FORMAT, docx.FORMAT, html.FORMAT)


def rows(names: Iterable[str]) -> tuple[Format, ...]:
    """The rows of some formats in the table's order; all of them for no names."""
    wanted = set(names)
    return tuple(row for row in FORMATS if not wanted or row.name in wanted)
