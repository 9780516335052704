"""Knows what has to be done when a run was killed: what it started ends, what it left is removed, and files that were
being put in place are all put in place. Must not need anything of ours: it is a program of its own, which waits for the
end of the run's pipe.

The run tells it what there is, one JSON object a line (`scratch.tell`).
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_SECONDS = 3.0


@dataclass
class State:
    """What a run has told: process groups of its workers, temporary files beside their destinations, and the renames
    that were decided."""

    groups: list[int] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    renames: list[tuple[str, str]] = field(default_factory=list)

    def take(self, line: str) -> None:
        """One line; one that is not whole was not told."""
        if not line.endswith("\n"):
            return
        try:
            told = json.loads(line)
        except ValueError:
            return
        self.groups += told.get("groups", ())
        self.files += told.get("files", ())
        self.renames += [(old, new) for old, new in told.get("renames", ())]
        if told.get("settled"):
            self.files.clear()
            self.renames.clear()

    def finish(self) -> None:
        """Do the renames that were decided; without a decision nothing is put in place."""
        for temporary, path in self.renames:
            with suppress(OSError):
                Path(temporary).replace(path)
        for name in self.files:
            with suppress(OSError):
                Path(name).unlink()


def end(folder: str, groups: Iterable[int] = ()) -> None:
    """Kill the groups, and every process that was started with the run's folder as its place for temporary files."""
    for group in groups:
        with suppress(OSError):
            os.killpg(group, signal.SIGKILL)
    for _ in range(3):
        found = list(_started_in(folder))
        for number in found:
            with suppress(OSError):
                os.kill(number, signal.SIGKILL)
        if not found:
            return


def remove(folder: str) -> None:
    """Remove the folder; what a process on its way out still writes into it, too."""
    until = time.monotonic() + _SECONDS
    while Path(folder).exists() and time.monotonic() < until:
        shutil.rmtree(folder, ignore_errors=True)
        if Path(folder).exists():
            time.sleep(0.05)


def _started_in(folder: str) -> Iterable[int]:
    """The processes of this user that have the folder in their environment; none where there is no `/proc`."""
    mark = b"\0TMPDIR=" + os.fsencode(folder) + b"\0"
    for entry in Path("/proc").glob("[0-9]*"):
        if entry.name == str(os.getpid()):
            continue
        with suppress(OSError):
            if mark in b"\0" + (entry / "environ").read_bytes() + b"\0":
                yield int(entry.name)


def main(folder: str) -> None:
    """Wait for the end of the run, then put everything right."""
    state = State()
    for line in sys.stdin:
        state.take(line)
    end(folder, state.groups)
    state.finish()
    remove(folder)


if __name__ == "__main__":
    main(sys.argv[1])
