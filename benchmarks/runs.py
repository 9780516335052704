"""Knows how tests run in copies of the tree, each run a forked process, and which test runs which line; must not know
why."""

from __future__ import annotations

import contextlib
import os
import pickle
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path

import coverage
import pytest

FORK = get_context("fork")
_OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0",
            # The first process has imported packages already.
            "-W", "ignore::pytest.PytestAssertRewriteWarning")  # fmt: skip
_LEFT_OUT = shutil.ignore_patterns(".*", "out", "__pycache__")


@dataclass
class Runs:
    """The seconds that each test takes; the tests that run each line of each module, and any line of it."""

    seconds: dict[str, float] = field(default_factory=dict)
    of_line: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    of_module: dict[str, set[str]] = field(default_factory=dict)

    def add(self, other: Runs) -> None:
        self.seconds |= other.seconds
        for mine, theirs in ((self.of_line, other.of_line), (self.of_module, other.of_module)):
            for key, tests in theirs.items():
                mine[key] = mine.get(key, set()) | tests  # type: ignore[index]

    def fastest_first(self, tests: set[str]) -> list[str]:
        return sorted(tests, key=lambda test: (self.seconds[test], test))


class _Recorder:
    """A plugin of pytest that notes how long each test takes, and tells the coverage which one runs."""

    def __init__(self, measured: coverage.Coverage) -> None:
        self.measured, self.seconds = measured, {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.measured.switch_context(item.nodeid)
        started = time.perf_counter()
        result = yield
        self.seconds[item.nodeid] = time.perf_counter() - started
        self.measured.switch_context("")
        return result


class _Chosen:
    """A plugin of pytest that leaves only some tests, in the order given."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.order = {test: place for place, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self.order), key=lambda item: self.order[item.nodeid]
        )


class Tree:
    """A copy of the tree at `root`, in `folder`, in which tests run."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.folder, self.scratch, self.log = folder, folder.with_suffix(".tmp"), folder.with_suffix(".log")
        shutil.copytree(root, folder, ignore=_LEFT_OUT)

    def recording(self, tests: Sequence[str], kept: Path) -> ForkProcess:
        """A process that runs some files of tests, and writes a pickle of `Runs` if all of them pass."""
        run = FORK.Process(target=self._record, args=(tests, kept))
        run.start()
        return run

    def fails(self, tests: Sequence[str], limit: float) -> bool:
        """Whether one of some tests fails, or they do not end within a limit of seconds."""
        run = FORK.Process(target=self._test, args=(tests,))
        run.start()
        run.join(limit)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(run.pid or 0, signal.SIGKILL)
        run.join()
        shutil.rmtree(self.scratch, ignore_errors=True)
        return run.exitcode != 0

    @contextlib.contextmanager
    def with_text(self, module: str, text: str) -> Iterator[None]:
        """The tree with another text in a module, for a while."""
        path = self.folder / module
        before = path.read_text("utf-8")
        # Compiled files are told by time and size; a change of one digit has the same of both.
        for compiled in path.parent.glob(f"__pycache__/{path.stem}.*"):
            compiled.unlink()
        path.write_text(text, "utf-8")
        try:
            yield
        finally:
            path.write_text(before, "utf-8")

    def _enter(self) -> None:
        os.setsid()
        os.chdir(self.folder)
        sys.path.insert(0, str(self.folder))
        self.scratch.mkdir(exist_ok=True)
        tempfile.tempdir = os.environ["TMPDIR"] = str(self.scratch)
        log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(log, stream)

    def _record(self, tests: Sequence[str], kept: Path) -> None:
        self._enter()
        measured = coverage.Coverage(data_file=None, source=[str(self.folder / "pipeline")], config_file=False)
        recorder, runs = _Recorder(measured), Runs()
        measured.start()
        code = pytest.main([*_OPTIONS, *tests], [recorder])
        measured.stop()
        runs.seconds = recorder.seconds
        data = measured.get_data()
        for path in data.measured_files():
            module = Path(path).relative_to(self.folder).as_posix()
            for line, contexts in data.contexts_by_lineno(path).items():
                noted = set(filter(None, contexts))
                runs.of_line.setdefault((module, line), set()).update(noted)
                runs.of_module.setdefault(module, set()).update(noted)
        if code == pytest.ExitCode.OK:
            kept.write_bytes(pickle.dumps(runs))

    def _test(self, tests: Sequence[str]) -> None:
        self._enter()
        sys.dont_write_bytecode = True
        files = list(dict.fromkeys(test.split("::")[0] for test in tests))
        code = pytest.main([*_OPTIONS, *files], [_Chosen(tests)])
        os._exit(0 if code == pytest.ExitCode.NO_TESTS_COLLECTED else int(code))
