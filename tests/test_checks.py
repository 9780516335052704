"""Every code of the catalogue, found where it should be in the good project with one thing wrong, and nothing else found.

A folder `checks/<CODE>/` holds `case.toml` (what is changed) and `expected.txt` (what is
found, and in which English words). Codes of one gate may share a case, which names them: each run of it takes long.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.codes import catalogue
from pipeline.tools import fonts, office, pandoc, zips
from tests.checks.faults import FAULTS, OF_OUTPUTS
from tests.conftest import OFFICE, TESTS, run

# These ask judges.
SLOW = ("GAT101", "GAT102", "GAT105", "GAT108", "GAT110", "GAT111", "GAT115")
CASES = sorted(path.parent for path in (TESTS / "checks").glob("*/case.toml"))


def _codes(folder: Path) -> list[str]:
    return tomllib.loads((folder / "case.toml").read_text("utf-8")).get("codes", [folder.name])


def _apply(case: dict[str, Any], project: Path) -> None:
    for change in case.get("edit", []):
        path = project / change["file"]
        text = path.read_text("utf-8")
        assert change["find"] in text, f"{change['find']!r} is not in {change['file']}"
        path.write_text(text.replace(change["find"], change["replace"], 1), "utf-8")
    for change in case.get("write", []):
        path = project / change["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes.fromhex(change["hex"]) if "hex" in change else change["text"].encode())
    for change in case.get("delete", []):
        (project / change["file"]).unlink()
    for change in case.get("damage", []):
        _damage(project / "out" / f"report.{change['format']}", change)


def _damage(path: Path, change: dict[str, Any]) -> None:
    find, replace = change["find"].encode(), change["replace"].encode()
    if "part" not in change:
        assert find in path.read_bytes()
        path.write_bytes(path.read_bytes().replace(find, replace))
        return
    parts = dict(zips.read(path.read_bytes()))
    assert find in parts[change["part"]]
    parts[change["part"]] = parts[change["part"]].replace(find, replace)
    path.write_bytes(zips.write(parts.items()))


@pytest.mark.parametrize(
    "folder",
    [pytest.param(folder, marks=[pytest.mark.slow] if folder.name in SLOW else [], id=folder.name) for folder in CASES],
)
def test_code_is_found(
    folder: Path, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update_golden: bool
) -> None:
    case = tomllib.loads((folder / "case.toml").read_text("utf-8"))
    needs_outputs = "damage" in case or case.get("fault") in OF_OUTPUTS
    project = Path(
        shutil.copytree(built, tmp_path / "project", ignore=None if needs_outputs else shutil.ignore_patterns("out"))
    )
    _apply(case, project)
    if "fault" in case:
        FAULTS[case["fault"]](project, monkeypatch)
    if folder.name in SLOW:
        monkeypatch.setattr(office, "program", OFFICE)
    # What git says is quoted, in its language and of the folders it looks in.
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    report = tmp_path / "findings.jsonl"
    command = ["build", *case["build"]] if "build" in case else [case.get("command", "check"), *case.get("check", [])]
    outcome = run(*command, "--project", str(project), "--jobs", "1", "--quiet", "--lang", "en", report=report)
    monkeypatch.undo()
    for cached in (pandoc.program, fonts.find, fonts.installed, fonts.advances):
        cached.cache_clear()
    found = "\n".join([f"exit {outcome.code}", *outcome.lines]) + "\n"
    found = re.sub(r"/\S*?/project", "PROJECT", found)
    expected = folder / "expected.txt"
    if update_golden:
        expected.write_text(found, "utf-8")
    assert found == expected.read_text("utf-8"), outcome.output
    assert all(code in found for code in _codes(folder))
    assert "Traceback" not in outcome.output


def test_every_code_has_a_case() -> None:
    assert sorted(code for folder in CASES for code in _codes(folder)) == sorted(catalogue())
