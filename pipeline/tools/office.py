"""Knows how LibreOffice lays a Word document out, and on which pages its bookmarks stand; the only caller of its
program."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.core.reasons import ReasonedError
from pipeline.tools import processes
from pipeline.tools.pdf import destinations

SECONDS = 60
_MEMORY = 8 * 2**30
"""It asks the system for far more than it uses."""
_STARTS, _ONCE_MORE = 3, 81
"""With a new profile the program asks to be started once more."""
_OPTIONS = {
    "ExportBookmarksToPDFDestination": True,
    "ExportBookmarks": False,
    "UseTaggedPDF": False,
    "ReduceImageResolution": True,
    "MaxImageResolution": 75,
}


@dataclass(frozen=True)
class Layout:
    """The pages of a document: how many there are, and on which of them, from 1, its bookmarks stand."""

    count: int
    bookmarks: Mapping[str, int]


def program() -> str:
    """The program itself, which the command `soffice` starts; nothing where it is not there."""
    command = shutil.which("soffice")
    if command is None:
        return ""
    inner = Path(os.path.realpath(command)).with_name("soffice.bin")
    return str(inner) if inner.exists() else command


def layout(data: bytes) -> Layout | None:
    """Where the bookmarks of a document stand; nothing where LibreOffice is not there, or does not answer in time.

    Names of bookmarks are letters and digits: others are written otherwise in what LibreOffice makes.
    """
    office = program()
    if not office:
        return None
    values = {name: {"type": _type(value), "value": str(value).lower()} for name, value in _OPTIONS.items()}
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        file = Path(folder, "document.docx")
        file.write_bytes(data)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        kind = f"pdf:writer_pdf_Export:{json.dumps(values)}"
        command = [office, profile, "--headless", "--norestore", "--convert-to", kind, "--outdir", folder, str(file)]
        limits = replace(processes.bounds(), memory=_MEMORY)
        try:
            for _ in range(_STARTS):
                ran = processes.run(command, within=replace(limits, seconds=max(limits.seconds, SECONDS)))
                if ran.returncode != _ONCE_MORE:
                    break
            count, places = destinations(file.with_suffix(".pdf"))
        except (OSError, ReasonedError):
            return None
    return Layout(count, places)


def _type(value: object) -> str:
    return "boolean" if isinstance(value, bool) else "long"
