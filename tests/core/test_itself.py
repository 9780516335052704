"""Python that is started anew takes no code from the folder that it is started in: a report is no program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import __version__
from pipeline.core import itself

_SPAWN = (
    "import sys; sys.path[:] = {path!r}\n"
    "from pipeline.core.itself import guard; guard()\n"
    "import multiprocessing\n"
    "process = multiprocessing.get_context('spawn').Process(target=print, args=('spawned',))\n"
    "process.start(); process.join()\n"
)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    for name in ("pipeline", "click", "json", "signal", "multiprocessing", "pickle"):
        (tmp_path / f"{name}.py").write_text("print('code of the report')\nraise SystemExit(1)\n", "utf-8")
    return tmp_path


def _said(command: list[str], folder: Path) -> str:
    free = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONSAFEPATH")}
    return subprocess.run(command, cwd=folder, env=free, capture_output=True, text=True, check=False).stdout


def test_a_command_of_ours_is_ours_wherever_it_is_called(hostile: Path) -> None:
    assert _said(list(itself.command("--version")), hostile).strip().endswith(__version__)


def test_a_process_that_is_spawned_takes_no_code_from_the_folder(hostile: Path) -> None:
    command = [sys.executable, "-P", "-c", _SPAWN.format(path=sys.path)]
    assert _said(command, hostile) == "spawned\n"


def test_the_command_sees_to_it_before_it_does_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    itself.guard()
    assert os.environ["PYTHONSAFEPATH"] == "1"
