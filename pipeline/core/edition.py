"""Knows which edition of a report is made, and how each format of it is; must not know where that is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Edition:
    """Which edition of a report is made; `since` is the revision that a proof marks changes against."""

    proof: bool = False
    for_print: bool = False
    since: str = ""

    @property
    def suffix(self) -> str:
        """What the names of its files carry."""
        return "-proof" if self.proof else "-print" if self.for_print else ""


RELEASE = Edition()
EDITIONS = (RELEASE, Edition(proof=True), Edition(for_print=True))


@dataclass(frozen=True)
class PdfOptions:
    """How a PDF is made: its standard (`ua-1`, `ua-2`); where chapters begin (`any`, `page`, `right`); notes numbered
    through
    (`continuous`) or on each `page`; whether stops hang, and the source is attached."""

    standard: str = "ua-1"
    openings: str = "any"
    notes: str = "continuous"
    hanging: bool = False
    attach: bool = False


@dataclass(frozen=True)
class DocxOptions:
    """How the Word file is made: where chapters begin (`any`, `page`), notes numbered through (`continuous`) or on each
    `page`; whether contents say the pages that LibreOffice finds (`office`) or leave them to Word (`word`); in a
    `draft` for its text alone they are 0. `reference` is the path of a publisher's template, `template` what it
    holds. `grid` is what the page's grid holds: `lines`, `characters` too, or `none`."""

    openings: str = "any"
    notes: str = "continuous"
    pages: str = "office"
    reference: str = ""
    template: bytes = b""
    grid: str = "none"


@dataclass(frozen=True)
class HtmlOptions:
    """How the web page is made: in the scheme that its reader wants (`auto`), or always `light`; where this version is
    published, where the latest one is, and where all are listed; whether its blocks say where they stand in the source
    (`places`), which only what an author looks at does."""

    scheme: str = "auto"
    address: str = ""
    latest: str = ""
    history: str = ""
    places: bool = False


@dataclass(frozen=True)
class Conformance:
    """What a publisher has found and answers for: the version of WCAG and its `level`, who certifies it, by which
    credential (a name or an address), and the address of the report."""

    level: str
    certifier: str
    wcag: str = "2.2"
    credential: str = ""
    report: str = ""


@dataclass(frozen=True)
class EpubOptions:
    """How the e-book is made: whether it carries the faces of its text, in which languages its contents
    stand, and which conformance it claims, if any."""

    fonts: bool = True
    contents: Literal["both", "leading"] = "both"
    conformance: Conformance | None = None


@dataclass(frozen=True)
class Options:
    """How each format is made."""

    pdf: PdfOptions = field(default_factory=PdfOptions)
    docx: DocxOptions = field(default_factory=DocxOptions)
    html: HtmlOptions = field(default_factory=HtmlOptions)
    epub: EpubOptions = field(default_factory=EpubOptions)
