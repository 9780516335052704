"""Faults that eyes from outside have found, each with the smallest input that showed it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.bibliography.layout import CannotFormat
from pipeline.figures.files import _value
from pipeline.line import entries
from pipeline.project import open_project
from pipeline.tools import processes
from tests.conftest import run
from tests.small import findings, html, pdf, small

FIGURE = """
```figure {{#fig-a}}
kind: vega-lite
spec: {spec}
caption: {{zh: 图, en: F}}
alt: {{zh: 说明, en: Picture}}
credit: {{zh: 源, en: Source}}
```
"""


@pytest.mark.parametrize("body", ["文", "::: {#x .sidebar}\n:::\n\n文", "[]{#z}\n\n文"])
def test_an_id_without_content_is_no_fault_of_the_second_standard(body: str) -> None:
    assert pdf(body, settings='[pdf]\nstandard = "ua-2"\n')


def test_a_bibliography_that_nothing_cites_is_not_printed() -> None:
    assert html("文").xpath("//*[@id='refs']") == []
    assert len(html("文[@osd]").xpath("//*[@id='refs']")) == 1


@pytest.mark.parametrize(
    "spec",
    [
        '{data: {values: [{name: Everest, height: 8848}]}, mark: bar, encoding: {x: {field: height, type: quantitative}}}',
        '{data: {values: [{a: 6000}]}, mark: bar, encoding: {x: {field: a, bin: {step: 5000}}}}',
        '{data: {values: [{sequence: {start: 0, stop: 100000}}]}, mark: point}',
    ],
)  # fmt: skip
def test_data_are_no_sides(spec: str) -> None:
    assert [found for found in findings(FIGURE.format(spec=spec)) if found.startswith("FIG110")] == []


@pytest.mark.parametrize("spec", ["{layer: [{width: {step: 5000}, mark: bar}]}", "{spec: {height: 9000, mark: bar}}"])
def test_sides_of_parts_have_limits_too(spec: str) -> None:
    assert any("4000" in found for found in findings(FIGURE.format(spec=spec)))


@pytest.mark.parametrize(
    ("cell", "value"),
    [("007", "007"), ("2020_01", "2020_01"), ("nan", "nan"), ("inf", "inf"), ("1.5", 1.5), ("-3", -3.0), ("0", 0.0), ("1e3", 1000.0),
     ("0.10", 0.1), ("", ""), (" 1", " 1"), ("12345678901234567890", "12345678901234567890"), (None, None)],
)  # fmt: skip
def test_a_cell_is_a_number_where_it_is_written_as_one(cell: str | None, value: object) -> None:
    assert _value(cell) == value


def test_clean_leaves_the_authors_own_files(tmp_path: Path) -> None:
    project = small("文").folder
    (tmp_path / "photo.en.png").write_bytes(b"mine")
    (tmp_path / "index.html").write_text("<img src='photo.en.png'>")
    assert run("clean", "--project", str(project), "--out", str(tmp_path)).code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index.html", "photo.en.png"]


def test_clean_takes_the_sheet_of_a_report_without_figures() -> None:
    project = small("文").folder
    assert run("figures", "--project", str(project)).code == 0
    assert (project / "out/figures/index.html").exists()
    assert run("clean", "--project", str(project)).code == 0
    assert not (project / "out/figures").exists()


def test_an_entry_is_not_added_beside_another_bibliography(monkeypatch: pytest.MonkeyPatch) -> None:
    project = small("文").folder
    (project / "source/references.yaml").rename(project / "source/references.bib")
    monkeypatch.setattr(entries, "look_up", lambda *_: {"id": "new", "title": "题"})
    with pytest.raises(CannotFormat):
        entries.add_entry(open_project(project), "10.5555/x", (), "2026-01-01")
    assert not (project / "source/references.yaml").exists()


def test_opening_a_project_changes_nothing_of_another() -> None:
    before = processes.bounds()
    assert open_project(small("文", settings="[tools]\nseconds = 7\n").folder).bounds.seconds == 7
    assert processes.bounds() == before


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("123 [4]{.zzz}", "1:9-13"),
        ("$x$ [y]{.zzz}", "1:9-13"),
        ("[a](ftp://x)", "1:5-12"),
        ("x y [z]{.foo} w", "1:9-13"),
    ],
)
def test_what_stands_once_has_its_place_without_a_marked_letter(body: str, place: str) -> None:
    assert [found.split()[1] for found in findings(body)] == [place]


def test_a_circle_of_links_is_told(tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to("circle")
    project = small("文").folder
    for arguments in (("--out", str(tmp_path / "circle")), ("--project", str(tmp_path / "circle"))):
        outcome = run("build", "html", "--project", str(project), *arguments, report=tmp_path / "f.jsonl")
        assert outcome.code == 3
        assert {row["code"] for row in outcome.findings} <= {"WRT101", "SRC101", "SRC109", "SET101"}
    (project / "out").mkdir()
    (project / "out/report.html").symlink_to("report.html")
    assert run("build", "html", "--project", str(project)).code == 0
    assert (project / "out/report.html").read_bytes().startswith(b"<!DOCTYPE html>")


def test_references_in_code_beside_a_replacement_character_stop_nothing() -> None:
    assert findings("甲\ufffd乙 `&#0;` `&#8238;`") == []


@pytest.mark.parametrize("text", ["\ufeff---\n", "---\r"])
def test_the_line_that_is_shown_is_the_line_that_was_read(text: str) -> None:
    project = small("x").folder
    report = project / "source/report.md"
    body = report.read_text("utf-8") + "\n见[@nope]。\n"
    report.write_bytes((body.replace("\n", "\r") if "\r" in text else "\ufeff" + body).encode())
    shown = run("check", "--project", str(project), "--lang", "en").output
    assert "    | 见[@nope]。\n    |     ^^^^" in shown
