"""The command as a process: what it starts, how it ends, what it leaves, and where it writes."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import KANBEN, ROOT


@pytest.mark.parametrize("call", [("build", "--quiet"), ("doctor",)], ids=["build", "doctor"])
def test_no_compiler_is_run(project: Path, tmp_path: Path, call: tuple[str, ...]) -> None:
    """Programs of these names come first on PATH, and say so when they are run."""
    programs, told = tmp_path / "programs", tmp_path / "told"
    programs.mkdir()
    for name in ("cc", "gcc", "ld", "objdump", "ldconfig"):
        (programs / name).write_text(f'#!/bin/sh\necho "$0" >> {told}\nexit 1\n', "utf-8")
        (programs / name).chmod(0o755)
    place = ("--project", str(project)) if call[0] == "build" else ()
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([*KANBEN, *call, *place], cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert not told.exists(), told.read_text("utf-8")
