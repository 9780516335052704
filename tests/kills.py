"""Builds that are killed at a random moment, and what is left of them: for the tests, and for `benchmarks/kills.py`."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import KANBEN, ROOT

SIGNALS = ("KILL", "TERM", "HUP", "INT")
LEFT = 5.0
"""Seconds after which nothing of a run may be there any more."""
_STEPS = ("start", "read", "transform", "cite", "write", "place")
_DEADLINE = 120.0


@dataclass(frozen=True)
class Case:
    """Which process gets which signal, how long after which step; `place` begins when the first new file lies beside
    its destination."""

    number: int
    target: str
    signal: str
    step: str
    delay: float

    @property
    def name(self) -> str:
        return f"{self.number}-{self.target}-{self.signal}-{self.step}-{self.delay * 1000:.0f}ms"


@dataclass
class Outcome:
    """What came of a case: the exit code, what was printed, which set of outputs lies there, and what is wrong."""

    code: int
    printed: str
    outputs: str
    wrong: list[str]
    seconds: float


def cases(count: int, seed: int) -> list[Case]:
    """The same cases for the same seed: half at the parent, and each signal as often."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        name = SIGNALS[number % 4]
        target = ("parent", "parent", "worker", "parent", "worker")[number % 5]
        # Before its first word Python itself is being loaded, and Ctrl-C is not ours yet.
        steps = _STEPS[1:] if name == "INT" else _STEPS
        steps = steps[:-1] if target == "worker" else steps
        step = chance.choice([*steps, "write", steps[-1]])
        made.append(Case(number, target, name, step, chance.uniform(0, 0.01 if step == "place" else 1.0)))
    return made


def prepare(folder: Path) -> Path:
    """A project with outputs, whose source has changed since; in `new` the outputs that are still to come."""
    project = folder / "project"
    _kanben(["new", str(project)], {})
    _kanben(["build", "--project", str(project), "--quiet"], {})
    (project / "out").rename(folder / "old")
    report = project / "source" / "report.md"
    report.write_text(report.read_text("utf-8") + "\n新的一段，只在新的输出里。\n", "utf-8")
    _kanben(["build", "--project", str(project), "--quiet", "--fail-on", "never"], {})
    (project / "out").rename(folder / "new")
    shutil.copytree(folder / "old", project / "out")
    return folder


def run(case: Case, prepared: Path, folder: Path) -> Outcome:
    """Build a copy, send the signal, and look at what is left."""
    project = Path(shutil.copytree(prepared / "project", folder / "project"))
    temporary = folder / "temporary"
    temporary.mkdir(parents=True)
    began = time.monotonic()
    process = _start(["build", "--project", str(project), "--jobs", "2", "--fail-on", "never"], temporary)
    lines: list[str] = []
    reader = threading.Thread(target=lambda: lines.extend(process.stderr or ()), daemon=True)
    reader.start()
    try:
        _wait_for_step(case.step, lines, project / "out", process)
        _sleep(case.delay, process)
        number = _target(case, process)
        if number:
            os.kill(number, getattr(signal, f"SIG{case.signal}"))
        code = process.wait(_DEADLINE)
    finally:
        process.kill()
    left = _left_after(temporary, project / "out", prepared)
    reader.join(LEFT)
    outputs, wrong = _judge(project / "out", prepared)
    printed = "".join(lines)
    if process.stderr is not None:
        process.stderr.close()
    wrong += left + _wrong_end(case, code, printed, outputs)
    return Outcome(code, printed, outputs, wrong, time.monotonic() - began)


def started_in(temporary: Path) -> Iterator[int]:
    """Every process that was started with this place for temporary files, or below it."""
    mark = b"\0TMPDIR=" + os.fsencode(temporary)
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if mark in b"\0" + (entry / "environ").read_bytes():
                yield int(entry.name)
        except OSError:
            continue


def until(true: Callable[[], bool], seconds: float = _DEADLINE) -> bool:
    """Whether something came true before the deadline."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.005)
    return true()


def workers(parent: int) -> list[int]:
    """The processes that a command forked; what it runs has another command line."""
    try:
        own = Path(f"/proc/{parent}/cmdline").read_bytes()
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii").split()
        return [int(child) for child in children if Path(f"/proc/{child}/cmdline").read_bytes() == own]
    except OSError:
        return []


def _start(arguments: list[str], temporary: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "TMPDIR": str(temporary), "LC_ALL": "C.UTF-8"}
    return subprocess.Popen(
        [*KANBEN, *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def _kanben(arguments: list[str], environment: dict[str, str]) -> None:
    command = [*KANBEN, *arguments]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True, capture_output=True)


def _wait_for_step(step: str, lines: list[str], out: Path, process: subprocess.Popen[str]) -> None:
    def reached() -> bool:
        if process.poll() is not None:
            return True
        if step == "place":
            return any(out.glob(".kanben-*"))
        return step == "start" or any(step in line for line in lines)

    end = time.monotonic() + _DEADLINE
    while not reached() and time.monotonic() < end:
        time.sleep(0 if step == "place" else 0.002)


def _sleep(seconds: float, process: subprocess.Popen[str]) -> None:
    until(lambda: process.poll() is not None, seconds)


def _target(case: Case, process: subprocess.Popen[str]) -> int:
    """The process that gets the signal; none where the build was quicker."""
    if case.target == "worker":
        until(lambda: process.poll() is not None or bool(workers(process.pid)))
        found = workers(process.pid)
        return found[case.number % len(found)] if found and process.poll() is None else 0
    return process.pid if process.poll() is None else 0


def _left_after(temporary: Path, out: Path, prepared: Path) -> list[str]:
    """What is still there of a run when its time is over."""

    def left() -> list[str]:
        names = [f"temporary {path.name}" for path in temporary.iterdir()]
        names += [f"process {number}" for number in started_in(temporary)]
        known = {path.name for path in (prepared / "old").iterdir()}
        return names + [f"file {path.name}" for path in out.iterdir() if path.name not in known]

    until(lambda: not left(), LEFT)
    found = left()
    for number in started_in(temporary):
        os.kill(number, signal.SIGKILL)
    return found


def _judge(out: Path, prepared: Path) -> tuple[str, list[str]]:
    """Which set lies there, `old` or `new`, and whether it is one."""
    there = {path.name: path.read_bytes() for path in out.iterdir()}
    for name in ("old", "new"):
        if there == {path.name: path.read_bytes() for path in (prepared / name).iterdir()}:
            return name, []
    return "mixed", ["the outputs are neither the old set nor the new one"]


def _wrong_end(case: Case, code: int, printed: str, outputs: str) -> list[str]:
    """What is wrong with how the command ended: a wrong exit code, no word, a traceback."""
    number = int(getattr(signal, f"SIG{case.signal}"))
    wrong = ["a traceback"] if "Traceback" in printed else []
    # Done before the signal came, or the signal came to what was not needed any more; while Python itself is loaded, a
    # signal ends it.
    expected = {0, 4} if case.target == "worker" else {0, -number} if number == signal.SIGKILL else {0, 128 + number}
    if case.step == "start":
        expected.add(-number)
    if code not in expected:
        wrong.append(f"exit code {code}")
    if code == 128 + number and "interrupted" not in printed and case.step != "start":
        wrong.append("no word")
    if code == 0 and outputs != "new":
        wrong.append("exit code 0 without the outputs")
    return wrong
