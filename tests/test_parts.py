"""A report written in several files: one text, and every place of it in the file where the author knows it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.diagnostics import Diagnostic, Edit
from pipeline.core.joined import File, JoinedText
from pipeline.core.text import SourceText
from pipeline.line.mending import edited
from tests.conftest import run
from tests.small import Small, html, paragraphs, pdf, small, word

PARTS = "parts: [chapters/one.md, two.md]\n"
ONE = '# 一章 {#sec-one en="One"}\n\n见[@sec-two]与[@osd]。[^a]\n\n[^a]: 注。\n'
TWO = '# 二章 {#sec-two en="Two"}\n\n见[@sec-one]、[@fig-none]。\n'
FILES = {"chapters/one.md": ONE, "two.md": TWO}


def _report(body: str = "正文。", files: dict[str, str] | None = None, front: str = PARTS) -> Small:
    return small(body, front, files=FILES if files is None else files)


def _found(made: Small, *arguments: str, command: str = "check") -> list[str]:
    report = made.folder / "findings.jsonl"
    run(command, *arguments, "--project", str(made.folder), report=report)
    rows = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    return [f"{row['code']} {row['file']}:{row['line']}:{row['column']}" for row in rows]


def test_the_parts_follow_in_order_and_know_each_other() -> None:
    files = {"chapters/one.md": ONE, "two.md": TWO.replace("、[@fig-none]", "")}
    tree = html("正文。", PARTS, files=files)
    main = "".join(tree.find(".//main").itertext())
    assert main.index("正文。") < main.index("见第二") < main.index("见第一")
    assert [link.get("href") for link in tree.iterfind(".//main//p/a[@href]") if "sec-" in link.get("href", "")] == [
        "#sec-two",
        "#sec-one",
    ]
    assert any("一章" in text for text in paragraphs(word("正文。", PARTS, files=files)))
    assert "二章" in "".join(pdf("正文。", PARTS, files=files))


def test_what_is_found_stands_in_the_file_of_the_author() -> None:
    found = _found(_report("正文。\n\n见[@sec-none]。"))
    assert "XRF101 source/two.md:3:15" in found
    assert "XRF101 source/report.md:14:4" in found
    assert not [row for row in found if row.startswith("SRC14")]


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\r\n"])
def test_a_file_does_not_run_into_the_next(end: str) -> None:
    files = {"chapters/one.md": f"甲段。{end}", "two.md": f"乙段。{end}"}
    tree = html("正文。", PARTS, files=files)
    assert [
        text
        for node in tree.iterfind(".//main//p")
        if (text := "".join(node.itertext())) in ("正文。", "甲段。", "乙段。")
    ] == ["正文。", "甲段。", "乙段。"]


def test_corrections_go_to_the_file_where_the_fault_is() -> None:
    made = _report(files={"chapters/one.md": "#一章\n\n正文。\n", "two.md": "乙段。\n"})
    before = (made.folder / "source/report.md").read_bytes()
    run("check", "--fix", "--project", str(made.folder))
    assert (made.folder / "source/chapters/one.md").read_text("utf-8") == "# 一章\n\n正文。\n"
    assert (made.folder / "source/report.md").read_bytes() == before
    assert (made.folder / "source/two.md").read_text("utf-8") == "乙段。\n"


BROKEN: list[tuple[str, dict[str, Any], str]] = [
    ("[none.md]", {}, "SRC141 source/report.md:10:9"),
    ("[../../outside.md]", {}, "SRC141 source/report.md:10:9"),
    ("[two.md, two.md]", {"two.md": TWO}, "SRC141 source/report.md:10:17"),
    ("[report.md]", {}, "SRC141 source/report.md:10:9"),
    ("[./two.md, two.md]", {"two.md": TWO}, "SRC141 source/report.md:10:19"),
    ("[two.md]", {"two.md": "---\ntitle: 甲\n---\n\n乙\n"}, "SRC142 source/two.md:1:1"),
    ("[two.md]", {"two.md": "甲\n乙\x00\n"}, "SRC103 source/two.md:2:2"),
    ("two.md", {"two.md": TWO}, "YML103 source/report.md:10:8"),
    ("[1, {a: b}]", {}, "YML103 source/report.md:10:12"),
]


@pytest.mark.parametrize(("value", "files", "told"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_part_that_cannot_be_read_is_told(value: str, files: dict[str, str], told: str) -> None:
    assert told in _found(_report(files=files, front=f"parts: {value}\n"))


def test_a_file_that_nobody_named_is_told() -> None:
    found = _found(_report(files={**FILES, "three.md": "丙。", "README.md": "读我。", "chapters/.four.md": "丁。"}))
    assert [row for row in found if row.startswith("SRC143")] == ["SRC143 source/three.md:None:None"]
    assert not [row for row in _found(_report(files={"three.md": "丙。"}, front="")) if row.startswith("SRC143")]


def test_the_proof_names_the_file_of_each_paragraph() -> None:
    made = _report(files={"chapters/one.md": "甲段。\n", "two.md": "乙段\n"})
    run("build", "pdf", "--proof", "--project", str(made.folder), "--fail-on", "never")
    import pypdfium2

    text = "".join(
        page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(made.folder / "out/report-proof.pdf")
    )
    assert "chapters/one.md:1" in text
    assert "two.md:1" in text


@given(st.lists(st.text(st.sampled_from("a甲\n"), max_size=8), min_size=1, max_size=4), st.data())
def test_each_character_is_at_home(texts: list[str], data: st.DataObject) -> None:
    joined = JoinedText(tuple(File(SourceText(f"{place}.md", text)) for place, text in enumerate(texts)))
    place = data.draw(st.integers(0, len(texts) - 1))
    if not texts[place]:
        return
    offset = data.draw(st.integers(0, len(texts[place]) - 1))
    file = joined.files[place].source
    before = joined.offsets[place]
    if texts[place][offset] != "\n":
        assert joined.text.text[before + offset] == texts[place][offset]
        assert joined.home(joined.text.span(before + offset, 1)) == file.span(offset, 1)
        (found,) = joined.at_home([Diagnostic("A", joined.text.span(before + offset, 1))])
        assert found.span == file.span(offset, 1)
        edits = joined.edits([Edit(before + offset, before + offset + 1, "丙")])
        assert edited(texts[place], edits[file.name]) == texts[place][:offset] + "丙" + texts[place][offset + 1 :]


def test_one_file_is_itself(tmp_path: Path) -> None:
    only = SourceText("a.md", "甲")
    assert JoinedText((File(only),)).text is only
