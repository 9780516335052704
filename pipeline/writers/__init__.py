"""The fourth step: a format is a file here and a row in `WRITERS`."""

from __future__ import annotations

from pipeline.writers import docx, epub, html, pdf
from pipeline.writers.base import Edition, Writer

__all__ = ["WRITERS", "Edition", "Writer", "writer"]

WRITERS: tuple[Writer, ...] = (pdf.WRITER, epub.WRITER, docx.WRITER, html.WRITER)


def writer(name: str) -> Writer:
    """The row of a format."""
    return next(row for row in WRITERS if row.name == name)
