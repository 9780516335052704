"""Knows what a run gives back, and what its steps are called; must not know the steps' work."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.core.diagnostics import Diagnostic
    from pipeline.core.report import Override

STEPS = ("read", "transform", "cite", "write", "check")
"""The five words that the log, the progress bar and the docs share."""

LINE = frozenset(STEPS) - {"write"}
"""The steps that every run of the line goes through; writing and checking an output are steps of each format."""

Progress = Callable[[str], None]
"""Told the name of each step as it begins."""


@dataclass(frozen=True)
class Result:
    """What a run made and found; the steps that ran, as the catalogue names them; the rules that a step judged
    itself. What is `at_home` has its places in the files as they are now, not in the report as it was read."""

    diagnostics: tuple[Diagnostic, ...]
    written: tuple[Path, ...] = ()
    ran: frozenset[str] = frozenset()
    judged: tuple[Override, ...] = ()
    at_home: bool = False

    def __add__(self, other: Result) -> Result:
        return Result(
            (*self.diagnostics, *other.diagnostics),
            (*self.written, *other.written),
            self.ran | other.ran,
            (*self.judged, *other.judged),
        )


def ran(step: str, formats: Iterable[str], every: Iterable[str] = ()) -> frozenset[str]:
    """The steps `write`, `check` or `gate` of some formats; with the checks of every format, `outputs` too."""
    names = frozenset(formats)
    return frozenset(f"{step} {name}" for name in names) | (
        {"outputs"} if every and names >= set(every) else frozenset()
    )
