"""Knows how a command gives again what an earlier run of it gave; must not know what decides that."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.commands.options import Run
from pipeline.commands.running import show_and_leave
from pipeline.core.diagnostics import PipelineError
from pipeline.core.files import real, write_all
from pipeline.core.opening import Unopened, read_within
from pipeline.core.scratch import run_folder
from pipeline.line.kept import Keeper


def keeper_of(run: Run, formats: Sequence[str], *, wanted: bool) -> Keeper:
    """What keeps the builds of a run's report. A proof says what git knows of the source, and is made anew."""
    root = real(run.project)
    options = ("print",) if run.edition.for_print else ()
    return Keeper(root, real(run.out or root / "out"), formats, options, wanted=wanted and not run.edition.proof)


def replay(run: Run, keeper: Keeper) -> None:
    """Leave with the findings of an earlier run, where it is kept; its files are put where they lack, and those that
    are there are not touched."""
    kept = keeper.find()
    if kept is None:
        return
    files = {keeper.out / name: data for name, data in kept.files.items()}
    lacking = {path: data for path, data in files.items() if not _is(path, data)}
    try:
        with run_folder():
            write_all(lacking)
    except PipelineError:
        return  # told by the run that now has to do it all
    run.console.finish(tuple(lacking))
    run.console.unchanged(path for path in files if path not in lacking)
    show_and_leave(kept.report, run)


def _is(path: Path, data: bytes) -> bool:
    try:
        return read_within(path, None, len(data) + 1) == data
    except Unopened:
        return False
