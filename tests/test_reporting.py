"""The four reporters and the one place where levels are resolved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.diagnostics import Diagnostic, ExitCode, Level, PipelineError
from pipeline.core.failures import quoted
from pipeline.core.report import Override, Report, resolve
from pipeline.core.result import LINE
from pipeline.core.text import Span
from pipeline.core.visible import steering
from pipeline.reporting import REPORTERS
from pipeline.reporting.base import ReportContext

FOUND = (
    Diagnostic("CIT101", Span("source/report.md", 2, 5, 8), {"key": "osd", "guess": ""}, "osd"),
    Diagnostic("CIT103", Span("r%,:.yaml", 3), {"key": "a"}, "a", (Span("r.yaml", 1, 1),)),
    Diagnostic("PDF101", None, {"reason": "line\nend"}, "weasyprint"),
)


def _show(tmp_path: Path, name: str, language: str = "en", color: bool = False) -> str:
    (tmp_path / "source").mkdir(exist_ok=True)
    (tmp_path / "source/report.md").write_text("一\n中文[@osd]\n", "utf-8")
    return REPORTERS[name](ReportContext(resolve(FOUND, []), language, tmp_path, color))


def test_terminal_shows_line_caret_and_hint(tmp_path: Path) -> None:
    text = _show(tmp_path, "terminal")
    assert (
        "source/report.md:2:5: error CIT101: no entry is called osd\n    | 中文[@osd]\n    |       ^^^\n    hint: Correct the key"
        in text
    )
    assert "    ↳ r.yaml:1:1" in text
    assert text.endswith("2 errors, 1 warning, 0 infos.\n")
    assert "\033[31merror\033[0m" in _show(tmp_path, "terminal", color=True)
    assert "错误 CIT101: 参考文献中没有 osd" in _show(tmp_path, "terminal", "zh")


def test_terminal_says_when_nothing_was_found(tmp_path: Path) -> None:
    assert REPORTERS["terminal"](ReportContext(Report(()), "zh", tmp_path)) == "没有发现问题。\n"


def test_json_lines_have_the_documented_keys(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in _show(tmp_path, "json").splitlines()]
    assert {tuple(row) for row in rows} == {
        ("level", "code", "message", "file", "line", "column", "end_column", "hint", "key")
    }
    assert rows[-1]["column"] == 5
    assert rows[0]["file"] is None


def test_sarif_is_sound(tmp_path: Path) -> None:
    log = json.loads(_show(tmp_path, "sarif"))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert run["columnKind"] == "unicodeCodePoints"
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
    place = next(result for result in run["results"] if result["ruleId"] == "CIT101")["locations"][0][
        "physicalLocation"
    ]
    assert place == {
        "artifactLocation": {"uri": "source/report.md"},
        "region": {"startLine": 2, "startColumn": 5, "endColumn": 8},
    }


def test_github_commands_are_escaped(tmp_path: Path) -> None:
    lines = _show(tmp_path, "github").splitlines()
    assert len(lines) == 3
    assert "file=r%25%2C%3A.yaml,line=3" in lines[1]
    assert "line%0Aend" in lines[0]


def test_overrides_change_levels_and_unused_ones_are_found() -> None:
    rules = [
        Override("CIT10?", Level.INFO, "known"),
        Override("PDF*", None, "known", key="weasy*"),
        Override("XRF101", None, "old"),
    ]
    report = resolve([*FOUND, FOUND[0]], rules, LINE)
    assert [(finding.level.name, finding.diagnostic.code) for finding in report.findings] == [
        ("WARNING", "SET102"),
        ("INFO", "CIT103"),
        ("INFO", "CIT101"),
    ]
    assert report.reaches(Level.WARNING)
    assert not report.reaches(Level.ERROR)
    assert not report.reaches(None)
    assert "SET102" not in [finding.diagnostic.code for finding in resolve(FOUND, rules).findings]


def test_errors_cross_process_borders() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(PipelineError(FOUND, ExitCode.TOOL_FAILED)))
    assert (error.diagnostics, error.exit_code) == (FOUND, ExitCode.TOOL_FAILED)


def test_the_terminal_shows_fifty_of_a_code_and_counts_the_rest(tmp_path: Path) -> None:
    found = [Diagnostic("YML102", Span("a.md", line), {"name": "x", "guess": ""}, "x") for line in range(1, 1003)]
    text = REPORTERS["terminal"](ReportContext(resolve([*found, *FOUND], []), "en", tmp_path))
    assert text.count("YML102: no such key") == 50
    assert "952 more of YML102; --report json has them all.\n1004 errors" in text
    assert REPORTERS["json"](ReportContext(resolve(found, []), "en", tmp_path)).count("\n") == 1002


@pytest.mark.parametrize("reporter", sorted(REPORTERS))
@given(
    text=st.text(st.characters(exclude_categories=[]) | st.sampled_from("\n\r\t\x1b\x07\x9b\u202e\u2028\udcff%:,{}"))
)
def test_no_name_or_value_steers_a_terminal(reporter: str, text: str) -> None:
    found = Diagnostic("YML102", Span(f"a{text}", 1), {"name": text, "guess": text}, text, (Span(f"b{text}", 2),))
    shown = REPORTERS[reporter](ReportContext(resolve([found], []), "en", Path("/nowhere")))
    assert not steering(shown.replace("\n", ""))
    lines = shown.splitlines()
    if reporter == "terminal":
        assert sum(line.startswith("a") for line in lines) == 1
    if reporter == "json":
        assert json.loads(shown)["file"] == f"a{text}"
    if reporter == "github":
        assert len(lines) == 1


def test_nothing_of_a_source_steers_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("一\x1b[2J\u202e二\n", "utf-8")
    found = Diagnostic("YML102", Span("a\x1b[3m.md", 1), {"name": "\x1b[31m\u202e", "guess": "\0"}, "x")
    shown = Diagnostic("YML102", Span("a.md", 1, 2), {"name": "x", "guess": ""}, "y")
    text = REPORTERS["terminal"](ReportContext(resolve([found, shown], []), "en", tmp_path))
    assert not set("\x1b\u202e\0") & set(text)


def test_what_outside_tools_said_is_shown_where_it_is_asked_for(tmp_path: Path) -> None:
    report = resolve([Diagnostic("OUT101", None, {"reason": quoted("qpdf", "no trailer")})], [])
    shown = [REPORTERS["terminal"](ReportContext(report, "zh", tmp_path, verbose=verbose)) for verbose in (False, True)]
    assert "no trailer" not in shown[0]
    assert "    › no trailer\n" in shown[1]
