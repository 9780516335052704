"""Levels, rules and order of findings."""

from __future__ import annotations

import pickle

import pytest

from pipeline.core.codes import catalogue
from pipeline.core.diagnostics import Diagnostic, ExitCode, Level, PipelineError, tool_failed, unreadable
from pipeline.core.report import Override, resolve
from pipeline.core.result import LINE, Result, ran
from pipeline.core.text import Span

FIRST = Diagnostic("CIT101", Span("a.md", 2, 9), {"key": "x", "guess": ""}, "x")
SECOND = Diagnostic("CIT102", Span("a.md", 2, 3), {"key": "y"}, "y")
FORMATS = ("pdf", "epub", "docx", "html")


def _codes(
    *rules: Override, steps: frozenset[str] = LINE, judged: tuple[Override, ...] = ()
) -> list[tuple[str, Level]]:
    report = resolve([FIRST, SECOND], rules, steps, judged)
    return [(finding.diagnostic.code, finding.level) for finding in report.findings]


def test_findings_stand_in_order_of_file_line_and_column() -> None:
    others = [Diagnostic("CIT102", Span(file, line, column), {"key": "y"}, "y") for file, line, column in
              (("b.md", 1, 1), ("a.md", 10, 1), ("a.md", 9, 1), ("a.md", 9, 4))]  # fmt: skip
    found = resolve([FIRST, *others, SECOND, Diagnostic("TOL106", None, {"reason": ""})], ())
    assert [str(finding.diagnostic.span or "") for finding in found.findings] == [
        "", "a.md:2:3", "a.md:2:9", "a.md:9:1", "a.md:9:4", "a.md:10:1", "b.md:1:1",
    ]  # fmt: skip


def test_each_finding_is_told_once() -> None:
    assert len(resolve([FIRST, FIRST, SECOND], ()).findings) == 2


def test_levels_are_those_of_the_catalogue_and_then_of_the_last_rule() -> None:
    assert _codes() == [("CIT102", catalogue()["CIT102"].level), ("CIT101", Level.ERROR)]
    off, info = Override("CIT10*", None, "weighed"), Override("CIT101", Level.INFO, "known")
    assert _codes(off, info) == [("CIT101", Level.INFO)]
    assert _codes(info, off) == []
    assert _codes(Override("CIT101", None, "known", "x")) == [("CIT102", catalogue()["CIT102"].level)]
    assert ("CIT101", Level.ERROR) in _codes(Override("CIT101", None, "known", "z"))


@pytest.mark.parametrize(
    ("rule", "steps", "unused"),
    [
        ("HED101", LINE, True),
        ("HED101", frozenset[str](), False),
        ("GAT102", LINE, False),
        ("GAT102", LINE | ran("gate", ["pdf"]), True),
        ("CIT121", LINE, False),
        ("CIT121", LINE | {"registrars"}, True),
        ("PDF101", LINE | ran("check", FORMATS, FORMATS), False),
        ("PDF101", LINE | ran("write", ["html"]), False),
        ("PDF101", LINE | ran("write", ["pdf"]), True),
        ("OUT117", LINE | ran("check", ["html"], FORMATS), False),
        ("OUT117", LINE | ran("check", ["pdf"], FORMATS), True),
        ("OUT106", LINE | ran("check", ["pdf"], FORMATS), False),
        ("OUT106", LINE | ran("check", FORMATS, FORMATS), True),
        ("LNK101", LINE, False),
        ("LNK101", LINE | {"links"}, True),
        ("HED*", LINE, True),
        ("*", LINE, False),
        ("XYZ999", LINE, True),
    ],
)
def test_a_rule_is_judged_where_its_codes_could_have_been_found(rule: str, steps: frozenset[str], unused: bool) -> None:
    override = Override(rule, None, "reason", "nothing")
    assert (("SET102", catalogue()["SET102"].level) in _codes(override, steps=steps)) == unused
    assert ("SET102", catalogue()["SET102"].level) not in _codes(override, steps=steps, judged=(override,))


def test_a_rule_that_met_something_is_not_unused() -> None:
    assert "SET102" not in [code for code, _ in _codes(Override("CIT101", None, "known"))]


def test_results_are_added() -> None:
    rule = Override("LNK101", None, "r", "k")
    both = Result((FIRST,), ran=frozenset({"read"})) + Result((SECOND,), ran=frozenset({"links"}), judged=(rule,))
    assert both == Result((FIRST, SECOND), (), frozenset({"read", "links"}), (rule,))


def test_reaching_a_level() -> None:
    report = resolve([SECOND], ())
    level = catalogue()["CIT102"].level
    assert report.reaches(level)
    assert not report.reaches(Level(level + 1))
    assert not report.reaches(None)
    assert report.count(level) == 1


@pytest.mark.parametrize(
    "error", [unreadable("SRC101", Span("a.md")), tool_failed("TOL103", tool="pandoc", reason="x")]
)
def test_errors_cross_processes(error: PipelineError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (again.diagnostics, again.exit_code) == (error.diagnostics, error.exit_code)
    assert str(again) == str(error)


def test_exit_codes_are_those_of_the_documents() -> None:
    assert [(code.name, int(code)) for code in ExitCode] == [
        ("CLEAN", 0), ("FINDINGS", 1), ("USAGE", 2), ("UNREADABLE", 3), ("TOOL_FAILED", 4), ("HUNG_UP", 129), ("INTERRUPTED", 130),
        ("PIPE_CLOSED", 141), ("TERMINATED", 143),
    ]  # fmt: skip
