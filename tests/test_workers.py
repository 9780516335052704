"""Work in other processes: what goes wrong there comes back as text, whatever it is, and nothing hangs."""

from __future__ import annotations

import math
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from lxml import etree

from pipeline.core.diagnostics import ExitCode, PipelineError, tool_failed
from pipeline.core.failures import RemoteFault, fault_of
from pipeline.core.reasons import Reason
from pipeline.formats import rows
from pipeline.line.pool import Pool
from pipeline.line.workers import Workers
from tests.conftest import ROOT

SECONDS = 60


@contextmanager
def deadline() -> Iterator[None]:
    """A hang is a failure."""

    def late(_: int, frame: FrameType | None) -> None:
        raise AssertionError(f"no end after {SECONDS} s: {frame}")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


class TakesTwo(Exception):
    """It can be pickled, but not made again."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


class Speechless(Exception):
    def __str__(self) -> str:
        raise RuntimeError


def broken_xml(_: Any) -> None:
    """lxml's error holds its log, which cannot be pickled."""
    etree.fromstring(b"<a><b></a>")


def takes_two(_: Any) -> None:
    raise TakesTwo("no ", "way")


def speechless(_: Any) -> None:
    raise Speechless


def no_memory(_: Any) -> None:
    raise MemoryError


def leaves(_: Any) -> None:
    sys.exit("gone")


def dies(code: int) -> None:
    os._exit(code)


def is_killed(number: int) -> None:
    os.kill(os.getpid(), number)
    time.sleep(SECONDS)


def gives_a_function(_: Any) -> Any:
    return lambda: None


def stops(_: Any) -> None:
    raise tool_failed("TOL101", reason=Reason("no_such_file"))


FAULTS = [
    (broken_xml, 0, "XMLSyntaxError", "mismatch"),
    (takes_two, 0, "TakesTwo", "no way"),
    (speechless, 0, "Speechless", ""),
    (no_memory, 0, "MemoryError", ""),
    (leaves, 0, "SystemExit", "gone"),
    (gives_a_function, 0, "", "pickle"),
    (dies, 3, "", "exit code 3"),
    (dies, 0, "", "exit code 0"),
    (is_killed, signal.SIGKILL, "", "SIGKILL"),
    (is_killed, signal.SIGTERM, "", "SIGTERM"),
    (is_killed, signal.SIGSEGV, "", "SIGSEGV"),
]


@pytest.mark.parametrize(("work", "item", "name", "words"), FAULTS, ids=lambda value: getattr(value, "__name__", None))
def test_a_fault_comes_back_as_text(work: Any, item: int, name: str, words: str) -> None:
    pool = Pool(2, fork=True)
    with deadline(), pytest.raises(RemoteFault) as raised:
        try:
            for task in [pool.submit(work, item), pool.submit(work, item)]:
                pool.result(task)
        finally:
            pool.kill()
    reason = fault_of(raised.value)
    assert name in reason.said("en")
    # The words of what failed are kept aside, for `--verbose`.
    assert words in reason.said("en") + str(dict(reason.values))
    assert ("Traceback" in raised.value.trace) == (work not in (dies, is_killed))


def test_a_fault_in_a_fresh_interpreter_comes_back_too() -> None:
    pool = Pool(1, fork=False)
    with deadline():
        try:
            for work, item, _, words in FAULTS[:2] + FAULTS[6:7]:
                with pytest.raises(RemoteFault, match=words):
                    pool.result(pool.submit(work, item))
            # Another process has taken the place of the one that ended.
            assert pool.result(pool.submit(abs, -3)) == 3
        finally:
            pool.close()


def test_an_error_that_stops_the_run_crosses_unchanged() -> None:
    with deadline(), pytest.raises(PipelineError) as raised, Workers((), 2) as workers:
        list(workers.map(stops, [0]))
    error = raised.value
    assert (error.exit_code, error.diagnostics) == (
        ExitCode.TOOL_FAILED,
        tool_failed("TOL101", reason=Reason("no_such_file")).diagnostics,
    )


def test_answers_come_in_order_from_all_processes() -> None:
    large = b"x" * 3_000_000
    with deadline(), Workers((), 3) as workers:
        assert list(workers.map(len, [large[:-place] for place in range(1, 9)])) == [3_000_000 - n for n in range(1, 9)]
        assert list(workers.aside(bytes.upper, _late, [large] * 3)) == [large.upper()] * 3
        assert len({*workers.map(_own_number, range(12))}) <= 3


def _own_number(_: int) -> int:
    return os.getpid()


def test_nothing_is_waited_for_that_nobody_needs() -> None:
    began = time.monotonic()
    with deadline(), Workers((), 2) as workers:
        workers.prepare(_sleep_long)
        assert list(workers.map(abs, [-1])) == [1]
    assert time.monotonic() - began < SECONDS / 2


def _late(item: bytes, reason: Reason) -> bytes:
    return reason.said("en").encode()


def _slow(item: bytes) -> bytes:
    time.sleep(60 if item == b"slow" else 0)
    return item.upper()


def test_work_that_takes_too_long_is_ended_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KANBEN_TOOL_SECONDS", "1.5")
    began = time.monotonic()
    with Workers((), 3) as workers:
        made = list(workers.aside(_slow, _late, [b"a", b"slow", b"b", b"slow", b"c"]))
    assert made == [b"A", b"it took more than 1.5 s", b"B", b"it took more than 1.5 s", b"C"]
    assert time.monotonic() - began < SECONDS


def _sleep_long() -> None:
    time.sleep(10 * SECONDS)


SCRIPT = """
import sys
from dataclasses import replace
from lxml import etree
from pipeline import formats

def broken(given):
    etree.fromstring(b"<a><b></a>")

formats.FORMATS[2].__dict__["write"] = formats.FORMATS[2].__dict__["check"] = broken
if __name__ == "__main__":
    from pipeline.__main__ import run
    run()
"""


@pytest.mark.parametrize(
    ("command", "jobs", "verbose"),
    [("build", "1", False), ("build", "2", True), ("check", "1", True), ("check", "2", False)],
)
def test_a_fault_of_one_format_is_told_and_keeps_the_old_set(
    damaged: Path, command: str, jobs: str, verbose: bool
) -> None:
    before = {path.name: path.read_bytes() for path in (damaged / "out").iterdir()}
    script = damaged / "broken.py"
    script.write_text(SCRIPT, "utf-8")
    call = [sys.executable, str(script), command, "--project", str(damaged), "--jobs", jobs, "--lang", "en"]
    report = damaged / "source" / "report.md"
    report.write_text(report.read_text("utf-8") + "\n新的一段。\n", "utf-8")
    done = subprocess.run(
        [*call, *(["--verbose"] if verbose else [])],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=4 * SECONDS,
    )
    assert done.returncode == 4, done.stderr
    assert "TOL106" in done.stdout
    assert "XMLSyntaxError" in done.stdout
    assert ("in broken" in done.stderr) == verbose
    assert {path.name: path.read_bytes() for path in (damaged / "out").iterdir()} == before


def _bounded(patch: pytest.MonkeyPatch) -> str:
    """Let work take half a gigabyte more than this process has, of which it is a fork; how much that is, as it is told."""
    held = re.search(r"^VmData:\s*(\d+) kB", Path("/proc/self/status").read_text("utf-8"), re.M)
    assert held
    most = math.ceil(4 * (int(held[1]) / 2**20 / 2 + 0.25)) / 4
    patch.setenv("KANBEN_TOOL_MEMORY", f"{most:g}")
    return f"it took more than {2 * most:g} GB of memory"


def _hungry(item: bytes) -> bytes:
    held = [bytearray(b"x") * 2**28 for _ in range(64 if item == b"hungry" else 0)]
    return item.upper() + bytes(len(held))


def _aborts(item: bytes) -> bytes:
    if item == b"aborts":
        os.abort()
    return item.upper()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux refuses a process memory")
@pytest.mark.parametrize("jobs", [1, 3])
def test_work_that_wants_too_much_is_refused_it_and_the_rest_goes_on(
    jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = _bounded(monkeypatch).encode()
    monkeypatch.setenv("KANBEN_TOOL_SECONDS", "20")
    with deadline(), Workers((), jobs) as workers:
        made = list(workers.aside(_hungry, _late, [b"a", b"hungry", b"b"]))
        assert made == [b"A", told, b"B"]
        assert b"SIGABRT" in list(workers.aside(_aborts, _late, [b"a", b"aborts", b"b"]))[1]


def test_work_that_takes_too_long_is_ended_with_one_job_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KANBEN_TOOL_SECONDS", "1.5")
    with deadline(), Workers((), 1) as workers:
        assert list(workers.aside(_slow, _late, [b"a", b"slow"])) == [b"A", b"it took more than 1.5 s"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux refuses a process memory")
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_writer_that_wants_too_much_is_an_error_with_its_name(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    _bounded(monkeypatch)
    row = replace(rows(("html",))[0], write=_hungry, warm_up=_nothing)
    with deadline(), pytest.raises(PipelineError) as raised, Workers((row,), jobs) as workers:
        list(workers.write(b"hungry"))  # type: ignore[arg-type]
    (problem,) = raised.value.diagnostics
    assert (problem.code, problem.values["tool"]) == ("TOL107", "html")


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("work", [_hungry, _slow])
def test_a_check_that_wants_too_much_is_an_error_with_its_name(
    work: Any, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if work is _hungry and sys.platform != "linux":
        pytest.skip("only Linux refuses a process memory")
    if sys.platform == "linux":
        _bounded(monkeypatch)
    monkeypatch.setenv("KANBEN_TOOL_SECONDS", "0.5")
    item = work.__name__[1:].encode()
    # With one job, the clock that ends a check is the one that a deadline would set.
    with pytest.raises(PipelineError) as raised, Workers((), jobs) as workers:
        list(workers.map(work, [b"a", item], bytes.decode))
    (problem,) = raised.value.diagnostics
    assert (problem.code, problem.values["tool"]) == ("TOL107", item.decode())


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_writer_that_takes_too_long_is_an_error_with_its_name(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KANBEN_TOOL_SECONDS", "0.5")
    row = replace(rows(("html",))[0], write=_slow, warm_up=_nothing)
    with pytest.raises(PipelineError) as raised, Workers((row,), jobs) as workers:
        list(workers.write(b"slow"))  # type: ignore[arg-type]
    (problem,) = raised.value.diagnostics
    reason = problem.values["reason"]
    assert isinstance(reason, Reason)
    assert (problem.code, problem.values["tool"]) == ("TOL107", "html")
    assert reason.said("en") == "it took more than 5 s"


def _nothing() -> None:
    pass
