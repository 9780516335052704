"""Knows how blocks of the page are shown ahead of the page that is made of them, and when; must not know how they are
made."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from pipeline.desk.preview.made import Made
from pipeline.desk.preview.process import PatcherProcess
from pipeline.desk.preview.state import State

_PATIENCE = 10.0
"""Seconds."""
_START = 0.5
"""Seconds that a whole page waits for blocks at the most."""


class Ahead:
    """Shows changed blocks in a thread of its own, while the whole page is being made in another; `tell` is called
    before that, and after some were shown: it shows what may be shown sooner."""

    def __init__(self, root: Path, state: State, tell: Callable[[], None]) -> None:
        self._state, self._tell = state, tell
        self._process = PatcherProcess(root)
        self._made: tuple[Made, int] | None = None
        self._is_ended = False
        self._lock, self._wanted, self._settled = threading.Lock(), threading.Event(), threading.Event()
        self._settled.set()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def rest_on(self, made: Made, number: int) -> None:
        """A whole page is shown; `number` is its own."""
        with self._lock:
            self._made = (made, number)
        self._wanted.set()

    def changed(self) -> None:
        """The source has changed."""
        self._tell()
        self._settled.clear()
        self._wanted.set()

    def wait(self) -> None:
        """Leave the machine to the blocks of the last change, for a while."""
        self._settled.wait(_START)

    def close(self) -> None:
        """End the thread and its process."""
        self._is_ended = True
        self._wanted.set()
        self._process.stop()
        self._thread.join(_PATIENCE)
        self._process.close()

    def _run(self) -> None:
        number = 0
        while self._wanted.wait() and not self._is_ended:
            self._wanted.clear()
            with self._lock:
                rested, self._made = self._made, None
            made = None
            if rested is not None:
                made, number = rested
            patch = self._process.patch(made) if number else None
            if patch is not None and patch.blocks and self._state.patch(patch, number):
                self._tell()
            if not self._wanted.is_set():
                self._settled.set()
