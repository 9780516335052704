"""Knows the temporary things of a run, and that they go with it, however it ends; must not know what they are for."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pipeline.core.diagnostics import unreadable
from pipeline.core.failures import RemoteFault, reason_of
from pipeline.core.signals import held
from pipeline.core.text import Span

if TYPE_CHECKING:
    import subprocess


@dataclass
class _Run:
    folder: str
    before: tuple[str | None, str | None]
    """What `tempfile` and the environment named before."""
    dog: subprocess.Popen[bytes] | None = None
    pipe: IO[bytes] | None = None


_run: _Run | None = None


@contextmanager
def run_folder() -> Iterator[None]:
    """All temporary files of this process, and of those it starts, are made below one folder, which is removed at the
    end; after a kill by the watchdog. In another run's folder nothing is changed.

    Raises:
        PipelineError: WRT101 where there is no place for temporary files.
    """
    if _run is not None:
        yield
        return
    import tempfile

    from pipeline.core import watchdog

    with _told():
        folder = str(Path(tempfile.gettempdir(), f"kanben-{os.urandom(8).hex()}").absolute())
    try:
        with held(), _told():
            _open(folder)
        yield
    except (KeyboardInterrupt, RemoteFault):
        # Whoever runs a program ends it, but a worker that was killed did not.
        watchdog.end(folder)
        raise
    finally:
        with held():
            _close()


def tell(*, groups: Sequence[int] = (), files: Sequence[Path] = (), renames: Sequence[tuple[Path, Path]] = ()) -> None:
    """Tell the watchdog of process groups of workers, of temporary files, of renames that will now be done."""
    row = {
        "groups": groups,
        "files": [str(path.absolute()) for path in files],
        "renames": [(str(old.absolute()), str(new.absolute())) for old, new in renames],
    }
    _write(row)


def settled() -> None:
    """Tell the watchdog that no file waits any more."""
    _write({"settled": True})


def leave_to_parent() -> None:
    """In a worker: the watchdog hears the end of the parent, not of its workers."""
    if _run is not None and _run.pipe is not None:
        with suppress(OSError):
            _run.pipe.close()
        _run.pipe = None


def _write(row: object) -> None:
    if _run is not None and _run.pipe is not None:
        with suppress(OSError, ValueError):
            _run.pipe.write(json.dumps(row).encode() + b"\n")
            _run.pipe.flush()


def _open(folder: str) -> None:
    import tempfile

    global _run  # noqa: PLW0603 (a process has one place for temporary files: `tempfile.tempdir`)
    _run = _Run(folder, (tempfile.tempdir, os.environ.get("TMPDIR")))
    _run.dog = _watchdog(folder)
    _run.pipe = _run.dog.stdin if _run.dog else None
    Path(folder).mkdir(0o700)
    tempfile.tempdir = os.environ["TMPDIR"] = folder


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise unreadable("WRT101", Span(str(error.filename or "TMPDIR")), reason=reason_of(error)) from error


def _watchdog(folder: str) -> subprocess.Popen[bytes] | None:
    """The program that outlives this process. It is in a session of its own: what is sent to this one does not reach
    it."""
    import subprocess

    from pipeline.core import watchdog

    try:
        return subprocess.Popen(
            [sys.executable, "-I", "-S", watchdog.__file__, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd=Path(folder).anchor,
        )
    except OSError:
        return None


def _close() -> None:
    """Remove the folder, and let the watchdog go: there is nothing left for it to do."""
    global _run
    run, _run = _run, None
    if run is None:
        return
    import tempfile

    from pipeline.core import watchdog

    tempfile.tempdir, variable = run.before
    os.environ.pop("TMPDIR", None)
    if variable is not None:
        os.environ["TMPDIR"] = variable
    watchdog.remove(run.folder)
    if run.dog is not None:
        run.dog.kill()
        run.dog.communicate()
