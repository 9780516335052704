"""What tries the commands on bare machines asks for what the README says, and leaves nothing behind."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests import bare
from tests.conftest import ROOT


@pytest.fixture
def machines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Any]:
    """The commands that are run, all of which go well, on machines that are empty folders."""
    ran: list[Any] = []
    monkeypatch.setattr(bare.os, "geteuid", lambda: 0)
    monkeypatch.setattr(bare.shutil, "which", lambda _: "/usr/sbin/debootstrap")
    monkeypatch.setattr(bare.signal, "signal", lambda *_: None)
    monkeypatch.setattr(bare.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(bare, "configure", lambda _: {})
    monkeypatch.setattr(bare, "copy_project", lambda *_: None)
    monkeypatch.setattr(bare, "step", lambda title, *_, **__: ran.append(title) is None)
    return ran


def test_the_commands_are_those_of_the_readme() -> None:
    two = re.search(r"## Two commands.*?```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    assert two
    assert [line.split("  ")[0] for line in two[1].strip().split("\n")] == [
        commands[0] for commands in bare.COMMANDS.values()
    ]


def test_both_run_on_the_older_release_and_one_on_the_newer(machines: list[Any]) -> None:
    assert bare.main([]) == 0
    assert [title for title in machines if "make" in title] == [
        "Debian 12: make pdf",
        "Debian 12: make test",
        "Debian 13: make pdf",
    ]


def test_some_of_it_can_be_chosen(machines: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert bare.main(["13:test"]) == 0
    assert machines == ["Debian 13: debootstrap", "Debian 13: make test"]
    with pytest.raises(SystemExit) as caught:
        bare.main(["14:pdf"])
    assert caught.value.code == 2
    assert "a run is one of 12, 13" in capsys.readouterr().err


@pytest.mark.parametrize("problem", [False, KeyboardInterrupt, SystemExit(143)])
def test_nothing_is_left_when_a_step_fails(
    problem: Any, machines: list[Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def step(title: str, *_: Any, **__: Any) -> bool:
        machines.append(title)
        assert len(list(tmp_path.iterdir())) == 1
        if problem is False:
            return False
        raise problem

    monkeypatch.setattr(bare, "step", step)
    if isinstance(problem, SystemExit):
        with pytest.raises(SystemExit):
            bare.main(["12:pdf"])
    else:
        assert bare.main(["12:pdf"]) == (130 if problem else 1)
    assert machines == ["Debian 12: debootstrap"]
    assert not list(tmp_path.iterdir())


def test_reports_that_differ_are_told(
    machines: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bare, "try_release", lambda release, _: f"’ face of {release}")
    assert bare.main([]) == 1
    assert "the reports differ" in capsys.readouterr().out


def test_it_says_what_it_needs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(bare.os, "geteuid", lambda: 1000)
    assert bare.main([]) == 4
    assert "needs root and debootstrap" in capsys.readouterr().out


def test_tracked_files_are_copied_as_they_are_now(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "a").mkdir(parents=True)
    (source / "a/tracked").write_text("first")
    (source / "untracked").write_text("")
    for command in (["init", "-q"], ["add", "a"]):
        subprocess.run(["git", *command], cwd=source, check=True)
    (source / "a/tracked").write_text("now")
    bare.copy_project(source, tmp_path / "target")
    assert [path.name for path in (tmp_path / "target").rglob("*")] == ["a", "tracked"]
    assert (tmp_path / "target/a/tracked").read_text() == "now"
