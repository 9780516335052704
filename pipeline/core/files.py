"""Knows how to replace a file so that a reader sees the old one or the new one, whole; must not know what is in it."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from pipeline.core.diagnostics import unreadable
from pipeline.core.failures import reason_of
from pipeline.core.text import Span


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` beside `path`, flush it to the disk and rename it into place, with the mode that new files have.

    A link stays one: what it leads to is replaced. A device or a pipe is written to.

    Raises:
        PipelineError: WRT101 where the folder is read-only, full, or no folder; the old file stays whole.
    """
    temporary = ""
    try:
        path = path.resolve() if path.is_symlink() else path
        if path.exists() and not path.is_file() and not path.is_dir():
            with path.open("wb") as stream:
                stream.write(data)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
        temporary = ""
    except OSError as error:
        raise unreadable("WRT101", Span(str(path)), reason=reason_of(error)) from error
    finally:
        # Also after Ctrl-C: nothing half-written stays behind.
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink()


def _umask() -> int:
    """What new files are not allowed to everybody; it can be read by setting it only."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
