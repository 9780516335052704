"""Signs that stand alone beside markup, and words of the author without a place."""

from __future__ import annotations

import shutil

import pytest

from pipeline.proofs.edits import read_edits
from pipeline.proofs.locating import locate
from pipeline.proofs.package import ReturnedFile
from tests.proofs.conftest import REPORT
from tests.proofs.editor import Work, each
from tests.proofs.loop import Sent, edited, text

BODY = """
# 符号 {#sec-signs en="Signs"}

这是*第一*。又是**第二**、*第三*；[链接](https://example.org/)！

“*引言甲*”之外。

有`代码甲`；再有。数 H~2~O。

- **项甲**：

> *引文甲*。

+------+------+
| 年份 | 数   |
+======+======+
| 2019 | 7.25 |
+------+------+

| 2020 | 2021 |
|------|------|
| 77 | 88 |

It said --- *loudly* -- that.

| 甲列 | 乙列 |
|------|------|
| *格甲*。 | 1.5 |
| 12 | 34 |

::: sidebar
## *贴士甲*！ {#tip-s en="Tip?"}

*盒甲*。
:::

*参见* [@sec-signs]、*又见* [-@tbl-n]；*另见* [@tip-s]。

*注甲*。^[*注文甲*。]
"""
MADE = {
    "behind emphasis": ("第一。", "。", "！", "*第一*。", "*第一*！"),
    "behind strong words": ("第二、", "、", "和", "**第二**、", "**第二**和"),
    "behind a link": ("链接！", "！", "？", "org/)！", "org/)？"),
    "before emphasis": ("“引言甲", "“", "〈", "“*引言甲*", "〈*引言甲*"),
    "behind what is lowered": ("H2O。", "O", "S", "~2~O。", "~2~S。"),
    "in an item": ("项甲：", "：", "；", "**项甲**：", "**项甲**；"),
    "in a quotation": ("引文甲。", "。", "！", "*引文甲*。", "*引文甲*！"),
    "a dash": ("said —", "—", ":", "said ---", "said :"),
    "in a cell": ("格甲。", "。", "！", "*格甲*。", "*格甲*！"),
    "in the heading of a box": ("贴士甲！", "！", "？", "*贴士甲*！", "*贴士甲*？"),
    "in a box": ("盒甲。", "。", "！", "*盒甲*。", "*盒甲*！"),
    "between references": ("参见", "、", "与", "signs]、*又", "signs]与*又"),
    "behind a number": ("参见", "；", "：", "n]；*另", "n]：*另"),
    "a figure in a grid": ("7.25", "7.25", "7.5", "| 7.25 |", "| 7.5  |"),
    "a figure in a cell": ("34", "34", "56", "| 34 |", "| 56 |"),
    "before a note": ("注甲。", "。", "！", "*注甲*。", "*注甲*！"),
    "in a note": ("注文甲。", "。", "！", "*注文甲*。", "*注文甲*！"),
}


@pytest.fixture(scope="module")
def signs(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    project = shutil.copytree(REPORT, tmp_path_factory.mktemp("signs") / "report")
    (project / "source/report.md").write_text(text(project) + BODY, "utf-8")
    return Sent.of(project)


def test_signs_alone_are_changed_to_the_byte(signs: Sent) -> None:
    truth = signs.session.text.text
    for name, (_, _, _, old, new) in MADE.items():
        assert truth.count(old) == 1, name
        truth = truth.replace(old, new)

    def work(words: str, old: str, new: str) -> Work:
        return lambda editor: editor.replace(words, old, new, cell=words[0].isdigit())

    assert signs.source_after(each(*(work(*row[:3]) for row in MADE.values()))) == truth


@pytest.mark.parametrize(
    ("words", "old", "new", "reason"),
    [("77", "77", "78", "edit_without_place"), ("第一节。最后", "第一节", "第二节", "edit_of_generated")],
)
def test_words_without_a_place_are_not_told_as_generated(
    signs: Sent, words: str, old: str, new: str, reason: str
) -> None:
    data = edited(signs.word, lambda editor: editor.replace(words, old, new, cell=words[0].isdigit()))
    found = read_edits([row.passage for row in signs.base.passages], ReturnedFile.open(data).passages)
    located = [locate(signs.base, edit) for edit in found.edits]
    assert [row.reason.name for row in located if row.reason] == [reason]
