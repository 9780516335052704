"""Places: each block to line and column in the tree that goes on, each character on demand, and what layout says of them."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from pipeline.core.edition import Edition
from pipeline.core.places import Place, Position
from pipeline.core.text import SourceText
from pipeline.formats import rows
from pipeline.line.build import build, check
from pipeline.line.session import Session
from pipeline.project import open_project
from pipeline.reading.characters import place_characters
from pipeline.tools import ast
from pipeline.transforms import transform
from tests.conftest import PROJECT, ROOT, TORTURE
from tests.small import BODY_START, Small, small

BODY = """\
正文第一段。

- 项目**着重**在前
- **着重**在项目之首

  项目的第二段

> 引文一段
> 第二行

| 甲 | 乙 |
|:---|---:|
| 一 | 12.5 |
| 一 | 12.5 |

: 表题 {#tbl-a en="Caption"}

术语
:   定义

# 标题 {#sec-a en="Heading"}

注^[行内注]与[^n]。

[^n]: 长注。

    注的第二段。
"""
STARTS = [
    (1, 1), (3, 3), (4, 5), (6, 3), (8, 3), (11, 3), (11, 7), (13, 3), (13, 7), (14, 3), (14, 7), (16, 3), (18, 1), (19, 5), (21, 3),
    (23, 1), (23, 4), (25, 7), (27, 5),
]  # fmt: skip


def _positions(text: str) -> list[Position]:
    return [
        Position.parse(element.attributes["at"]) for element in ast.descend(ast.load(text)) if ast.is_place(element)
    ]


def test_each_block_of_the_tree_carries_its_line_and_column() -> None:
    found = {(place.line - BODY_START + 1, place.column) for place in _positions(small(BODY).session.document.ast)}
    assert found == set(STARTS)


def test_the_finished_tree_still_does_and_no_output_shows_it() -> None:
    made = small(BODY)
    files = made.built("html", "docx", "epub", "pdf")
    assert b"data-place" not in files["html"]
    assert b"data-at" not in files["html"]


@pytest.mark.parametrize("folder", [ROOT, PROJECT, TORTURE], ids=["report", "project", "torture"])
def test_characters_of_whole_reports(folder: Path) -> None:
    """No character is placed wrongly, and nearly all of prose has a place."""
    session = Session(open_project(folder))
    blocks = session.characters
    text, prose, known = session.text.text, 0, 0
    for placed, block in zip(blocks, session.document.inventory.blocks, strict=True):
        (*_, last) = placed.block.segments
        is_typed = bool(re.search(r"[*$]", last)) and f'"{last}"' in text
        assert placed.block.segments == block.segments or is_typed
    for placed in blocks:
        for segment, offsets in zip(placed.block.segments, placed.offsets, strict=True):
            assert len(segment) == len(offsets)
            assert all(
                text[offset] == letter for letter, offset in zip(segment, offsets, strict=True) if offset is not None
            )
            ours = [offset for offset in offsets if offset is not None]
            assert ours == sorted(ours)
            if any(offset is not None for offset in offsets):
                prose, known = prose + len(segment), known + len(ours)
    assert known / prose > 0.98


def test_characters_to_the_letter() -> None:
    body = "甲**乙**丙，*alpha* beta（x）。\n\n\\*星\\*与“引号”、`码`。"
    made = small(body)
    start = made.session.text.text.index(body)
    first, second = made.session.characters
    assert "".join(first.block.segments) == "甲乙丙，alpha beta（x）。"
    places = [made.session.text.text[offset] for offset in first.offsets[0] if offset is not None]
    assert "".join(places) == "甲乙丙，alpha beta（x）。"
    assert first.offsets[0][0] == start
    assert first.offsets[0][1] == start + 3
    assert second.place(0, 1, 2, "report.md") == Place(
        "report.md", start + body.index("星"), start + body.index("星") + 1
    )
    # What is parted in the source has no place of one piece.
    assert first.place(0, 0, 2, "report.md") is None


def test_a_place_as_a_span() -> None:
    source = SourceText("a.md", "一\n二三\n")
    span = Place("a.md", 2, 4).span(source)
    assert (span.line, span.column, span.end_column) == (2, 1, 3)
    assert Position.parse(str(Position(12, 3))) == Position(12, 3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.sampled_from("甲乙丙丁 ab1，。*_`[]()#>-\n|@{}^$\\“”𠮷"), max_size=60))
def test_no_character_is_placed_where_another_stands(body: str) -> None:
    source = SourceText("a.md", body)
    for placed in place_characters(source, Path()):
        for segment, offsets in zip(placed.block.segments, placed.offsets, strict=True):
            for letter, offset in zip(segment, offsets, strict=True):
                assert offset is None or body[offset] == letter


def test_what_layout_leaves_out_is_told_at_its_place() -> None:
    made = Small("正文。\n\n- 项目$\\undefinedcommand$\n- 字𓀀在此")
    result = build(made.session, rows(["pdf"]), 1, lambda _: None)
    found = {problem.code: problem.span for problem in result.diagnostics if problem.span is not None}
    assert (found["PDF102"].line, found["PDF102"].column) == (BODY_START + 3, 4)
    assert found["PDF102"].file == "source/report.md"


def test_a_character_without_a_glyph_is_told_to_the_column() -> None:
    """In words, cells, captions, quotations, data, headings, notes and code; at its block where it is typed otherwise."""
    body = (
        '正文𓀀。\n\n| 甲 | 乙 |\n|---|---|\n| 一 | 文𓀂 |\n\n: 表题𓀃 {#tbl-a en="T"}\n\n> - 甲\n>   乙**𓀄**\n\n'
        "``` {.table #tbl-b}\ncaption: {zh: 表, en: T}\ncolumns: [{name: {zh: 年, en: Y}}]\nrows: [[{zh: 甲𓀅, en: a}]]\n```\n\n"
        '## 标题𓀆 {#sec-y en="Y"}\n\n文[^a]。\n\n[^a]: 注𓀇。\n\n代码 `x𓀈` &#x13009;。'
    )
    result = build(small(body).session, rows(["pdf"]), 1, lambda _: None)
    lines = body.split("\n")
    told = {problem.key: problem.span for problem in result.diagnostics if problem.code == "PDF102"}
    assert told.keys() == set("𓀀𓀂𓀃𓀄𓀅𓀆𓀇𓀈𓀉")
    for character, span in told.items():
        assert span and span.line and span.column
        line = lines[span.line - BODY_START]
        assert line[span.column - 1] == character or (character == "𓀉" and line.startswith("代码") and span.column == 1)


def test_a_character_without_a_glyph_is_told_in_the_front_matter_too() -> None:
    made = small("正文。", "rights: {zh: 权利𓀀, en: Rights}\n")
    result = build(made.session, rows(["pdf"]), 1, lambda _: None)
    assert [problem.key for problem in result.diagnostics if problem.code == "PDF102"] == ["𓀀"]
    front = (made.folder / "source/report.md").read_text("utf-8").replace("摘要。", "摘要𓀁。")
    (made.folder / "source/report.md").write_text(front, "utf-8")
    again = Session(open_project(made.folder))
    result = build(again, rows(["pdf"]), 1, lambda _: None)
    assert [problem.key for problem in result.diagnostics if problem.code == "PDF102"] == ["𓀀", "𓀁"]


def test_a_coarse_picture_is_told_at_its_figure(tmp_path: Path) -> None:
    body = """\
见[@fig-a]。

```{.figure #fig-a}
kind: image
file: a.png
width: 100
caption: {zh: 图, en: Figure}
alt: {zh: 方块, en: A square}
credit: {zh: 自制, en: Own}
```
"""
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "#123456").save(picture, "PNG")
    made = Small(body)
    (made.folder / "source/a.png").write_bytes(picture.getvalue())
    made.built("pdf")
    found = [
        problem
        for problem in check(made.session, rows(["pdf"]), 1, lambda _: None).diagnostics
        if problem.code == "OUT119"
    ]
    assert [str(problem.span) for problem in found] == [f"source/report.md:{BODY_START + 2}:14"]


def test_a_proof_takes_each_line_from_the_place_of_the_block() -> None:
    """A to-do that begins as the paragraph after it does not take its line."""
    words = "开放源代码推动高质量发展的"
    body = f"甲。\n\n::: {{.todo}}\n{words}待办。\n:::\n\n{words}正文。"
    made = Small(body, edition=Edition(proof=True))
    document, _ = transform(made.session.document, lambda _: (), proof=True)
    marks = [
        (element.attributes["line"], ast.stringify(element.parent).strip())
        for element in ast.descend(ast.load(document.ast))
        if isinstance(element, ast.Span) and "source-line" in element.classes
    ]
    assert marks == [(str(BODY_START), "甲。"), (str(BODY_START + 6), f"{words}正文。")]
