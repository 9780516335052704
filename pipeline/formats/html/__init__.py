"""The web edition: one file of HTML that needs nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.languages import Bilingual
from pipeline.formats.base import Format, Gate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.core.diagnostics import Diagnostic
    from pipeline.formats.inputs import Artifact, WriterInput, Written


def _write(given: WriterInput) -> Written:
    from pipeline.formats.html.write import write

    return write(given)


def _check(artifact: Artifact) -> Iterable[Diagnostic]:
    from pipeline.formats.html.check import check

    return check(artifact)


def _judge(artifact: Artifact) -> Iterable[Diagnostic]:
    from pipeline.formats.html.gate import judge

    return judge(artifact)


FORMAT = Format(
    "html",
    ".html",
    Bilingual("网页版（单个文件）", "Web edition, one file"),
    _write,
    _check,
    Gate("Nu, axe, HTML CodeSniffer, Chromium", _judge),
)
