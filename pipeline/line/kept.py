"""Knows how a whole build is kept, and given again when nothing that decides it has changed, and where steps keep what
they give; must not know the line's steps."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.core import steps
from pipeline.core.opening import Unopened, read_within
from pipeline.core.report import Report
from pipeline.core.store import Store
from pipeline.line.inputs import TooLarge, digest, machine, settings_of

FOLDER = ".cache"
SWITCH = "KANBEN_CACHE"
"""The variable that turns keeping off, where it is `off`."""
MEGABYTES = 500
_MOST = 2**30


@dataclass(frozen=True)
class Kept:
    """A build that was kept: its findings, and the bytes of each file by its name."""

    report: Report
    files: Mapping[str, bytes]


class Keeper:
    """Keeps the builds of one report; does nothing where that is turned off."""

    def __init__(self, root: Path, out: Path, formats: Sequence[str], options: Sequence[str], *, wanted: bool) -> None:
        self.out = out
        self._given = (root, out, tuple(formats), ("build", *options))
        settings = settings_of(root)
        # What a step may take of time and memory decides whether it ends well.
        self._tools = settings.get("tools")
        settings = settings.get("cache", {})
        settings = settings if isinstance(settings, dict) else {}
        is_on = wanted and os.environ.get(SWITCH) != "off" and settings.get("on", True) is True
        size = settings.get("megabytes", MEGABYTES)
        self._store = Store(out / FOLDER, (size if isinstance(size, int) else MEGABYTES) * 10**6) if is_on else None
        self._key = self._digest() if is_on else ""

    def _digest(self) -> str:
        try:
            return digest(*self._given)
        except (TooLarge, OSError):
            return ""

    def find(self) -> Kept | None:
        """The build of the report as it stands, if it is kept."""
        if self._store is None or not self._key:
            return None
        record = self._store.get(self._key)
        if record is None:
            return None
        # Only what this user's own runs have written comes here: the store has looked.
        report, names = pickle.loads(record)
        files = {name: self._store.get(key) for name, key in names.items()}
        found = {name: data for name, data in files.items() if data is not None}
        return Kept(report, found) if len(found) == len(names) else None

    @contextmanager
    def steps(self) -> Iterator[None]:
        """Let the steps of a run keep what they give."""
        if self._store is None:
            yield
            return
        with steps.keeping(self._store, repr((machine(), self._tools))):
            yield

    def keep(self, report: Report, files: Sequence[Path]) -> None:
        """Keep what a build gave, if the source is still what it was built from."""
        if self._store is None or not self._key or self._digest() != self._key:
            return
        names = {}
        for path in files:
            try:
                data = read_within(path, None, _MOST)
            except Unopened:
                return
            names[path.name] = hashlib.sha256(b"file\0" + data).hexdigest()
            self._store.put(names[path.name], data)
        self._store.put(self._key, pickle.dumps((report, names)))
        self._store.trim()


def kept_files(out: Path) -> Iterator[Path]:
    """What is kept in a folder of outputs, and its own folder, which is empty then."""
    yield from Store(out / FOLDER, 0).entries()
    folder = out / FOLDER
    if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
        yield folder
