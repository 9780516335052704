"""Knows what a format is: a row with a name, a suffix and functions; must not know any particular format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.core.diagnostics import Diagnostic, Diagnostics
from pipeline.core.edition import RELEASE, Edition, PdfOptions
from pipeline.core.languages import Bilingual
from pipeline.core.model import Document
from pipeline.styling.tokens import Tokens


@dataclass(frozen=True)
class Remark:
    """What a proof says beside a line of the source (0 for the whole): what kind of remark, and its words."""

    line: int
    kind: str
    text: str


@dataclass(frozen=True)
class Proof:
    """What a proof shows beside the text: the source's name, a header, remarks, and the lines that have changed."""

    file: str
    header: str
    remarks: tuple[Remark, ...] = ()
    changed: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class WriterInput:
    """All that a writer gets: the finished document, the design, which edition it is, and how the PDF is made,
    with the files that it carries."""

    document: Document
    tokens: Tokens
    style_folders: Sequence[Path]
    edition: Edition = RELEASE
    pdf: PdfOptions = field(default_factory=PdfOptions)
    attachments: Sequence[tuple[str, bytes]] = ()
    proof: Proof | None = None


@dataclass(frozen=True)
class Artifact:
    """A built file: its format, the name that messages show, its bytes, and the document it was built from.

    `places` are path prefixes of this machine that must not stand in it.
    """

    format: str
    name: str
    data: bytes
    document: Document
    tokens: Tokens
    places: Sequence[str] = ()
    pdf: PdfOptions = field(default_factory=PdfOptions)


Written = tuple[bytes, Diagnostics]
Write = Callable[[WriterInput], Written]
Check = Callable[[Artifact], Iterable[Diagnostic]]


def _nothing() -> None:
    """A function of a module, since it goes to another process."""


@dataclass(frozen=True)
class Gate:
    """Outside judges of a format: what they are called, and the function that puts a built file before them."""

    title: str
    judge: Check


@dataclass(frozen=True)
class Format:
    """A row of `FORMATS`. Its functions import what they need when they are called: a build of one format pays for no
    other.

    `write` gives the whole file as bytes, and what was found on the way; `check` says what is wrong with a file,
    `gate` what outside judges say of it; `warm_up` loads what writing needs, while the source is still being read.
    """

    name: str
    suffix: str
    title: Bilingual
    write: Write
    check: Check
    gate: Gate | None = None
    warm_up: Callable[[], None] = _nothing
