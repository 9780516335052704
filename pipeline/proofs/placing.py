"""Knows how the edits of a returned file are placed in the source as it is now; must not know what becomes of them."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from pipeline.core.diagnostics import Edit, unreadable
from pipeline.core.reasons import Reason
from pipeline.line.session import Session
from pipeline.project import open_project
from pipeline.proofs.accounting import unread
from pipeline.proofs.base import Base, base_of
from pipeline.proofs.edits import read_edits
from pipeline.proofs.locating import Located, locate
from pipeline.proofs.outcomes import Found
from pipeline.proofs.package import ReturnedFile
from pipeline.proofs.rebasing import Rebase
from pipeline.proofs.rounds import PROPERTY, Round, digests, rounds, sent_sources, sources_of


def placed(session: Session, now: Base, name: str, file: ReturnedFile) -> Found:
    """The edits of one file, placed in the source as it is now."""
    sent = _round(session, file)
    base = _base(session, now, sent)
    reading = read_edits([row.passage for row in base.passages], file.passages)
    located = [locate(base, edit) for edit in reading.edits]
    if base is not now:
        rebase = Rebase(base, now)
        located = [_carried(rebase, now, row) for row in located]
    editor = file.editor or (sent.to if sent else "")
    rows = tuple(_within(session, row) for row in located)
    return Found(name, reading, base, rows, tuple(unread(file)), file.comments, editor)


def _round(session: Session, file: ReturnedFile) -> Round | None:
    """The round that a file is of; None for a proof of the sources of now that no round is kept of."""
    project = session.project
    digest = file.properties.get(PROPERTY, "")
    known = list(rounds(project))
    sent = next((row for row in known if row.digest == digest), known[-1] if known and not digest else None)
    if sent is None and digests(sources_of(project))[1] != digest:
        raise unreadable("PRF106", None, reason=Reason("proof_of_another"))
    return sent


def _base(session: Session, now: Base, sent: Round | None) -> Base:
    """What was sent: made of the sources of its round, where they are others than those of now."""
    project = session.project
    if sent is None or digests(sources_of(project))[1] == sent.digest:
        return now
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        for name, data in sent_sources(project, sent).items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return base_of(Session(open_project(Path(folder), project.out, project.edition)))


def _carried(rebase: Rebase, now: Base, row: Located) -> Located:
    """A located edit of what was sent as one of what is there now."""
    if row.reason:
        return row
    carried = rebase.carry(row.edit)
    return replace(row, ways=(), reason=carried) if isinstance(carried, Reason) else locate(now, carried)


def _within(session: Session, row: Located) -> Located:
    """A located edit without the ways that change what stands in the report from elsewhere."""
    ways = tuple(
        way
        for way in row.ways
        if sum(map(len, session.joined.edits(Edit(one.start, one.end, one.text) for one in way).values())) == len(way)
    )
    return row if row.reason or ways else replace(row, reason=Reason("edit_of_variable"))
