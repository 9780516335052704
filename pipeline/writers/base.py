"""Knows what a format is: a row with a name, a suffix and a function; must not know any particular format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType

from pipeline.core.diagnostics import Diagnostics
from pipeline.core.model import Document
from pipeline.core.variant import RELEASE, PdfOptions, Variant
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
    pdf: PdfOptions = field(default_factory=PdfOptions)
    attachments: Sequence[tuple[str, bytes]] = ()
    proof: Proof | None = None


@dataclass(frozen=True)
class Writer:
    """A format. Its module, `pipeline.writers.NAME`, is loaded when it is first asked for: a build of one format pays for no other."""

    name: str
    suffix: str
    title: Mapping[str, str]

    def write(self, edition: Edition) -> tuple[bytes, Diagnostics]:
        """The whole file as bytes, and what was found on the way."""
        made: tuple[bytes, Diagnostics] = self._module().write(edition)
        return made

    def warm_up(self) -> None:
        """Load what writing needs, while the source is still being read."""
        getattr(self._module(), "warm_up", lambda: None)()

    def _module(self) -> ModuleType:
        return import_module(f"pipeline.writers.{self.name}")
