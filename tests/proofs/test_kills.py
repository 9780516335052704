"""Edits that are being made when the program is killed: the old sources stand whole, or the new ones do."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import KANBEN, ROOT
from tests.kills import until
from tests.proofs.editor import Editor
from tests.proofs.loop import edited, receive, send

_COUNT, _SEED = 30, 20261126
_FILES = ("source/report.md", "source/part.md")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report in two files with edits of both that came back; in `new` the files that they lead to."""
    folder = tmp_path_factory.mktemp("kills")
    project = shutil.copytree(Path(__file__).parent / "report", folder / "project")
    report = project / _FILES[0]
    report.write_text(report.read_text("utf-8").replace("license:", "parts: [part.md]\nlicense:"), "utf-8")
    (project / _FILES[1]).write_text('# 另一章 {en="Another"}\n\n另一个文件中的话。\n', "utf-8")
    back = edited(send(project), _both)
    new = shutil.copytree(project, folder / "new")
    assert receive(new, back).code == 0
    (project / "back.docx").write_bytes(back)
    assert _texts(new) != _texts(project)
    return folder


def _both(editor: Editor) -> None:
    editor.replace("最后一段", "最后", "末")
    editor.replace("另一个文件", "文件", "文档")


def _texts(project: Path) -> list[bytes]:
    return [(project / name).read_bytes() for name in _FILES]


@pytest.mark.slow
def test_a_kill_leaves_the_old_sources_or_the_new_ones(prepared: Path, tmp_path: Path) -> None:
    """Some kills come anywhere in the command, the others while it puts its files in place, which is done alone here."""
    chance = random.Random(_SEED)
    old, new = _texts(prepared / "project"), _texts(prepared / "new")
    found = []
    for number in range(_COUNT):
        project = shutil.copytree(prepared / "project", tmp_path / str(number))
        is_whole = number % 6 == 0
        command = _whole(project) if is_whole else [sys.executable, "-c", _PLACING, str(project), str(prepared / "new")]
        _kill(command, project, chance.uniform(0, 2.5) if is_whole else None, chance.uniform(0, 0.004))
        assert until(lambda project=project: not list(project.rglob(".kanben-*")), 5.0), (_SEED, number)
        found.append({str(old): "old", str(new): "new"}.get(str(_texts(project)), "mixed"))
    assert set(found) == {"old", "new"}, (_SEED, found)


_PLACING = f"""
import sys
from pathlib import Path
from pipeline.core.files import write_all
from pipeline.core.scratch import run_folder
project, new = map(Path, sys.argv[1:])
with run_folder():
    write_all({{project / name: (new / name).read_bytes() for name in {_FILES}}})
"""


def _whole(project: Path) -> list[str]:
    return [*KANBEN, "proof", "receive", str(project / "back.docx"), "--project", str(project), "--apply", "all"]


def _kill(command: list[str], project: Path, after: float | None, delay: float) -> None:
    """Kill a command some seconds after its start, or after the first of its new files lies beside its place."""
    environment = {**os.environ, "TMPDIR": str(project.parent), "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        source = project / "source"
        if after is None:
            while process.poll() is None and not any(source.glob(".kanben-*")):
                time.sleep(0)
        until(lambda: process.poll() is not None, delay if after is None else after)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
    finally:
        process.kill()
        process.wait()
