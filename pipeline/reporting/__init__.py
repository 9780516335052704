"""How findings are shown: a reporter is a file here and a row in `REPORTERS`, which loads it when it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.reporting.base import ReportContext

    Reporter = Callable[[ReportContext], str]


def _terminal(context: ReportContext) -> str:
    from pipeline.reporting.terminal import render

    return render(context)


def _json(context: ReportContext) -> str:
    from pipeline.reporting.jsonl import render

    return render(context)


def _sarif(context: ReportContext) -> str:
    from pipeline.reporting.sarif import render

    return render(context)


def _github(context: ReportContext) -> str:
    from pipeline.reporting.github import render

    return render(context)


REPORTERS: Mapping[str, Reporter] = {"terminal": _terminal, "json": _json, "sarif": _sarif, "github": _github}
