"""Knows when the files of a report change; must not know what is done then."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from watchfiles import Change, watch

from pipeline.settings import SETTINGS_FILE

_GROUPED, _STEP = 60, 15
"""Milliseconds: how long changes are gathered at most, and how long after one it is waited for the next."""
_PATIENCE = 2.0
"""Seconds."""


class Watch:
    """Watches a report folder: the source and the styles with all that is below, and the folder itself for the
    settings."""

    def __init__(self, root: Path, out: Path) -> None:
        self.root, self.out = root, out
        self.tell: Callable[[], None] = lambda: None
        """Called from another thread at each change, also while nobody waits."""
        self._ended, self._changed = threading.Event(), threading.Event()
        folders = [path for path in (root / "source", root / "styles") if path.is_dir()]
        self._threads = [
            threading.Thread(target=self._watch, args=(paths, is_deep), daemon=True)
            for paths, is_deep in ((folders, True), ([root], False))
        ]
        for thread in self._threads:
            thread.start()

    def wait(self, seconds: float | None = None) -> bool:
        """Whether something has changed since the last time this was asked; waits for it."""
        changed = self._changed.wait(seconds)
        self._changed.clear()
        return changed and not self._ended.is_set()

    def changed(self) -> None:
        """Something else wants what was made to be made anew."""
        self._changed.set()

    def close(self) -> None:
        """Watch no longer: what watches, which is no Python, has ended before Python does."""
        self._ended.set()
        self._changed.set()
        for thread in self._threads:
            thread.join(_PATIENCE)

    def _watch(self, paths: list[Path], is_deep: bool) -> None:
        found = watch(
            *paths,
            watch_filter=self._is_ours,
            debounce=_GROUPED,
            step=_STEP,
            stop_event=self._ended,
            raise_interrupt=False,
            recursive=is_deep,
        )
        for _ in found:
            self.tell()
            self._changed.set()

    def _is_ours(self, _: Change, name: str) -> bool:
        path = Path(name)
        if self.out in path.parents or not path.is_relative_to(self.root):
            return False
        parts = path.relative_to(self.root).parts
        is_hidden = any(part.startswith(".") or part.endswith("~") for part in parts)
        return not is_hidden and (parts[:1] in (("source",), ("styles",)) or parts == (SETTINGS_FILE,))
