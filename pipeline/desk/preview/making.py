"""Knows how the page of a report is made again and again in one process, and what of it need not be made anew; must not
know who looks at it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline import citing
from pipeline.citing.proof import prove
from pipeline.core.collection import garbage_collection_paused
from pipeline.core.diagnostics import Diagnostic, Diagnostics, PipelineError, tool_failed
from pipeline.core.edition import RELEASE, Edition
from pipeline.core.failures import fault_of
from pipeline.core.model import Document, FigureBlock
from pipeline.core.pictures import Drawing
from pipeline.core.report import Override, resolve
from pipeline.core.scratch import run_folder
from pipeline.core.text import Span
from pipeline.desk.preview.made import Made
from pipeline.figures import workshop
from pipeline.figures.kind import DrawingContext
from pipeline.formats import rows
from pipeline.formats.inputs import WriterInput
from pipeline.line.proof import gather
from pipeline.line.session import Session
from pipeline.line.workers import Workers
from pipeline.project import Project, open_project
from pipeline.reading.again import Memory, remembering
from pipeline.tools import processes
from pipeline.transforms import transform

Drawn = tuple[Drawing | None, Diagnostics]
_MOST_DRAWINGS = 500


class Maker:
    """Makes the page of one report. Drawings are kept as long as what they are drawn from stays the same."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._drawings: dict[tuple[object, ...], Drawn] = {}
        self._memory = Memory()

    def make(self, edition: Edition = RELEASE) -> Made:
        """The page as the source on the disk says it now."""
        found: list[Diagnostic] = []
        overrides: Sequence[Override] = ()
        page: bytes | None = None
        files: tuple[tuple[int, str], ...] = ()
        texts: tuple[str, ...] = ()
        try:
            project = open_project(self.root, edition=edition)
            overrides = project.overrides
            processes.set_bounds(project.bounds)
            session = Session(project)
            try:
                page = self._page(session, found)
                names = (file.source.name for file in session.joined.files)
                files = tuple(zip(session.joined.first_lines, names, strict=True))
                texts = tuple(file.source.text for file in session.joined.files)
            except PipelineError as error:
                found += error.diagnostics
            found = list(session.at_home(tuple(found)))
        except PipelineError as error:
            found += error.diagnostics
        # As on the command line: told without a traceback, and the next edit may mend it.
        except Exception as error:  # noqa: BLE001
            found += tool_failed("TOL106", reason=fault_of(error)).diagnostics
        return Made(page, resolve(found, overrides).findings, files, texts)

    def _page(self, session: Session, found: list[Diagnostic]) -> bytes:
        project = session.project
        with remembering(self._memory):
            read = session.document
        found += (*session.faults, *session.sheets.problems, *session.remarks)
        with Workers((), 1) as workers:
            draw_all = partial(self._draw_all, workers, session, read)
            transformed, problems = transform(read, draw_all, proof=project.edition.proof)
        cited = citing.cite(transformed, project.style, by_strokes=project.by_strokes)
        found += (*problems, *prove(cited, project.style), *session.remarks_on(cited))
        proof = gather(session, tuple(found)) if project.edition.proof else None
        options = replace(project.options, html=replace(project.options.html, places=True))
        given = WriterInput(cited, session.tokens, session.sheets, project.edition, options, (), proof, session.text)
        (row,) = rows(("html",))
        data, problems = row.write(given)
        found += problems
        return data

    def _draw_all(
        self, workers: Workers, session: Session, read: Document, blocks: Sequence[FigureBlock]
    ) -> Iterator[Drawn]:
        project = session.project
        context = DrawingContext(project.folder, session.tokens, read.metadata.terms, read.metadata.languages, False)
        files = _signature(project)
        # Findings have lines, so only what has none is worth keeping without its place.
        keys = [(repr(_anywhere(block)), repr(session.tokens), files) for block in blocks]
        new = [block for key, block in zip(keys, blocks, strict=True) if key not in self._drawings]
        drawn = workers.aside(partial(workshop.draw, context), workshop.too_slow, new)
        for key, block in zip(keys, blocks, strict=True):
            made = self._drawings[key] if block not in new else next(drawn)
            if made[0] is not None and not made[1]:
                self._drawings[key] = made
            yield made
        while len(self._drawings) > _MOST_DRAWINGS:
            self._drawings.pop(next(iter(self._drawings)))


def _anywhere(block: FigureBlock) -> FigureBlock:
    return replace(block, span=Span(""), text=None, file=None)


def _signature(project: Project) -> tuple[tuple[str, int, int], ...]:
    """What tells whether a file that a figure may be drawn from has changed: all but texts and entries."""
    found = []
    for path in project.files():
        if path.suffix not in (".md", ".yaml", ".bib", ".ris"):
            status = path.stat()
            found.append((str(path), status.st_size, status.st_mtime_ns))
    return tuple(found)


def serve(wanted: Connection, root: Path) -> None:
    """Make a page for each edition that comes through a connection, until it is closed: the life of a process."""
    maker = Maker(root)
    with run_folder():
        while True:
            try:
                edition = wanted.recv()
            except (EOFError, OSError):
                return
            with garbage_collection_paused():
                made = maker.make(edition)
            wanted.send(made)
