"""Knows a report as it stands in an editor, saved or not, and what reading it gave; must not know protocols."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pipeline import citing
from pipeline.citing.proof import prove
from pipeline.core.diagnostics import Diagnostics, PipelineError
from pipeline.core.joined import JoinedText
from pipeline.core.model import Document, FigureBlock
from pipeline.core.opening import Unopened, holding, read_within
from pipeline.core.pictures import Drawing
from pipeline.core.report import Finding, resolve
from pipeline.core.text import SourceText
from pipeline.line.session import Session
from pipeline.project import Project, open_project
from pipeline.reading.again import Memory, remembering
from pipeline.reading.sourcefile import MAX_BYTES, read_source
from pipeline.transforms import transform


def root_of(path: Path) -> Path | None:
    """The report folder that a file belongs to: the nearest one above it with a `source/report.md`."""
    return next((folder for folder in path.parents if (folder / "source" / "report.md").is_file()), None)


@dataclass(frozen=True)
class Reading:
    """A report as it was read at one moment. `document` is None where nothing could be made of it; `found` are the
    problems in the joined text, `findings` the same where the author finds them, with their levels;
    `held` are the texts of the editor by the real paths of their files."""

    session: Session
    document: Document | None
    found: Diagnostics
    held: Mapping[str, bytes]

    @property
    def project(self) -> Project:
        """The folders and settings that were read."""
        return self.session.project

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, in the files where it stands, with its levels."""
        return resolve(self.session.at_home(self.found), self.project.overrides).findings

    @property
    def joined(self) -> JoinedText:
        """The files of the report."""
        return self.session.joined

    @cached_property
    def finished(self) -> Document:
        """The document with its numbers; its figures are not drawn."""
        assert self.document is not None
        return transform(self.document, _undrawn, proof=False)[0]

    def with_numbers(self) -> Reading:
        """The same with what is found where numbers are known and citations are set."""
        try:
            cited = citing.cite(self.finished, self.project.style, by_strokes=self.project.by_strokes)
            later = (*prove(cited, self.project.style), *self.session.remarks_on(cited))
        except PipelineError as error:
            later = error.diagnostics
        return replace(self, found=(*self.found, *later))

    def file(self, name: str) -> SourceText | None:
        """The text of a file as it was read; None for one that is no file of the source."""
        if self.document is not None:
            for file in self.joined.files:
                if file.source.name == name:
                    return file.source
        try:
            with holding(self.held):
                return read_source(self.project.root / name, name, self.project.root)
        except PipelineError:
            return None


class Workspace:
    """A report folder of which some files are open in an editor."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._held: dict[str, bytes] = {}
        self._memory = Memory()

    def hold(self, path: Path, text: str) -> None:
        """A file is open, and has this text."""
        self._held[os.path.realpath(path)] = text.encode("utf-8", "replace")

    def release(self, path: Path) -> None:
        """A file is closed: what is on the disk counts again."""
        self._held.pop(os.path.realpath(path), None)

    def text(self, path: Path) -> str | None:
        """The text of a file as it stands; None where it cannot be read."""
        try:
            with holding(self._held):
                return read_within(path, self.root, MAX_BYTES).decode("utf-8")
        except (Unopened, UnicodeDecodeError):
            return None

    def read(self, changed: Mapping[Path, str] | None = None, *, with_numbers: bool = False) -> Reading:
        """The report with the texts of the editor, and with those of `changed` in place of them.

        Raises:
            PipelineError: where the settings are wrong, so that there is no project.
        """
        held = self._held | {os.path.realpath(path): text.encode() for path, text in (changed or {}).items()}
        with holding(held), remembering(self._memory):
            project = open_project(self.root)
            session, document = Session(project), None
            try:
                document = session.document
                found = (*session.faults, *session.remarks)
            except PipelineError as error:
                found = error.diagnostics
            reading = Reading(session, document, found, held)
            if with_numbers and document is not None:
                reading = reading.with_numbers()
            _ = reading.findings  # while the editor's texts are what is read
            return reading


def _undrawn(blocks: Sequence[FigureBlock]) -> list[tuple[Drawing | None, Diagnostics]]:
    """Figures as if all could be drawn: numbers do not wait for pictures."""
    return [(Drawing(block.id, width=1, height=1, alt=block.alt), ()) for block in blocks]
