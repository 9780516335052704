"""A report that is read anew while it is written: only the newest reading counts, and nothing is worked out for others."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

import pytest

from pipeline.core.report import Finding
from pipeline.core.wanted import Unwanted, along, go_on, wanted_while
from pipeline.desk.reader import Reader
from pipeline.desk.workspace import Reading, Workspace
from pipeline.tools import processes
from tests.small import FRONT


def test_a_key_ends_what_is_worked_out_for_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = tmp_path / "source" / "report.md"
    report.parent.mkdir()
    report.write_text(f"---\n{FRONT}---\n\n甲。\n", "utf-8")
    shown: list[tuple[Finding, ...]] = []
    begun: list[str] = []

    def long(reading: Reading) -> Reading:
        begun.append(reading.joined.text.text[-3:])
        while "甲" in begun[-1]:
            go_on()
            time.sleep(0.01)
        return reading

    async def work() -> None:
        reader = Reader(Workspace(tmp_path), lambda _, found: shown.append(found))
        reader.changed()
        while not begun:
            await asyncio.sleep(0.01)
        reader.workspace.hold(report, report.read_text("utf-8").replace("甲", "见 @sec-none 乙"))
        reader.changed()
        while len(begun) < 2 or reader.latest is None or not shown[-1]:
            await asyncio.sleep(0.01)

    monkeypatch.setattr(Reading, "with_numbers", long)
    asyncio.run(asyncio.wait_for(work(), 30))
    assert [text.strip() for text in begun] == ["甲。", "乙。"]
    assert [row.diagnostic.code for row in shown[-1]] == ["XRF101"]


def test_a_tool_that_nobody_waits_for_is_ended() -> None:
    asked = iter([True, True, False])
    command = [sys.executable, "-c", "import sys, time; print(len(sys.stdin.read())); time.sleep(float(sys.argv[1]))"]
    start = time.perf_counter()
    with wanted_while(lambda: next(asked)), pytest.raises(Unwanted):
        along(processes.run)([*command, "60"])
    assert time.perf_counter() - start < 30
    # One that is wanted has all of what it is given, and says all of what it has to say.
    given = b"x" * 10**6
    late = "import sys, time; time.sleep(0.3); print(len(sys.stdin.read()))"
    with wanted_while(lambda: True):
        # Also where it begins to read when it has been looked at.
        assert (
            processes.run([sys.executable, "-c", late], given, within=processes.Bounds(20, 2**31)).stdout.strip()
            == b"1000000"
        )
        assert processes.run([*command, "0.2"], given).stdout.strip() == b"1000000"
        with pytest.raises(processes.OutOfBounds):
            processes.run([*command, "60"], within=processes.Bounds(0.3, 2**31))
