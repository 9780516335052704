"""Every word that a user reads stands in the catalogue or the wordings, in both languages: no call site words a reason."""

from __future__ import annotations

import ast
import errno
import json
import pickle
import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.core import failures
from pipeline.core.codes import catalogue, heard, hint, message
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.failures import quoted, reason_of
from pipeline.core.reasons import HEARD, Reason, ReasonedError, said
from pipeline.core.report import resolve
from pipeline.core.text import SourceText, Span
from pipeline.core.wording import word
from pipeline.figures import kinds as figures
from pipeline.links import verdicts
from pipeline.reading import markdown
from pipeline.reading.frontmatter import FrontMatter, split
from pipeline.settings import SettingsField
from pipeline.tables import definition as tables
from pipeline.tools import schema_faults, yaml, yaml_reasons
from tests.conftest import PROJECT, ROOT, run

MODULES = {path.relative_to(ROOT): ast.parse(path.read_text("utf-8")) for path in (ROOT / "pipeline").rglob("*.py")}
WORDINGS = tomllib.loads((ROOT / "pipeline/core/wording.toml").read_text("utf-8"))
TABLES: tuple[Mapping[Any, str], ...] = (
    failures._ERRORS,
    schema_faults._WORDINGS,
    verdicts._FAILED,
    markdown._WARNINGS,
    dict(yaml_reasons.PHRASES.rows),
)
# A fault of ours, which TOL106 tells as one; what WeasyPrint is told, and logs in its own words.
EXEMPT = {Path("pipeline/figures/simplex.py"), Path("pipeline/typesetting/inputs.py")}
# What stays as it is: values and the words of outside tools in “…”, and names.
_QUOTED = re.compile(r"“[^”]*”|ORCID iD|kanben check")
_LATIN_RUN = re.compile(r"[A-Za-z]{2,}[ ,;:]+[A-Za-z]{2,}")


def _blanks(name: str) -> set[str]:
    """The blanks of a wording, and of what it says should be done."""
    row = WORDINGS[name]
    texts = (row["zh"], row.get("fix", {}).get("zh", ""))
    return {blank for text in texts for _, blank, _, _ in string.Formatter().parse(text) if blank}


def _calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    for path, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield path, node


def _is_worded(node: ast.AST | None) -> bool:
    """Whether an expression is words of a language, or the words of an error."""
    match node:
        case ast.Constant(value=str(text)):
            return re.search(r"[A-Za-z] [A-Za-z]", text) is not None
        case ast.JoinedStr(values=parts):
            return any(isinstance(part, ast.Constant) and re.search("[A-Za-z]{2}", str(part.value)) for part in parts)
        case ast.Call(func=ast.Name(id="str"), args=[ast.Name(id="error"), *_]):
            return True
        case ast.BoolOp(values=parts):
            return any(map(_is_worded, parts))
        case ast.IfExp(body=one, orelse=other):
            return _is_worded(one) or _is_worded(other)
    return False


def test_reasons_are_wordings_with_their_blanks() -> None:
    found = 0
    for path, call in _calls("Reason"):
        match call.args:
            case [ast.Constant(value=str(name))]:
                assert name in WORDINGS, (path, name)
                # What a tool said is kept and not shown.
                assert {keyword.arg for keyword in call.keywords} - {HEARD} == _blanks(name), (path, name)
                found += 1
    assert found > 100
    for table in TABLES:
        assert set(table.values()) <= set(WORDINGS)


def test_no_call_site_words_a_reason() -> None:
    for path, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and path not in EXEMPT:
                assert not any(map(_is_worded, node.exc.args)), f"{path}:{node.lineno}"
            if isinstance(node, ast.keyword) and node.arg in ("reason", "detail", "message"):
                assert not _is_worded(node.value), f"{path}:{node.value.lineno}"
            if isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value in ("reason", "detail"):
                        assert not _is_worded(value), f"{path}:{value.lineno}"


@pytest.mark.parametrize(
    "line",
    [
        'raise ValueError("the digit is wrong")',
        'raise Refused(f"no node is called {name}")',
        'raise Refused(words or "it said nothing")',
        "raise Refused(str(error)) from error",
    ],
)
def test_worded_reasons_are_seen(line: str) -> None:
    (node,) = ast.parse(line).body
    assert isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)
    assert any(map(_is_worded, node.exc.args))


def test_no_reason_is_out_of_use() -> None:
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "pipeline").rglob("*.py"))
    names = list(WORDINGS)
    for name in names[names.index("doi_form") :]:
        assert f'"{name}"' in text, name


def test_a_reason_is_a_value() -> None:
    inner = Reason("says", who="git", words="fatal")
    assert list(Reason("part_is_broken", part="x", reason=inner).heard()) == ["fatal"]
    reason = Reason("part_is_broken", part="x", reason=inner)
    assert (reason.said("en"), reason.said("zh")) == (
        "x is broken: git gave no reason that can be told",
        "x 已损坏：git 没有说明可用的原因",
    )
    assert said(("a", "b"), "zh") == "a、b"
    assert pickle.loads(pickle.dumps(reason)) == reason
    assert len({reason, Reason("part_is_broken", part="x", reason=inner)}) == 1
    error = ReasonedError(reason)
    assert pickle.loads(pickle.dumps(error)).reason == reason
    found = [Diagnostic("PDF101", None, {"reason": Reason("lacking", what="x")}, "a") for _ in range(2)]
    assert len(resolve(found, ()).findings) == 1


def _as_told(error: Exception) -> tuple[str, str]:
    reason = reason_of(error)
    return reason.said("zh"), reason.said("en")


def _caught(text: str) -> Exception:
    try:
        json.loads(text)
    except ValueError as error:
        return error
    raise AssertionError


@pytest.mark.parametrize(
    ("error", "zh", "en"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "没有权限", "permission is denied"),
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘空间不足", "the disk is full"),
        (OSError(errno.EXDEV, "Invalid cross-device link"), "系统错误 EXDEV", "the system failed with EXDEV"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"), "字节 0xFF 不是 UTF-8", "byte 0xFF is not UTF-8"),
        (_caught("{"), "JSON 在第 1 行第 2 列有语法错误", "the JSON is broken at line 1, column 2"),
        (TimeoutExpired("dot", 20), "超过 20 秒仍未完成", "it took more than 20 s"),
        (tomllib.TOMLDecodeError("Invalid value (at line 1, column 3)"), "此处不是可用的值", "this is no value"),
        (ReasonedError(Reason("two_loops")), WORDINGS["two_loops"]["zh"], WORDINGS["two_loops"]["en"]),
        (RuntimeError("a\nb"), "RuntimeError", "RuntimeError"),
    ],
)
def test_failures_are_told_in_both_languages(error: Exception, zh: str, en: str) -> None:
    told = _as_told(error)
    assert told[0] == zh
    assert told[1].startswith(en)


def test_where_toml_breaks() -> None:
    error = tomllib.TOMLDecodeError("Invalid value (at line 3, column 7)")
    assert failures.toml_place(error, "kanben.toml") == Span("kanben.toml", 3, 7)
    assert failures.toml_place(OSError(), "kanben.toml") == Span("kanben.toml")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a: b: c", "yaml_colon_here"),
        ("a: - b", "yaml_first_character"),
        ("a: 1\n- b", "yaml_item_here"),
        ("key\nother: 1\n", "yaml_colon_here"),
        ("a: 1\nkey2\nkey3: v", "yaml_colon_missing"),
        ("# a\n%YAML 1.11\n---\na: 1\n", "yaml_directive"),
        ("a:\n\t- b", "yaml_tab"),
        ("a: @b", "yaml_first_character"),
        ('a: "b" c', "yaml_after_quote"),
        ("a:\n  b: 1\n   c: 2", "yaml_indent"),
        ("a: [1, 2", "yaml_bracket"),
        ("a: {b: c", "yaml_bracket"),
        ("a: 'x", "yaml_quote"),
        ("a: *x", "yaml_alias"),
        ("a: &", "yaml_name"),
        (r'a: "\q"', "yaml_escape"),
        (r'a: "\xZZ"', "yaml_escape_digits"),
        ("a: ]", "yaml_value_missing"),
        ("a: |x\n b", "yaml_block_mark"),
        ("--- a\n--- b", "yaml_documents"),
        ("a: \x01", "yaml_control_character"),
        ("- " * 60, "yaml_too_large"),
        ("a: !x!y z", "says"),
    ],
)
def test_faults_of_yaml_are_worded(text: str, name: str) -> None:
    found, (problem,) = yaml.load(text, yaml.Origin(SourceText("x.yaml", text)))
    reason = problem.values["reason"]
    assert found is None and isinstance(reason, Reason)
    assert reason.name == name
    assert set(dict(reason.values)) - {HEARD} == _blanks(name)


@given(st.text(alphabet="a: -[]{},\"'\n\t&*!|>%@`#?\\x0", max_size=30))
def test_any_fault_of_yaml_is_told_in_both_languages(text: str) -> None:
    _, problems = yaml.load(text, yaml.Origin(SourceText("x.yaml", text)))
    for problem in problems:
        assert message(problem, "zh") and message(problem, "en") and hint(problem, "zh")


def _yaml(text: str) -> Any:
    found, problems = yaml.load(text, yaml.Origin(SourceText("x.yaml", text)))
    assert found is not None and not problems
    return found.data


def _good() -> list[tuple[Any, Any]]:
    """Good data of every schema, with what validates them: the guide shows all kinds of figures and tables."""
    blocks = re.findall(
        r"^``` \{\.(figure|table)[^}\n]*\}\n(.*?)^```$", (ROOT / "docs/authoring.md").read_text(), re.S | re.M
    )
    front, _ = split(SourceText("report.md", (PROJECT / "source/report.md").read_text("utf-8")))
    rules = [{"code": "LNK*", "key": "x", "level": "off", "reason": "known"}]
    settings = {
        "style": "x",
        "findings": rules,
        "links": {"allow": ["x"], "interval": 1.0, "tries": 2, "seconds": 3.0, "budget": 4.0},
        "pdf": {"standard": "ua-1", "hanging": True},
    }
    return [
        *((_yaml(text), figures.validate if kind == "figure" else tables.validate) for kind, text in blocks),
        (_yaml(front or ""), FrontMatter.model_validate),
        (settings, SettingsField.model_validate),
    ]


_WRONG = (None, True, -1, 1.5, 10**400, float("nan"), "", "?", "9" * 5000, "x" * 30_000, [], [1] * 3000, {}, {"?": 1})


def _damaged(data: Any, path: tuple[Any, ...] = ()) -> Iterator[Any]:
    """The data with each of its parts in turn taken for something else."""
    yield from _WRONG
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, part in list(items):
        for other in _damaged(part):
            copy = dict(data) if isinstance(data, dict) else list(data)
            copy[key] = other
            yield copy


def test_every_verdict_of_pydantic_is_worded() -> None:
    kinds = set()
    for data, validate in _good():
        validate(data)
        for damaged in _damaged(data):
            try:
                validate(damaged)
            except ValidationError as error:
                kinds |= {fault["type"] for fault in error.errors(include_url=False)}
                for problem in schema_faults.explain(error, lambda *_: Span("x"), {}, "whole"):
                    reason = problem.values.get("reason")
                    if isinstance(reason, Reason):
                        assert reason.name != "wrong_value", error
                        assert _blanks(reason.name) <= set(dict(reason.values)), reason
                    assert message(problem, "en")
                    assert not _LATIN_RUN.search(_QUOTED.sub("", message(problem, "zh"))), message(problem, "zh")
    assert kinds - {"value_error", "missing", "extra_forbidden", "union_tag_not_found"} <= set(schema_faults._WORDINGS)
    assert len(kinds) > 15


def test_what_pydantic_may_say_some_day_is_told_all_the_same() -> None:
    fault = {"type": "some_new_type", "loc": ("a",), "msg": "English words", "input": 5}
    assert schema_faults._reason(fault).said("zh") == "“5”不能用在这里"


_FIGURE = """
``` {{.figure #fig-x}}
kind: {kind}
caption: {{zh: 图, en: F}}
alt: {{zh: 图。, en: F.}}
credit: {{zh: 本, en: o}}
{rest}
```
"""
_NODES = "nodes: {a: {label: {zh: 甲, en: A}}}"
_FRONT = {
    "orcid": ("0000-0002-1825-0097", "0000-0002-1825-0098"),
    "licence": ("license: CC-BY-4.0", "license: CC BY 4.0"),
    "date": ("date: 2026-11-22", "date: 2026-02-30"),
    "role": ("role: aut", "role: writer"),
    "keywords": ("keywords:", "keywords: []\nkeyword:"),
    "numbering": ("date:", "numbering: pages\ndate:"),
    "doi": ("10.5555/kanben.test", "10.5555/kanben.test."),
    "syntax": ("version:", "version: a: b\nversions:"),
}
_BODY = {
    "edge": _FIGURE.format(kind="flow", rest=f"{_NODES}\nedges: [{{from: a, to: b}}]"),
    "kind": _FIGURE.format(kind="flowchart", rest=_NODES),
    "column": _FIGURE.format(kind="flow", rest="nodes: {a: {label: {zh: 甲, en: A}, column: 0}}"),
    "rows": _FIGURE.format(kind="chart", rest="axis: {zh: 量, en: n}\nunit: {zh: 个, en: pcs}"),
    "dot": _FIGURE.format(kind="graph", rest='dot: "digraph { a -> }"'),
    "picture": _FIGURE.format(kind="image", rest="file: report.md"),
    "csv": _FIGURE.format(kind="chart", rest="axis: {zh: 量, en: n}\nunit: {zh: 个, en: pcs}\ndata: report.md"),
    "table": "\n``` {.table #tbl-x}\ncaption: {zh: 表, en: T}\ncolumns: [{name: {zh: 列, en: C}}]\nrows: [[1, 2]]\n```\n",
    "div": "\n::: {.sidebar}\n\n盒子。\n",
    "note": "\n[^1]: 一。\n\n[^1]: 二。\n",
    "tag": '\n[词]{lang="no language"}。\n',
}


@pytest.mark.parametrize("name", [*_FRONT, *_BODY])
def test_a_chinese_author_reads_chinese(name: str, project: Path) -> None:
    report = project / "source/report.md"
    text = report.read_text("utf-8")
    if name in _FRONT:
        before, after = _FRONT[name]
        assert before in text
        report.write_text(text.replace(before, after, 1), "utf-8")
    else:
        report.write_text(text + _BODY[name], "utf-8")
    outcome = run("check", "--project", str(project), "--lang", "zh", report=project / "findings.jsonl")
    messages = [str(row["message"]) for row in outcome.findings]
    assert messages
    for words in messages:
        assert not _LATIN_RUN.search(_QUOTED.sub("", words)), words
        assert re.search("[\u4e00-\u9fff]", _QUOTED.sub("", words)) or "：“" in words, words


def test_entries_that_cannot_be_written_are_told_in_chinese(project: Path) -> None:
    path = project / "source/references.yaml"
    for text in ("references: 5\n", "a: [\n"):
        path.write_text(text, "utf-8")
        outcome = run("cite", "format", "--project", str(project), "--lang", "zh")
        assert outcome.code == 3
        assert not _LATIN_RUN.search(_QUOTED.sub("", outcome.output.replace(str(path), ""))), outcome.output
    outcome = run("cite", "add", "10.5555/x.", "--project", str(project), "--lang", "zh")
    assert "应写 10.5555/x" in outcome.output
    outcome = run("build", "--proof", "--print", "--project", str(project), "--lang", "zh")
    assert outcome.code == 2 and "校样" in outcome.output


def test_words_of_others_are_kept_aside() -> None:
    found = quoted("pandoc", " two\n lines ")
    assert (found.said("zh"), list(found.heard())) == ("pandoc 没有说明可用的原因", ["two lines"])
    assert found.remedy("en") == "Run again with --verbose to read what pandoc said."
    told = Diagnostic("TOL103", None, {"tool": "x", "words": "one"})
    assert (message(told, "en"), list(heard(told))) == ("x failed", ["one"])
    assert list(heard(Diagnostic("PDF101", None, {"reason": found}))) == ["two lines"]


def test_no_wording_shows_what_a_tool_said() -> None:
    """The blank for the words of outside tools stands in no wording, and none of them is put into another blank."""
    assert not [name for name in WORDINGS if HEARD in _blanks(name)]
    assert not [row.id for row in catalogue().values() if f"{{{HEARD}}}" in row.message["zh"] + row.message["en"]]
    spoken = re.compile(r"str\(error\)|error\.(msg|problem|strerror)|stderr|getMessage")
    for path, tree in MODULES.items():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("Reason", "Diagnostic")
            ):
                for keyword in node.keywords:
                    words = ast.unparse(keyword.value)
                    safe = keyword.arg == HEARD or ".worded(" in words or not spoken.search(words)
                    assert safe, f"{path}:{node.lineno}"


def test_a_reason_brings_its_own_remedy() -> None:
    told = Diagnostic("YML103", None, {"name": "date", "reason": Reason("date_without_month", month="2026-11")})
    assert hint(told, "zh") == "写出发布的年月，例如 2026-11。"
    outer = Reason("part_is_broken", part="x", reason=Reason("xml_encoding"))
    assert outer.remedy("en") == "Save it as UTF-8."
    assert (
        hint(Diagnostic("YML103", None, {"name": "x", "reason": Reason("two_loops")}), "zh")
        == "用 `kanben schema` 查看要求的取值。"
    )


def test_a_number_goes_with_its_noun() -> None:
    assert [word("findings_count", "en", errors=number, warnings=0, infos=2) for number in (1, 2)] == [
        "1 error, 0 warnings, 2 infos.",
        "2 errors, 0 warnings, 2 infos.",
    ]
    # A blank right before a plural is a limit of ours, which is never one.
    nouns = "pixels|characters|notes|pages|blocks|cells|columns|rows|values|errors|warnings|entries|lines|elements"
    for text in [row["en"] for row in WORDINGS.values()] + [row.message["en"] for row in catalogue().values()]:
        for name in re.findall(rf"\{{(\w+)\}} (?:{nouns})\b", text):
            assert name in ("limit", "size", "height"), text
