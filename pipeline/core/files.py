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
    """Write `data` beside `path`, flush it to the disk and rename it into place.

    Raises:
        PipelineError: WRT101 where the folder is read-only, full, or no folder; the old file stays whole.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
        temporary = ""
    except OSError as error:
        raise unreadable("WRT101", Span(str(path)), reason=reason_of(error)) from error
    finally:
        # Also after Ctrl-C: nothing half-written stays behind.
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink()
