"""The straight line, on one page: read → transform → cite → write → check."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import citing
from pipeline.citing.proof import prove
from pipeline.core.diagnostics import Diagnostic, Diagnostics
from pipeline.core.files import write_all
from pipeline.core.model import Document
from pipeline.core.reasons import Reason
from pipeline.core.result import LINE, Progress, Result, ran
from pipeline.core.text import Span
from pipeline.formats import FORMATS
from pipeline.formats.base import Format
from pipeline.formats.inputs import Artifact, WriterInput
from pipeline.formats.proving.causes import first_causes
from pipeline.line.artifacts import artifacts
from pipeline.line.drawing import drawer
from pipeline.line.proof import gather
from pipeline.line.session import Session
from pipeline.line.signs import left_to_others
from pipeline.line.workers import Workers
from pipeline.transforms import transform


def build(session: Session, formats: Sequence[Format], jobs: int, progress: Progress) -> Result:
    """Build formats side by side, put all into place together, and check the source and what was built."""
    project = session.project
    with Workers(formats, jobs) as workers:
        has_pixels = any(row.needs_pixels for row in formats)
        document, diagnostics = _finish(session, workers, progress, has_pixels=has_pixels)
        progress("write")
        proof = gather(session, diagnostics) if project.edition.proof else None
        attached, problems = project.attachments()
        diagnostics += problems
        design, made_as = (session.tokens, session.sheets), (project.edition, project.options)
        given = WriterInput(document, *design, *made_as, attached, proof, session.text, digest=session.digest)
        made = {}
        for row, (data, problems) in workers.write(given):
            made[project.output(row.suffix)] = data
            diagnostics += problems
        diagnostics += left_to_others(document, session.text, session.tokens, diagnostics)
        write_all(made)
        progress("check")
        diagnostics += session.remarks
    return Result(tuple(diagnostics), tuple(made), LINE | ran("write", (row.name for row in formats)))


def check(session: Session, formats: Sequence[Format], jobs: int, progress: Progress) -> Result:
    """Check the source, and the outputs that lie in `out/` against it."""
    with Workers((), jobs) as workers:
        document, diagnostics = _finish(session, workers, progress)
        progress("check")
        diagnostics += session.remarks
        found, missing = artifacts(session, formats, document)
        diagnostics += missing
        for problems in workers.map(_check, found, _name):
            diagnostics += problems
    checked = [row.name for row in formats]
    return Result(tuple(diagnostics), (), LINE | ran("check", checked, (row.name for row in FORMATS)))


def _finish(
    session: Session, workers: Workers, progress: Progress, *, has_pixels: bool = False
) -> tuple[Document, list[Diagnostic]]:
    """The first three steps: the finished document, and what was found on the way."""
    project = session.project
    progress("read")
    draw_all = drawer(session, workers, has_pixels=has_pixels)
    read = session.document
    progress("transform")
    transformed, problems = transform(read, draw_all, proof=project.edition.proof)
    progress("cite")
    cited = citing.cite(transformed, project.style, by_strokes=project.by_strokes)
    remarks = session.remarks_on(cited)
    return cited, [*session.faults, *session.sheets.problems, *problems, *prove(cited, project.style), *remarks]


def _name(built: tuple[Format, Artifact]) -> str:
    return built[1].name


def _check(built: tuple[Format, Artifact]) -> Diagnostics:
    row, artifact = built
    try:
        return tuple(first_causes(row.check(artifact), artifact.document))
    except RecursionError:
        return (Diagnostic("OUT101", Span(artifact.name), {"reason": Reason("nested_too_deep")}, artifact.format),)
