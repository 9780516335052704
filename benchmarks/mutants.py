"""Knows how many small changes of the code the tests notice: runs a seeded sample of mutants for each room.

A mutant is one change (`mutations.py`) in a copy of the tree. It gets the tests that ran its lines, the fastest first,
up to the first that fails. Every run is a process forked from one that holds the outside packages, so it starts at once.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import pickle
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import coverage
import pytest

from benchmarks.mutations import Mutation, mutations

ROOT = Path(__file__).parent.parent
ROOMS = ("core", "reading", "transforms", "checks", "bibliography")
TESTS = (
    "core", "bibliography", "test_reading.py", "test_places.py", "test_vocabulary.py", "test_transforms.py",
    "test_headings.py", "test_tables.py", "test_crossrefs.py", "test_citations.py", "test_reporting.py",
    "test_identifiers.py", "test_reasons.py", "test_facts.py", "test_catalogue.py",
    "test_checks.py",
)  # fmt: skip
# What the tests import beside our own modules; loaded once, before the first fork.
PACKAGES = ("click.testing", "ebooklib.epub", "hypothesis", "lxml.html", "panflute", "pikepdf", "pydantic", "pypandoc",
            "pypdfium2", "ruamel.yaml", "selectolax.lexbor", "weasyprint")  # fmt: skip
FORK = get_context("fork")
OPTIONS = (
    "-x",
    "-q",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "--hypothesis-seed=0",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
)
SECONDS = 40.0
"""The most that the tests of one mutant take in a sound tree; a mutant may take three times as long, then it counts as
noticed."""


@dataclass
class Runs:
    """The seconds each test takes, and the tests that ran each line of each module."""

    seconds: dict[str, float] = field(default_factory=dict)
    tests: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    of_module: dict[str, set[str]] = field(default_factory=dict)

    def chosen(self, mutation: Mutation) -> list[str]:
        """The tests for a mutation, the fastest first, as many as there is time for."""
        direct: set[str] = set().union(*(self.tests.get((mutation.module, line), ()) for line in mutation.lines))
        ordered = self._ordered(direct)
        if mutation.at_import:
            near = self.of_module.get(mutation.module, set())
            ordered = [*self._ordered(near), *self._ordered(set(self.seconds) - near)]
        chosen, left = [], SECONDS
        for test in ordered:
            left -= self.seconds[test]
            if chosen and left < 0:
                break
            chosen.append(test)
        return chosen

    def _ordered(self, tests: set[str]) -> list[str]:
        return sorted(tests, key=lambda test: (self.seconds[test], test))


class Recorder:
    """A plugin of pytest that notes how long each test takes, and tells the coverage which one runs."""

    def __init__(self, measured: coverage.Coverage, runs: Runs) -> None:
        self.measured, self.runs = measured, runs

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.measured.switch_context(item.nodeid)
        started = time.perf_counter()
        result = yield
        self.runs.seconds[item.nodeid] = time.perf_counter() - started
        self.measured.switch_context("")
        return result


class Chosen:
    """A plugin of pytest that leaves only some tests, in the order given."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.order = {test: place for place, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self.order), key=lambda item: self.order[item.nodeid]
        )


def _enter(tree: Path) -> None:
    """Make a tree the one that is imported and tested, in a process of its own."""
    os.setsid()
    os.chdir(tree)
    sys.path.insert(0, str(tree))
    sys.dont_write_bytecode = True
    scratch = tree.parent / f"{tree.name}-tmp"
    scratch.mkdir(exist_ok=True)
    tempfile.tempdir = os.environ["TMPDIR"] = str(scratch)
    log = os.open(_log(tree), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(log, stream)


def _log(tree: Path) -> Path:
    """What the last run in a tree printed."""
    return tree.parent / f"{tree.name}.log"


def _record(tree: Path, kept: Path) -> None:
    _enter(tree)
    measured = coverage.Coverage(data_file=None, source=[str(tree / "pipeline")], config_file=False)
    runs = Runs()
    measured.start()
    code = pytest.main(
        [*OPTIONS, *(f"tests/{name}" for name in TESTS if (tree / "tests" / name).exists())], [Recorder(measured, runs)]
    )
    measured.stop()
    data = measured.get_data()
    for path in data.measured_files():
        module = Path(path).relative_to(tree).as_posix()
        for line, contexts in data.contexts_by_lineno(path).items():
            for test in filter(None, contexts):
                runs.tests.setdefault((module, line), set()).add(test)
                runs.of_module.setdefault(module, set()).add(test)
    if code == 0:
        kept.write_bytes(pickle.dumps(runs))


def _test(tree: Path, chosen: Sequence[str]) -> None:
    _enter(tree)
    files = list(dict.fromkeys(test.split("::")[0] for test in chosen))
    code = pytest.main([*OPTIONS, *files], [Chosen(chosen)])
    os._exit(0 if code == pytest.ExitCode.NO_TESTS_COLLECTED else int(code))


_tree = Path()


def _take_tree(trees: object) -> None:
    global _tree  # noqa: PLW0603 - each worker has a tree of its own
    _tree = trees.get()  # type: ignore[attr-defined]


def is_noticed(mutation: Mutation, chosen: list[str], limit: float) -> bool:
    """Whether one of some tests fails, or does not end, with a mutation made."""
    if not chosen:
        return False
    path = _tree / mutation.module
    text = path.read_text("utf-8")
    for compiled in path.parent.glob(f"__pycache__/{path.stem}.*"):
        compiled.unlink()
    path.write_text(mutation.applied(text), "utf-8")
    run = FORK.Process(target=_test, args=(_tree, chosen))
    try:
        run.start()
        run.join(limit)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(run.pid or 0, signal.SIGKILL)
        run.join()
        return run.exitcode != 0
    finally:
        path.write_text(text, "utf-8")
        shutil.rmtree(_tree.parent / f"{_tree.name}-tmp", ignore_errors=True)


def _copies(folder: Path, count: int) -> list[Path]:
    trees = [folder / f"tree{number}" for number in range(count)]
    for tree in trees:
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".*", "out", "__pycache__"))
    return trees


def _sample(room: str, count: int, seed: int) -> list[Mutation]:
    modules = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "pipeline" / room).rglob("*.py"))
    everything = [mutation for module in modules for mutation in mutations(ROOT, module)]
    drawn = random.Random(f"{seed} {room}").sample(everything, min(count, len(everything)))
    return sorted(drawn, key=lambda mutation: (mutation.module, mutation.start))


def _shown(words: str) -> str:
    return " ".join(words.split())[:90]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="draws the mutants")
    parser.add_argument("--count", type=int, default=40, help="mutants in each room")
    parser.add_argument("--least", type=float, default=85, help="percent that have to be noticed in each room")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("rooms", nargs="*", default=ROOMS)
    given = parser.parse_args()
    for name in PACKAGES:
        importlib.import_module(name)
    with tempfile.TemporaryDirectory(prefix="kanben-mutants-") as folder:
        return _measured(given, Path(folder))


def _measured(given: argparse.Namespace, folder: Path) -> int:
    trees = _copies(folder, given.processes)
    kept = folder / "runs"
    recording = FORK.Process(target=_record, args=(trees[0], kept))
    recording.start()
    recording.join()
    if not kept.exists():
        print(f"The tests fail without a mutant.\n{_log(trees[0]).read_text('utf-8', 'replace')[-4000:]}")
        return 2
    runs = pickle.loads(kept.read_bytes())
    free = FORK.Queue()
    for tree in trees:
        free.put(tree)
    print(f"seed {given.seed}, {len(runs.seconds)} tests of {sum(runs.seconds.values()):.0f} s", flush=True)
    scores = {}
    with ProcessPoolExecutor(given.processes, FORK, _take_tree, (free,)) as pool:
        for room in given.rooms:
            drawn = _sample(room, given.count, given.seed)
            chosen = [runs.chosen(mutation) for mutation in drawn]
            limits = [10 + 3 * sum(map(runs.seconds.__getitem__, tests)) for tests in chosen]
            noticed = list(pool.map(is_noticed, drawn, chosen, limits))
            scores[room] = 100 * sum(noticed) / len(noticed)
            print(f"{room}: {sum(noticed)} of {len(noticed)} ({scores[room]:.0f} %)", flush=True)
            for mutation, tests, was in zip(drawn, chosen, noticed, strict=True):
                if not was:
                    print(
                        f"  {mutation.module}:{mutation.line}  {_shown(mutation.before)}  →  {_shown(mutation.after)}  ({len(tests)} tests)",
                        flush=True,
                    )
    return 0 if min(scores.values()) >= given.least else 1


if __name__ == "__main__":
    sys.exit(main())
