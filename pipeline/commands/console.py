"""Knows how a run's progress is shown: a bar on a terminal, plain lines elsewhere; must not know the steps' work."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.core.languages import Language
from pipeline.core.result import STEPS
from pipeline.core.wording import told, word

if TYPE_CHECKING:
    from pipeline.project import Project


@dataclass
class Console:
    """Where progress goes: the standard error, so that findings can be piped."""

    language: Language
    quiet: bool = False
    verbose: bool = False
    started: float = field(default_factory=time.monotonic)

    @property
    def is_terminal(self) -> bool:
        return sys.stderr.isatty()

    def step(self, name: str) -> None:
        """A step of the line begins."""
        if self.quiet:
            return
        shown = word(f"step_{name}", self.language)
        if self.is_terminal:
            done = STEPS.index(name)
            click.echo(f"\r\033[K[{'■' * done}{'□' * (len(STEPS) - done)}] {shown}", nl=False, err=True)
        else:
            click.echo(f"kanben: {shown}", err=True)

    def tick(self, done: int, total: int) -> None:
        """One more of many things of the same kind is done."""
        if self.is_terminal and not self.quiet:
            full = done * 30 // max(total, 1)
            click.echo(f"\r\033[K[{'■' * full}{'□' * (30 - full)}] {done}/{total}", nl=False, err=True)

    def finish(self, project: Project, written: Iterable[Path]) -> None:
        """Name the files that are in place."""
        self.clear()
        if self.quiet:
            return
        for path in written:
            size = max(round(path.stat().st_size / 1024), 1)
            click.echo(f"kanben: {told('wrote', self.language, path=project.name(path), size=size)}", err=True)
        if self.verbose:
            click.echo(f"kanben: {time.monotonic() - self.started:.2f} s", err=True)

    def clear(self) -> None:
        """Take the bar away."""
        if self.is_terminal and not self.quiet:
            click.echo("\r\033[K", nl=False, err=True)
