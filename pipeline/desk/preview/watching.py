"""Knows when the files of a report change; must not know what is done then."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from stat import S_ISDIR

from watchfiles import Change, watch

from pipeline.line.inputs import named_files
from pipeline.settings import SETTINGS_FILE

_GROUPED, _STEP = 60, 15
"""Milliseconds: how long changes are gathered at most, and how long after one it is waited for the next."""
_PATIENCE = 2.0
_PAUSE = 0.05
"""Seconds; the second until it is tried again to watch a folder that is not there."""


class Watch:
    """Watches a report folder: the source and the styles with all that is below, the folder itself for the settings,
    and those of files that the settings name elsewhere.

    A folder that is taken away is watched again when it is back, as after a change of branch, and one that is made
    later from then on: which they are is looked at all the time, since what watches one that is gone says nothing more.
    """

    def __init__(self, root: Path, out: Path) -> None:
        self.root, self.out = root, out
        self.tell: Callable[[], None] = lambda: None
        """Called from another thread at each change, also while nobody waits."""
        self._ended, self._changed = threading.Event(), threading.Event()
        self._deep = (root / "source", root / "styles")
        self._named = named_files(root)
        self._anew = 0  # how often a folder was seen to come or go
        self._threads = [
            threading.Thread(target=self._watch, args=(is_deep,), daemon=True) for is_deep in (True, False)
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

    def _watch(self, is_deep: bool) -> None:
        """Watch again and again, each time those folders that are there, until they are others."""
        is_polling, there = False, self._there(is_deep)
        while not self._ended.is_set():
            try:
                if there:
                    until = _Until(partial(self._is_past, is_deep, there))
                    self._follow(list(there), until, is_deep=is_deep, is_polling=is_polling)
                else:
                    self._ended.wait(_PAUSE)
            except FileNotFoundError:
                self._ended.wait(_PAUSE)
            except OSError:
                # The system watches no more folders for this user: they are looked at again and again.
                is_polling = True
            before, there = there, self._there(is_deep)
            if before != there:
                self._say()  # what was written before it was watched

    def _follow(self, folders: list[Path], until: _Until, *, is_deep: bool, is_polling: bool) -> None:
        found = watch(
            *folders,
            watch_filter=self._is_ours,
            debounce=_GROUPED,
            step=_STEP,
            stop_event=until,
            raise_interrupt=False,
            recursive=is_deep,
            force_polling=is_polling or None,
        )
        for changes in found:
            if not is_deep:
                self._named = named_files(self.root)
                self._anew += any(Path(name) in self._deep and kind is not Change.modified for kind, name in changes)
            self._say()

    def _there(self, is_deep: bool) -> Mapping[Path, tuple[int, int]]:
        """The folders that are to be watched and are there, each with what tells it from one that is made anew."""
        found: dict[Path, tuple[int, int]] = {}
        for path in self._deep if is_deep else (self.root, *{path.parent for path in self._named}):
            with suppress(OSError):
                state = path.stat()
                if S_ISDIR(state.st_mode):
                    found[path] = state.st_ino, self._anew if is_deep else 0
        return found

    def _is_past(self, is_deep: bool, there: Mapping[Path, tuple[int, int]]) -> bool:
        return self._ended.is_set() or self._there(is_deep) != there

    def _say(self) -> None:
        self.tell()
        self._changed.set()

    def _is_ours(self, _: Change, name: str) -> bool:
        path = Path(name)
        if self.out in path.parents or not path.is_relative_to(self.root):
            return False
        parts = path.relative_to(self.root).parts
        is_hidden = any(part.startswith(".") or part.endswith("~") for part in parts)
        is_own = parts[:1] in (("source",), ("styles",)) or parts == (SETTINGS_FILE,)
        return not is_hidden and (is_own or path in self._named)


class _Until:
    """An event, as watchfiles asks for one, that a question stands for."""

    def __init__(self, is_set: Callable[[], bool]) -> None:
        self.is_set = is_set
