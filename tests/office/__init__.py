"""LibreOffice as a reader of Word files, which computes anew what their fields say."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline.tools import zips
from tests.small import W

# The Python that Debian's LibreOffice is driven by.
_PYTHON = "/usr/bin/python3"
_INDEX = ("IND", "Index")


@dataclass(frozen=True)
class Updated:
    """What a file says once all fields, lists and indexes are updated, its pages, and the file as it is saved then."""

    text: Sequence[str]
    notes: Sequence[str]
    furniture: Mapping[str, Sequence[str]]
    pages: int
    saved: bytes


def lacking() -> str:
    """Why LibreOffice cannot be asked; nothing where it can."""
    if shutil.which("soffice") is None:
        return "soffice is not installed"
    asked = subprocess.run([_PYTHON, "-c", "import uno"], capture_output=True, check=False)
    return "python3-uno is not installed" if asked.returncode else ""


def updated(files: Iterable[Path]) -> list[Updated]:
    """What LibreOffice computes of files, all in one session."""
    session = Path(__file__).with_name("session.py")
    ran = subprocess.run(
        [_PYTHON, str(session), *map(str, files)], capture_output=True, check=True, timeout=400, text=True
    )
    return [_updated(told["after"], Path(told["saved"])) for told in json.loads(ran.stdout)]


def _updated(told: Mapping[str, Any], saved: Path) -> Updated:
    # LibreOffice sets the entries of an index in its own form and order.
    text = [
        _without_gap(said) if style.startswith("Contents") else said
        for _, said, style in told["text"]
        if said.strip() and not style.startswith(_INDEX)
    ]
    notes = [said.strip() for _, said, _ in told["notes"]]
    furniture = {name: [said for _, said, _ in rows] for name, rows in told["furniture"].items()}
    return Updated(text, notes, furniture, told["pages"], saved.read_bytes())


def cached(data: bytes) -> tuple[list[str], list[str]]:
    """What the paragraphs of a Word file say in its text and in its notes, with the last results of fields."""
    files = dict(zips.read(data))
    text = [said for said in _paragraphs(files["word/document.xml"]) if said.strip()]
    notes = [said.strip() for said in _paragraphs(files["word/footnotes.xml"]) if said.strip()]
    return text, notes


def _paragraphs(data: bytes) -> Iterable[str]:
    for paragraph in etree.fromstring(data).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is None or not str(style.get(f"{W}val")).startswith(_INDEX):
            yield "".join(map(_said, paragraph.iter(etree.Element)))


def _said(piece: Any) -> str:
    if piece.tag == f"{W}t":
        return "" if any(above.tag == f"{W}rt" for above in piece.iterancestors()) else piece.text or ""
    if piece.tag == f"{W}tab":
        return "\t" if piece.getparent().tag == f"{W}r" else ""
    if piece.tag == f"{W}br":
        return "\n" if piece.get(f"{W}type") is None else ""
    return "\u2011" if piece.tag == f"{W}noBreakHyphen" else ""


_NUMBER = re.compile(r"^(\S*(?:、|）|\d\.)) (?=\S)")


def _without_gap(entry: str) -> str:
    """An entry of the contents without the blank that LibreOffice puts behind its number (Word puts none where a level
    of the numbering has none, 17.9.28)."""
    return _NUMBER.sub(r"\1", entry)
