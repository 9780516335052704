"""Facts that are said once, in the front matter: printed where the text names them, and told where it cannot."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.diagnostics import Edit
from pipeline.core.joined import File, Insertion, JoinedText
from pipeline.core.text import SourceText
from pipeline.line.mending import edited
from pipeline.reading.variables import insertions, values_of
from tests.conftest import run
from tests.small import html, small

FRONT = "variables: {sample: '1,203', 地区: {zh: 华北, en: North China}, version: own}\n"


def _printed(body: str, front: str = FRONT) -> list[str]:
    main = html(body, front).find(".//main")
    return [" ".join("".join(node.itertext()).split()) for node in main.iter("p", "code", "figcaption", "td")]


def _found(body: str, front: str = FRONT) -> list[str]:
    made = small(body, front)
    report = made.folder / "findings.jsonl"
    run("check", "--project", str(made.folder), report=report)
    rows = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    return [f"{row['code']} {row['line'] - 11}:{row['column']}-{row['end_column']}" for row in rows if row["line"]]


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        ("共{{sample}}份。", "共1,203份。"),
        ("在{{地区.zh}}（{{地区.en}}）。", "在华北（North China）。"),
        ("{{date}}发布。", "2026-11-22发布。"),
        ("《{{title.zh}}》", "《小报告》"),
        ("第{{version}}版", "第own版"),
        ("甲^[共{{sample}}份。]。", "共1,203份。"),
        ("见`{{sample}}`。", "{{sample}}"),
        ("见`` `{{sample}} ``与{{sample}}。", "`{{sample}}"),
        ("| 甲 |\n|:--|\n| {{sample}} |\n\n: 表 {#tbl-a en=\"T\"}", "1,203"),
        ("| 甲 |\n|:--|\n| 乙 |\n\n: 共{{sample}}份 {#tbl-a en=\"Of {{sample}}\"}", "Of 1,203"),
    ],
)  # fmt: skip
def test_a_variable_is_printed(body: str, printed: str) -> None:
    assert any(printed in text for text in _printed(body)), _printed(body)


@pytest.mark.parametrize(
    "body",
    ["```\n{{sample}}\n```", "~~~ {.jinja}\n{{sample}}\n~~~\n\n后文。", "\\{{sample}}", "{{ sample }}", "{{sampel}}", "{{地区}}", "{{{sample}}}"],
)  # fmt: skip
def test_what_is_no_variable_stays(body: str) -> None:
    source = SourceText("a", f"---\n{FRONT}---\n{body}\n")
    assert insertions(source, values_of(source)) == ()


def test_an_unknown_name_is_told_at_its_place() -> None:
    assert "SRC130 1:14-24" in _found("前文{{sample}}份{{sampel}}。")


def test_places_behind_a_variable_are_those_of_the_source() -> None:
    body = "在{{地区.en}}，共{{sample}}份，见[@sec-none]，{{sample}}。"
    column = body.index("@sec-none") + 1
    assert [row for row in _found(body) if row.startswith("XRF101")] == [f"XRF101 1:{column + 1}-{column + 9}"]


def test_a_fault_inside_of_a_value_stands_where_it_is_named() -> None:
    front = "variables: {see: '见[@sec-none]'}\n"
    assert [row for row in _found("正文，{{see}}。", front) if row.startswith("XRF101")] == ["XRF101 1:4-11"]


def test_corrections_leave_variables_alone() -> None:
    made = small("正文，共3~5个，10~{{sample}}份。", FRONT)
    run("check", "--fix", "--project", str(made.folder))
    text = (made.folder / "source/report.md").read_text("utf-8")
    assert "共3\\~5个，10\\~{{sample}}份。" in text


@pytest.mark.parametrize(
    "variables",
    ["[a]", "{a: [b]}", "{a: {zh: {b: c}}}", "text"],
)
def test_what_variables_cannot_be_is_told(variables: str) -> None:
    assert any(row.startswith("YML103") for row in _found("正文。", f"variables: {variables}\n"))


@given(st.text(st.sampled_from("`~\n{}a甲 >"), max_size=60))
def test_any_text_is_looked_through(text: str) -> None:
    source = SourceText("a", f"---\nvariables: {{a: 值}}\n---\n{text}{{{{a}}}}")
    for row in insertions(source, values_of(source)):
        assert source.text[row.start : row.end] == "{{a}}"


@given(
    st.lists(
        st.tuples(st.text(st.sampled_from("a甲"), max_size=3), st.text(st.sampled_from("xy"), max_size=4)), max_size=4
    ),
    st.data(),
)
def test_each_character_of_the_authors_is_at_home(parts: list[tuple[str, str]], data: st.DataObject) -> None:
    text, rows = "", []
    for own, value in parts:
        text += own
        rows.append(Insertion(len(text), len(text) + 5, value))
        text += "{{v}}"
    text += "尾"
    file = File(SourceText("a", text), tuple(rows))
    joined = JoinedText((file,))
    own_offsets = [offset for offset in range(len(text)) if not any(row.start <= offset < row.end for row in rows)]
    offset = data.draw(st.sampled_from(own_offsets))
    read = next(at for at in range(len(file.text)) if file.holds(at, at + 1) and file.written(at) == offset)
    assert file.text[read] == text[offset]
    assert joined.home(joined.text.span(read, 1)) == SourceText("a", text).span(offset, 1)
    made = joined.edits([Edit(read, read + 1, "丙")])
    assert edited(text, made["a"]) == text[:offset] + "丙" + text[offset + 1 :]


def test_a_variable_is_printed_where_only_a_part_names_it() -> None:
    tree = html("正文。", f"{FRONT}parts: [one.md]\n", files={"one.md": "共{{sample}}份。\n"})
    assert "共1,203份。" in "".join(tree.find(".//main").itertext())
