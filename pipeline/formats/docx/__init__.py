"""The Word document."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.languages import Bilingual
from pipeline.formats.base import Artifact, Format, WriterInput, Written


def _write(given: WriterInput) -> Written:
    from pipeline.formats.docx.write import write

    return write(given)


def _check(artifact: Artifact) -> Iterable[Diagnostic]:
    from pipeline.formats.docx.check import check

    return check(artifact)


FORMAT = Format("docx", ".docx", Bilingual("Word 文档", "Word document"), _write, _check)
