"""Knows what a proof has to show beside the text: findings, editorial notes, changes, version; must not know how it
is shown."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.core.codes import message
from pipeline.core.diagnostics import Diagnostic, unreadable
from pipeline.core.report import resolve
from pipeline.core.wording import word
from pipeline.formats.inputs import Proof, Remark
from pipeline.line.session import Session
from pipeline.tools import git


def gather(session: Session, diagnostics: Iterable[Diagnostic]) -> Proof:
    """What a proof shows, with what was found on the way to it.

    Raises:
        PipelineError: SET105 where git does not know the revision to compare with.
    """
    project, document = session.project, session.document
    languages = document.metadata.languages
    name = project.name(project.report)
    report = resolve([*diagnostics, *session.remarks], project.overrides)
    remarks = [
        Remark(
            found.diagnostic.span.line or 0,
            f"{word(f'level_{found.level.name.lower()}', languages.leading)} {found.diagnostic.code}",
            message(found.diagnostic, languages.leading),
        )
        for found in report.findings
        if found.diagnostic.span is not None
        and found.diagnostic.span.file == name
        and found.diagnostic.code != "EDT101"
    ]
    notes = document.inventory.notes
    language = languages.leading
    remarks += [Remark(note.span.line or 0, word(note.kind, language), note.said(language), note) for note in notes]
    draft = word("draft", languages.leading)
    versions = (draft, document.metadata.version, git.commit(project.root, project.files()), project.edition.since)
    header = " · ".join(version for version in versions if version)
    joined = session.joined
    names = [Path(file.source.name).relative_to(Path(name).parent).as_posix() for file in joined.files]
    files = tuple(zip(joined.first_lines, names, strict=True))
    return Proof(files, header, tuple(remarks), _changed(session), languages)


def _changed(session: Session) -> tuple[tuple[int, int], ...]:
    """The lines of the text that have changed since the revision that was asked for."""
    project, found = session.project, []
    if not project.edition.since:
        return ()
    try:
        for before, file in zip(session.joined.first_lines, session.joined.files, strict=True):
            lines = git.changed_lines(project.root / file.source.name, project.edition.since)
            found += [(first + before - 1, last + before - 1) for first, last in lines]
    except git.UnknownRevision as error:
        raise unreadable("SET105", None, revision=project.edition.since, reason=error.reason) from error
    return tuple(found)
