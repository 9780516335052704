"""Knows what one project is read into, once in a run, for building, checks, gates and links alike; must not know
formats."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.checks import check_numbers, check_source
from pipeline.checks.base import Source
from pipeline.core.diagnostics import Diagnostics, PipelineError
from pipeline.core.joined import JoinedText
from pipeline.core.model import Document
from pipeline.core.opening import Unopened, read_within
from pipeline.core.origin import digests
from pipeline.core.pictures import PictureFile
from pipeline.core.text import SourceText
from pipeline.project import Project
from pipeline.reading.characters import PlacedBlock, place_characters
from pipeline.reading.fields import Fields
from pipeline.reading.frontmatter import body_start
from pipeline.reading.parts import join_data, join_parts, unnamed
from pipeline.reading.report import read_report
from pipeline.reading.scalars import PlacedText, place_texts
from pipeline.reading.sourcefile import read_source
from pipeline.styling.sheets import Sheets, load_sheets
from pipeline.styling.tokens import Tokens, for_languages, for_press, load_tokens

_MOST = 64 * 2**20
"""Bytes of a file that counts by what it holds."""


@dataclass(frozen=True)
class Session:
    """One project in one run. Each thing is worked out when it is first asked for, and kept.

    What is asked for raises `PipelineError` where the project cannot be read.
    """

    project: Project

    @cached_property
    def joined(self) -> JoinedText:
        """The files that the report is written in."""
        project = self.project
        first = read_source(project.report, project.name(project.report), project.root)
        return join_parts(first, project.report, project.root)

    @property
    def text(self) -> SourceText:
        """The text of the report, of all its files as one; places in it are those of `report.md`."""
        return self.joined.text

    @cached_property
    def with_data(self) -> JoinedText:
        """The same, and behind it the files that its tables have their rows from, so that each place of any of them
        has one address."""
        names = (table.data for table in self.document.inventory.table_blocks if table.data)
        return join_data(self.joined, names, self.project.folder)

    def at_home(self, found: Diagnostics) -> Diagnostics:
        """What was found, at its places in the files as the author knows them."""
        try:
            return self.joined.at_home(found)
        except PipelineError:
            return found  # nothing was read, so this is what stood in the way

    @cached_property
    def _reading(self) -> tuple[Document, Diagnostics]:
        project = self.project
        return read_report(self.text, project.report, project.references, project.root, self._fields)

    @cached_property
    def _fields(self) -> Fields:
        return Fields()

    @cached_property
    def texts(self) -> tuple[PlacedText, ...]:
        """The texts in YAML and in attributes, with the place of each of their characters."""
        return place_texts(self.text, self._fields.texts if self.document else ())

    @property
    def document(self) -> Document:
        """The document as read."""
        return self._reading[0]

    @property
    def faults(self) -> Diagnostics:
        """What was found while reading."""
        project = self.project
        return (*self._reading[1], *unnamed(self.joined, project.report, project.root))

    @cached_property
    def characters(self) -> tuple[PlacedBlock, ...]:
        """Where each character of the author's words stands in the text."""
        return place_characters(self.text, self.project.folder)

    @cached_property
    def remarks(self) -> Diagnostics:
        """What the checks of the document find."""
        return tuple(check_source(self._source))

    def remarks_on(self, finished: Document) -> Diagnostics:
        """What they find where the numbers of the finished document are known."""
        return tuple(check_numbers(self._source, dict(finished.numbers)))

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all files that the report is made of; one that cannot be read counts by its name alone."""
        return digests({self.project.name(path): _bytes(path, self.project.root) for path in self.project.files()})[1]

    @cached_property
    def _source(self) -> Source:
        return Source(self.document, self.text, body_start(self.text))

    @cached_property
    def sheets(self) -> Sheets:
        """The style sheets, and what was left out of the project's own."""
        return load_sheets(self.project.style_folders(), self.project.root, _picture, self.document.metadata.languages)

    @cached_property
    def tokens(self) -> Tokens:
        """The values of the design, for the languages of the report and the edition that is made."""
        tokens = load_tokens(self.project.style_folders(), self.project.root)
        tokens = for_languages(tokens, self.document.metadata.languages)
        return for_press(tokens) if self.project.edition.for_print else tokens


def _bytes(path: Path, root: Path) -> bytes:
    try:
        return read_within(path, root, _MOST)
    except Unopened:
        return b""


def _picture(path: Path, root: Path) -> PictureFile:
    from pipeline.figures import loose

    return loose.load(path, root)
