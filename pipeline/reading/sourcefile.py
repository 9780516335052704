"""Knows how the text of a file of the source is read, and how what is wrong with it is told; must not know what the
text means."""

from __future__ import annotations

from pathlib import Path

from pipeline.core import decoding
from pipeline.core.diagnostics import Diagnostic, Diagnostics, PipelineError, unreadable
from pipeline.core.opening import Unopened, read_within
from pipeline.core.text import SourceText, Span

MAX_BYTES = 16 * 2**20


def read_source(path: Path, name: str, root: Path | None = None) -> SourceText:
    """The text of a file, inside `root` where one is given.

    Raises:
        PipelineError: SRC101 no file, SRC102 not UTF-8, SRC103 a forbidden character, SRC104 too large,
            SRC108 not a regular file, SRC109 not readable, or outside.
    """
    try:
        data = read_within(path, root, MAX_BYTES)
    except Unopened as error:
        raise _unopened(error, name) from error
    return decoded(data, name)


def decoded(data: bytes, name: str) -> SourceText:
    """The text of a file's bytes.

    Raises:
        PipelineError: SRC102 not UTF-8, SRC103 a forbidden character, SRC104 a line that is too long.
    """
    try:
        return decoding.decode(data, name)
    except decoding.BrokenText as error:
        if error.kind == "encoding":
            raise unreadable("SRC102", error.span, byte=error.shown) from error
        if error.kind == "character":
            raise unreadable("SRC103", error.span, character=error.shown) from error
        raise unreadable("SRC104", error.span, size=int(error.shown), limit=decoding.MAX_LINE) from error


def _unopened(error: Unopened, name: str) -> PipelineError:
    match error.cause:
        case "missing":
            return unreadable("SRC101", Span(name))
        case "irregular":
            return unreadable("SRC108", Span(name))
        case "large":
            return unreadable("SRC104", Span(name), size=error.size, limit=MAX_BYTES)
    return unreadable("SRC109", Span(name), reason=error.reason)


def turning(source: SourceText) -> Diagnostics:
    """SRC121 for each bidirectional control of a text."""
    return tuple(
        Diagnostic("SRC121", source.span(found.start(), 1), {"character": decoding.shown(found.group())})
        for found in decoding.TURNING.finditer(source.text)
    )
