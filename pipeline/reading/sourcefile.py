"""Knows how bytes become a source text, and which bytes are refused; must not know what the text means."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from pipeline.core.diagnostics import Diagnostic, ExitCode, PipelineError, unreadable
from pipeline.core.failures import reason_of
from pipeline.core.text import SourceText, Span

# What no XML text may hold, and so none of the outputs (XML 1.0, 2.2).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MAX_BYTES = 16 * 2**20
MAX_LINE = 1_000_000


def read_source(path: Path, name: str) -> SourceText:
    """Read a UTF-8 text file; a byte order mark is dropped, CRLF and CR become LF.

    Raises:
        PipelineError: SRC101 no file, SRC102 not UTF-8, SRC103 a control character, SRC104 too large,
            SRC108 not a regular file, SRC109 not readable.
    """
    data = _read_bytes(path, name)
    text = _decode(data, name).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    source = SourceText(name, text)
    if found := _FORBIDDEN.search(text):
        raise unreadable("SRC103", source.span(found.start()), character=f"U+{ord(found.group()):04X}")
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MAX_LINE:
            raise unreadable("SRC104", Span(name, number, 1), size=len(line), limit=MAX_LINE)
    return source


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise unreadable("SRC108", Span(name))
        if status.st_size > MAX_BYTES:
            raise unreadable("SRC104", Span(name), size=status.st_size, limit=MAX_BYTES)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise unreadable("SRC101", Span(name)) from error
    except OSError as error:
        raise unreadable("SRC109", Span(name), reason=reason_of(error)) from error


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        span = SourceText(name, before + "?").span(len(before))
        raise PipelineError(
            [Diagnostic("SRC102", span, {"byte": f"0x{data[error.start]:02X}"})], ExitCode.UNREADABLE
        ) from error
