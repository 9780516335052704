"""Knows that pages are made in a process of their own, and what is told where that is lost; must not know what a page
is."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from pipeline.core.diagnostics import tool_failed
from pipeline.core.edition import Edition
from pipeline.core.report import resolve
from pipeline.desk.companion import Companion, Lost
from pipeline.desk.preview import making, patching
from pipeline.desk.preview.made import Made, Patch

_SECONDS = 120.0
"""How long a page may take. Tools and drawings have bounds of their own, which are told by name."""


class MakerProcess:
    """A process that makes pages of one report, with what it keeps between them."""

    def __init__(self, root: Path) -> None:
        self._companion = Companion(making.serve, root)

    def make(self, edition: Edition, seconds: float = _SECONDS) -> Made:
        """A page of an edition; TOL107 where it takes too long, or the process ends."""
        try:
            return cast(Made, self._companion.ask(edition, seconds))
        except Lost as error:
            lost = tool_failed("TOL107", tool="html", reason=error.reason)
            return Made(None, resolve(lost.diagnostics, ()).findings)

    def close(self) -> None:
        """End the process."""
        self._companion.close()


class PatcherProcess:
    """A process that changes blocks of the last page of one report."""

    def __init__(self, root: Path) -> None:
        self._companion = Companion(patching.serve, root)

    def patch(self, made: Made | None) -> Patch | None:
        """What the source changes in a page that was made since, or in that of the last patch; None where blocks alone
        cannot show it. One that is lost begins anew with the next page."""
        try:
            return cast("Patch | None", self._companion.ask(made, _SECONDS))
        except Lost:
            return None

    def stop(self) -> None:
        """End the process from another thread."""
        self._companion.stop()

    def close(self) -> None:
        """End the process."""
        self._companion.close()
