"""Knows when a report that is being written is read anew, and that only the newest reading counts; must not know what
a reading is for, or protocols."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from pathlib import Path

from pipeline.core.collection import garbage_collection_paused
from pipeline.core.diagnostics import PipelineError
from pipeline.core.report import Finding, resolve
from pipeline.core.wanted import Unwanted, wanted_while
from pipeline.desk.workspace import Reading, Workspace

_PAUSE = 0.03
"""How long after a key it is waited for the next one, in seconds."""
_MOST_BEHIND = 4
"""After how many readings what they leave behind is looked for, where nobody stops to type."""
Shown = Callable[[Path, tuple[Finding, ...]], None]
"""Shows what was found in the report of a folder."""


class Reader:
    """Reads one report whenever it has changed: first what the source says, then what its numbers and citations do.

    All methods are called in one event loop; reading itself goes on beside it.
    """

    def __init__(self, workspace: Workspace, show: Shown) -> None:
        self.workspace = workspace
        self.latest: Reading | None = None
        self.good: Reading | None = None
        """The last reading that gave a document."""
        self._show = show
        self._wanted, self._done = 0, 0
        self._task: asyncio.Task[None] | None = None
        self._newer = asyncio.Event()
        self._behind = 0

    @property
    def root(self) -> Path:
        """The report folder."""
        return self.workspace.root

    def changed(self) -> None:
        """Something was typed, opened, closed or saved."""
        self._wanted += 1
        self._newer.set()
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._follow())

    async def fresh(self) -> Reading | None:
        """The reading of the report as it stands now; None where its settings are wrong."""
        if self._task is None:
            self.changed()
        while self._done != self._wanted and self._task is not None and not self._task.done():
            await asyncio.wait({self._task}, timeout=_PAUSE)
        return self.latest

    async def _follow(self) -> None:
        # What readings leave behind is looked for when nobody types: on a long report that takes as long as to read it.
        with garbage_collection_paused():
            while self._done != self._wanted:
                wanted = self._wanted
                await asyncio.sleep(_PAUSE)
                if wanted == self._wanted:
                    self._newer.clear()
                    await self._follow_to(wanted)

    async def _follow_to(self, wanted: int) -> None:
        reading = await asyncio.to_thread(self._read)
        self._done = wanted
        self._take(reading, is_newest=wanted == self._wanted)
        self._behind += 1
        if self._behind == _MOST_BEHIND:
            self._behind = 0
            await asyncio.to_thread(gc.collect)
        if isinstance(reading, Reading) and wanted == self._wanted:
            await self._go_on(reading, wanted)

    def _take(self, reading: Reading | tuple[Finding, ...], *, is_newest: bool) -> None:
        if isinstance(reading, Reading):
            self.latest = reading
            self.good = reading if reading.document is not None else self.good
            if is_newest:
                self._show(self.root, reading.findings)
        else:
            self.latest = None
            self._show(self.root, reading)

    async def _go_on(self, reading: Reading, wanted: int) -> None:
        if reading.document is None:
            return
        numbering = asyncio.ensure_future(asyncio.to_thread(self._numbered, reading, wanted))
        newer = asyncio.ensure_future(self._newer.wait())
        # What is newer is not kept waiting until this has ended.
        await asyncio.wait({numbering, newer}, return_when=asyncio.FIRST_COMPLETED)
        newer.cancel()
        whole = await numbering if numbering.done() else None
        if whole is not None and wanted == self._wanted:
            self.latest = self.good = whole
            self._show(self.root, whole.findings)

    def _numbered(self, reading: Reading, wanted: int) -> Reading | None:
        """A reading with what its numbers and citations do; None as soon as a newer one is wanted."""
        try:
            with wanted_while(lambda: wanted == self._wanted):
                return reading.with_numbers()
        except Unwanted:
            return None

    def _read(self) -> Reading | tuple[Finding, ...]:
        try:
            return self.workspace.read()
        except PipelineError as error:
            return resolve(error.diagnostics, ()).findings
