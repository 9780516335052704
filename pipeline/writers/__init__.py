"""The fourth step: a format is a module here with a function `write`, and a row in `WRITERS`."""

from __future__ import annotations

from pipeline.writers.base import Edition, Writer

__all__ = ["WRITERS", "Edition", "Writer", "writer"]

WRITERS: tuple[Writer, ...] = (
    Writer("pdf", ".pdf", {"zh": "印刷版（带标签的 PDF）", "en": "Print edition, tagged PDF"}),
    Writer("epub", ".epub", {"zh": "电子书（EPUB 3）", "en": "E-book, EPUB 3"}),
    Writer("docx", ".docx", {"zh": "Word 文档", "en": "Word document"}),
    Writer("html", ".html", {"zh": "网页版（单个文件）", "en": "Web edition, one file"}),
)


def writer(name: str) -> Writer:
    """The row of a format."""
    return next(row for row in WRITERS if row.name == name)
