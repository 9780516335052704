"""Faults that came up in use, each with the smallest input that showed it."""

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


def test_each_of_several_links_of_a_paragraph_has_its_place() -> None:
    body = "见[甲](javascript:alert(1))与[乙](file:///etc/x)与[丙](vbscript:x)与[丁](tel:1)与[戊](http://[::1/)"
    places = [found.split()[1] for found in findings(body) if found.startswith("SRC111")]
    assert places == ["1:6-25", "1:31-44", "1:50-60", "1:66-71", "1:77-89"]


@pytest.mark.parametrize("cell", ["1,5", "1_000", "1,00,0", "0x1F", "１２", "1e", ".", "1 000"])
def test_what_is_no_number_of_a_chart_is_told(cell: str) -> None:
    chart = "```figure {#fig-a}\nkind: chart\ndata: a.csv\naxis: {zh: 轴, en: axis}\nunit: {zh: 个, en: piece}\ncaption: {zh: 图, en: F}\nalt: {zh: 说明, en: P}\ncredit: {zh: 源, en: S}\n```\n"
    found = findings(chart, files={"a.csv": f'zh,en,value\n甲,A,1\n"乙\n丙",B,"{cell}"\n'})
    assert any("no number" in one or "number is expected" in one for one in found), found
    assert any(one.startswith("FIG113 3:3") for one in found), found


@pytest.mark.parametrize(
    ("text", "reason"),
    [('[{"a": "x\\u0001"}]', "U+0001"), ("[" * 900 + "]" * 900, "nested too deep"), ('[{"a": NaN}]', "not finite"), ('[{"a": 1e999}]', "not finite"),
     ('[{"a": "\\ud800"}]', "U+D800"), ("[" + "9" * 400 + "]", "not finite")],
)  # fmt: skip
def test_json_of_a_specification_holds_to_the_rules(text: str, reason: str) -> None:
    found = findings(FIGURE.format(spec="{data: {url: x.json}, mark: bar}"), files={"x.json": text})
    assert any(one.startswith("FIG109") and reason in one for one in found), found


@pytest.mark.parametrize(
    "rule", ["*{display:flex}", "p::before{content:target-counter('#x',page) leader('')}", "p{margin:calc(1px/0)}"]
)
def test_a_style_sheet_that_the_typesetter_fails_over_is_told(rule: str) -> None:
    project = small("文")
    (project.folder / "styles").mkdir()
    (project.folder / "styles/base.css").write_text(rule)
    outcome = run("build", "pdf", "--project", str(project.folder), "--lang", "en", report=project.folder / "f.jsonl")
    assert outcome.code in (0, 1, 3)
    assert "TOL106" not in {row["code"] for row in outcome.findings}


@pytest.mark.parametrize(
    "rule",
    [
        "p{display:grid;grid-template-columns:repeat(100000000,1px)}",
        "p{font-size:1e9px}",
        "p::after{content:'%s'}" % ("a" * 3000),
    ],
)
def test_a_style_sheet_may_not_ask_for_too_much(rule: str) -> None:
    project = small("文")
    (project.folder / "styles").mkdir()
    (project.folder / "styles/base.css").write_text(rule)
    outcome = run("build", "pdf", "--project", str(project.folder), report=project.folder / "f.jsonl")
    assert "SET107" in {row["code"] for row in outcome.findings}


def test_markup_in_markup_of_an_entry_is_told() -> None:
    entry = f'- id: osd\n  type: book\n  title: "{"<i>" * 200}x{"</i>" * 200}"\n'
    project = small("文[@osd]。")
    (project.folder / "source/references.yaml").write_text(entry)
    outcome = run("build", "html", "--project", str(project.folder), report=project.folder / "f.jsonl")
    assert outcome.code == 1
    assert "CIT118" in {row["code"] for row in outcome.findings}


def test_a_date_of_no_calendar_is_told() -> None:
    project = small("文[@osd]。")
    entry = "- id: osd\n  type: book\n  title: 题\n  issued: {date-parts: [[99999999999999999999, 13, 40]]}\n"
    (project.folder / "source/references.yaml").write_text(entry)
    outcome = run("build", "html", "--project", str(project.folder), report=project.folder / "f.jsonl")
    assert outcome.code == 1
    assert "CIT118" in {row["code"] for row in outcome.findings}


def test_an_output_that_is_a_pipe_nobody_reads_is_told(tmp_path: Path) -> None:
    import os

    project = small("文").folder
    (project / "out").mkdir()
    os.mkfifo(project / "out/report.html")
    outcome = run("build", "html", "--project", str(project), report=tmp_path / "f.jsonl")
    assert (outcome.code, [row["code"] for row in outcome.findings]) == (3, ["WRT101"])


def test_a_link_to_a_file_of_another_kind_is_not_followed(tmp_path: Path) -> None:
    project = small("文").folder
    (project / "out").mkdir()
    (tmp_path / "dear").write_text("dear")
    (project / "out/report.html").symlink_to(tmp_path / "dear")
    outcome = run("build", "html", "--project", str(project), report=tmp_path / "f.jsonl")
    assert (outcome.code, [row["code"] for row in outcome.findings]) == (3, ["WRT101"])
    assert (tmp_path / "dear").read_text() == "dear"
    (tmp_path / "dear").write_text("<!DOCTYPE html>old")
    assert run("build", "html", "--project", str(project)).code == 0
    assert (project / "out/report.html").is_symlink()
    assert "小报告" in (tmp_path / "dear").read_text("utf-8")


def test_git_says_nothing_of_files_of_elsewhere(tmp_path: Path) -> None:
    import subprocess

    project = small("文").folder
    subprocess.run(["git", "init", "-q", str(project)], check=True)
    (tmp_path / "elsewhere").write_text("hunter2 = x\n")
    with (project / ".git/config").open("a") as config:
        config.write(f"[include]\n path={tmp_path}/elsewhere\n")
    outcome = run("build", "html", "--proof", "--since", "nope", "--project", str(project), report=tmp_path / "f.jsonl")
    assert outcome.code == 3
    assert "hunter2" not in outcome.output
    assert "SET105" in {row["code"] for row in outcome.findings}


def test_html_of_a_thousand_levels_is_told(damaged: Path, tmp_path: Path) -> None:
    (damaged / "out/report.html").write_text("<div>" * 1000)
    outcome = run("check", "html", "--project", str(damaged), report=tmp_path / "f.jsonl")
    assert outcome.code == 1
    assert outcome.findings[0]["code"] == "OUT101"
