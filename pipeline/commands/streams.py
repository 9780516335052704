"""Knows what becomes of standard output and standard error that are closed, full, broken off or of a small character
set; must not know what is written to them."""

from __future__ import annotations

import codecs
import errno
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from pipeline.core.diagnostics import ExitCode

_SOFT = (ExitCode.CLEAN, ExitCode.FINDINGS)
_ESCAPES = "kanben-escapes"


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """UTF-16 units as JSON writes them (RFC 8259, 7): a report in JSON stays one."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2)), error.end


codecs.register_error(_ESCAPES, _escaped)


class Stream:
    """A text stream that takes every character and never fails: what its character set lacks is written as an escape
    of JSON, such as `\\u00e9`, and once it cannot be written to it swallows the rest, and `lost` says why."""

    encoding = "utf-8"
    """What may be written here, which is everything; click asks for it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._charset = stream.encoding or "utf-8"
        self.lost: OSError | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        with self._swallowing():
            self._stream.write(text.encode(self._charset, _ESCAPES).decode(self._charset))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        with self._swallowing():
            self._stream.flush()

    @contextmanager
    def _swallowing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.lost = self.lost or error
            # What is in the buffer would fail again when the process ends.
            with suppress(OSError, ValueError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, self._stream.fileno())
                os.close(nowhere)


@contextmanager
def guarded() -> Iterator[tuple[Stream, Stream]]:
    """Standard output and standard error, in whose place these stand meanwhile. Where one is closed, nobody wants what
    is written to it."""
    _open_closed()
    before = sys.stdout, sys.stderr
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 (a device)
        out, error = Stream(before[0] or nowhere), Stream(before[1] or nowhere)
        sys.stdout, sys.stderr = out, error
        try:
            yield out, error
        finally:
            out.flush()
            error.flush()
            sys.stdout, sys.stderr = before


def exit_code(code: int, streams: Iterable[Stream]) -> int:
    """The exit code of a run whose own is `code`: a pipe that was broken off, or a device that is full, matters where
    nothing worse came."""
    lost = [stream.lost for stream in streams if stream.lost is not None]
    if code not in _SOFT or not lost:
        return code
    return ExitCode.PIPE_CLOSED if all(error.errno == errno.EPIPE for error in lost) else ExitCode.UNREADABLE


def _open_closed() -> None:
    """Let no file that is opened later get the number of a standard stream."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            with suppress(OSError):
                os.open(os.devnull, os.O_RDWR)
