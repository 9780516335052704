"""Knows where the parts of a report lie on the disk, and its settings; must not know what the parts mean."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from pipeline.core.diagnostics import Diagnostic, ExitCode, Level, PipelineError, unreadable
from pipeline.core.report import Override
from pipeline.core.text import Span
from pipeline.core.variant import RELEASE, PdfOptions, Variant
from pipeline.tools.schema import Strict, explain, field_names

_HERE = Path(__file__).resolve().parent
# In a wheel the styles travel inside the package; in a checkout they lie beside it.
STYLES = _HERE / "_styles" if (_HERE / "_styles").is_dir() else _HERE.parent / "styles"
SETTINGS_FILE = "kanben.toml"
MAX_ATTACHED = 10 * 2**20  # bytes of one file
# CSL-YAML is the native form; CSL-JSON is YAML too.
BIBLIOGRAPHIES = (".yaml", ".json", ".bib", ".ris")


class OverrideField(Strict):
    """A change of level, or silence, for findings of a code and key."""

    code: str
    key: str = "*"
    level: Literal["error", "warning", "info", "off"] = "off"
    reason: Annotated[str, Field(min_length=3)]


class LinksField(Strict):
    """How links to the outside are checked."""

    allow: Annotated[list[str], Field(description="hosts of one's own network that may be asked")] = []
    interval: Annotated[float, Field(ge=0, le=60, description="seconds between requests to one host, which are never two at once")] = 0.04
    tries: Annotated[int, Field(ge=1, le=10)] = 3
    back_off: Annotated[float, Field(ge=0, le=60, description="seconds before the second try; the third waits twice as long")] = 1.0
    seconds: Annotated[float, Field(gt=0, le=300, description="seconds for one request")] = 20.0
    budget: Annotated[float, Field(gt=0, le=36_000, description="seconds for all links")] = 600.0
    doi: Annotated[str, Field(description="the resolver that DOIs are asked of")] = "https://doi.org"
    isbn: Annotated[str, Field(description="the catalogue that ISBNs are asked of")] = "https://openlibrary.org/api/books"
    crossref: Annotated[str, Field(description="the service that tells of retractions; empty for none")] = "https://api.crossref.org"
    archive: Annotated[str, Field(description="availability service of an archive; empty for none")] = (
        "https://archive.org/wayback/available"
    )


class PdfField(Strict):
    """How the PDF is made."""

    standard: Annotated[Literal["ua-1", "ua-2"], Field(description="PDF/A-3a with PDF/UA-1, or PDF/A-4 with PDF/UA-2")] = "ua-1"
    openings: Annotated[
        Literal["any", "page", "right"], Field(description="where chapters begin: anywhere, on a page, on a right page")
    ] = "any"
    notes: Annotated[Literal["continuous", "page"], Field(description="footnotes are numbered through, or anew on each page")] = (
        "continuous"
    )
    hanging: Annotated[bool, Field(description="stops at a line's end stand outside the measure")] = False
    attach: Annotated[bool, Field(description="attach the source, the bibliography and the data")] = False


class SettingsField(Strict):
    """The file `kanben.toml` of a project."""

    style: Annotated[str, Field(description="CSL file: a path inside the project, or the name of one of ours")] = "gbt7714-2025-numeric"
    findings: list[OverrideField] = []
    links: LinksField = LinksField()
    pdf: PdfField = PdfField()


@dataclass(frozen=True)
class Project:
    """A report folder: `source/` with the report, `out/` for what is built, perhaps its own `styles/`."""

    root: Path
    out: Path
    style: Path
    overrides: tuple[Override, ...] = ()
    variant: Variant = RELEASE
    links: LinksField = field(default_factory=LinksField)
    pdf: PdfOptions = field(default_factory=PdfOptions)

    @property
    def source(self) -> Path:
        return self.root / "source"

    @property
    def report(self) -> Path:
        return self.source / "report.md"

    @property
    def references(self) -> Path:
        found = (self.source / f"references{suffix}" for suffix in BIBLIOGRAPHIES)
        return next((path for path in found if path.is_file()), self.source / "references.yaml")

    def output(self, suffix: str) -> Path:
        """Where a format's file goes."""
        return self.out / f"report{self.variant.suffix}{suffix}"

    def attachments(self) -> tuple[tuple[str, bytes], ...]:
        """What the PDF carries if it is wanted: every file of the source by its path in it, and their checksums (SHA-256)."""
        if not self.pdf.attach:
            return ()
        paths = sorted(path for path in self.source.rglob("*") if path.is_file() and not path.name.startswith("."))
        found = [(path.relative_to(self.source).as_posix(), path.read_bytes()) for path in paths if path.stat().st_size <= MAX_ATTACHED]
        sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in found)
        return (*found, ("SHA256SUMS.txt", sums.encode()))

    def style_folders(self) -> Iterable[Path]:
        """Where tokens and style sheets are looked for, ours first."""
        yield STYLES
        own = self.root / "styles"
        if own.is_dir() and own.resolve() != STYLES.resolve():
            yield own

    def name(self, path: Path) -> str:
        """A path as messages show it: relative to the project where it lies inside."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)


def open_project(root: Path, out: Path | None = None, variant: Variant = RELEASE) -> Project:
    """The project in a folder.

    Raises:
        PipelineError: SET101 where `kanben.toml` is wrong, SET103 where the citation style is not there.
    """
    root = root.resolve()
    settings = _read_settings(root / SETTINGS_FILE)
    overrides = tuple(
        Override(rule.code, None if rule.level == "off" else Level[rule.level.upper()], rule.reason, rule.key) for rule in settings.findings
    )
    pdf = PdfOptions(**settings.pdf.model_dump())
    return Project(root, (out or root / "out").resolve(), _style(root, settings.style), overrides, variant, settings.links, pdf)


def _read_settings(path: Path) -> SettingsField:
    if not path.exists():
        return SettingsField()
    span = Span(SETTINGS_FILE)
    try:
        return SettingsField.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise unreadable("SET101", span, reason=str(error)) from error
    except ValidationError as error:
        problems = explain(error, lambda *_: span, field_names(SettingsField))
        raise PipelineError([*problems, Diagnostic("SET101", span, {"reason": "see above"})], ExitCode.UNREADABLE) from error


def _style(root: Path, name: str) -> Path:
    own, ours = (root / name).resolve(), STYLES / f"{name}.csl"
    if own.is_relative_to(root) and own.is_file():
        return own
    if ours.parent == STYLES and ours.is_file():
        return ours
    raise unreadable("SET103", Span(SETTINGS_FILE), name=name)
