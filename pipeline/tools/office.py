"""Knows how LibreOffice lays a Word document out, and on which pages its bookmarks stand; the only caller of its
program."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.core.opening import read_within
from pipeline.core.reasons import ReasonedError
from pipeline.tools import office_session, processes
from pipeline.tools.pdf import destinations

SECONDS = 60
_MEMORY = 8 * 2**30
"""It asks the system for far more than it uses."""
_MAX_FILE = 256 * 2**20
_COMMAND = "soffice"
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
    command = shutil.which(_COMMAND)
    if command is None:
        return ""
    inner = Path(os.path.realpath(command)).with_name("soffice.bin")
    return str(inner) if inner.exists() else command


def missing() -> str:
    """LibreOffice as far as it is not there, and how it is had."""
    return "" if program() else "LibreOffice (apt install libreoffice-writer)"


def layout(data: bytes) -> Layout | None:
    """Where the bookmarks of a document stand; nothing where LibreOffice is not there, or does not answer in time.

    With its bridge to Python all fields, lists and indexes are computed until nothing changes; without it the pages are
    those of its first layout. Names of bookmarks are letters and digits: others are written otherwise in what
    LibreOffice makes.
    """
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        return _computed(data, Path(folder)) or _exported(data, Path(folder))


def _computed(data: bytes, folder: Path) -> Layout | None:
    file = folder / "computed.docx"
    file.write_bytes(data)
    for python in _pythons():
        command = [python, office_session.__file__, program(), str(folder / "computing"), str(file)]
        try:
            ran = _run(command)
            if ran.returncode == 0:
                return Layout(**json.loads(ran.stdout))
        except (OSError, ReasonedError, ValueError, TypeError):
            return None
    return None


def _pythons() -> list[str]:
    """The Pythons that may have the bridge: that of LibreOffice itself, and that of the system."""
    if not (found := program()):
        return []
    own = Path(found).with_name("python")
    return [str(path) for path in (own, Path("/usr/bin/python3")) if path.exists()]


def _exported(data: bytes, folder: Path) -> Layout | None:
    values = {name: {"type": _type(value), "value": str(value).lower()} for name, value in _OPTIONS.items()}
    kind = f"pdf:writer_pdf_Export:{json.dumps(values)}"
    try:
        count, places = destinations(_converted(data, kind, folder))
    except (OSError, ReasonedError):
        return None
    return Layout(count, places)


def saved_again(data: bytes) -> bytes:
    """A document as LibreOffice writes it once it has read it; empty where it is not there, or does not answer in
    time."""
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        try:
            return read_within(_converted(data, "docx:Office Open XML Text", Path(folder)), Path(folder), _MAX_FILE)
        except (OSError, ReasonedError):
            return b""


def _converted(data: bytes, kind: str, folder: Path) -> Path:
    """What LibreOffice makes of a document in a folder."""
    office = program()
    if not office:
        raise FileNotFoundError(_COMMAND)
    file = folder / "document.docx"
    file.write_bytes(data)
    profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
    made = folder / "made"
    command = [office, profile, "--headless", "--norestore", "--convert-to", kind, "--outdir", str(made), str(file)]
    for _ in range(_STARTS):
        ran = _run(command)
        if ran.returncode != _ONCE_MORE:
            break
    return made / file.with_suffix(f".{kind.partition(':')[0]}").name


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    """A run of the program, which lays pages out otherwise in other languages of its user: always in the same."""
    limits = replace(processes.bounds(), memory=_MEMORY)
    limits = replace(limits, seconds=max(limits.seconds, SECONDS))
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    return processes.run(command, within=limits, environment=environment)


def _type(value: object) -> str:
    return "boolean" if isinstance(value, bool) else "long"
