"""Outside judges: how they are run and ended, and where in the source what they say lies."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from pipeline.core.diagnostics import Diagnostic
from pipeline.formats.judging import SHOWN, few, ids_at
from pipeline.tools import epubcheck, judges

PAGE = b"""<html xmlns="http://www.w3.org/1999/xhtml"><body id="all">
<section id="one"><p>1</p></section>
<section id="two"><figure id="fig"><img alt="" /></figure><p>2</p></section>
</body></html>"""


@pytest.mark.parametrize(
    ("line", "column", "ids"),
    [
        (1, 3, []),
        (2, 0, ["all"]),
        (2, 3, ["one", "all"]),
        (2, 22, ["one", "all"]),
        (3, 45, ["fig", "two", "all"]),
        (3, 63, ["two", "all"]),
        (9, 1, []),
    ],
)
def test_the_ids_round_a_place_come_nearest_first(line: int, column: int, ids: list[str]) -> None:
    assert ids_at(PAGE, line, column) == ids
    # What is broken later is no matter.
    if ids:
        assert ids_at(PAGE + b"<", line, column) == ids


def test_a_place_before_which_nothing_can_be_read_has_no_ids() -> None:
    assert ids_at(b"no markup", 1, 5) == []
    assert ids_at(b"", 1, 5) == []


def test_one_kind_of_fault_is_told_a_few_times() -> None:
    found = [Diagnostic("GAT105", key=key) for key in "ab" for _ in range(SHOWN + 5)]
    assert [problem.key for problem in few(found)] == ["a"] * SHOWN + ["b"] * SHOWN


def test_a_judge_that_takes_too_long_ends_with_all_that_it_started(tmp_path: Path) -> None:
    script = (
        "import pathlib, subprocess, sys, time;"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        f"pathlib.Path({str(tmp_path / 'child')!r}).write_text(str(child.pid)); print('early', flush=True);"
        "time.sleep(60)"
    )
    with pytest.raises(judges.Unavailable) as raised:
        judges.ask([sys.executable, "-c", script], seconds=3)
    assert raised.value.reason.name == "took_too_long"
    child = int((tmp_path / "child").read_text())
    for _ in range(50):
        try:
            state = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return
        if state == "Z":
            return
        time.sleep(0.1)
    os.kill(child, 9)
    pytest.fail("what a judge had started went on")


@pytest.mark.parametrize(
    ("script", "reason"),
    [("pass", "said_nothing"), ("import sys; sys.exit('no such option')", "says")],
)
def test_a_judge_that_prints_nothing_gives_no_verdict(script: str, reason: str) -> None:
    with pytest.raises(judges.Unavailable) as raised:
        judges.ask([sys.executable, "-c", script])
    assert raised.value.reason.name == reason


def test_a_verdict_is_what_is_printed_whatever_the_exit_code() -> None:
    script = "import os, sys; print(sys.stdin.read() + os.environ['WORD']); sys.exit(1)"
    assert judges.ask([sys.executable, "-c", script], b"given ", {"WORD": "set"}) == b"given set\n"


def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(judges.Unavailable) as raised:
        judges.ask(["no-such-judge-anywhere"])
    assert raised.value.reason.name == "no_such_file"


def test_what_is_lacking_comes_with_how_it_is_had(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(judges.shutil, "which", lambda name: None if name == "chromium" else f"/bin/{name}")
    monkeypatch.setattr(judges, "_PACKAGES", tmp_path)
    (tmp_path / "there").mkdir()
    assert judges.lacking_node("there") == ""
    assert judges.lacking_node("there", "@scope/away") == "@scope/away (make gates)"
    assert judges.lacking_node("there", browser=True) == ""
    monkeypatch.setattr(judges.shutil, "which", lambda _: None)
    assert judges.lacking_node("there") == "Node.js (apt install nodejs)"
    assert judges.lacking_java() and epubcheck.missing() == judges.lacking_java()
    monkeypatch.setattr(judges.shutil, "which", lambda name: f"/bin/{name}" if name in ("node", "java") else None)
    assert judges.lacking_node("there", browser=True) == "Chromium (apt install chromium)"
    assert epubcheck.missing() == ""


@pytest.mark.gate
def test_epubcheck_says_what_it_means_of_a_file_that_is_no_book(tmp_path: Path) -> None:
    path = tmp_path / "report.epub"
    path.write_bytes(b"no book")
    assert {(one.severity, one.file) for one in epubcheck.examine(path)} == {("error", ""), ("fatal", "")}
