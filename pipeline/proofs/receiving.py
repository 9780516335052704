"""The loop on one page: what came back → edits → places → proof → the source."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path

from pipeline.core.diagnostics import Edit, unreadable
from pipeline.core.files import write_all
from pipeline.core.opening import read_within
from pipeline.core.reasons import Reason
from pipeline.core.result import Progress, Result
from pipeline.line.mending import edited
from pipeline.line.session import Session
from pipeline.project import open_project
from pipeline.proofs.accounting import unread
from pipeline.proofs.base import Base, base_of
from pipeline.proofs.edits import read_edits
from pipeline.proofs.locating import Located, locate
from pipeline.proofs.outcomes import Found, told
from pipeline.proofs.package import ReturnedFile
from pipeline.proofs.proving import Proved, Prover
from pipeline.proofs.rebasing import Rebase
from pipeline.proofs.review import review_page
from pipeline.proofs.rounds import PROPERTY, digests, rounds, sent_sources, sources_of
from pipeline.reading.sourcefile import MAX_BYTES

PAGE = "review.html"
_LINE, _NO_END = re.compile(r"[^\n]*\n|[^\n]+\Z"), "\n\\ No newline at end of file\n"


@dataclass(frozen=True)
class Selection:
    """Which edits are to be made: none, all, those that were tracked, or those of some numbers."""

    is_all: bool = False
    is_tracked: bool = False
    numbers: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.is_all or self.is_tracked or bool(self.numbers)

    def has(self, number: int, row: Located) -> bool:
        return self.is_all or (self.is_tracked and row.edit.revision is not None) or number in self.numbers


def receive(
    session: Session,
    returned: Sequence[tuple[str, ReturnedFile]],
    wanted: Selection,
    progress: Progress,
    patch: Path | None = None,
) -> Result:
    """Place and prove the edits of returned proofs, and make those that are wanted, all or none; or write a patch that
    makes them, and leave the source as it is."""
    progress("read")
    now = base_of(session)
    found = [_read(session, now, name, file) for name, file in returned]
    rows = dict.fromkeys(_within(session, row) for one in found for row in one.located)
    numbered = dict(enumerate(rows, 1))
    progress("check")
    chosen = [row for number, row in numbered.items() if not wanted or wanted.has(number, row)]
    proved = Prover(session, now).prove(chosen)
    is_made = bool(wanted) and patch is None
    problems = tuple(told(session, found, numbered, proved, is_made=is_made))
    made = {} if any(one.reading.unexplained for one in found) else _made(session, proved)
    if patch is not None:
        made = {patch: _patch(session, made)}
    elif not is_made:
        made = {}
    page = session.project.out / "proof" / PAGE
    names = [name for name, _ in returned]
    shown = review_page(session.document.metadata, now, numbered, session.at_home(problems), names)
    write_all({**made, page: shown})
    return Result(problems, (*made, page), frozenset({"receive"}))


def _read(session: Session, now: Base, name: str, file: ReturnedFile) -> Found:
    """The edits of one file, placed in the source as it is now."""
    base = _base(session, now, file)
    reading = read_edits([row.passage for row in base.passages], file.passages)
    located = [locate(base, edit) for edit in reading.edits]
    if base is not now:
        rebase = Rebase(base, now)
        located = [_carried(rebase, now, row) for row in located]
    return Found(name, reading, base, tuple(located), tuple(unread(file)), file.comments)


def _base(session: Session, now: Base, file: ReturnedFile) -> Base:
    """What was sent: made of the sources of its round, where they are others than those of now."""
    project = session.project
    digest = file.properties.get(PROPERTY, "")
    known = list(rounds(project))
    sent = next((row for row in known if row.digest == digest), known[-1] if known and not digest else None)
    if digests(sources_of(project))[1] == (sent.digest if sent else digest):
        return now
    if sent is None:
        raise unreadable("PRF106", None, reason=Reason("proof_of_another"))
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


def _made(session: Session, proved: Proved) -> dict[Path, bytes]:
    """The files of the report with all replacements made in them."""
    project = session.project
    edits = session.joined.edits(Edit(one.start, one.end, one.text) for one in proved.replacements)
    made = {}
    for name, own in edits.items():
        path = project.root / name
        made[path] = edited(read_within(path, project.root, MAX_BYTES).decode("utf-8"), own).encode()
    return made


def _patch(session: Session, made: Mapping[Path, bytes]) -> bytes:
    """What changes files into others, as `git apply` and `patch -p1` read it."""
    project, lines = session.project, list[str]()
    for path, data in made.items():
        name = project.name(path)
        before = read_within(path, project.root, MAX_BYTES).decode("utf-8").splitlines(keepends=True)
        after = data.decode("utf-8").splitlines(keepends=True)
        lines += unified_diff(before, after, f"a/{name}", f"b/{name}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    ).encode()
