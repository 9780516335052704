"""Words typed into empty cells of tables, cells emptied, and cells of grids, with the source to the byte."""

from __future__ import annotations

import shutil

import pytest

from pipeline.formats.docx.openxml import NAMESPACES, clark, w
from tests.proofs.conftest import REPORT
from tests.proofs.editor import BODY, Editor, Work, each, text_of
from tests.proofs.loop import Sent, text

TABLES = """
见[@tbl-e]和[@tbl-h]。

| 地区 | 数量 | 说明 |
|------|-----:|------|
| 北方 |      | 臆测 |
|      |      | 推定 |
| 东方 | 3 ||

: 有空格的表 {#tbl-e en="Empty"}

+------+--------+------------+
| 时间 | 数量   | 说明       |
+======+========+============+
| 2032 | 151    | 核对       |
+------+--------+------------+
| 2031 |        | 初步估计， |
|      |        | 待核       |
+------+--------+------------+

: 格子表 {#tbl-h en="A grid"}
"""


def _cell(row: str, number: int, said: str = "", *, tracked: bool = True) -> Work:
    """Words behind those of a cell of the row with some words; all taken out for none."""

    def work(editor: Editor) -> None:
        found = next(
            one
            for one in editor.roots[BODY].iter(clark("w:tr"))
            if one.find(".//w:tbl", NAMESPACES) is None and row in text_of(one)
        )
        paragraph = found.findall("w:tc", NAMESPACES)[number].find("w:p", NAMESPACES)
        if not said:
            editor.edit(paragraph, 0, len(text_of(paragraph)), "", tracked=tracked)
            return
        run = w("r", w("t", said))
        if tracked:
            change = editor.mark("ins")
            change.append(run)
            run = change
        paragraph.append(run)

    return work


TALL = "| 2031 |        | 初步估计， |\n|      |        | 待核       |\n"
FLAT = "| 2032 | 151    | 核对       |\n"
MADE: dict[str, tuple[Work, str, str]] = {
    "a figure, at the right": (_cell("臆测", 1, "100"), "| 北方 |      |", "| 北方 |  100 |"),
    "not tracked": (_cell("臆测", 1, "100", tracked=False), "| 北方 |      |", "| 北方 |  100 |"),
    "words and a bar": (_cell("推定", 0, "南|"), "|      |      | 推定", "| 南\\| |      | 推定"),
    "two of a row": (
        each(_cell("推定", 0, "南方"), _cell("推定", 1, "12345")),
        "|      |      | 推定",
        "| 南方 | 12345 | 推定",
    ),
    "without a blank": (_cell("东方", 2, "新"), "| 3 ||", "| 3 |新|"),
    "emptied": (_cell("臆测", 2), "臆测 |", " |"),
    "in a grid": (_cell("2031", 1, "1,200"), TALL, TALL.replace("2031 |        |", "2031 | 1,200  |")),
    "in a grid, too long for a line": (
        _cell("2031", 1, "一百多，或两百多"),
        TALL,
        "| 2031 | 一百多 | 初步估计， |\n|      | ，或两 | 待核       |\n|      | 百多   |            |\n",
    ),
    "emptied in a grid": (_cell("核对", 1), FLAT, "| 2032 |        | 核对       |\n"),
    "emptied in a grid, not tracked": (_cell("核对", 1, tracked=False), FLAT, "| 2032 |        | 核对       |\n"),
    "two lines emptied": (_cell("2031", 2), TALL, "| 2031 |        |            |\n|      |        |            |\n"),
    "longer in a grid": (_cell("核对", 2, "过了"), FLAT, "| 2032 | 151    | 核对过了   |\n"),
    "shorter, and longer, in a row": (
        each(lambda e: e.replace("核对", "对", ""), _cell("2032", 1, "9")),
        FLAT,
        "| 2032 | 1519   | 核         |\n",
    ),
    "longer than its line": (
        _cell("核对", 2, "过了两遍的数"),
        FLAT,
        "| 2032 | 151    | 核对过了两 |\n|      |        | 遍的数     |\n",
    ),
}


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    project = shutil.copytree(REPORT, tmp_path_factory.mktemp("cells") / "report")
    (project / "source/report.md").write_text(text(project) + TABLES, "utf-8")
    return Sent.of(project)


@pytest.mark.parametrize("name", MADE)
def test_a_cell_is_filled_or_emptied_to_the_byte(cells: Sent, name: str) -> None:
    work, old, new = MADE[name]
    before = cells.session.text.text
    assert before.count(old) == 1
    assert cells.source_after(work) == before.replace(old, new)
