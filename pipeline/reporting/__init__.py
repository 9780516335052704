"""How findings are shown: a reporter is a file here and a row in `REPORTERS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.reporting import github, jsonl, sarif, terminal
from pipeline.reporting.base import ReportContext

Reporter = Callable[[ReportContext], str]

REPORTERS: Mapping[str, Reporter] = {
    "terminal": terminal.render,
    "json": jsonl.render,
    "sarif": sarif.render,
    "github": github.render,
}
