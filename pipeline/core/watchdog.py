"""Knows what has to be done when a run was killed: what it started ends, what it left is removed, and files that were
being put in place are all put in place. Must not need anything of ours: it is a program of its own, which waits for the
end of the run's pipe.

The run tells it what there is, one JSON object a line (`scratch.tell`). Each function loads what it needs: of a run
that ends by itself this program does nothing but wait for the end.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_SECONDS = 3.0


class State:
    """What a run has told: process groups of its workers, temporary files beside their destinations, and the renames
    that were decided."""

    def __init__(self) -> None:
        self.groups: list[int] = []
        self.files: list[str] = []
        self.renames: list[tuple[str, str]] = []

    def take(self, line: str) -> None:
        """One line; one that is not whole was not told."""
        if not line.endswith("\n"):
            return
        import json

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
        from contextlib import suppress
        from pathlib import Path

        for temporary, path in self.renames:
            with suppress(OSError):
                Path(temporary).replace(path)
        for name in self.files:
            with suppress(OSError):
                Path(name).unlink()


def end(folder: str, groups: Iterable[int] = ()) -> None:
    """Kill the groups, and every process that was started with the run's folder as its place for temporary files."""
    import signal
    from contextlib import suppress

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
    import shutil
    import time
    from pathlib import Path

    until = time.monotonic() + _SECONDS
    while Path(folder).exists() and time.monotonic() < until:
        shutil.rmtree(folder, ignore_errors=True)
        if Path(folder).exists():
            time.sleep(0.05)


def _started_in(folder: str) -> Iterable[int]:
    """The processes of this user that have the folder in their environment; none where there is no `/proc`."""
    from contextlib import suppress
    from pathlib import Path

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
    for line in sys.stdin.readlines():
        state.take(line)
    end(folder, state.groups)
    state.finish()
    remove(folder)


if __name__ == "__main__":
    main(sys.argv[1])
