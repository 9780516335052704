"""Headings, tables, boxes, lists and code of a body, each with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.editorial import EditorialNote
from pipeline.core.languages import Bilingual
from pipeline.core.model import Heading, TableCaption
from pipeline.core.opening import Folder
from pipeline.core.text import SourceText
from pipeline.reading import inventory, markdown, survey
from pipeline.reading.datablocks import DataBlocks, _indent
from tests.reading.body import HERE, Body, at, body, place


def test_a_body_that_is_empty_has_nothing() -> None:
    made = body("")
    assert (made.found, made.blocks, made.problems) == (inventory.Inventory(), [], ())


@pytest.mark.parametrize(
    ("text", "heading", "words"),
    [
        ("# 甲", Heading(1, "", "甲", "", at(1, 1, 4)), [("甲", "1:3-4")]),
        ("## 甲*乙* {en=AB}", Heading(2, "", "甲乙", "AB", at(1, 1, 16)), [("甲乙", "1:4-16"), ("AB", "1:13-16")]),
        ("# 甲 {#sec-a en=A}", Heading(1, "sec-a", "甲", "A", at(1, 7, 12)), [("甲", "1:3-18"), ("A", "1:16-18")]),
        ("# 甲[@osd]乙", Heading(1, "", "甲乙", "", at(1, 1, 11)), [("甲|乙", "1:3-11")]),
        ("# 甲[补]{.todo}乙", Heading(1, "", "甲乙", "", at(1, 1, 15)), [("甲|乙", "1:3-15")]),
        ("# 12 {#sec-a}", Heading(1, "sec-a", "12", "", at(1, 8, 13)), [("12", "1:3-14")]),
        ("甲乙\n---", Heading(2, "", "甲乙", "", at(1, 1, 3)), [("甲乙", "1:1-3")]),
    ],
)
def test_a_heading_has_its_words_and_its_place(text: str, heading: Heading, words: list[tuple[str, str]]) -> None:
    made = body(text)
    assert made.found.headings == (heading,)
    assert made.words == words
    assert made.told == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("> # 甲乙", [("5:1-7", "甲乙")]),
        (f"-   # {'甲' * 41}", [("5:1-48", "甲" * 40)]),
        ("::: summary\n# 甲\n:::", [("6:1-4", "甲")]),
        ("::: sidebar\n# 甲\n:::", []),
        ("::: sidebar\n::: summary\n# 甲\n:::\n# 乙\n:::", []),
        ("::: summary\n::: sidebar\n# 甲\n:::\n# 乙\n:::", [("9:1-4", "乙")]),
        ("# 乙", []),
    ],
)
def test_a_heading_inside_something_else_is_told(text: str, told: list[tuple[str, str]]) -> None:
    made = body(f"# 章\n\n文\n\n{text}\n\n# 末\n")
    assert [(problem.code, place(problem.span), problem.values) for problem in made.problems] == [
        ("HED105", where, {"title": title}) for where, title in told
    ]
    sections = {heading.text: heading.is_section for heading in made.found.headings}
    assert sections.pop("章") and sections.pop("末")
    assert any(sections.values()) == (text == "# 乙")


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("# 甲 {#sec-a}", [("sec-a", "sec", "1:7-12")]),
        ("::: {.sidebar #box-a}\n甲\n:::", [("box-a", "box", "1:16-21")]),
        ("::: {.summary #sum-a}\n甲\n:::", [("sum-a", "other", "1:16-21")]),
        ("::: {.todo #to-do}\n甲\n:::", [("to-do", "other", "1:13-18")]),
        ("甲\n\n::: {.sidebar #é}\n乙\n:::", [("é", "box", "3:16-17")]),
        ("| 甲 |\n|---|\n| 乙 |\n\n: 题 {#tbl-a}", [("tbl-a", "tbl", "5:7-12")]),
        ("``` {#code-a}\n甲\n```", [("code-a", "other", "1:7-13")]),
        ("``` {.figure #fig-a}\n```", [("fig-a", "fig", "1:15-20")]),
        ("``` {.table #tbl-a}\n```", [("tbl-a", "tbl", "1:14-19")]),
        ("甲\n\n``` {#é}\n乙\n```", [("é", "other", "3:7-8")]),
    ],
)
def test_what_an_id_of_a_block_names(text: str, targets: list[tuple[str, str, str]]) -> None:
    assert body(text).targets == targets


@pytest.mark.parametrize(
    ("text", "notes", "words"),
    [
        ("::: {.todo}\n甲\n\n乙\n:::", [EditorialNote("todo", "甲乙", at(2, 1, 2))], []),
        ("::: {.query #q-a}\n甲\n:::\n\n丙", [EditorialNote("query", "甲", at(1, 14, 17))], [("丙", "5:1-2")]),
        ("::: {.query .todo}\n甲\n:::", [EditorialNote("query", "甲", at(2, 1, 2))], []),
        ("::: {.summary .todo}\n甲\n:::", [EditorialNote("todo", "甲", at(2, 1, 2))], []),
        ("::: {.summary}\n甲\n:::", [], [("甲", "2:1-2")]),
        ("::: {.todo}\n```\n 甲 \n```\n:::", [EditorialNote("todo", "甲", at(3, 2, 3))], []),
    ],
)
def test_a_block_for_the_editors_is_no_text(
    text: str, notes: list[EditorialNote], words: list[tuple[str, str]]
) -> None:
    made = body(text)
    assert (list(made.found.notes), made.words) == (notes, words)


NOTE = "\n\n::: table-note\n注\n:::\n"


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("| 甲 |\n|---|\n| 乙 |", []),
        (f"| 甲 |\n|---|\n| 乙 |{NOTE}", []),
        ("``` {.table #tbl-a}\ncaption: {zh: 题, en: T}\ncolumns: [{name: {zh: 甲, en: A}}]\nrows: [[{zh: 乙, en: B}]]\n```", []),
        ("甲", ["SRC119"]),
        ("``` python\nx\n```", ["SRC119"]),
        ("::: summary\n甲\n:::", ["SRC119"]),
        ("", ["SRC119"]),
        ("| 甲 |\n|---|\n| 乙 |\n\n丙", ["SRC119"]),
    ],
)  # fmt: skip
def test_a_note_of_a_table_stands_behind_one(before: str, told: list[str]) -> None:
    assert [code for code, _, _ in body(before + NOTE).told] == told


TABLE = '| 甲 | 甲 |\n|---|---|\n| 丙丁 | 12 |\n\n: 题[@osd]二 {#tbl-a en="T" headings=2 decimal=2}\n'


def test_a_table_has_its_caption_and_its_cells() -> None:
    made = body(TABLE)
    assert made.told == []
    assert made.found.tables == (TableCaption("tbl-a", Bilingual("题二", "T"), at(5, 14, 19)),)
    assert made.words == [
        ("题|二", "5:3-48"), ("T", "5:24-48"), ("甲", "1:3-10"), ("甲", "1:7-10"), ("丙丁", "3:3-12"), ("12", "3:8-12"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("| 甲乙 | 乙 |\n|---|---|\n", [("甲乙", "1:3-11"), ("乙", "1:8-11")]),
        ("| 乙 | 1 1 | 1 |\n|---|---|---|\n", [("乙", "1:3-16"), ("1 1", "1:7-16"), ("1", "1:13-16")]),
        ("甲    乙\n----  ----\n丙    丙\n", [("甲", "1:1-7"), ("乙", "1:6-7"), ("丙", "3:1-7"), ("丙", "3:6-7")]),
    ],
)
def test_a_cell_stands_behind_those_before_it(text: str, words: list[tuple[str, str]]) -> None:
    assert body(text).words == words


@pytest.mark.parametrize(("attribute", "told"), [("decimal=3", "5:6-13"), ("headings=3", "5:6-14"), ("headings=2", "")])
def test_a_table_is_held_against_the_number_of_its_columns(attribute: str, told: str) -> None:
    table = f"| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n\n: 题 {{{attribute}}}\n"
    assert [where for _, where, _ in body(table).told] == [told] * bool(told)


def test_a_cell_that_holds_blocks_is_walked_through() -> None:
    text = "+------+------+\n| 甲乙 | 丙   |\n+======+======+\n| - 一 | 二   |\n| - 三 |      |\n+------+------+\n|      | 四   |\n|      |      |\n|      | 五   |\n+======+======+\n| 六   | 七   |\n+======+======+\n"
    assert body(text).words == [
        ("甲乙", "2:3-13"), ("丙", "2:8-13"), ("一", "4:5-14"), ("三", "5:5-15"), ("二", "4:9-14"), ("四", "7:10-15"),
        ("五", "9:11-15"), ("六", "11:3-14"), ("七", "11:9-14"),
    ]  # fmt: skip


def test_captions_of_tables_stand_in_the_order_of_the_text() -> None:
    data = "``` {.table #tbl-b}\ncaption: {zh: 二, en: B}\ncolumns: [{name: {zh: 甲, en: A}}]\nrows: [[{zh: 乙, en: B}]]\n```\n"
    table = "| 甲 |\n|---|\n| 乙 |\n\n: {} {{#{}}}\n"
    made = body(data + "\n" + table.format("一", "tbl-a") + "\n" + data.replace("tbl-b", "tbl-c"))
    assert [table.id for table in made.found.tables] == ["tbl-b", "tbl-a", "tbl-c"]
    assert [table.id for table in made.found.table_blocks] == ["tbl-b", "tbl-c"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("| 甲\n| 乙丙", [("甲", "1:3-4"), ("乙丙", "2:3-5")]),
        ("甲\n:   乙\n\n    丙\n", [("甲", "1:1-2"), ("乙", "2:5-6"), ("丙", "4:5-6")]),
        ("甲\n:   乙\n:   丙\n\n丁\n:   戊\n", [("甲", "1:1-2"), ("乙", "2:5-6"), ("丙", "3:5-6"), ("丁", "5:1-2"), ("戊", "6:5-6")]),
        ("-   甲\n-   乙\n    丙\n", [("甲", "1:5-6"), ("乙 丙", "2:5-6")]),
        ("(1) 甲\n(2) 乙\n", [("甲", "1:5-6"), ("乙", "2:5-6")]),
        ("> 甲\n> 乙\n>\n> 丙\n", [("甲 乙", "1:3-4"), ("丙", "4:3-4")]),
        ("```\n甲\n```", [("甲", "2:1-2")]),
        ("```\n  word\n```", [("  word", "2:3-7")]),
        ("```\n\n```", []),
        ("``` python\nword\n```", [("word", "2:1-5")]),
        ("甲\n\n* * *\n\n乙", [("甲", "1:1-2"), ("乙", "5:1-2")]),
        ("[]{.dots}", []),
    ],
)  # fmt: skip
def test_words_of_a_block_have_their_place(text: str, words: list[tuple[str, str]]) -> None:
    assert body(text).words == words


def test_a_table_of_data_has_its_words_and_a_figure_has_none() -> None:
    figure = "``` {.figure #fig-a}\nkind: tree\n```"
    made = body(figure)
    assert made.words == []
    assert {code for code, _, _ in made.told} == {"YML104"}
    table = "``` {.table #tbl-a}\ncaption: {zh: 题, en: T}\ncolumns: [{name: {zh: 甲, en: A}}]\nrows: [[{zh: 乙, en: B}]]\nnotes: [{zh: 注, en: N}]\n```"
    made = body(table)
    assert made.told == []
    assert made.words == [(words, "2:1-24") for words in ("甲", "A", "乙", "B", "注", "N")]
    assert [(block.id, block.span) for block in made.found.table_blocks] == [("tbl-a", at(1, 14, 19))]
    assert made.found.tables == (TableCaption("tbl-a", Bilingual("题", "T"), at(1, 14, 19)),)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("甲\n\n``` {.figure #fig-a}\nkind: chart\ncaption: [\n```", ("YML101", "5:11-None")),
        ("-   甲\n\n    ``` {.table #tbl-a}\n    caption: {zh: 题}\n    colums: 1\n    ```", ("YML102", "5:5-11")),
        ("``` {.table #tbl-a}\ncaption: {zh: 题}\ncaption: 1\n```", ("YML105", "3:1-8")),
    ],
)
def test_a_fault_in_data_stands_at_its_place(text: str, problem: tuple[str, str]) -> None:
    assert problem in [(code, where) for code, where, _ in body(text).told]


def test_faults_of_data_name_the_whole_that_they_are_of() -> None:
    def told(text: str) -> list[Diagnostic]:
        blocks = DataBlocks(SourceText("t.md", f"``` {{.figure}}\n{text}\n```\n"), HERE)
        blocks.read_figure("fig-a", text, 2, at(1, 1, 5))
        assert blocks.figures == []
        return blocks.problems

    assert [(problem.code, problem.key) for problem in told("3")] == [("YML103", "figure")]
    assert [problem.values["name"] for problem in told("3")] == ["figure"]
    assert {(problem.code, problem.values["name"]) for problem in told("kind: tree\ncaption: 3")} >= {("YML103", "caption")}  # fmt: skip
    assert ("YML103", "kind") in [(problem.code, problem.key) for problem in told("kind: zzz")]
    guesses = [problem.values["guess"] for problem in told("kind: chart\nunits: 1") if problem.code == "YML102"]
    assert guesses == [" → unit?"]


def test_a_table_with_a_fault_is_no_table_and_its_caption_is_not_listed() -> None:
    blocks = DataBlocks(SourceText("t.md", "x"), HERE)
    assert blocks.read_table("tbl-a", "3", None, at(1)) is None
    assert (blocks.tables, blocks.captions) == ([], [])
    assert [(problem.code, problem.key, problem.span) for problem in blocks.problems] == [("YML103", "table", at(1, 1, 2))]  # fmt: skip


def test_a_table_whose_file_is_missing_has_a_caption_alone(tmp_path: Path) -> None:
    blocks = DataBlocks(SourceText("t.md", "x"), Folder(tmp_path, tmp_path))
    text = "caption: {zh: 题, en: T}\ncolumns: [{name: {zh: 甲, en: A}}]\ndata: none.csv\n"
    assert blocks.read_table("tbl-a", text, None, at(1, 1, 2)) is None
    assert [(caption.id, caption.span) for caption in blocks.captions] == [("tbl-a", at(1, 1, 2))]
    assert blocks.tables == []
    assert len(blocks.problems) == 1


@pytest.mark.parametrize(
    ("line", "span", "place_"),
    [(2, at(1), "2:3-4"), (None, at(3), "3:1-2"), (None, at(), "1:1-2"), (5, at(1), "5:1-2")],
)
def test_yaml_stands_on_its_line_or_that_of_its_block(line: int | None, span: object, place_: str) -> None:
    blocks = DataBlocks(SourceText("t.md", "-\n  3\n"), HERE)
    blocks.read_table("tbl-a", "3", line, span)  # type: ignore[arg-type]
    assert [place(problem.span) for problem in blocks.problems] == [place_]


@pytest.mark.parametrize(
    ("text", "line", "indent"), [("a: 1\nb", 1, 4), ("a: 1", None, 0), ("", 1, 0), ("c: 2", 1, 0), ("a: 1", 2, 0)]
)
def test_the_indent_of_data_is_what_a_list_cut_off(text: str, line: int | None, indent: int) -> None:
    assert _indent(text, SourceText("t.md", "    a: 1\na: 1"), line) == indent


def _tree(made: Body) -> str:
    return str(made.blocks)


def test_each_block_of_the_tree_begins_with_its_place() -> None:
    assert "[['at', '3:4']]" in _tree(body("甲\n\n## 乙"))
    assert _tree(body("甲\n\n乙\n")).count("'place'") == 2
    assert "'place'" not in _tree(body("12\n"))
    assert "'place'" not in _tree(body("[甲]{.todo}\n"))
    assert str(body("甲").blocks[0]["c"][0]) == "{'t': 'Span', 'c': [['', ['place'], [['at', '1:1']]], []]}"


def test_of_a_block_that_could_not_be_proved_no_place_is_claimed() -> None:
    parsed, _ = markdown.parse(SourceText("t.md", "甲[@osd] {#x}\n\n[乙]{.zzz}"), 0)
    unproved = markdown.ParsedBody(parsed.ast, parsed.source, parsed.marks, tuple((block, False) for block, _ in parsed.blocks))  # fmt: skip
    found, tree, problems = survey.survey(unproved, HERE)
    assert [block.span for block in found.blocks] == [at(), at()]
    assert [citation.span for citation in found.citations] == [at()]
    assert [place(problem.span) for problem in problems] == ["3:5-9"]
    assert "'place'" not in tree
