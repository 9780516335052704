"""What looks like markup and was not read, and what was read and was not meant, is told; what is text is not."""

from __future__ import annotations

import re
from pathlib import Path
from time import process_time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.checks import alignment, residue, unmeant
from pipeline.checks.bare import bare
from pipeline.checks.finding import Finder
from pipeline.checks.matching import Matcher
from pipeline.checks.residue import FORMS
from pipeline.checks.runs import Run
from pipeline.core.codes import hint, message
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.places import Position
from pipeline.core.report import resolve
from pipeline.core.text import SourceText
from pipeline.line.mending import edited, mend
from pipeline.project import open_project
from tests.conftest import TESTS
from tests.small import BODY_START, findings, html, paragraphs, small, word

CASES = yaml.safe_load((TESTS / "residue/cases.yaml").read_text("utf-8"))
QUIET = (TESTS / "residue/quiet.md").read_text("utf-8")
CODES = ("SRC130", "SRC131", "SRC132")
START = '# 题 {#sec-x en="X"}\n\n'


def _found(body: str) -> list[Diagnostic]:
    return [problem for problem in small(body).session.remarks if problem.code in CODES]


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def _typed(body: str, problem: Diagnostic) -> str:
    """What a finding points at."""
    assert problem.span and problem.span.line and problem.span.column and problem.span.end_column
    line = body.split("\n")[problem.span.line - BODY_START]
    return line[problem.span.column - 1 : problem.span.end_column - 1]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"].split("\n")[0][:30])
def test_what_looks_like_markup_is_told_at_its_place(case: dict[str, str]) -> None:
    body = START + case["text"]
    found = _found(body)
    places, meant = _listed(case["at"]), _listed(case["meant"])
    told = list(zip(meant if len(meant) > 1 else meant * len(places), places, strict=True))
    assert [(problem.key, _typed(body, problem)) for problem in found] == told
    for language in ("zh", "en"):
        assert "{" not in re.sub(r"`[^`]*`|“[^”]*”", "", message(found[0], language) + hint(found[0], language))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"].split("\n")[0][:30])
def test_what_is_certain_is_put_right(case: dict[str, str]) -> None:
    made = small(START + case["text"])
    mend(open_project(made.folder))
    text = (made.folder / "source/report.md").read_text("utf-8").split(START, 1)[1]
    assert text.rstrip("\n") == case.get("fixed", case["text"]).rstrip("\n")
    if "fixed" in case:
        assert not _found(START + text)


def test_every_form_and_every_rule_has_a_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """By row, not by name: a row that no case reaches may be dead."""
    told: list[object] = []
    of_form, of_rule = residue._told, unmeant._told
    monkeypatch.setattr(residue, "_told", lambda *given: told.append(given[1]) or of_form(*given))
    monkeypatch.setattr(unmeant, "_told", lambda *given: told.append(given[3]) or of_rule(*given))
    for case in CASES:
        _found(START + case["text"])
    fired = {id(row) for row in told}
    assert [row for row in (*FORMS, *unmeant.RULES) if id(row) not in fired] == []


def test_what_is_text_is_not_told() -> None:
    assert [line for line in findings(QUIET) if line.startswith(CODES)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"].split("\n")[0][:30])
def test_code_is_not_told(case: dict[str, str]) -> None:
    fence = "`" * 12
    text = case["text"].replace("\n", " ").strip()
    assert _found(f"{START}{fence}\n{case['text']}\n{fence}\n\n代码 {fence} {text} {fence} 后。") == []


@pytest.mark.parametrize(
    "text",
    [r"\# 不是标题", r"\*\*不粗\*\*", r"\[\^1\]", r"\{\#a\}", r"\_强调\_", r"\==高亮==", r"10\~20万，3\~5个", r"\$\$",
     r"3\*4\*5", r"x\^2", r"\{\{ a }}", "&#91;^1&#93;"],
)  # fmt: skip
def test_a_backslash_says_that_it_is_text(text: str) -> None:
    assert _found(START + text) == []


@given(
    st.lists(st.sampled_from([*"#*_~^$[]{}()|<>=:`!@-+.\\\n \u3000「」，。【】＃：12ab中文"]), max_size=40).map("".join)
)
@settings(max_examples=60, deadline=None)
def test_any_text_is_told_where_it_stands(text: str) -> None:
    body = START + text
    for problem in _found(body):
        assert problem.span and problem.span.line
        typed = " ".join(_typed(body, problem).split())
        assert str(problem.values["text"]).startswith(typed[:30])


MARKS = {
    "#标题{}": "meant_heading_space",
    "＃ 题{}": "meant_wide_heading",
    "1.甲{}": "meant_list_space",
    "甲：\n1. 乙{}\n2. 丁": "meant_list_after_blank",
    "甲**乙{}和丙": "meant_strong_end",
    "甲==乙{}丙==丁": "meant_highlight",
    "甲10~20万人{}，共3~5个": "not_a_subscript",
}
BETWEEN = ["[丙](https://a.cn)", "$a_{0}$", "[戊]{.dots}", "&copy;", "\\&", "<https://a.cn/b>", "`x`", "<!--庚-->", "“辛”",
           "m^2^", "和", "[@osd]", "^[注]", "[**壬**](#sec-x)", "[癸][@sec-x]"]  # fmt: skip


@given(st.sampled_from(sorted(MARKS)), st.lists(st.sampled_from(BETWEEN), min_size=1, max_size=5).map("和".join))
@settings(max_examples=80, deadline=None)
def test_whatever_is_in_it_a_mark_is_told_or_escaped(mark: str, between: str) -> None:
    text = mark.format(between)
    before = re.match(r"甲：\n|甲10|甲|", mark)
    assert before
    line, column = before.group().count("\n"), before.end() - (before.group().rfind("\n") + 1)
    told = [problem for problem in _found(START + text) if problem.key == MARKS[mark]]
    places = [(problem.span.line, problem.span.column) for problem in told if problem.span]
    assert places == [(BODY_START + START.count("\n") + line, column + 1)]
    at = re.search(r"[.](?=甲|\s)|[#＃*=~]", text)
    assert at
    escaped = "\\" + text[at.start()] if text[at.start()] != "＃" else "&#xFF03;"
    text = text[: at.start()] + escaped + text[at.end() :]
    assert MARKS[mark] not in [problem.key for problem in _found(START + text)]


@pytest.mark.parametrize("between", BETWEEN)
def test_the_place_of_a_mark_is_found_in_time_of_the_length(between: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Characters are read once or twice, however many links and formulas are between the mark and its end."""
    reads = []
    real = alignment.read
    monkeypatch.setattr(alignment, "read", lambda *given: reads.append(1) or real(*given))
    counts = []
    for size in (50, 200):
        reads.clear()
        found = _found(f"{START}甲 **乙{(between + '和') * size}&copy; 完")
        assert [problem.key for problem in found] == ["meant_strong_end"]
        counts.append(len(reads))
    assert 0 < counts[1] <= 5 * counts[0]


def test_what_is_left_open_takes_the_time_of_its_length() -> None:
    """Some 100 KB each: a second search to the end of the text for each of them would take minutes."""
    start = process_time()
    for text in ("<!-- 甲" * 20_000, "`甲``" * 20_000, "\\" * 100_000, "".join("甲" + "`" * n for n in range(450))):
        assert len(bare(text)) == len(text)
    for text in ("``` a\n", "```\n", "~~~ a\n```\n\n", "````\n```\n"):
        assert len(bare(text * 20_000)) == len(text) * 20_000
    assert (
        bare("```\n`甲\n\n乙\n```\n~~~ x\n\n丙\n~~~~\n```\n丁")
        == "\0\0\0\n\0\0\n\n\0\n\0\0\0\n\0\0\0\0\0\n\n\0\n\0\0\0\0\n```\n丁"
    )
    assert bare("甲`乙`<!-- 丙 -->\\`丁`\n\n<!-- `戊`") == "甲\0\0\0" + "\1" * 10 + "\\`丁`\n\n<!-- \0\0\0"
    assert process_time() - start < 5


def test_regions_of_many_blocks_take_the_time_of_their_number() -> None:
    start, count = process_time(), 20_000
    found = tuple(Run("Para", "甲", Position(2 * number + 1, 1)) for number in range(count))
    finder = Finder(SourceText("report.md", "甲\n\n" * count), "甲\n\n" * count, 0, found)
    assert [finder.region(index) for index in (0, 1, count - 1)] == [(0, 3), (3, 6), (3 * count - 3, 3 * count)]
    assert all(finder.region(index)[0] == 3 * index for index in range(count))
    assert process_time() - start < 5


def test_edits_keep_line_ends_and_marks() -> None:
    problem = next(problem for problem in _found("甲\r\n\r\n#乙\r\n") if problem.edit)
    assert problem.edit
    text = small("甲\n\n#乙\n").session.text.text
    raw = "\ufeff" + text.replace("\n", "\r\n")
    assert edited(raw, [problem.edit, problem.edit]) == raw.replace("#乙", "# 乙")


def test_a_rule_of_the_project_keeps_what_it_passes_over(tmp_path: Path) -> None:
    rule = '[[findings]]\ncode = "SRC130"\nkey = "meant_heading_space"\nlevel = "off"\nreason = "a sign"\n'
    made = small("#乙", settings=rule)
    assert mend(open_project(made.folder)) == ()
    assert not [f for f in resolve(made.session.remarks, made.session.project.overrides).findings
                if f.diagnostic.code == "SRC130"]  # fmt: skip


def test_citations_side_by_side_are_citations() -> None:
    """pandoc reads `[@a][@b]` as a link by reference that is not there."""
    text = f"{START}见[@sec-x][@osd]。两部[@osd][@osd]。"
    assert findings(text) == []
    (line,) = [line for line in paragraphs(word(text)) if line.startswith("见")]
    assert line.replace("\u2060", "") == "见第一节[1]。两部[1]。"


def test_comments_say_nothing_and_leave_no_gap() -> None:
    text = "正 <!-- 批注 --> 文。<!-- 句末 -->\n\n<!-- 一段\n\n又一段 [@x] -->\n\n<!-- 头 --> 丙 <!-- 尾 -->\n\n左\n<!-- 行 -->\n右"
    assert findings(text) == []
    assert [p.text_content() for p in html(text).xpath("//main/p")] == ["正 文。", "丙", "左右"]
    assert [line for line in paragraphs(word(text)) if line in ("正 文。", "丙", "左右")] == ["正 文。", "丙", "左右"]


def test_fields_that_are_printed_are_looked_at_too() -> None:
    figure = "``` {.figure #fig-a}\nkind: flow\ncaption: {zh: 图 <!-- x, en: Chart}\n"
    figure += "alt: {zh: 甲, en: a}\ncredit: {zh: '见[[页]]', en: b}\nnodes:\n  a: {label: {zh: 甲, en: A}}\n```"
    found = findings("甲。\n\n" + figure, 'subtitle: {zh: "副题 {{ y }}", en: "A ==b== c"}\n')
    told = [line.split()[:2] for line in found if line.startswith(CODES)]
    assert told == [["SRC130", "0:20-27"], ["SRC131", "0:37-42"], ["SRC130", "6:17-23"], ["SRC131", "8:16-21"]]


def test_cells_of_tables_of_every_kind_are_looked_at_too() -> None:
    pipe = '| 甲 | 乙 |\n|---|---|\n| ---- | A-->B |\n| -- | --- |\n\n: 题 {#tbl-a en="T"}\n\n见[@tbl-a; @tbl-b]。\n\n'
    data = '``` {.table #tbl-b}\ncaption: {zh: "人口----数", en: "Pop --> x"}\n'
    data += "columns: [{name: {zh: 年, en: Y}}, {name: {zh: ==人==, en: P}}]\n"
    data += 'rows:\n  - ["----", "A-->B"]\n  - ["--", "<0.05"]\n  - ["—", "--5"]\n  - ["{{x}}", "…"]\n'
    data += "notes: [{zh: 注, en: '<!-- n'}]\ncredit: {zh: 局, en: B}\n```"
    told = [line.split()[:2] for line in findings(pipe + data) if line.startswith(CODES)]
    assert told == [
        ["SRC131", "3:3-7"],
        ["SRC131", "3:11-14"],
        ["SRC131", "11:18-22"],
        ["SRC131", "11:35-38"],
        ["SRC131", "12:47-52"],
        ["SRC131", "14:7-11"],
        ["SRC131", "14:16-19"],
        ["SRC130", "17:7-12"],
        ["SRC130", "18:22-28"],
    ]


def test_code_and_formulas_in_cells_of_data_are_no_markup() -> None:
    data = "见[@tbl-b]。\n\n``` {.table #tbl-b}\ncaption: {zh: 题, en: T}\ncolumns: [{name: {zh: 年, en: Y}}, {name: {zh: 人, en: P}}]\n"
    data += 'rows:\n  - ["`[x]{lang=fr}`", "``a ` ==b==``"]\n  - [{zh: "$x_{a}$ 个", en: "`{#b}` b"}, "\\\\=="]\n```'
    assert [line for line in findings(data) if line.startswith(CODES)] == []


def test_an_indent_that_was_typed_is_no_text() -> None:
    text = '　　一段。\n\n　　**二段**。\n\n# 　题 {#sec-a en="A"}\n\n| 行 | 列 |\n|--|--|\n| 　其中 | 一 |'
    tree = html(text)
    assert [p.text_content() for p in tree.xpath("//main/p")] == ["一段。", "二段。"]
    assert tree.xpath("//td")[0].text_content() == "　其中"
    assert tree.xpath("//section[@id='sec-a']/h2")[0].text_content() == "一、题"
    assert {"一段。", "二段。"} <= set(paragraphs(word(text)))
    assert [line for line in findings(text) if line.startswith(("SRC", "OUT"))] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("见[@eq-e]", "XRF101"),
        ("见[@eq:e]", "XRF108"),
        ("见[@fig:a]", "XRF108"),
        ("见[@tab-a]", "XRF108"),
        ("见[@ods]", "CIT101"),
        ("见[@fig-a]", "XRF101"),
    ],
)
def test_what_has_no_number_cannot_be_referred_to(text: str, code: str) -> None:
    assert [line.split()[0] for line in findings(text)] == [code]


@pytest.mark.parametrize(("inside", "told"), [("文字。", 1), ('## 题 {en="A"}\n\n文字。', 0)])
def test_a_box_is_referred_to_by_its_heading(inside: str, told: int) -> None:
    block = f"::: {{.sidebar #box-a}}\n{inside}\n:::"
    found = findings("见[@box-a]。\n\n> " + block.replace("\n", "\n> "))
    assert len([line for line in found if line.startswith("XRF107 1:4-9")]) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("99999999999999999999. 甲", "99999999999999999999."),
        ("99999999999999999999. 甲\n99999999999999999999. 乙", "99999999999999999999."),
        ("1986. 甲\n1986. 乙", ""),
        ("2147483647. 甲", ""),
    ],
)
def test_a_number_that_no_parser_can_hold_is_told(text: str, told: str) -> None:
    found = [line for line in findings(text) if line.startswith("SRC134")]
    assert len(found) == bool(told) and all(told in line and " 1:1-22 " in line for line in found)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("# \n\n文", ["1:1-2"]),
        ('甲\n\n# {en="A"}\n\n``` {.python}\n# \n```\n\n# ', ["3:1-11", "9:1-2"]),
        ('# <!-- 甲 --> {en="A"}', ["1:1-22"]),
        ('# 甲 {en="A"}\n\n文\n\n### 2020 {en="B"}', ["5:1-18"]),
    ],
)
def test_a_heading_without_letters_is_told_at_its_line(text: str, places: list[str]) -> None:
    found = [line.split() for line in findings(text)]
    assert [row[1] for row in found if row[0] in ("HED101", "HED103")] == places


def test_what_was_found_in_a_text_before_is_what_is_found_in_it() -> None:
    kept = Matcher(FORMS)
    for _ in range(2):
        for text in (*(f"见 [甲](乙 {number} **丙" for number in range(3)), "**" * 3000):
            for kind, is_in_note in (("Para", False), ("Header", False), ("Para", True)):
                found = kept.found(text, kind, is_in_note=is_in_note)
                assert found == Matcher(FORMS).found(text, kind, is_in_note=is_in_note)
    assert kept.found("见 [甲](乙 0 **丙", "Para", is_in_note=False)
