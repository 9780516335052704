"""Knows how to replace files so that a reader sees the old ones or the new ones, whole; must not know what is in
them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.core import scratch
from pipeline.core.diagnostics import unreadable
from pipeline.core.failures import reason_of
from pipeline.core.reasons import Reason
from pipeline.core.signals import held
from pipeline.core.text import Span
from pipeline.core.visible import steering

# What a name holds in the place of bytes that are no UTF-8 (PEP 383).
_BYTES = re.compile("[\udc80-\udcff]")
# What outputs begin with.
_SIGNS = (b"%PDF", b"PK\x03\x04", b"<!DO")


@dataclass(frozen=True)
class _Waiting:
    """A file that is written whole beside the place where it will stand; what stood there keeps a second name until all
    are in place."""

    path: Path
    place: Path
    temporary: Path
    second: Path


def write_atomically(path: Path, data: bytes) -> None:
    """Write one file as `write_all` does."""
    write_all({path: data})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write each file beside its place and flush it to the disk; when all are there, rename one after the other, so
    that the set is the old one or the new one. They have the mode that new files have.

    A link stays one: what it leads to is replaced. A device or a pipe is written to, before any file is replaced.

    Raises:
        PipelineError: WRT101 where a folder is read-only, full, or no folder; all old files stay whole.
    """
    waiting: list[_Waiting] = []
    for path in files:
        refuse_steering(path)
    try:
        devices = [path for path in files if _is_device(path)]
        for path, data in files.items():
            if path not in devices:
                _write_beside(path, data, waiting)
        for path in devices:
            with _told(path):
                _write_through(path, files[path])
        # A signal waits: renaming takes no time. After a kill the watchdog does what is left of it.
        with held():
            scratch.tell(renames=[(row.temporary, row.place) for row in waiting])
            _put_in_place(waiting)
    finally:
        with held():
            for row in waiting:
                for path in (row.temporary, row.second):
                    with suppress(OSError):
                        path.unlink()
            scratch.settled()


def refuse_steering(path: Path) -> None:
    """Refuse a name with line ends or controls in it, which lists of files and terminals would take for their own.
    Bytes that are no UTF-8 are let be: folders of old machines have such names.

    Raises:
        PipelineError: WRT101
    """
    if character := steering(_BYTES.sub("", str(path))):
        raise unreadable("WRT101", Span(str(path)), reason=Reason("character_of_name", character=character))


def _is_device(path: Path) -> bool:
    """Whether something that is written to, and not replaced, has this name."""
    with _told(path):
        return path.exists() and not path.is_file() and not path.is_dir()


def _is_of_another_kind(place: Path, data: bytes) -> bool:
    """Whether an output would replace, through a link, what begins otherwise: a folder may have come from anywhere,
    with links to files that are dear to its user."""
    sign = data[: len(_SIGNS[0])]
    if sign not in _SIGNS or not place.is_file():
        return False
    handle = os.open(place, os.O_RDONLY | os.O_NONBLOCK)
    try:
        return os.read(handle, len(sign)) not in (sign, b"")
    finally:
        os.close(handle)


def _write_through(path: Path, data: bytes) -> None:
    """Write to a device or a pipe; one that nobody reads is an error, and no wait without end."""
    handle = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    os.set_blocking(handle, True)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)


def _write_beside(path: Path, data: bytes, waiting: list[_Waiting]) -> None:
    """Write one file whole, and add it to those that wait."""
    with _told(path):
        place = real(path) if path.is_symlink() else path
        if path.is_symlink() and _is_of_another_kind(place, data):
            raise unreadable("WRT101", Span(str(path)), reason=Reason("another_kind"))
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary, second = (place.with_name(f".kanben-{os.urandom(6).hex()}.tmp") for _ in range(2))
        scratch.tell(files=[temporary, second])
        waiting.append(_Waiting(path, place, temporary, second))
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())


def _put_in_place(waiting: Sequence[_Waiting]) -> None:
    """Rename all; where one cannot be, the others are as before."""
    done: list[_Waiting] = []
    new = [row for row in waiting if not row.place.exists()]
    try:
        for row in waiting if len(waiting) > 1 else ():
            # Some file systems know no second names: there what was replaced before a failure stays replaced.
            with suppress(OSError):
                os.link(row.place, row.second)
        for row in waiting:
            with _told(row.path):
                row.temporary.replace(row.place)
            done.append(row)
    except BaseException:
        scratch.settled()
        for row in done:
            with suppress(OSError):
                row.place.unlink() if row in new else row.second.replace(row.place)
        raise


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise unreadable("WRT101", Span(str(path)), reason=reason_of(error)) from error


def real(path: Path) -> Path:
    """A path with all links followed; one of a circle stays, and fails where it is opened (`Path.resolve` fails at once
    in some versions of Python)."""
    return Path(os.path.realpath(path))
