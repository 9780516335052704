"""Knows what a format is: a row with a name, a suffix and a function; must not know any particular format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.core.diagnostics import Diagnostics
from pipeline.core.model import Document
from pipeline.project import RELEASE, PdfField, Variant
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
class Edition:
    """All that a writer gets: the finished document, the design, which edition it is, and how the PDF is made,
    with the files that it carries."""

    document: Document
    tokens: Tokens
    style_folders: Sequence[Path]
    variant: Variant = RELEASE
    pdf: PdfField = field(default_factory=PdfField)
    attachments: Sequence[tuple[str, bytes]] = ()
    proof: Proof | None = None


WriteFunction = Callable[[Edition], tuple[bytes, Diagnostics]]


def _nothing() -> None:
    """Most formats need no warming up."""


@dataclass(frozen=True)
class Writer:
    """A format. `write` returns the whole file as bytes; `warm_up` loads what it needs, while the source is still being read."""

    name: str
    suffix: str
    title: Mapping[str, str]
    write: WriteFunction
    warm_up: Callable[[], None] = _nothing
