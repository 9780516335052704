"""Knows where the parts of a report lie on the disk; must not know what the parts mean."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.bibliography.stylefile import style_file
from pipeline.core.diagnostics import Diagnostic, Diagnostics, unreadable
from pipeline.core.edition import RELEASE, Edition, Options
from pipeline.core.files import real, refuse_steering
from pipeline.core.opening import Folder, Unopened, read_within
from pipeline.core.reasons import Reason
from pipeline.core.report import Override
from pipeline.core.text import Span
from pipeline.core.visible import steering
from pipeline.settings import SETTINGS_FILE, TEMPLATE, LinksField, read_settings
from pipeline.tools.processes import DEFAULT, Bounds

_HERE = Path(__file__).resolve().parent
# In a wheel the styles travel inside the package; in a checkout they lie beside it.
STYLES = _HERE / "_styles" if (_HERE / "_styles").is_dir() else _HERE.parent / "styles"
MAX_ATTACHED = 10 * 2**20  # bytes of one file
MAX_TEMPLATE = 64 * 2**20
# CSL-YAML is the native form; CSL-JSON is YAML too.
BIBLIOGRAPHIES = (".yaml", ".json", ".bib", ".ris")


@dataclass(frozen=True)
class Project:
    """A report folder: `source/` with the report, `out/` for what is built, perhaps its own `styles/`."""

    root: Path
    out: Path
    style: Path
    overrides: tuple[Override, ...] = ()
    edition: Edition = RELEASE
    links: LinksField = field(default_factory=LinksField)
    options: Options = field(default_factory=Options)
    bounds: Bounds = DEFAULT
    by_strokes: bool = False

    @property
    def source(self) -> Path:
        return self.root / "source"

    @property
    def folder(self) -> Folder:
        """Where the names of pictures and data start from."""
        return Folder(self.source, self.root)

    @property
    def report(self) -> Path:
        return self.source / "report.md"

    @property
    def references(self) -> Path:
        found = (self.source / f"references{suffix}" for suffix in BIBLIOGRAPHIES)
        return next((path for path in found if os.path.lexists(path)), self.source / "references.yaml")

    def output(self, suffix: str) -> Path:
        """Where a format's file goes."""
        return self.out / f"report{self.edition.suffix}{suffix}"

    def attachments(self) -> tuple[tuple[tuple[str, bytes], ...], Diagnostics]:
        """What the PDF carries if it is wanted: every file of the source by its path in it, and their checksums
        (SHA-256). PDF104 tells what is left out; nothing hidden is looked at."""
        if not self.options.pdf.attach:
            return (), ()
        found, problems = [], []
        for path in sorted(self.source.rglob("*")):
            name = path.relative_to(self.source).as_posix()
            if path.is_dir() or any(part.startswith(".") for part in name.split("/")):
                continue
            try:
                if character := steering(name):
                    raise Unopened("refused", Reason("character_of_name", character=character))
                found.append((name, read_within(path, self.root, MAX_ATTACHED)))
            except Unopened as error:
                place = Span(f"source/{name}")
                problems.append(Diagnostic("PDF104", place, {"file": name, "reason": error.reason}, name))
        sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in found)
        return (*found, ("SHA256SUMS.txt", sums.encode())), tuple(problems)

    def files(self) -> Iterator[Path]:
        """The report's own files: the source, its styles, the settings."""
        yield from self._files(self.source)
        yield from self._files(self.root / "styles")
        if (self.root / SETTINGS_FILE).is_file():
            yield self.root / SETTINGS_FILE

    def _files(self, folder: Path) -> Iterator[Path]:
        """The regular files below a folder that lie in the project after all links are resolved; nothing hidden."""
        for path in sorted(folder.rglob("*")):
            is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
            if not is_hidden and path.is_file() and path.resolve().is_relative_to(self.root):
                yield path

    def style_folders(self) -> Iterable[Path]:
        """Where tokens and style sheets are looked for, ours first."""
        yield STYLES
        own = self.root / "styles"
        if own.is_dir() and own.resolve() != STYLES.resolve():
            yield own

    def name(self, path: Path) -> str:
        """A path as messages show it: relative to the project where it lies inside."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)


def open_project(
    root: Path, out: Path | None = None, edition: Edition = RELEASE, reference: Path | None = None
) -> Project:
    """The project in a folder.

    Raises:
        PipelineError: SET101 where `kanben.toml` is wrong, SET103 where the citation style is not there, SET106 where
            it is none, SET108 where a template of Word cannot be read.
    """
    root, target = real(root), real(out or root / "out")
    if out is not None:
        refuse_steering(out)
    settings, places = read_settings(root)
    return Project(
        root,
        target,
        _style(root, settings.style, places.locate(("style",))),
        settings.overrides(),
        edition,
        settings.links,
        _with_template(root, settings.options(), places.locate(tuple(TEMPLATE.split("."))), reference),
        Bounds(settings.tools.seconds, int(settings.tools.memory * 2**30)),
        settings.order == "strokes",
    )


def _with_template(root: Path, options: Options, place: Span, given: Path | None) -> Options:
    """The options with what the template of Word holds, where one is named: by the settings, which can name one of the
    project, or on the command line."""
    name = str(given or options.docx.reference)
    if not name:
        return options
    place = Span(name) if given else place
    try:
        data = read_within(given, None, MAX_TEMPLATE) if given else Folder(root, root).read(name, MAX_TEMPLATE)
    except Unopened as error:
        raise unreadable("SET108", place, reason=error.reason) from error
    return replace(options, docx=replace(options.docx, reference=name, template=data))


def _style(root: Path, name: str, place: Span) -> Path:
    """The file of a citation style that is named at a place of the settings: one of the project, or of ours."""
    try:
        own, ours = Path(os.path.normpath(root / name)), STYLES / f"{name}.csl"
        if own.is_relative_to(root) and own != root and os.path.lexists(own):
            return style_file(own, root, (root / "styles", STYLES))
        if ours.parent == STYLES and ours.is_file():
            return ours
    except (OSError, ValueError) as error:
        # A name that no file can have.
        raise unreadable("SET103", place, name=name[:80]) from error
    raise unreadable("SET103", place, name=name[:80])
