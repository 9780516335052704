"""The repository's own report: zero findings in all four formats, and as complete as it claims."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.core.vocabulary import is_cross_reference
from pipeline.line.session import Session
from pipeline.project import open_project
from tests.conftest import ROOT, run


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    outcome = run(
        "build", "--project", str(ROOT), "--out", str(folder), "--fail-on", "info", report=folder / "findings.jsonl"
    )
    assert (outcome.code, outcome.lines) == (0, []), outcome.output
    return folder


def test_all_checks_pass_without_a_word(out: Path) -> None:
    outcome = run(
        "check",
        "pdf",
        "epub",
        "docx",
        "html",
        "--project",
        str(ROOT),
        "--out",
        str(out),
        "--fail-on",
        "info",
        report=out / "c.jsonl",
    )
    assert (outcome.code, outcome.lines) == (0, []), outcome.output


def test_the_report_is_complete() -> None:
    session = Session(open_project(ROOT))
    document, problems = session.document, session.faults
    assert problems == ()
    found = document.inventory
    text = (ROOT / "source/report.md").read_text("utf-8")
    characters = len(re.findall(r"[\u4e00-\u9fff，。、；：？！“”（）《》]", text))
    assert 4500 <= characters <= 7000
    citations = {citation.key for citation in found.citations if not is_cross_reference(citation.key)}
    assert citations == {entry.id for entry in document.bibliography}
    assert len(citations) >= 10
    assert {figure.kind for figure in found.figures} == {"flow", "sets", "chart"}
    assert all(heading.beside for heading in found.headings)
    assert len([heading for heading in found.headings if heading.level == 1]) == 5
    assert text.count("::: {.summary lang=en}") == 5
    assert len([block for block in found.blocks if block.in_note]) >= 2
    assert all(block.span.line for block in found.blocks)
