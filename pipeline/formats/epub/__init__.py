"""The e-book: EPUB 3.3, a file for each chapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.languages import Bilingual
from pipeline.formats.base import Format, Gate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.core.diagnostics import Diagnostic
    from pipeline.formats.inputs import Artifact, WriterInput, Written


def _write(given: WriterInput) -> Written:
    from pipeline.formats.epub.write import write

    return write(given)


def _check(artifact: Artifact) -> Iterable[Diagnostic]:
    from pipeline.formats.epub.check import check

    return check(artifact)


def _judge(artifact: Artifact) -> Iterable[Diagnostic]:
    from pipeline.formats.epub.gate import judge

    return judge(artifact)


FORMAT = Format(
    "epub",
    ".epub",
    Bilingual("电子书（EPUB 3）", "E-book, EPUB 3"),
    _write,
    _check,
    Gate("EPUBCheck, Ace, axe, Chromium, Foliate, epub.js", _judge),
    wants_print=True,
)
