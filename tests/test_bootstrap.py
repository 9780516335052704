"""Setting a machine up: what is missing is named, installed where that is allowed, and printed as a command where not."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline import bootstrap

Calls = list[Sequence[str]]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, int]:
    """A machine of root's with apt and no .venv, which lacks fonts; the exit codes of programs, 0 if not given."""
    codes: dict[str, int] = {}

    def run(command: Sequence[str], **_: Any) -> subprocess.CompletedProcess[str]:
        if "--assume-no" in command:
            return subprocess.CompletedProcess(command, 1, APT_PLAN, "")
        calls.append(command)
        if "venv" in command:
            (tmp_path / "venv/bin").mkdir(parents=True, exist_ok=True)
            for name in ("python", "pip", "kanben"):
                (tmp_path / "venv/bin" / name).touch()
        if "npm" in command:
            (tmp_path / "gates/node_modules").mkdir(exist_ok=True)
        return subprocess.CompletedProcess(command, codes.get(command[0], 0), "what it said\n", "")

    calls: Calls = []
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / "venv")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "GATES", tmp_path / "gates")
    for name in ("pyproject.toml", *bootstrap.LOCKS.values(), "gates/package-lock.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(bootstrap, "_is_there", lambda need: not need.startswith("font:"))
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(bootstrap.subprocess, "run", run)
    return codes


APT_PLAN = """\
Need to get 93.4 MB of archives.
After this operation, 412 MB of additional disk space will be used.
"""
FONTS = "fonts-dejavu-core fonts-lxgw-wenkai fonts-noto-cjk fonts-texgyre fonts-texgyre-math"


def _said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_root_is_told_each_step_and_what_it_fetches(machine: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main("build") == 0
    assert _said(capsys) == [
        "kanben: step 1 of 5: fetching the list of system packages",
        f"kanben: step 2 of 5: installing system packages: {FONTS} (93.4 MB to fetch, 412 MB on the disk)",
        "kanben: step 3 of 5: making .venv",
        "kanben: step 4 of 5: installing the Python packages of requirements.lock into .venv (about 145 MB to fetch)",
        "kanben: step 5 of 5: installing kanben itself",
    ]


@pytest.mark.parametrize("first", ["build", "test"])
def test_later_runs_are_silent(
    first: str, machine: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bootstrap.main(first) == 0
    monkeypatch.setattr(bootstrap, "_is_there", lambda _: True)
    capsys.readouterr()
    assert bootstrap.main("build") == 0
    assert not _said(capsys)
    # A changed lock is installed anew.
    bootstrap._stamp(first).write_text("of another lock")
    assert bootstrap.main(first) == 0
    assert len(_said(capsys)) == 2


def test_the_tests_fetch_what_a_build_has_not(machine: object, capsys: pytest.CaptureFixture[str]) -> None:
    for purpose, size in (("build", "about 145 MB"), ("test", "about 190 MB")):
        assert bootstrap.main(purpose) == 0
        assert size in capsys.readouterr().out


def test_root_may_install_system_packages_alone(machine: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main("system-test") == 0
    assert [line.split(": ")[1] for line in _said(capsys)] == ["step 1 of 2", "step 2 of 2"]
    assert not bootstrap.VENV.exists()


def test_the_judges_of_npm_are_installed_once_and_run_nothing(
    machine: dict[str, int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bootstrap.main("build") == 0
    assert "judges" not in capsys.readouterr().out
    machine["npm"] = 1
    assert bootstrap.main("test") == 4
    del machine["npm"]
    monkeypatch.setattr(bootstrap, "_is_there", lambda _: True)
    assert bootstrap.main("test") == 0
    assert "installing the judges of gates/package-lock.json" in capsys.readouterr().out
    assert "--ignore-scripts" in bootstrap._gates_command()
    assert bootstrap.main("test") == 0
    assert not _said(capsys)
    (bootstrap.GATES / "package-lock.json").write_text("another")
    assert bootstrap.main("test") == 0
    assert "judges" in capsys.readouterr().out


def test_the_locks_of_npm_name_one_registry_and_hold_hashes() -> None:
    packages = json.loads((bootstrap.GATES / "package-lock.json").read_text())["packages"]
    wanted = json.loads((bootstrap.GATES / "package.json").read_text())["dependencies"]
    assert packages[""]["dependencies"] == wanted
    for name, row in packages.items():
        assert not name or row["integrity"].startswith("sha512-"), name
        assert row.get("resolved", "https://registry.npmjs.org/").startswith("https://registry.npmjs.org/"), name
    # A range would be another judge tomorrow.
    assert all(re.fullmatch(r"[0-9.]+", version) for version in wanted.values())


@pytest.mark.parametrize("program", ["apt-get", bootstrap.sys.executable])
def test_a_step_that_fails_is_told_with_what_it_said(
    program: str, machine: dict[str, int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine[program] = 100
    monkeypatch.setattr(bootstrap, "_has_ensurepip", lambda: True)
    assert bootstrap.main("build") == 4
    said = _said(capsys)
    assert said[-2] == "what it said"
    assert said[-1].startswith(f"kanben: this failed: {program} ")


@pytest.mark.parametrize("sudo", ["sudo ", ""])
def test_a_user_is_told_the_command(
    sudo: str, machine: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None if name == "sudo" and not sudo else f"/bin/{name}")
    assert bootstrap.main("build") == 4
    assert _said(capsys) == [
        "kanben: 5 system packages are missing, and only root may install them. Please run as root:",
        f"  {sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {FONTS}",
        "or ask whoever looks after this machine to; then give your command again.",
    ]


def test_other_systems_are_told_what_is_needed(
    machine: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _: None)
    assert bootstrap.main("build") == 4
    assert "no Debian or Ubuntu" in capsys.readouterr().out


def test_others_make_a_venv_of_their_own(
    machine: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bootstrap.main("build") == 0
    monkeypatch.setattr(bootstrap, "_is_there", lambda _: True)
    monkeypatch.setattr(bootstrap, "_has_ensurepip", lambda: False)
    capsys.readouterr()
    assert bootstrap.main("build") == 0
    assert not _said(capsys)
    assert bootstrap.main("system-build") == 0
    assert "-venv" in capsys.readouterr().out


@pytest.mark.parametrize(("plan", "size"), [("7 kB", "7 kB to fetch"), ("0 B/8,213 kB", "0 B to fetch")])
def test_the_size_is_that_of_apt(plan: str, size: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "_output", lambda _: APT_PLAN.replace("93.4 MB", plan))
    assert bootstrap._apt_size(["apt-get"]) == f"{size}, 412 MB on the disk"


def test_a_venv_without_pip_is_made_anew(machine: object, capsys: pytest.CaptureFixture[str]) -> None:
    (bootstrap.VENV / "bin").mkdir(parents=True)
    (bootstrap.VENV / "bin/python").touch()
    assert bootstrap.main("build") == 0
    assert any("making .venv" in line for line in _said(capsys))


def test_what_is_there_is_seen() -> None:
    assert bootstrap._is_there("program:no-such-program|sh")
    assert not bootstrap._is_there("program:no-such-program")
    assert bootstrap._is_there("font:Noto Serif CJK SC")
    assert not bootstrap._is_there("font:No Such Song")
    assert bootstrap._is_there("library:libc.so.6")
    assert not bootstrap._is_there("library:libnothing.so.9")


def test_locked_packages_are_taken_as_they_are() -> None:
    commands = [step.command for step in bootstrap._locked_steps("build")][-2:]
    assert [("--no-deps" in command, "--require-hashes" in command) for command in commands] == [
        (True, True),
        (True, False),
    ]


def test_what_the_tests_need_holds_what_a_build_needs() -> None:
    build, tests = (
        set(re.findall(r"^\S+==\S+", (bootstrap.ROOT / lock).read_text(), re.M)) for lock in bootstrap.LOCKS.values()
    )
    assert build <= tests


def test_the_lock_of_npm_has_what_its_packages_ask_for_on_every_machine() -> None:
    """`npm ci` refuses a lock without the packages of other systems, which a registry need not hold."""
    packages = json.loads((bootstrap.GATES / "package-lock.json").read_text("utf-8"))["packages"]
    for place, row in packages.items():
        for name in row.get("optionalDependencies", {}):
            folders = [place, *(place[: found.start()] for found in re.finditer("/?node_modules/", place))]
            assert any(f"{folder}/node_modules/{name}".strip("/") in packages for folder in folders), (place, name)
