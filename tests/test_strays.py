"""What stands in an unusual place (a heading in a list, a key in code, a note that ends in a list) is printed well or
told."""

from __future__ import annotations

import pytest

from pipeline.tools import graphviz
from tests.small import W, findings, html, small, word

HEADING = '## 引题 {#sec-q en="Q"}'
INSIDE = [f"> {HEADING}", f"-   {HEADING}", f"注[^a]。\n\n[^a]:\n    {HEADING}", f"::: {{lang=zh}}\n{HEADING}\n:::"]


@pytest.mark.parametrize("place", INSIDE)
def test_a_heading_that_is_no_section_is_told_and_has_no_number(place: str) -> None:
    body = f'# 章 {{#sec-a en="A"}}\n\n{place}\n\n## 节 {{#sec-b en="B"}}\n'
    assert [row.split()[0] for row in findings(body)] == ["HED105"]
    printed = "".join(word(body).itertext()) + "".join(word(body, part="word/footnotes.xml").itertext())
    assert "引题" in printed
    numbered = html(body).xpath("//main//span[@class='heading-number'][not(ancestor::nav)]")
    assert [element.text for element in numbered] == ["一、", "（一）"]


@pytest.mark.parametrize(
    "text",
    [
        "`字@osd`",
        "`` 字@osd `` 末",
        "[字@osd.org](mailto:a@osd.org){.mail}",
        "字\\@osd",
        "<a@osd.org>",
        "<!-- 字@osd -->",
    ],
)
def test_no_key_is_lost_where_none_was_meant(text: str) -> None:
    assert [row for row in findings(text) if row.startswith("CIT106")] == []


@pytest.mark.parametrize("text", ["注[^a]。\n\n[^a]: 字@osd。", "> 字@osd。", "-   字@osd", "*字@osd*", "Word@osd"])
def test_a_key_that_stayed_text_is_told_wherever_it_stands(text: str) -> None:
    assert [row.split()[0] for row in findings(text)] == ["CIT106"]


@pytest.mark.parametrize("source", ["", "graph { a } graph { b }"])
def test_a_file_that_holds_not_one_graph_is_refused(source: str) -> None:
    with pytest.raises(graphviz.RefusedGraph):
        graphviz.place(source, {})


def test_a_level_that_is_passed_over_is_counted_in_word_as_in_the_document() -> None:
    body = '# 章 {#sec-a en="A"}\n\n### 子 {#sec-b en="B"}\n\n## 节 {#sec-d en="D"}\n'
    tree = word(body)
    own = [element.get(f"{W}val") for element in tree.iter(f"{W}numId")]
    assert len([number for number in own if number != "0"]) == 1
    numbering = word(body, part="word/numbering.xml")
    assert len(numbering.findall(f"{W}num")) >= 2


def test_lines_of_a_line_block_are_the_authors_words() -> None:
    made = small("| 第一行\n| 第二行\n")
    assert [segment for block in made.session.document.inventory.blocks for segment in block.segments] == [
        "第一行",
        "第二行",
    ]


def test_an_underline_is_told_and_printed_plain() -> None:
    assert [row.split()[0] for row in findings("[字]{.underline}与[字]{.smallcaps}")] == ["SRC116", "SRC116"]
    assert not list(html("[字]{.underline}").iter("u"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("字[下]{.underline}", "SRC116 1:6-16 no such class: underline"),
        ("字[下]{.ul}", "SRC116 1:6-9 no such class: ul"),
        ("甲\n字[小]{.smallcaps}", "SRC116 2:6-16 no such class: smallcaps"),
        ("[字^[注]]{ruby=zi}", "SRC119 1:9-13"),
        ("[字]{.page}", "SRC119 1:5-10"),
        ("`{.page}`[字]{.page}", "SRC119 1:14-19"),
    ],
)
def test_what_has_no_effect_is_told_where_it_stands(text: str, expected: str) -> None:
    assert [row for row in findings(text) if row.startswith(expected)], findings(text)


@pytest.mark.parametrize("inside", ["> {}", "::: sidebar\n{}\n:::"])
def test_a_heading_that_is_no_section_hides_no_skipped_level(inside: str) -> None:
    body = '# 章 {en="A"}\n\n' + inside.format('## 引题 {en="Q"}') + '\n\n### 小节 {en="B"}\n'
    assert [row.split()[0] for row in findings(body) if "HED101" in row] == ["HED101"]
    assert not [row for row in findings(body.replace("### 小节", "## 小节")) if "HED101" in row]


def test_a_heading_that_is_no_section_is_told_once() -> None:
    assert [row.split()[0] for row in findings('> ## 引题 {en="Q"}')] == ["HED105"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<!-- a -->", False),
        ("<!-- a --> <!-- b -->\n<!-- c -->", False),
        ("<!-- a --><p>", True),
        ("<!-- a --> b -->", True),
    ],
)
def test_comments_say_nothing_and_are_parted_in_one_go(text: str, told: bool) -> None:
    from pipeline.core.text import SourceText
    from pipeline.reading.rawmarkup import RawMarkup

    assert (RawMarkup(SourceText("a", text), set()).told("html", text, 1) is not None) == told
    # Many comments before something else took twice as long with each.
    many = "<!-- x --> " * 20_000 + "<p>"
    assert RawMarkup(SourceText("a", many), set()).told("html", many, 1) is not None
