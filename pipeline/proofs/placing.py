"""Knows how the edits of a returned file are placed in the source as it is now; must not know what becomes of them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.core import diagnostics
from pipeline.core.diagnostics import unreadable
from pipeline.core.origin import digests
from pipeline.core.reasons import Reason
from pipeline.core.text import Span
from pipeline.line.session import Session
from pipeline.project import open_project
from pipeline.proofs.accounting import Unread, unread
from pipeline.proofs.around import changed_around
from pipeline.proofs.base import Base, base_of
from pipeline.proofs.comparing import Edit
from pipeline.proofs.edits import Reading, read_edits, without_indents
from pipeline.proofs.locating import Located, locate
from pipeline.proofs.marking import read_marks
from pipeline.proofs.noting import note_of
from pipeline.proofs.outcomes import Found
from pipeline.proofs.package import ReturnedFile
from pipeline.proofs.pages import MarkedFile, Pages
from pipeline.proofs.rebasing import Rebase
from pipeline.proofs.replacing import Way
from pipeline.proofs.returned import Returned
from pipeline.proofs.rounds import PROPERTY, Round, rounds, sent_sources, sources_of
from pipeline.proofs.threads import Thread
from pipeline.proofs.words import Place

_ALIKE = 0.6
"""How much of a proof is on the pages of a PDF that is one of it, whatever its editor's program did to it."""
_MOST_TRIED = 3
_KEPT, _STRETCH = 0.3, 4
"""How much of a proof is left in one that its editor changed all over, counted in stretches of so many letters."""


def with_notes(session: Session, now: Base, found: Found) -> Found:
    """A file whose comments are edits too, as editorial notes."""
    new = [comment for thread in found.comments for comment in thread.new]
    notes = [note for comment in new if (note := note_of(comment, found.reading.comments))]
    rows = _now(session, found.base, now, dict.fromkeys(notes))
    return replace(found, located=(*found.located, *rows))


def placed(session: Session, now: Base, name: str, file: Returned) -> Found:
    """The edits of one file, placed in the source as it is now."""
    if isinstance(file, MarkedFile):
        return _marked(session, now, name, file)
    sent = _round(session, name, file)
    base = _base(session, now, sent)
    if not file.properties.get(PROPERTY) and _shared(base, file) < _KEPT:
        raise unreadable("PRF106", Span(name), reason=Reason("proof_of_another"))
    passages = [row.passage for row in base.passages]
    reading = read_edits(passages, file.passages, may_lose=file.may_lose_formulas)
    rows = _now(session, base, now, dict.fromkeys(map(without_indents, reading.edits)))
    editor = file.editor or (sent.to if sent else "")
    formulas = (Unread(editor, "", text, Reason("change_of_formula")) for text in reading.formulas)
    restyled = (_restyled(editor, base, *row) for row in reading.restyled)
    around = changed_around(file, sent.around if sent else (), base)
    told = (*unread(file), *formulas, *restyled, *around)
    places, number = _places(reading, base, now), sent.number if sent else 0
    return Found(name, reading, base, rows, told, file.threads(base.said), editor, places, number)


def _restyled(editor: str, base: Base, number: int, style: str) -> Unread:
    row = base.passages[number]
    place = next((place for place in row.places if place), None)
    return Unread(editor, "", row.text, Reason("change_of_style", old=row.passage.style, new=style), place)


def _shared(base: Base, file: ReturnedFile) -> float:
    """How many of the short stretches of a proof a file without its mark has too, from 0 to 1."""
    sent, came = (
        {text[at : at + _STRETCH] for text in texts for at in range(len(text) - _STRETCH + 1)}
        for texts in ((passage.text for passage in base.passages), (passage.text for passage in file.passages))
    )
    return len(sent & came) / max(len(sent), 1)


def _marked(session: Session, now: Base, name: str, file: MarkedFile) -> Found:
    """The same of a PDF."""
    pages, number = _pages(session, now, name, file)
    found = read_marks(file.marks, pages)
    rows = _now(session, pages.base, now, found.edits)
    said = tuple(map(Thread.of, found.comments))
    told, places = tuple(found.unread), _places(found.reading, pages.base, now)
    return Found(name, found.reading, pages.base, rows, told, said, file.editor, places, number)


def _places(reading: Reading, base: Base, now: Base) -> dict[str, Place | None]:
    """Where in the source of now the words are that comments are on."""
    if base is now or not reading.comments:
        return {id_: _near(base, *on) for id_, on in reading.comments.items()}
    rebase = Rebase(base, now)
    return {id_: rebase.near(*on) for id_, on in reading.comments.items()}


def _near(base: Base, passage: int, start: int, _: int) -> Place | None:
    places = base.passages[passage].places
    order = sorted(range(len(places)), key=lambda index: abs(index - start))
    return next((place for index in order if (place := places[index])), None)


def _pages(session: Session, now: Base, name: str, file: MarkedFile) -> tuple[Pages, int]:
    """The pages of a PDF beside what was sent, and the number of its round: by the identifier that programs keep; where
    one gave it another, the proof that is most like it."""
    known = list(rounds(session.project))
    own = [row for row in known if row.pdf and row.pdf == file.pages.id]
    tried = {row.digest: row for row in reversed(own or known)}
    rows = list(tried.values())[: 1 if own else _MOST_TRIED]
    bases = [(_base(session, now, row), row.number) for row in rows] or [(now, 0)]
    found = [(Pages(file.pages.letters, base), number) for base, number in bases]
    best, number = max(found, key=lambda row: row[0].likeness)
    if best.likeness < _ALIKE:
        raise unreadable("PRF106", Span(name), reason=Reason("proof_of_another"))
    return best, number


def _now(session: Session, base: Base, now: Base, edits: Mapping[Edit, Reason | None]) -> tuple[Located, ...]:
    """Edits of what was sent, some with the reason why they are not made, in the source as it is now."""
    located = [
        replace(locate(base, edit), ways=(), reason=reason) if reason else locate(base, edit)
        for edit, reason in edits.items()
    ]
    if base is not now:
        rebase = Rebase(base, now)
        located = [_carried(rebase, now, row) for row in located]
    return tuple(_within(session, row) for row in located)


def _round(session: Session, name: str, file: ReturnedFile) -> Round | None:
    """The round that a file is of; None for a proof of the sources of now that no round is kept of."""
    project = session.project
    digest = file.properties.get(PROPERTY, "")
    known = list(rounds(project))
    sent = next((row for row in known if row.digest == digest), known[-1] if known and not digest else None)
    if sent is None and digests(sources_of(project))[1] != digest:
        raise unreadable("PRF106", Span(name), reason=Reason("proof_of_another"))
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
    edit = row.edit
    carried = row.reason or rebase.carry(edit)
    if isinstance(carried, Reason):
        return replace(row, ways=(), reason=carried, place=rebase.near(edit.passage, edit.start, edit.end))
    return locate(now, carried)


def _within(session: Session, row: Located) -> Located:
    """A located edit without the ways that change what stands in the report from elsewhere."""
    ways = tuple(way for way in row.ways if _is_own(session, way))
    return row if row.reason else replace(row, ways=ways, reason=None if ways else Reason("edit_of_variable"))


def _is_own(session: Session, way: Way) -> bool:
    """Whether all that is replaced stands in a file of the report as it is written."""
    edits = session.with_data.edits(diagnostics.Edit(one.start, one.end, one.text) for one in way)
    return sum(map(len, edits.values())) == len(way)
