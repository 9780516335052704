"""The straight line, on one page: read → transform → cite → write → check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline import citing
from pipeline.checks import check_output, check_source
from pipeline.checks.base import Artifact, Source
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.files import write_atomically
from pipeline.core.model import Document
from pipeline.core.text import Span
from pipeline.figures import workshop
from pipeline.project import Project
from pipeline.proofing import gather
from pipeline.reading.report import read_report
from pipeline.reading.sourcefile import read_source
from pipeline.styling.tokens import Tokens, for_press, load_tokens
from pipeline.transforms import transform
from pipeline.workers import Workers
from pipeline.writers import WRITERS, Edition, Writer

STEPS = ("read", "transform", "cite", "write", "check")
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Result:
    """What a run made and found."""

    diagnostics: tuple[Diagnostic, ...]
    written: tuple[Path, ...] = ()


def build(project: Project, formats: Sequence[Writer], jobs: int, progress: Progress) -> Result:
    """Build formats side by side, put each into place as a whole, and check the source and what was built."""
    with Workers(formats, jobs) as workers:
        tokens = for_press(load_tokens(project.style_folders())) if project.variant.for_print else load_tokens(project.style_folders())
        source, document, diagnostics = _finish(project, tokens, workers, progress)
        progress("write")
        proof = gather(project, source, diagnostics)
        edition = Edition(document, tokens, tuple(project.style_folders()), project.variant, project.pdf, project.attachments(), proof)
        written = []
        for row, (data, problems) in workers.write(edition):
            path = project.output(row.suffix)
            write_atomically(path, data)
            written.append(path)
            diagnostics += problems
        progress("check")
        diagnostics += check_source(source)
    return Result(tuple(diagnostics), tuple(written))


def check(project: Project, formats: Sequence[Writer], jobs: int, progress: Progress) -> Result:
    """Check the source, and the outputs that lie in `out/` against it."""
    with Workers((), jobs) as workers:
        tokens = load_tokens(project.style_folders())
        source, document, diagnostics = _finish(project, tokens, workers, progress)
        progress("check")
        diagnostics += check_source(source)
        artifacts = []
        for row in formats:
            path = project.out / f"report{row.suffix}"
            if path.is_file():
                artifacts.append(
                    Artifact(row.name, project.name(path), path.read_bytes(), document, tokens, (str(project.root), str(Path.home())))
                )
            else:
                diagnostics.append(Diagnostic("OUT108", Span(project.name(path)), {"format": row.name}, row.name))
        for problems in workers.map(_check_output, artifacts):
            diagnostics += problems
    return Result(tuple(diagnostics))


def _finish(project: Project, tokens: Tokens, workers: Workers, progress: Progress) -> tuple[Source, Document, list[Diagnostic]]:
    """The first three steps: the source as checks see it, the finished document, and what was found on the way."""
    progress("read")
    workers.prepare(partial(workshop.warm_up, project.report))
    read, diagnostics = read_report(project.report, project.references, project.root)
    source = Source(read, read_source(project.report, project.name(project.report)))
    progress("transform")
    draw_all = partial(workers.aside, partial(workshop.draw, workshop.Setting(project.source, tokens, read.metadata.terms)))
    transformed, problems = transform(read, draw_all, proof=project.variant.proof)
    progress("cite")
    return source, citing.cite(transformed, project.style), [*diagnostics, *problems]


def _check_output(artifact: Artifact) -> Sequence[Diagnostic]:
    return tuple(check_output(artifact))


def rows(names: Iterable[str]) -> tuple[Writer, ...]:
    """The rows of some formats in the table's order; all of them for no names."""
    wanted = set(names)
    return tuple(row for row in WRITERS if not wanted or row.name in wanted)
