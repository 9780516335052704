"""The loop on one page: what came back → edits → places → proof → the source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import unified_diff
from pathlib import Path

from pipeline.core.diagnostics import Diagnostic, ExitCode, PipelineError, Values
from pipeline.core.files import write_all
from pipeline.core.opening import read_within
from pipeline.core.result import Progress, Result
from pipeline.line.session import Session
from pipeline.proofs.afterwards import as_written
from pipeline.proofs.applying import files_with
from pipeline.proofs.base import Base, base_of
from pipeline.proofs.committing import Committer
from pipeline.proofs.locating import Located
from pipeline.proofs.orders import Orders, Question, Selection
from pipeline.proofs.outcomes import Outcome, shown, told
from pipeline.proofs.placing import placed, with_notes
from pipeline.proofs.proving import Prover
from pipeline.proofs.returned import Returned
from pipeline.proofs.returns import recorded
from pipeline.proofs.review import AROUND, review_page
from pipeline.reading.sourcefile import MAX_BYTES

PAGE = "review.html"


def receive(session: Session, returned: Sequence[tuple[str, Returned]], orders: Orders, progress: Progress) -> Result:
    """Place and prove the edits of returned proofs, and make those that are wanted, all or none; or write a patch that
    makes them, and leave the source as it is."""
    progress("read")
    committer = Committer.of(session) if orders.is_committed else None
    now = base_of(session)
    found = [placed(session, now, name, file) for name, file in returned]
    if orders.with_notes:
        found = [with_notes(session, now, one) for one in found]
    numbered = dict(enumerate(dict.fromkeys(row for one in found for row in one.located), 1))
    _refuse_unknown(orders.wanted, numbered)
    progress("check")
    prover = Prover(session, now)
    wanted, proved = orders.wanted, prover.prove(_chosen(numbered, orders.wanted))
    if orders.ask is not None:
        open_ = told(session, found, numbered, Outcome.of(numbered.values(), proved, is_made=False))
        wanted = orders.ask(_questions(now, numbered, session.at_home(tuple(open_))))
        proved = prover.prove(_chosen(numbered, wanted))
    is_explained = not any(one.reading.unexplained for one in found)
    is_made = bool(wanted) and orders.patch is None and is_explained
    outcome = Outcome.of(numbered.values(), proved, is_made=is_made)
    problems = session.at_home(tuple(told(session, found, numbered, outcome)))
    # A patch without a choice is one of all edits; who was asked and wants none gets none.
    is_wanted = bool(wanted) or (orders.patch is not None and orders.ask is None)
    made = files_with(session, proved.replacements) if is_wanted and is_explained else {}
    if is_made and made:
        problems = as_written(problems, session, proved.replacements)
    page = session.project.out / "proof" / PAGE
    given = [*(name for name, _ in returned), *(["--notes"] if orders.with_notes else [])]
    reviewed = review_page(session.document.metadata, now, numbered, problems, given)
    if orders.patch is not None:
        made = {orders.patch: _patch(session, made)}
    written = {**made, page: reviewed}
    records = recorded(session.project, found, outcome.made, outcome.refused)
    if committer is not None and made:
        committer.commit(found, proved, now, lambda: write_all(written | records))
    else:
        write_all(written | records)
    return Result(problems, tuple(written), frozenset({"receive"}), at_home=True)


def _refuse_unknown(wanted: Selection, numbered: Mapping[int, Located]) -> None:
    """Nothing is made where a number is asked for that no edit has: the list was another one."""
    unknown = sorted(wanted.numbers - set(numbered))
    if unknown:
        values: Values = {"numbers": ", ".join(map(str, unknown)), "last": len(numbered)}
        raise PipelineError([Diagnostic("PRF111", None, values)], ExitCode.USAGE)


def _chosen(numbered: Mapping[int, Located], wanted: Selection) -> list[Located]:
    """The edits that are wanted and not in the source yet; all of them where nothing is said, to tell which could be
    made."""
    return [row for number, row in numbered.items() if not row.is_there and (not wanted or wanted.has(number, row))]


def _questions(now: Base, numbered: Mapping[int, Located], problems: Sequence[Diagnostic]) -> list[Question]:
    """The edits that can be made, each with what stands round it."""
    found = []
    for row in problems:
        if row.code == "PRF101":
            edit = numbered[int(row.key)].edit
            text = now.passages[edit.passage].text
            around = map(shown, (text[max(edit.start - AROUND, 0) : edit.start], text[edit.end : edit.end + AROUND]))
            found.append(Question(int(row.key), row, *around))
    return found


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
