"""Knows how many small changes of the code the tests notice: a sample by seed for each room, counted and listed.

A mutant is one change (`mutations.py`) in a copy of the tree. It gets the tests that run its lines, the fastest first,
up to the first that fails. Every run is forked from a process that holds the outside packages, so that it starts at
once (`runs.py`).
"""

from __future__ import annotations

import argparse
import importlib
import pickle
import random
import re
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.mutations import Mutation, mutations
from benchmarks.runs import FORK, Runs, Tree

ROOT = Path(__file__).parent.parent
ROOMS = ("core", "reading", "transforms", "checks", "bibliography")
TESTS = (
    "test_checks.py", "bibliography", "core", "reading", "test_finished_tree.py", "test_catalogue.py", "test_citations.py", "test_crossrefs.py",
    "test_facts.py", "test_headings.py", "test_identifiers.py", "test_places.py", "test_reading.py", "test_reasons.py",
    "test_reporting.py", "test_source_checks.py", "test_tables.py", "test_transforms.py", "test_vocabulary.py",
)  # fmt: skip
# Findings in outputs, of judges and of servers are no work of these rooms, and take long.
LEFT_OUT = [
    f"--deselect=tests/test_checks.py::test_code_is_found[{code}" for code in ("GAT", "LNK", "OUT", "PDF", "TOL", "WRT")
]
# What the tests import beside our own modules; loaded once, before the first fork.
PACKAGES = ("click.testing", "ebooklib.epub", "hypothesis", "lxml.html", "panflute", "pikepdf", "pydantic", "pypandoc",
            "pypdfium2", "ruamel.yaml", "selectolax.lexbor", "weasyprint")  # fmt: skip
SECONDS = 20.0
"""The most that the tests of one mutant take in a sound tree. A mutant may take three times as long, and ten seconds;
then it counts as noticed."""


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
        trees = [Tree(ROOT, Path(folder, f"tree{number}")) for number in range(given.processes)]
        runs = _recorded(trees, Path(folder))
        if runs is None:
            return 2
        print(f"Seed {given.seed}; {len(runs.seconds)} tests of {sum(runs.seconds.values()):.0f} s.", flush=True)
        with ProcessPoolExecutor(given.processes, FORK, _take_tree, (_queue(trees),)) as pool:
            scores = [_score(room, given, runs, trees[0].folder, pool) for room in given.rooms]
    return 0 if min(scores) >= given.least else 1


def _recorded(trees: Sequence[Tree], folder: Path) -> Runs | None:
    """What runs what, each tree with its part of the tests; None where a test fails as it is."""
    runs = Runs()
    parts = [(tree, folder / f"runs{number}") for number, tree in enumerate(trees)]
    started = [
        tree.recording([*LEFT_OUT, *(f"tests/{name}" for name in TESTS[number :: len(trees)])], kept)
        for number, (tree, kept) in enumerate(parts)
    ]
    for process, (tree, kept) in zip(started, parts, strict=True):
        process.join()
        if not kept.exists():
            print(f"A test fails without a mutant.\n{tree.log.read_text('utf-8', 'replace')[-4000:]}")
            return None
        runs.add(pickle.loads(kept.read_bytes()))
    return runs


def _sample(root: Path, room: str, count: int, seed: int) -> list[Mutation]:
    modules = sorted(path.relative_to(root).as_posix() for path in (root / "pipeline" / room).rglob("*.py"))
    everything = [mutation for module in modules for mutation in mutations(root, module)]
    drawn = random.Random(f"{seed} {room}").sample(everything, min(count, len(everything)))
    return sorted(drawn, key=lambda mutation: (mutation.module, mutation.start))


def chosen(mutation: Mutation, runs: Runs, root: Path) -> list[str]:
    """The tests for a mutation, the fastest first, as many as there is time for. What is done at import is noticed by
    tests that run no line of it: those in files that import the module come first, then those that run it, then all."""
    steps = [set().union(*(runs.of_line.get((mutation.module, line), ()) for line in mutation.lines))]
    if mutation.at_import:
        steps = [_importing(mutation.module, runs, root), runs.of_module.get(mutation.module, set()), set(runs.seconds)]
    left, taken = SECONDS, {}
    for test in (test for step in steps for test in runs.fastest_first(step)):
        if test not in taken:
            left -= runs.seconds[test]
            if taken and left < 0:
                break
            taken[test] = None
    return list(taken)


def _importing(module: str, runs: Runs, root: Path) -> set[str]:
    """The tests in files that name a module."""
    package, _, name = module.removesuffix(".py").replace("/", ".").rpartition(".")
    naming = re.compile(rf"from {package}(?:\.{name}\b| import .*\b{name}\b)")
    files = {test.split("::")[0] for test in runs.seconds}
    found = {file for file in files if naming.search((root / file).read_text("utf-8"))}
    return {test for test in runs.seconds if test.split("::")[0] in found}


def _score(room: str, given: argparse.Namespace, runs: Runs, root: Path, pool: ProcessPoolExecutor) -> float:
    """The percentage of the mutants of a room that are noticed; those that are not are printed."""
    drawn = _sample(root, room, given.count, given.seed)
    tests = [chosen(mutation, runs, root) for mutation in drawn]
    limits = [10 + 3 * sum(runs.seconds[test] for test in some) for some in tests]
    noticed = list(pool.map(_is_noticed, drawn, tests, limits))
    score = 100 * sum(noticed) / len(noticed)
    print(f"{room}: {sum(noticed)} of {len(noticed)}, {score:.0f} %", flush=True)
    for mutation, some, was in zip(drawn, tests, noticed, strict=True):
        if not was:
            print(
                f"  {mutation.module}:{mutation.line}: {_shown(mutation.before)} → {_shown(mutation.after)} ({len(some)} tests)",
                flush=True,
            )
    return score


_tree: Tree


def _queue(trees: Sequence[Tree]) -> object:
    queue = FORK.Queue()
    for tree in trees:
        queue.put(tree)
    return queue


def _take_tree(trees: object) -> None:
    global _tree  # noqa: PLW0603 - each process of the pool has a tree of its own
    _tree = trees.get()  # type: ignore[attr-defined]


def _is_noticed(mutation: Mutation, tests: list[str], limit: float) -> bool:
    if not tests:
        return False
    with _tree.with_text(mutation.module, mutation.applied((_tree.folder / mutation.module).read_text("utf-8"))):
        return _tree.fails(tests, limit)


def _shown(words: str) -> str:
    return " ".join(words.split())[:90]


if __name__ == "__main__":
    sys.exit(main())
