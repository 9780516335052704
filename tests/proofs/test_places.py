"""New paragraphs in and behind boxes, quotations and items, with the source that each leads to, to the byte."""

from __future__ import annotations

import shutil

import pytest

from pipeline.proofs.edits import read_edits
from pipeline.proofs.locating import locate
from pipeline.proofs.package import ReturnedFile
from pipeline.proofs.proving import Prover
from tests.proofs.conftest import REPORT
from tests.proofs.editor import each
from tests.proofs.loop import Sent, edited, text
from tests.proofs.test_lists import _new

BODY = """
::: sidebar
## 贴士 {#tip-new en="Tip"}

盒中一段。

盒中二段。
:::

> 引文一段。
>
> 引文二段。

平段。

::: {.sidebar}
## 又一则 {#tip-next en="Next tip"}

又一盒。

- 盒中项
:::

- 甲项

  甲项之二
- 乙项

::: {.summary lang=en}
One summary.
:::

> 又一引文。

完。
"""
NEXT_TO = {
    "in a box": ("盒中一段", "盒中二段", "盒中一段。\n", "盒中一段。\n\n新甲。\n"),
    "at the end of a box": ("盒中二段", "盒中一段", "盒中二段。\n", "盒中二段。\n\n新乙。\n"),
    "in a quotation": ("引文一段", "引文二段", "> 引文一段。\n", "> 引文一段。\n>\n> 新丙。\n"),
    "at the end of a quotation": ("引文二段", "引文一段", "> 引文二段。\n", "> 引文二段。\n>\n> 新丁。\n"),
    "at the end of a list in a box": ("盒中项", "盒中二段", "- 盒中项\n", "- 盒中项\n\n新戊。\n"),
    "in an item": ("甲项之二", "甲项之二", "  甲项之二\n", "  甲项之二\n\n  新己。\n"),
    "behind a list": ("乙项", "平段", "- 乙项\n", "- 乙项\n\n新庚。\n"),
    "at the end of a summary": ("One summary", "One summary", "One summary.\n", "One summary.\n\nAnother one.\n"),
    "a quotation behind a paragraph": ("平段", "引文一段", "平段。\n", "平段。\n\n> 新壬。\n"),
    "a definition of two paragraphs": (
        "术语的释义",
        "术语的释义",
        ":   术语的释义，有几个字。\n",
        ":   术语的释义，有几个字。\n\n    新癸。\n",
    ),
}
BEHIND = {
    "behind a box": ("盒中二段", "平段", "盒中二段。\n:::\n", "盒中二段。\n:::\n\n新甲。\n"),
    "behind a quotation": ("引文二段", "平段", "> 引文二段。\n", "> 引文二段。\n\n新乙。\n"),
    "behind a list in a box": ("盒中项", "平段", "- 盒中项\n:::\n", "- 盒中项\n:::\n\n新丙。\n"),
    "behind a summary": ("One summary", "平段", "One summary.\n:::\n", "One summary.\n:::\n\n新丁。\n"),
    "behind an item": ("甲项之二", "甲项", "  甲项之二\n", "  甲项之二\n- 新戊。\n"),
}


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    project = shutil.copytree(REPORT, tmp_path_factory.mktemp("boxes") / "report")
    (project / "source/report.md").write_text(text(project) + BODY, "utf-8")
    return Sent.of(project)


@pytest.mark.parametrize("tracked", [True, False])
@pytest.mark.parametrize("cases", [NEXT_TO, BEHIND], ids=["inside", "behind"])
def test_new_paragraphs_stand_where_they_look_to(
    boxes: Sent, cases: dict[str, tuple[str, str, str, str]], *, tracked: bool
) -> None:
    truth, works = boxes.session.text.text, []
    for name, (behind, like, old, new) in cases.items():
        assert truth.count(old) == 1, name
        said = new.splitlines()[-1].strip(">- ")
        truth = truth.replace(old, new)
        works.append(_new(behind, (said, like), tracked=tracked))
    assert boxes.source_after(each(*works)) == truth


def test_a_paragraph_that_would_stand_elsewhere_is_refused(boxes: Sent) -> None:
    """One of a box where there is none."""
    data = edited(boxes.word, _new("完。", ("新的。", "盒中一段"), tracked=True))
    found = read_edits([row.passage for row in boxes.base.passages], ReturnedFile.open(data).passages)
    proved = Prover(boxes.session, boxes.base).prove([locate(boxes.base, edit) for edit in found.edits])
    assert [reason.name for _, reason in proved.refused] == ["edit_reads_otherwise"]
