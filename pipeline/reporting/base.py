"""Knows what a reporter is given; must not know any reporter."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.core.languages import Language
from pipeline.core.report import Report


@dataclass(frozen=True)
class ReportContext:
    """A report, the language of its words, the folder its file names are relative to, whether colour may be used, and
    whether the words of outside tools are wanted."""

    report: Report
    language: Language
    root: Path
    color: bool = False
    verbose: bool = False
