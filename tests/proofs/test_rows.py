"""Rows that an editor puts into a table or takes out, with the source that each leads to, to the byte."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w
from tests.proofs.editor import Editor, Work, each, text_of
from tests.proofs.loop import edited, receive, send, text

GRID = """\
+------+--------+------------+
| 年份 | 数量   | 说明       |
+======+========+============+
| 2031 | 100    | 初步估计， |
|      |        | 待核       |
+------+--------+------------+
| 2032 | 150    | 核定       |
+------+--------+------------+

: 格子表 {#tbl-g en="A grid"}
"""
CSV = "地区,en,数量,备注,en\n北方,North,12,试点中,Pilot\n西部,West,3,,\n东部,East,150,,\n"
DATA = """\
```{.table #tbl-c}
caption: {zh: 取自文件的表, en: A table from a file}
columns:
  - {name: {zh: 地区, en: Region}}
  - {name: {zh: 数量, en: Amount}, align: decimal}
  - {name: {zh: 备注, en: Remarks}}
data: data/regions.csv
```
"""
FILE = "source/data/regions.csv"


@pytest.fixture
def tables(project: Path) -> Path:
    """A report with tables of each kind."""
    report = project / "source/report.md"
    report.write_text(text(project) + f"\n见[@tbl-g]和[@tbl-c]。\n\n{GRID}\n{DATA}", "utf-8")
    (project / "source/data").mkdir()
    (project / FILE).write_text(CSV, "utf-8")
    return project


def _row(editor: Editor, words: str) -> Element:
    return next(
        row
        for row in editor.roots["word/document.xml"].iter(clark("w:tr"))
        if row.find(".//w:tbl", NAMESPACES) is None and words in text_of(row)
    )


def _put(words: str, *cells: str, tracked: bool = True) -> Work:
    """A row behind the one with some words, as Word makes it: a copy with other words."""

    def work(editor: Editor) -> None:
        there = _row(editor, words)
        made = copy.deepcopy(there)
        for cell, said in zip(made.iterfind("w:tc", NAMESPACES), cells, strict=True):
            first, *others = cell.findall("w:p", NAMESPACES)
            for child in [*others, *(one for one in first if one.tag != clark("w:pPr"))]:
                child.getparent().remove(child)
            run = w("r", w("t", said))
            if tracked and said:
                change = editor.mark("ins")
                change.append(run)
                run = change
            if said:
                first.append(run)
        if tracked:
            made.insert(0, w("trPr", editor.mark("ins")))
        while (behind := there.getnext()) is not None and behind.find("w:trPr/w:ins", NAMESPACES) is not None:
            there = behind
        there.addnext(made)

    return work


def _take(words: str, *, tracked: bool = True) -> Work:
    def work(editor: Editor) -> None:
        row = _row(editor, words)
        if not tracked:
            row.getparent().remove(row)
            return
        for run in list(row.iter(clark("w:r"))):
            change = editor.mark("del")
            run.addprevious(change)
            change.append(run)
            for said in run.iter(clark("w:t")):
                said.tag = clark("w:delText")
        row.insert(0, w("trPr", editor.mark("del")))

    return work


PIPE = "| 2024 |  150 | 核定 |\n"
LAST = "| 2032 | 150    | 核定       |\n+------+--------+------------+\n"
FIRST = "| 2031 | 100    | 初步估计， |\n|      |        | 待核       |\n+------+--------+------------+\n"
MADE: dict[str, tuple[Work, str, str]] = {
    "at the end": (_put("核定", "2025", "200", "核对"), PIPE, f"{PIPE}| 2025 |  200 | 核对 |\n"),
    "between": (_put("估计", "2023", "1200", "a|b"), "| 估计 |\n", "| 估计 |\n| 2023 | 1200 | a\\|b |\n"),
    "behind the head": (_put("年份", "2022", "9", "旧"), "|------|\n", "|------|\n| 2022 | 9    | 旧   |\n"),
    "not tracked": (_put("核定", "2025", "200", "核对", tracked=False), PIPE, f"{PIPE}| 2025 |  200 | 核对 |\n"),
    "two": (
        each(_put("核定", "2025", "1", "甲"), _put("核定", "2026", "2", "")),
        PIPE,
        f"{PIPE}| 2025 |    1 | 甲   |\n| 2026 |    2 |      |\n",
    ),
    "taken out": (_take("核定"), PIPE, ""),
    "taken out, not tracked": (_take("估计", tracked=False), "| 2023 |  100 | 估计 |\n", ""),
    "one put in, one taken out, not tracked": (
        each(_take("估计", tracked=False), _put("核定", "2025", "200", "核对", tracked=False)),
        f"| 2023 |  100 | 估计 |\n{PIPE}",
        f"{PIPE}| 2025 |  200 | 核对 |\n",
    ),
    "of a grid": (
        _put("2032", "2033", "1,200", "新的说明很长"),
        LAST,
        f"{LAST}| 2033 | 1,200  | 新的说明很 |\n|      |        | 长         |\n+------+--------+------------+\n",
    ),
    "behind a row of two lines": (
        _put("初步", "2031", "5", "补"),
        FIRST,
        f"{FIRST}| 2031 | 5      | 补         |\n+------+--------+------------+\n",
    ),
    "taken out of a grid": (_take("2032"), LAST, ""),
    "taken out of a grid, not tracked": (_take("初步", tracked=False), FIRST, ""),
    "of a file": (_put("西部", "南部", "1,000", '“甲”"乙"'), "3,,\n", '3,,\n南部,,"1,000","“甲”""乙""",\n'),
    "at the end of a file": (_put("东部", "南部", "7", "", tracked=False), "150,,\n", "150,,\n南部,,7,,\n"),
    "taken out of a file": (_take("西部"), "西部,West,3,,\n", ""),
    "the last one of a file": (_take("东部", tracked=False), "东部,East,150,,\n", ""),
}


@pytest.mark.parametrize("name", MADE)
def test_a_row_is_put_in_or_taken_out_to_the_byte(tables: Path, name: str) -> None:
    work, old, new = MADE[name]
    before, data = text(tables), (tables / FILE).read_text("utf-8")
    outcome = receive(tables, edited(send(tables), work))
    assert (before + data).count(old) == 1
    after = text(tables) + (tables / FILE).read_text("utf-8")
    assert after == (before + data).replace(old, new), outcome.lines


def test_words_are_typed_into_empty_cells_of_a_file(tables: Path) -> None:
    def work(editor: Editor) -> None:
        for words, said in (("西部", "新,建"), ("东部", "已建")):
            cell = _row(editor, words).findall("w:tc", NAMESPACES)[-1]
            change = editor.mark("ins")
            change.append(w("r", w("t", said)))
            cell.find("w:p", NAMESPACES).append(change)

    outcome = receive(tables, edited(send(tables), work))
    truth = CSV.replace("3,,", '3,"新,建",').replace("150,,", "150,已建,")
    assert (tables / FILE).read_text("utf-8") == truth, outcome.lines


def test_a_row_of_data_in_the_text_is_refused(tables: Path) -> None:
    before = text(tables)
    outcome = receive(tables, edited(send(tables), _put("丙类", "丁类", "5"), _take("1300", tracked=False)))
    assert sum("PRF103" in line and "rows or cells" in line for line in outcome.lines) == 2, outcome.lines
    assert text(tables) == before
