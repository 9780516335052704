"""Knows what writers and checks of formats are given; must not know any particular format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.core.diagnostics import Diagnostics
from pipeline.core.edition import RELEASE, DocxOptions, Edition, EpubOptions, HtmlOptions, Options, PdfOptions
from pipeline.core.editorial import EditorialNote
from pipeline.core.languages import BOTH, Languages
from pipeline.core.model import Document
from pipeline.core.text import SourceText
from pipeline.styling.sheets import Sheets
from pipeline.styling.tokens import Tokens


@dataclass(frozen=True)
class Remark:
    """What a proof says beside a line of the source (0 for the whole): what kind of remark, and its words; the
    editorial note that it is of, if it is one."""

    line: int
    kind: str
    text: str
    note: EditorialNote | None = None


@dataclass(frozen=True)
class Proof:
    """What a proof shows beside the text: the source's files with the line that each begins with, a header, remarks,
    the lines that have changed, and the languages of the report."""

    files: tuple[tuple[int, str], ...]
    header: str
    remarks: tuple[Remark, ...] = ()
    changed: tuple[tuple[int, int], ...] = ()
    languages: Languages = BOTH

    def place(self, line: int) -> str:
        """A line of the source as the author knows it: `chapter.md:12`."""
        first, name = next((row for row in reversed(self.files) if row[0] <= line), self.files[0])
        return f"{name}:{line - first + 1}"


@dataclass(frozen=True)
class WriterInput:
    """All that a writer gets: the finished document, the design, which edition it is, and how each format is
    made, with the files that the PDF carries; the text of the report, for places in it; `printed` is the PDF, where it
    was made in the same run; `digest` is the SHA-256 of what the report is made of, empty in a draft."""

    document: Document
    tokens: Tokens
    sheets: Sheets
    edition: Edition = RELEASE
    options: Options = field(default_factory=Options)
    attachments: Sequence[tuple[str, bytes]] = ()
    proof: Proof | None = None
    source: SourceText = field(default_factory=lambda: SourceText("", ""))
    printed: bytes = b""
    digest: str = ""


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
    sheets: Sheets = field(default_factory=lambda: Sheets({}))
    html: HtmlOptions = field(default_factory=HtmlOptions)
    epub: EpubOptions = field(default_factory=EpubOptions)
    docx: DocxOptions = field(default_factory=DocxOptions)


Written = tuple[bytes, Diagnostics]
"""The whole file, and what was found on the way."""
