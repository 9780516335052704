"""Knows the process in which pages are made, and how it is ended when it takes too long; must not know what a page
is."""

from __future__ import annotations

import multiprocessing
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline.core.diagnostics import PipelineError, tool_failed
from pipeline.core.edition import Edition
from pipeline.core.reasons import Reason
from pipeline.core.report import resolve
from pipeline.desk.preview.making import Made, serve

_SECONDS = 120.0
"""How long a page may take. Tools and drawings have bounds of their own, which are told by name."""


class MakerProcess:
    """A process that makes pages of one report, with what it keeps between them; begun anew when it is lost."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._process: multiprocessing.process.BaseProcess | None = None
        self._wanted: Connection | None = None

    def make(self, edition: Edition, seconds: float = _SECONDS) -> Made:
        """A page of an edition; TOL107 or TOL106 where it takes too long, or the process ends."""
        wanted = self._begin()
        try:
            wanted.send(edition)
            if wanted.poll(seconds):
                made: Made = wanted.recv()
                return made
            lost = tool_failed("TOL107", tool="html", reason=Reason("took_too_long", seconds=f"{seconds:g}"))
        except (EOFError, OSError):
            lost = tool_failed("TOL107", tool="html", reason=Reason("ended_by_itself"))
        self.close()
        return _lost(lost)

    def close(self) -> None:
        """End the process."""
        if self._wanted is not None:
            self._wanted.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._wanted = None

    def _begin(self) -> Connection:
        if self._wanted is None or self._process is None or not self._process.is_alive():
            # Not a copy of this process, in which threads wait for browsers.
            context = multiprocessing.get_context("spawn")
            self._wanted, given = context.Pipe()
            self._process = context.Process(target=_live, args=(self.root, given))
            self._process.start()
            given.close()
        return self._wanted


def _live(root: Path, wanted: Connection) -> None:
    # An interrupt ends the preview, which ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(root, wanted)


def _lost(error: PipelineError) -> Made:
    return Made(None, resolve(error.diagnostics, ()).findings)
