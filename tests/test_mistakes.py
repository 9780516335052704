"""Mistakes that authors make, as data: each is one finding, where it stands, whose words lead to what is right; and what is right is told
nothing of.

A row of `mistakes/*.toml` has what was written (`wrong`) and what was meant (`right`), the code, the place (`line:column` in what stands in the
row, `*` where it is not claimed), and words that the message and its hint hold: `fix` in both languages, `zh` and `en` in one.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.codes import hint, message
from pipeline.core.diagnostics import Diagnostic, PipelineError
from pipeline.core.report import resolve
from pipeline.formats import rows
from pipeline.line.build import build, check
from tests.conftest import TESTS, run
from tests.small import BODY_START, FRONT, Small, small

# What every small text lacks.
ASIDE = ("HED102", "CIT102", "FIG105", "TBL103")
FIELDS_START = 2
"""The line of the first field of a front matter."""
REPORT = "source/report.md"


def _rows(name: str) -> list[Any]:
    data = tomllib.loads((TESTS / f"mistakes/{name}.toml").read_text("utf-8"))
    return [pytest.param(row, id=id_) for id_, row in data.items()]


def _told(made: Small, row: dict[str, Any]) -> list[Diagnostic]:
    """What is found, without what every small text lacks."""
    try:
        if "formats" in row:
            found = build(made.session, rows(row["formats"]), 1, lambda _: None).diagnostics
        else:
            found = check(made.session, (), 1, lambda _: None).diagnostics
    except PipelineError as error:
        found = error.diagnostics
    told = [finding.diagnostic for finding in resolve(found, ()).findings]
    return [problem for problem in told if problem.code not in ASIDE or problem.code == row["code"]]


def _leads(row: dict[str, Any], told: list[Diagnostic], file: str, start: int) -> None:
    """That a mistake is one finding (with as many more as it says), at its place, with its remedy."""
    assert [problem.code for problem in told if problem.code == row["code"]] == [row["code"]] * (
        len(told) if row.get("more") and told[-1].code == row["code"] else 1
    ), told
    assert len(told) == 1 + row.get("more", 0), told
    problem = next(one for one in told if one.code == row["code"])
    for language in ("zh", "en"):
        words = f"{message(problem, language)} {hint(problem, language)}"
        for wanted in (*row.get("fix", ()), *row.get(language, ())):
            assert wanted in words, words
    if row["at"] == "*":
        assert problem.span is not None
        return
    line, column = row["at"].split(":")
    assert problem.span is not None and problem.span.file == file, problem.span
    assert problem.span.line == int(line) + start - 1, problem.span
    assert column == "*" or problem.span.column == int(column), problem.span


@pytest.mark.parametrize("row", _rows("front_matter"))
def test_a_mistake_in_the_front_matter_leads_to_its_mending(row: dict[str, Any]) -> None:
    name = row.get("replaces") or row["wrong"].strip().partition(":")[0].partition("：")[0]
    kept = [line for line in FRONT.splitlines() if not line.startswith(f"{name}:")]
    for text, is_wrong in ((row["wrong"], True), (row["right"], False)):
        made = small("正文。")
        fields = "\n".join([*kept, text]) + "\n"
        (made.folder / REPORT).write_text(f"---\n{fields}---\n正文。\n", "utf-8")
        told = _told(made, row)
        if is_wrong:
            _leads(row, told, REPORT, FIELDS_START + len(kept))
        else:
            assert told == []


@pytest.mark.parametrize("row", _rows("text"))
def test_a_mistake_in_the_text_leads_to_its_mending(row: dict[str, Any]) -> None:
    files = row.get("files")
    told = _told(small(row["wrong"], files=files), row)
    _leads(row, told, REPORT, BODY_START)
    right = _told(small(row["right"], files=files), row)
    assert [problem for problem in right if problem.code not in ASIDE] == []
    assert row["code"] not in {problem.code for problem in right}


def _with_file(row: dict[str, Any], text: str) -> Small:
    made = small(row["body"])
    path = made.folder / row["file"]
    if path.suffix == ".bib":
        (made.folder / "source/references.yaml").unlink()
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return made


@pytest.mark.parametrize("row", _rows("files"))
def test_a_mistake_in_a_file_leads_to_its_mending(row: dict[str, Any]) -> None:
    _leads(row, _opened(row, row["wrong"]), row["file"], 1)
    assert _opened(row, row["right"]) == []


def _opened(row: dict[str, Any], text: str) -> list[Diagnostic]:
    """What is found in a report with a file; settings are read when it is opened."""
    made = _with_file(row, text)
    try:
        return _told(made, row)
    except PipelineError as error:
        return list(error.diagnostics)


@pytest.mark.parametrize("row", _rows("commands"))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_mistake_on_the_command_line_leads_to_its_mending(
    row: dict[str, Any], language: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8" if language == "zh" else "C.UTF-8")
    wrong, right = ([part.replace("PROJECT", str(project)) for part in row[name]] for name in ("wrong", "right"))
    outcome = run(*wrong)
    assert outcome.code == row["exit"]
    for wanted in row["fix"]:
        assert wanted in outcome.output, outcome.output
    assert run(*right).code == 0


def test_there_are_enough_mistakes_and_of_every_kind() -> None:
    count = sum(len(_rows(name)) for name in ("front_matter", "text", "files", "commands"))
    assert count >= 60
