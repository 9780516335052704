"""Knows what a proof has to show beside the text: findings, editorial notes, changes, version; must not know how it is shown."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.checks import check_source
from pipeline.checks.base import Source
from pipeline.core.codes import message
from pipeline.core.diagnostics import Diagnostic, unreadable
from pipeline.core.report import resolve
from pipeline.core.wording import word
from pipeline.project import Project
from pipeline.tools import git
from pipeline.writers.base import Proof, Remark


def gather(project: Project, source: Source, diagnostics: Iterable[Diagnostic]) -> Proof | None:
    """What the proof of a source shows; nothing for a release.

    Raises:
        PipelineError: SET105 where git does not know the revision to compare with.
    """
    if not project.variant.proof:
        return None
    name = project.name(project.report)
    report = resolve([*diagnostics, *check_source(source)], project.overrides, complete=False)
    remarks = [
        Remark(
            found.diagnostic.span.line or 0,
            f"{word(f'level_{found.level.name.lower()}', 'zh')} {found.diagnostic.code}",
            message(found.diagnostic, "zh"),
        )
        for found in report.findings
        if found.diagnostic.span is not None and found.diagnostic.span.file == name and found.diagnostic.code != "EDT101"
    ]
    notes = source.document.inventory.notes
    remarks += [Remark(note.span.line or 0, word(note.kind, "zh"), note.text) for note in notes]
    changed: tuple[tuple[int, int], ...] = ()
    if project.variant.since:
        try:
            changed = git.changed_lines(project.report, project.variant.since)
        except git.UnknownRevision as error:
            raise unreadable("SET105", None, revision=project.variant.since, reason=str(error)) from error
    version = " · ".join(
        part for part in (word("draft", "zh"), source.document.metadata.version, git.commit(project.root), project.variant.since) if part
    )
    return Proof(project.report.name, version, tuple(remarks), changed)
