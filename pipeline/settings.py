"""Knows the schema of `kanben.toml` and how it is read; must not know where a report's parts lie."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StrictBool, ValidationError

from pipeline.core.diagnostics import ExitCode, Level, PipelineError, unreadable
from pipeline.core.edition import Conformance, DocxOptions, EpubOptions, HtmlOptions, Options, PdfOptions
from pipeline.core.report import Override
from pipeline.tools import toml
from pipeline.tools.schema import Strict
from pipeline.tools.schema_faults import explain
from pipeline.tools.schema_forms import forms
from pipeline.tools.toml import TomlData

SETTINGS_FILE = "kanben.toml"


_ADDRESS = r"^(https://[^\s<>\"']+)?$"

TEMPLATE = "docx.reference"
"""Where the template of a publisher is named."""


class OverrideField(Strict):
    """A change of level, or silence, for findings of a code and key."""

    code: str
    key: str = "*"
    level: Literal["error", "warning", "info", "off"] = "off"
    reason: Annotated[str, Field(min_length=3)]


class LinksField(Strict):
    """How links to the outside are checked."""

    allow: Annotated[list[str], Field(description="hosts of one's own network that may be asked")] = []
    interval: Annotated[
        float, Field(ge=0, le=60, description="seconds between requests to one host, which are never two at once")
    ] = 0.04
    tries: Annotated[int, Field(ge=1, le=10)] = 3
    back_off: Annotated[
        float, Field(ge=0, le=60, description="seconds before the second try; the third waits twice as long")
    ] = 1.0
    seconds: Annotated[float, Field(gt=0, le=300, description="seconds for one request")] = 20.0
    budget: Annotated[float, Field(gt=0, le=36_000, description="seconds for all links")] = 600.0
    doi: Annotated[str, Field(description="the resolver that DOIs are asked of")] = "https://doi.org"
    isbn: Annotated[str, Field(description="the catalogue that ISBNs are asked of")] = (
        "https://openlibrary.org/api/books"
    )
    crossref: Annotated[str, Field(description="the service that tells of retractions; empty for none")] = (
        "https://api.crossref.org"
    )
    archive: Annotated[str, Field(description="availability service of an archive; empty for none")] = (
        "https://archive.org/wayback/available"
    )


class PdfField(Strict):
    """How the PDF is made."""

    standard: Annotated[
        Literal["ua-1", "ua-2"], Field(description="PDF/A-3a with PDF/UA-1, or PDF/A-4 with PDF/UA-2")
    ] = "ua-1"
    openings: Annotated[
        Literal["any", "page", "right"], Field(description="where chapters begin: anywhere, on a page, on a right page")
    ] = "any"
    notes: Annotated[
        Literal["continuous", "page"], Field(description="footnotes are numbered through, or anew on each page")
    ] = "continuous"
    hanging: Annotated[StrictBool, Field(description="stops at a line's end stand outside the measure")] = False
    attach: Annotated[StrictBool, Field(description="attach the source, the bibliography and the data")] = False


class DocxField(Strict):
    """How the Word file is made."""

    openings: Annotated[Literal["any", "page"], Field(description="where chapters begin: anywhere, on a page")] = "any"
    notes: Annotated[
        Literal["continuous", "page"], Field(description="footnotes are numbered through, or anew on each page")
    ] = "continuous"
    pages: Annotated[
        Literal["office", "word"],
        Field(description="page numbers as LibreOffice counts them where it is installed, or left to Word"),
    ] = "office"
    grid: Annotated[
        Literal["none", "lines", "characters"],
        Field(description="a grid of the page that lines keep to, or lines and characters"),
    ] = "none"
    reference: Annotated[
        str,
        Field(description="a publisher's Word template in the project whose styles and page are taken"),
    ] = ""


class HtmlField(Strict):
    """How the web page is made."""

    scheme: Annotated[
        Literal["auto", "light"], Field(description="dark where the reader's system is, or always light")
    ] = "auto"
    address: Annotated[str, Field(pattern=_ADDRESS, description="where this version of the page is published")] = ""
    latest: Annotated[str, Field(pattern=_ADDRESS, description="where the latest version is")] = ""
    history: Annotated[str, Field(pattern=_ADDRESS, description="where all versions are listed")] = ""


class ConformanceField(Strict):
    """What the publisher has found of the accessibility of the e-book, and answers for."""

    level: Annotated[Literal["A", "AA", "AAA"], Field(description="the level of WCAG that the book reaches")]
    certifier: Annotated[str, Field(min_length=1, description="who has found so")]
    wcag: Annotated[Literal["2.0", "2.1", "2.2"], Field(description="the version of WCAG")] = "2.2"
    credential: Annotated[str, Field(description="what entitles the certifier, or its https address")] = ""
    report: Annotated[str, Field(pattern=_ADDRESS, description="where the report is published")] = ""


class EpubField(Strict):
    """How the e-book is made."""

    fonts: Annotated[
        StrictBool, Field(description="the faces of the text are in the book; else the reading device has its own")
    ] = True
    contents: Annotated[
        Literal["both", "leading"],
        Field(description="the titles of the contents in both languages, or in that of the report alone"),
    ] = "both"
    conformance: Annotated[
        ConformanceField | None, Field(description="the accessibility that the publisher claims; none without it")
    ] = None


class ToolsField(Strict):
    """What an outside tool may take; the variables KANBEN_TOOL_SECONDS and KANBEN_TOOL_MEMORY have the last word."""

    seconds: Annotated[float, Field(gt=0, le=3600, description="seconds for one run of a tool")] = 60.0
    memory: Annotated[float, Field(ge=0.5, le=64, description="gigabytes of memory for one run of a tool")] = 2.0


class CacheField(Strict):
    """What is kept in out/.cache of builds that were made, for when nothing has changed."""

    on: Annotated[StrictBool, Field(description="whether anything is kept")] = True
    megabytes: Annotated[int, Field(ge=1, le=100_000, description="how much; the oldest goes first")] = 500


class SettingsField(Strict):
    """The file `kanben.toml` of a project."""

    style: Annotated[str, Field(description="CSL file: a path inside the project, or the name of one of ours")] = (
        "gbt7714-2025-numeric"
    )
    order: Annotated[
        Literal["pinyin", "strokes"], Field(description="Chinese names in lists by author: by sound or by strokes")
    ] = "pinyin"
    findings: list[OverrideField] = []
    links: LinksField = LinksField()
    pdf: PdfField = PdfField()
    docx: DocxField = DocxField()
    html: HtmlField = HtmlField()
    epub: EpubField = EpubField()
    tools: ToolsField = ToolsField()
    cache: CacheField = CacheField()

    def options(self) -> Options:
        """How each format is made, as the core knows it."""
        found = self.epub.conformance
        claimed = Conformance(**found.model_dump()) if found else None
        return Options(
            PdfOptions(**self.pdf.model_dump()),
            DocxOptions(**self.docx.model_dump()),
            HtmlOptions(**self.html.model_dump()),
            EpubOptions(self.epub.fonts, self.epub.contents, claimed),
        )

    def overrides(self) -> tuple[Override, ...]:
        """The rules for findings, as the core knows them."""
        return tuple(
            Override(rule.code, None if rule.level == "off" else Level[rule.level.upper()], rule.reason, rule.key)
            for rule in self.findings
        )


def read_settings(root: Path) -> tuple[SettingsField, TomlData]:
    """The settings of a project, with where they stand in its file; the defaults where there is no file.

    Raises:
        PipelineError: SET101, with what is wrong in it.
    """
    if not os.path.lexists(root / SETTINGS_FILE):
        return SettingsField(), TomlData({}, SETTINGS_FILE, {}, {})
    try:
        found = toml.read(root / SETTINGS_FILE, root, SETTINGS_FILE)
    except toml.BrokenToml as error:
        raise unreadable("SET101", error.span, reason=error.reason) from error
    try:
        return SettingsField.model_validate(found.data), found
    except ValidationError as error:
        known = forms(SettingsField, toml=True)
        problems = explain(error, lambda path, key: found.locate(path, key=key), known, SETTINGS_FILE)
        raise PipelineError(problems, ExitCode.UNREADABLE) from error
