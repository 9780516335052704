"""The Word document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.languages import Bilingual
from pipeline.formats.base import Format, Gate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.core.diagnostics import Diagnostic
    from pipeline.formats.inputs import Artifact, WriterInput, Written


def _write(given: WriterInput) -> Written:
    from pipeline.formats.docx.write import write

    return write(given)


def _check(artifact: Artifact) -> Iterable[Diagnostic]:
    from pipeline.formats.docx.check import check

    return check(artifact)


def _gallery(given: WriterInput) -> bytes:
    from pipeline.formats.docx.gallery import gallery
    from pipeline.formats.docx.write import house_of

    return gallery(given, house_of(given))


def _judge(artifact: Artifact) -> Iterable[Diagnostic]:
    from pipeline.formats.docx.gate import judge

    return judge(artifact)


FORMAT = Format(
    "docx",
    ".docx",
    Bilingual("Word 文档", "Word document"),
    _write,
    _check,
    Gate("Open XML SDK, LibreOffice, docx-preview", _judge),
    needs_pixels=True,
    for_editors=True,
    gallery=_gallery,
)
