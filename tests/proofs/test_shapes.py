"""Sixty returned files: groups of edits in the shapes that programs give them, each with its source to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.line.session import Session
from pipeline.proofs.applying import changed
from pipeline.proofs.base import Base
from pipeline.proofs.edits import read_edits
from pipeline.proofs.locating import locate
from pipeline.proofs.package import ReturnedFile
from pipeline.proofs.proving import Prover
from tests import office
from tests.conftest import needs
from tests.proofs.conftest import REPORT
from tests.proofs.editor import Editor
from tests.proofs.loop import typed
from tests.proofs.shapes import SHAPES, shaped
from tests.proofs.test_edits import MADE, Case

_GROUPS = 6


def _groups() -> list[dict[str, Case]]:
    """The cases of edits in groups, of which no two touch the same paragraph of the source."""
    blocks = (REPORT / "source/report.md").read_text("utf-8").split("\n\n")
    groups: list[dict[str, Case]] = [{} for _ in range(_GROUPS)]
    taken: list[set[int]] = [set() for _ in range(_GROUPS)]
    for name, case in MADE.items():
        olds = [part for old, _ in case.changes for part in old.split("\n\n") if part.strip()]
        touched = {number for number, block in enumerate(blocks) for old in olds if old.strip("\n") in block}
        free = [number for number in range(_GROUPS) if not taken[number] & touched]
        if free and touched:
            groups[free[0]][name] = case
            taken[free[0]] |= touched
    return groups


GROUPS = _groups()


@pytest.fixture(scope="module")
def provers(session: Session, base: Base) -> list[Prover]:
    """One for each group: what is the same in several shapes is proved once."""
    return [Prover(session, base) for _ in GROUPS]


def _edited(session: Session, sent: bytes, number: int) -> tuple[bytes, str]:
    """A file with the edits of a group, and the source that they lead to."""
    editor, truth = Editor(sent), session.text.text
    for case in GROUPS[number].values():
        case.work(editor)
        for old, new in case.changes:
            assert truth.count(old) == 1, old
            truth = truth.replace(old, new)
    return editor.data(), truth


def _hold(prover: Prover, returned: bytes, truth: str) -> None:
    base = prover.base
    found = read_edits([row.passage for row in base.passages], ReturnedFile.open(returned).passages)
    proved = prover.prove([locate(base, edit) for edit in found.edits])
    assert [(row.edit.old, row.edit.new_text, reason.name) for row, reason in proved.refused] == []
    assert (found.unexplained, found.restyled) == ((), ())
    assert changed(prover.session.text.text, proved.replacements) == truth


@pytest.mark.parametrize("number", range(_GROUPS))
@pytest.mark.parametrize("shape", SHAPES)
def test_edits_of_each_shape_are_made_to_the_byte(
    session: Session, sent: bytes, provers: list[Prover], shape: str, number: int
) -> None:
    data, truth = _edited(session, sent, number)
    _hold(provers[number], shaped(data, shape), truth)


@pytest.mark.gate
@pytest.mark.slow
def test_edits_that_libreoffice_saved_are_made_to_the_byte(
    session: Session, sent: bytes, provers: list[Prover], tmp_path: Path
) -> None:
    needs(office.lacking())
    truths, jobs = [], []
    for number in range(_GROUPS):
        data, truth = _edited(session, sent, number)
        path = tmp_path / f"{number}.docx"
        path.write_bytes(shaped(data, "Word"))
        truths.append(truth)
        jobs.append(
            {"file": str(path), "out": str(tmp_path / f"saved{number}.docx"), "seed": 0, "count": 0, "tracked": True}
        )
    typed(jobs, tmp_path)
    for prover, job, truth in zip(provers, jobs, truths, strict=True):
        _hold(prover, Path(str(job["out"])).read_bytes(), truth)


def test_there_are_sixty_files() -> None:
    assert len(SHAPES) * len(GROUPS) >= 60
    assert sum(map(len, GROUPS)) >= 40
