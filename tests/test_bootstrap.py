"""Setting a machine up: what is missing is named, installed where that is allowed, and printed as a command where not."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline import bootstrap


def _answers(code: int, calls: list[Sequence[str]]) -> Any:
    def run(command: Sequence[str], **_: Any) -> subprocess.CompletedProcess[str]:
        calls.append(command)
        return subprocess.CompletedProcess(command, code, "", "")

    return run


def test_a_user_is_told_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(bootstrap, "_is_there", lambda need: not need.startswith("font:"))
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    assert bootstrap.main("build") == 4
    assert (
        "sudo apt-get install -y --no-install-recommends fonts-dejavu-core fonts-lxgw-wenkai fonts-noto-cjk fonts-texgyre"
        in capsys.readouterr().out
    )


def test_root_installs_and_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    calls: list[Sequence[str]] = []
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(bootstrap.subprocess, "run", _answers(0, calls))
    assert bootstrap._install(["fonts-noto-cjk"])
    assert [call[:2] for call in calls] == [["apt-get", "update"], ["apt-get", "install"]]
    assert "installing system packages: fonts-noto-cjk" in capsys.readouterr().out
    monkeypatch.setattr(bootstrap.subprocess, "run", _answers(100, calls))
    assert not bootstrap._install(["fonts-noto-cjk"])


def test_other_systems_are_told_what_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _: None)
    assert not bootstrap._install(["fonts-noto-cjk"])
    assert "no Debian or Ubuntu" in capsys.readouterr().out


def test_what_is_there_is_seen() -> None:
    assert bootstrap._is_there("program:no-such-program|sh")
    assert not bootstrap._is_there("program:no-such-program")
    assert bootstrap._is_there("font:Noto Serif CJK SC")
    assert not bootstrap._is_there("font:No Such Song")
    assert bootstrap._is_there("library:libc.so.6")
    assert not bootstrap._is_there("library:libnothing.so.9")


def test_locked_packages_are_taken_as_they_are_and_a_failure_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    calls: list[Sequence[str]] = []
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    monkeypatch.setattr(bootstrap.subprocess, "run", _answers(0, calls))
    lock = bootstrap.ROOT / bootstrap.LOCKS["build"]
    assert bootstrap._install_locked(lock)
    assert [("--no-deps" in call, "--require-hashes" in call) for call in calls] == [
        (False, False),
        (True, True),
        (True, False),
    ]
    (tmp_path / f".installed-{lock.name}").unlink()
    monkeypatch.setattr(bootstrap.subprocess, "run", _answers(1, calls))
    assert not bootstrap._install_locked(lock)
    assert "kanben: this failed: " in capsys.readouterr().out
    assert not (tmp_path / f".installed-{lock.name}").exists()
