"""Knows what a run gives back, and what its steps are called; must not know the steps' work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.diagnostics import Diagnostic

STEPS = ("read", "transform", "cite", "write", "check")
"""The five words that the log, the progress bar and the docs share."""

Progress = Callable[[str], None]
"""Told the name of each step as it begins."""


@dataclass(frozen=True)
class Result:
    """What a run made and found."""

    diagnostics: tuple[Diagnostic, ...]
    written: tuple[Path, ...] = ()

    def __add__(self, other: Result) -> Result:
        return Result((*self.diagnostics, *other.diagnostics), (*self.written, *other.written))
