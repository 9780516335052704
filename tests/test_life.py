"""The command as a process: what it starts, how it ends, what it leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.core import scratch, signals, watchdog
from pipeline.core.diagnostics import PipelineError
from tests import kills
from tests.conftest import KANBEN, ROOT, run


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kills.prepare(tmp_path_factory.mktemp("kills"))


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are looked for in /proc")
@pytest.mark.parametrize("case", kills.cases(24, seed=20251126), ids=lambda case: case.name)
def test_a_kill_leaves_one_set_and_nothing_else(case: kills.Case, prepared: Path, tmp_path: Path) -> None:
    outcome = kills.run(case, prepared, tmp_path)
    assert not outcome.wrong, f"{outcome.wrong}, exit code {outcome.code}\n{outcome.printed}"


def _programs(folder: Path, name: str, script: str) -> dict[str, str]:
    """An environment in which a program of this name comes first on PATH."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    (folder / name).chmod(0o755)
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are looked for in /proc")
@pytest.mark.parametrize("by", ["KILL", "TERM"])
@pytest.mark.parametrize("tool", ["dot", "git"])
def test_tools_that_run_end_with_the_command(project: Path, tmp_path: Path, tool: str, by: str) -> None:
    """`dot` is run by a worker, `git` by the command itself; here both sleep."""
    temporary, running = tmp_path / "temporary", tmp_path / "running"
    temporary.mkdir()
    environment = _programs(tmp_path / "programs", tool, f"echo > {running}\nsleep 600")
    environment |= {"TMPDIR": str(temporary)}
    command = [*KANBEN, "build", "html", "--project", str(project), "--jobs", "2"]
    report = project / "source" / "report.md"
    drawn = "kind: graph\ndot: digraph { a -> b }"
    report.write_text(report.read_text("utf-8").replace("kind: image\nfile: figures/mark.svg", drawn), "utf-8")
    if tool == "git":
        subprocess.run(["git", "init", "-q", str(project)], check=True, capture_output=True)
        command.append("--proof")
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        assert kills.until(lambda: running.exists() or process.poll() is not None)
        process.send_signal(getattr(signal, f"SIG{by}"))
        process.communicate(timeout=30)
        assert process.returncode == {"KILL": -9, "TERM": 143}[by]
        assert kills.until(lambda: not list(kills.started_in(temporary)), kills.LEFT)
        assert kills.until(lambda: not list(temporary.iterdir()), kills.LEFT)
    finally:
        process.kill()
        for number in kills.started_in(temporary):
            os.kill(number, signal.SIGKILL)


ORPHAN = """
import sys, time
from pipeline.line import life, pool
if __name__ == "__main__":
    life._PR_SET_PDEATHSIG = 0  # as on a system without it
    made = pool.Pool(1, fork=sys.argv[1] == "fork")
    made.result(made.submit(abs, -1))
    made.submit(time.sleep, 600)
    print(made.workers[0].process.pid, flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_worker_ends_with_its_parent_on_any_system(tmp_path: Path, method: str) -> None:
    """Without the kernel's help and without the watchdog."""
    script = tmp_path / "orphan.py"
    script.write_text(ORPHAN, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, str(script), method], env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        worker = int(process.stdout.readline())
        process.kill()
    assert kills.until(lambda: not _is_alive(worker), kills.LEFT)


def _is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except OSError:
        return False
    state = Path(f"/proc/{number}/stat")
    return not state.exists() or state.read_text("utf-8", "replace").rpartition(")")[2].split()[0] != "Z"


def test_the_watchdog_does_what_was_decided_and_removes_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    (folder / "deep").mkdir(parents=True)
    for name in ("a.new", "b.new", "c.new", "b"):
        (tmp_path / name).write_text(name, "utf-8")
    told = [
        '{"files": ["%(t)s/a.new"]}\n',
        '{"renames": [["%(t)s/a.new", "%(t)s/a"]]}\n',
        '{"settled": true}\n',
        '{"files": ["%(t)s/b.new", "%(t)s/c.new"]}\n',
        '{"renames": [["%(t)s/b.new", "%(t)s/b"]]}\n',
        "no line of ours\n",
        '{"renames": [["%(t)s/c.new", "%(t)s/c"]]}',  # the run was killed before the end of the line
    ]
    text = "".join(told) % {"t": tmp_path}
    subprocess.run([sys.executable, "-I", "-S", watchdog.__file__, str(folder)], input=text.encode(), check=True)
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {"a.new": "a.new", "b": "b.new"}


def test_temporary_files_of_a_run_lie_in_one_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    with scratch.run_folder():
        (folder,) = tmp_path.iterdir()
        with scratch.run_folder():
            tempfile.mkdtemp()
        done = subprocess.run(["mktemp"], capture_output=True, check=True, text=True)
        assert Path(done.stdout.strip()).parent == folder
        assert len(list(folder.iterdir())) == 2
        assert folder.stat().st_mode & 0o777 == 0o700
    assert (list(tmp_path.iterdir()), os.environ["TMPDIR"]) == ([], str(tmp_path))
    with pytest.raises(ZeroDivisionError), scratch.run_folder():
        tempfile.mkdtemp()
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_no_place_for_temporary_files_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(project / "kanben.toml"))
    outcome = run("check", "--project", str(project))
    assert (outcome.code, "WRT101" in outcome.output) == (3, True)
    with pytest.raises(PipelineError), scratch.run_folder():
        pass


@pytest.mark.parametrize(
    ("name", "code", "word"),
    [("SIGINT", 130, "interrupted\n"), ("SIGTERM", 143, "(SIGTERM)"), ("SIGHUP", 129, "已中断（SIGHUP）")],
)
def test_each_command_ends_by_a_signal_as_documented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: int, word: str
) -> None:
    def hit(_: Path, _languages: str) -> Iterator[Path]:
        os.kill(os.getpid(), getattr(signal, name))
        yield from ()

    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8" if "已" in word else "C")
    monkeypatch.setattr("pipeline.starter.write", hit)
    before = signal.getsignal(signal.SIGTERM)
    outcome = run("new", str(tmp_path / "new"))
    assert (outcome.code, word in outcome.output) == (code, True), outcome.output
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_signal_waits_for_what_must_be_whole() -> None:
    done = []
    with pytest.raises(SystemExit) as left, signals.heard(), signals.held():
        os.kill(os.getpid(), signal.SIGTERM)
        done.append("whole")
    assert (left.value.code, done) == (143, ["whole"])


def test_a_signal_does_not_wait_for_another_thread() -> None:
    """What a thread holds is its own: the main thread hears the signal at once, and the other hears none."""
    holding, heard, faults = threading.Event(), threading.Event(), []

    def hold() -> None:
        try:
            with signals.held():
                holding.set()
                heard.wait(10)
        except signals.Interrupted as error:
            faults.append(error)

    thread = threading.Thread(target=hold)
    with pytest.raises(SystemExit) as left, signals.heard():
        thread.start()
        holding.wait(10)
        os.kill(os.getpid(), signal.SIGTERM)
        pytest.fail("the signal was not heard")
    heard.set()
    thread.join()
    assert (left.value.code, faults) == (143, [])


def test_a_second_signal_does_not_disturb_the_cleaning_up() -> None:
    cleaned = []
    with pytest.raises(SystemExit) as left, signals.heard():
        try:
            os.kill(os.getpid(), signal.SIGHUP)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            cleaned.append(True)
    assert (left.value.code, cleaned) == (129, [True])


def test_what_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with signals.heard():
            os.kill(os.getpid(), signal.SIGHUP)
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("call", [("build", "--quiet"), ("doctor",)], ids=["build", "doctor"])
def test_no_compiler_is_run(project: Path, tmp_path: Path, call: tuple[str, ...]) -> None:
    """Programs of these names come first on PATH, and say so when they are run."""
    told = tmp_path / "told"
    for name in ("cc", "gcc", "ld", "objdump", "ldconfig"):
        environment = _programs(tmp_path / "programs", name, f'echo "$0" >> {told}\nexit 1')
    place = ("--project", str(project)) if call[0] == "build" else ()
    done = subprocess.run([*KANBEN, *call, *place], cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert not told.exists(), told.read_text("utf-8")
