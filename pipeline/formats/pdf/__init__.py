"""The print edition: a tagged, archival PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.languages import Bilingual
from pipeline.formats.base import Format, Gate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.core.diagnostics import Diagnostic
    from pipeline.formats.inputs import Artifact, WriterInput, Written


def _write(given: WriterInput) -> Written:
    from pipeline.formats.pdf.write import write

    return write(given)


def _check(artifact: Artifact) -> Iterable[Diagnostic]:
    from pipeline.formats.pdf.check import check

    return check(artifact)


def _judge(artifact: Artifact) -> Iterable[Diagnostic]:
    from pipeline.formats.pdf.gate import judge

    return judge(artifact)


def _warm_up() -> None:
    import pipeline.typesetting.render  # noqa: F401 (WeasyPrint takes a third of a second to load)


FORMAT = Format(
    "pdf",
    ".pdf",
    Bilingual("印刷版（带标签的 PDF）", "Print edition, tagged PDF"),
    _write,
    _check,
    Gate("veraPDF, outloud", _judge),
    for_press=True,
    is_print=True,
    warm_up=_warm_up,
)
