"""Knows how a run's progress is shown: a bar on a terminal, plain lines elsewhere; must not know the steps' work."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import click

from pipeline.core.languages import Language
from pipeline.core.result import STEPS
from pipeline.core.wording import told, word

_MOST_UPWARDS = 2


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

    def finish(self, written: Iterable[Path]) -> None:
        """Name the files that are in place, from where the command was run."""
        self.clear()
        if self.quiet:
            return
        for path in written:
            size = max(round(path.stat().st_size / 1024), 1)
            click.echo(f"kanben: {told('wrote', self.language, path=_from_here(path), size=size)}", err=True)
        if self.verbose:
            click.echo(f"kanben: {time.monotonic() - self.started:.2f} s", err=True)

    def unchanged(self, files: Iterable[Path]) -> None:
        """Name the files that are as they would be made."""
        if self.quiet:
            return
        for path in files:
            shown = told("as_it_was", self.language, path=_from_here(path))
            click.echo(f"kanben: {shown}", err=True)

    def clear(self) -> None:
        """Take the bar away."""
        if self.is_terminal and not self.quiet:
            click.echo("\r\033[K", nl=False, err=True)


def _from_here(path: Path) -> str:
    """A path as it can be typed where the command was run; the whole of one that lies far from there."""
    try:
        short = os.path.relpath(path)
    except OSError:
        # The folder that the command was run in is gone.
        return str(path)
    return short if short.count(os.pardir) <= _MOST_UPWARDS else str(path)
