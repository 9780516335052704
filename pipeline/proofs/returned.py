"""Knows which kind of file came back; must not know what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from pipeline.core.diagnostics import unreadable
from pipeline.core.opening import Unopened, read_within
from pipeline.core.text import Span
from pipeline.proofs.package import RefusedProof, ReturnedFile
from pipeline.proofs.pages import SIGN, MarkedFile

MAX_BYTES = 64 * 2**20
Returned: TypeAlias = ReturnedFile | MarkedFile


def open_returned(path: Path) -> tuple[str, Returned]:
    """A file that an editor sent back, with its name: a document of Word, or a PDF with marks.

    Raises:
        PipelineError: PRF106 where it cannot be read.
    """
    try:
        data = read_within(path, None, MAX_BYTES)
        return str(path), (MarkedFile if data.startswith(SIGN) else ReturnedFile).open(data)
    except (Unopened, RefusedProof) as error:
        raise unreadable("PRF106", Span(str(path)), reason=error.reason) from error
