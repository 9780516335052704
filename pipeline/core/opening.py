"""Knows how a file of a project is opened: without waiting, a regular file of limited size, inside the project once all
links are followed; must not know what files hold."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.core.failures import reason_of
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.core.visible import steering

Cause = Literal["missing", "outside", "irregular", "large", "refused"]
_held: ContextVar[Mapping[str, bytes] | None] = ContextVar("_held", default=None)


@contextmanager
def holding(texts: Mapping[str, bytes]) -> Iterator[None]:
    """Inside, files have the bytes that are given for their real paths: what an editor has not saved yet."""
    token = _held.set(texts)
    try:
        yield
    finally:
        _held.reset(token)


class Unopened(ReasonedError):
    """A file that is not read; `cause` is the kind of obstacle, `size` that of a file that is too large, in bytes."""

    def __init__(self, cause: Cause, reason: Reason, size: int = 0) -> None:
        super().__init__(reason)
        self.cause, self.size = cause, size


@dataclass(frozen=True)
class Folder:
    """A folder that names of files start from and stay in, inside a project that links must not leave either."""

    path: Path
    root: Path

    def read(self, name: str, limit: int) -> bytes:
        """The bytes of the file of a name, at most `limit`.

        Raises:
            Unopened
        """
        if character := steering(name):
            raise Unopened("refused", Reason("character_of_name", character=character))
        if not Path(self._plain(name)).is_relative_to(self.path):
            raise Unopened("outside", Reason("outside_the_project"))
        return read_within(self.path / name, self.root, limit)

    def shown(self, name: str) -> str:
        """A name as messages show it: from the project on."""
        path = Path(self._plain(name))
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else name

    def _plain(self, name: str) -> str:
        return os.path.normpath(self.path / name)


def read_within(path: Path, root: Path | None, limit: int) -> bytes:
    """The bytes of a regular file that lies below `root`, where one is given, after all links are followed.

    Raises:
        Unopened: with what stands in the way. Nothing outside, and no device or pipe, is opened for reading.
    """
    try:
        if root is not None and not _is_below(os.path.normpath(path.absolute()), root.absolute()):
            # Also where there is no such file: whether there is one outside is nobody's business.
            raise Unopened("outside", Reason("outside_the_project"))
        real = os.path.realpath(path, strict=True)
        if root is not None and not _is_below(real, root):
            raise Unopened("outside", Reason("outside_the_project"))
        if root is not None and _is_hidden(real, root):
            raise Unopened("refused", Reason("hidden_file"))
        if not stat.S_ISREG(Path(real).stat().st_mode):
            raise _irregular()
        if (held := (_held.get() or {}).get(real)) is not None:
            return _bounded(held, limit, len(held))
        handle = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NOCTTY)
        with os.fdopen(handle, "rb") as stream:
            status = os.fstat(handle)
            # Asked again of what was opened, which may have come in the place of what was looked at.
            if not stat.S_ISREG(status.st_mode):
                raise _irregular()
            data = stream.read(limit + 1)
    except ValueError as error:
        if isinstance(error, Unopened):
            raise
        raise Unopened("missing", Reason("no_such_file")) from error
    except OSError as error:
        cause: Cause = "missing" if error.errno == errno.ENOENT else "refused"
        raise Unopened(cause, reason_of(error)) from error
    return _bounded(data, limit, max(status.st_size, len(data)))


def _bounded(data: bytes, limit: int, size: int) -> bytes:
    if len(data) > limit:
        raise Unopened("large", Reason("file_too_large", limit=f"{limit / 2**20:g}"), size)
    return data


def _is_below(path: str, root: Path) -> bool:
    return Path(path).is_relative_to(root) or Path(path).is_relative_to(os.path.realpath(root))


def _is_hidden(path: str, root: Path) -> bool:
    """Whether a part of a path below `root` begins with a dot: `.git`, `.env` and the like are for programs alone."""
    return any(part.startswith(".") for part in Path(path).relative_to(os.path.realpath(root)).parts)


def _irregular() -> Unopened:
    return Unopened("irregular", Reason("no_regular_file"))
