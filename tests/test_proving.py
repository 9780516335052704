"""Whether what an output prints is found to be what its document prints, and each difference is told of by its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.model import Document, Inventory, Metadata, TextBlock
from pipeline.core.text import Span
from pipeline.formats import rows
from pipeline.formats.proving.alignment import HYPHEN, align
from pipeline.formats.proving.comparison import Proof
from pipeline.formats.proving.coverage import covered, innermost, without
from pipeline.formats.proving.printed import EVERY_KIND, Feature, Kind, Printed, Recorder
from pipeline.line.build import check
from tests.documents import BODIES
from tests.small import Small, small

SPAN = Span("out/report.html")
TEXTS = st.text("甲乙丙ab ", max_size=30)


def _printed(*parts: str | tuple[Kind, str, str]) -> Printed:
    """Texts, each a block with its place; a part of three is a text with a feature, or a point where it has no text."""
    recorder = Recorder()
    for line, part in enumerate(parts, 1):
        recorder.place(f"{line}:1")
        if isinstance(part, str):
            recorder.write(part)
        else:
            kind, value, text = part
            if text:
                with recorder.holding(kind, value):
                    recorder.write(text)
            else:
                recorder.mark(kind, value)
        recorder.end_block()
    return recorder.printed()


def _told(wanted: Printed, found: Printed) -> list[str]:
    blocks = tuple(TextBlock(("",), Span("report.md", line, 1, 9)) for line in range(1, 9))
    document = Document(Metadata(), "", Inventory(blocks=blocks))
    problems = Proof(document, SPAN, "html", EVERY_KIND).compare(wanted, found)
    return [f"{one.code} {one.span and one.span.line}" for one in problems]


def test_what_is_the_same_is_sound() -> None:
    wanted = _printed("甲", ("strong", "", "乙"), ("picture", "a", ""), ("link", "#b", "丙 ab"))
    assert _told(wanted, wanted) == []


def test_a_text_that_is_lacking_changed_added_or_doubled_is_told_of_at_its_place() -> None:
    text = [f"第{number}段说的是另一件事，不是这一件。" for number in "一二三四"]
    assert _told(_printed(*text), _printed(*text[:1], *text[2:])) == ["OUT106 2"]
    assert _told(_printed(*text), _printed(text[0], text[1].replace("另", "这"), *text[2:])) == ["OUT106 2"]
    assert _told(_printed(*text), _printed(*text[:2], "多余", *text[2:])) == ["OUT123 3"]
    assert _told(_printed(*text), _printed(text[0], text[1], text[1], *text[2:]))[0] == "OUT107 2"
    assert _told(_printed(*text), _printed(*text[:2])) == ["OUT106 3"]


def test_what_holds_of_a_text_is_compared() -> None:
    plain, bold = _printed("甲", "乙", "丙"), _printed("甲", ("strong", "", "乙"), "丙")
    assert _told(bold, plain) == ["OUT124 2"]
    assert _told(plain, bold) == ["OUT124 2"]
    here, there = _printed(("link", "#a", "甲"), "乙"), _printed(("link", "#b", "甲"), "乙")
    assert _told(here, there) == ["OUT112 1", "OUT113 1"]
    assert _told(_printed("甲", ("picture", "a", "")), _printed("甲", ("picture", "b", ""))) == ["OUT111 2"]
    assert _told(_printed("甲", ("formula", "x", "")), _printed("甲", "")) == ["OUT126 2"]
    assert _told(_printed("甲", ("anchor", "a", "")), _printed(("anchor", "a", ""), "甲")) == ["OUT125 2"]
    assert _told(_printed("ab cd"), _printed("abcd")) == ["OUT124 1"]
    assert _told(_printed("甲 乙"), _printed("甲乙")) == []
    assert _told(_printed("甲", "乙"), _printed("甲乙")) == ["OUT124 2"]


def test_two_of_one_kind_at_one_place_have_an_order() -> None:
    first, second = ("formula", "x", ""), ("formula", "y", "")
    assert _told(_printed("甲", first, second), _printed("甲", first, second)) == []
    assert _told(_printed("甲", first, second), _printed("甲", second, first)) != []


def test_a_hyphen_at_the_end_of_a_line_is_the_texts_or_the_layouts() -> None:
    assert align("open-source", f"open{HYPHEN}source").differences == ()
    assert align("opensource", f"open{HYPHEN}source").differences == ()


@given(TEXTS, TEXTS)
def test_an_alignment_accounts_for_every_character(wanted: str, found: str) -> None:
    made = align(wanted, found)
    held = {place for left, _, length in made.runs for place in range(left, left + length)}
    told = {place for one in made.differences for place in range(*one.wanted)}
    assert held | told == set(range(len(wanted)))
    assert not held & told
    assert all(wanted[left : left + length] == found[right : right + length] for left, right, length in made.runs)
    assert (made.differences == ()) == (wanted == found)


STRETCHES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: (min(pair), max(pair) + 1)))


@given(STRETCHES, STRETCHES)
def test_stretches_without_others(some: list[tuple[int, int]], others: list[tuple[int, int]]) -> None:
    def merged(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return covered([Feature("strong", "", *one) for one in stretches]).get("", [])

    def inside(stretches: list[tuple[int, int]]) -> set[int]:
        return {place for one in stretches for place in range(*one)}

    assert inside(list(without(merged(some), merged(others)))) == inside(some) - inside(others)


def test_of_languages_the_inner_one_holds() -> None:
    features = [Feature("language", "en", 2, 4), Feature("language", "zh", 0, 6)]
    assert innermost(features, 6) == {"zh": [(0, 2), (4, 6)], "en": [(2, 4)]}


DOCUMENTS = {
    "an item of nothing": "1. 甲\n2.\n3. 丙\n\nS.",
    "a reading in Japanese": '::: {lang=ja}\n[漢字]{ruby="かんじ"}\n:::\n\n[中国]{ruby="zhōng guó"}，[一]{ruby="chángcháng"}',
    "a box without an id": "# 甲 {#sec-a en=A}\n\n::: {.callout-note}\n## 注意\n内容。\n:::\n\n::: {.sidebar}\n## 盒子\n内容。\n:::",
    "a note called again": "甲[^1]乙[^1]。\n\n[^1]: 注文，含*强调*。",
    "a rule": "甲\n\n---\n\n乙",
    "a formula that cannot be read": "甲$\\foo{x}$乙，又$$\\bar{x}^2 = \\sum_{i=1}^n x_i$$",
    "hyphens and signs": "open-source co\u00adoperate 甲\u2060乙 a\u200bb ⼀一 ﬁ é e\u0301 甲“乙”丙 a--b c---d e...f",
    "code": "`a  b`\n\n```python\ndef f(x):\n\treturn  x\n\n\n# 注\n```",
    "a quotation with a list": "> 甲\n>\n> - 乙\n>     1. 丙\n>     2. 丁\n\n| 行一\n|   行二",
    "spans of cells": "+---+---+\n| 甲    |\n+---+---+\n| 1 | 2 |\n+---+---+\n",
    "an index of marked words": "[水 H~2~O]{.index}，[*斜* x^2^]{.index}，[甲]{.index}[甲]{.index}。\n\n# 索引 {.index en=Index}",
    "links": "<https://example.org/a%20b?x=1&y=2> [文字](https://example.org/路径) <a@example.org> [内](#sec-x)\n\n# 节 {#sec-x en=X}",
    "languages in each other": "甲[English *with* [汉字]{lang=zh} inside]{lang=en}乙[français]{lang=fr}",
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_output_of_a_document_is_told_of(name: str) -> None:
    assert _told_of(DOCUMENTS[name], "html", "epub", "docx", "pdf") == []


SETTINGS = {
    "the second standard": '[pdf]\nstandard = "ua-2"\n',
    "the second standard, with the source": '[pdf]\nstandard = "ua-2"\nattach = true\nopenings = "right"\n',
    "the source in it, and stops that hang": "[pdf]\nattach = true\nhanging = true\n",
    "notes on each page": '[pdf]\nnotes = "page"\n[docx]\nnotes = "page"\nopenings = "page"\n[html]\nscheme = "light"\n',
}


@pytest.mark.parametrize("name", SETTINGS)
def test_no_output_of_any_settings_is_told_of(name: str) -> None:
    body = "# 章 {#sec-a en=A}\n\n甲^[注一]乙[^a]丙[^a]，见[@sec-b]。\n\n# 章二 {#sec-b en=B}\n\n丁[@osd]。\n\n[^a]: 注二。"
    assert _told_of(Small(body, settings=SETTINGS[name]), "html", "epub", "docx", "pdf") == []


def _told_of(report: str | Small, *formats: str) -> list[tuple[str, object, object]]:
    made = small(report) if isinstance(report, str) else report
    made.built(*formats)
    found = check(made.session, rows(formats), 1, lambda _: None).diagnostics
    return [(one.code, one.span, one.values) for one in found if one.code.startswith("OUT")]


@settings(max_examples=50, derandomize=True)
@given(body=BODIES)
def test_no_output_of_any_document_is_told_of(body: str) -> None:
    assert _told_of(body, "html", "epub", "docx") == []


@settings(max_examples=8, derandomize=True)
@given(body=BODIES)
def test_no_pdf_of_any_document_is_told_of(body: str) -> None:
    assert _told_of(body, "pdf") == []
