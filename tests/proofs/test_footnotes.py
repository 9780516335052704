"""Notes that editors put in and take out, with the source that each leads to, to the byte; or with the reason why not."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from pipeline.proofs.applying import changed
from pipeline.proofs.edits import read_edits
from pipeline.proofs.locating import locate
from pipeline.proofs.package import ReturnedFile
from pipeline.proofs.proving import Prover
from tests.proofs.conftest import REPORT
from tests.proofs.editor import Editor, each
from tests.proofs.loop import Sent, edited, text

Work = Callable[[Editor], None]
Cases = dict[str, tuple[Callable[..., Work], tuple[tuple[str, str], ...]]]
BODY = """
甲句^[行内的[注]，*有*话。]之后。乙句[^two]与[^two]重复。丙句[^long]到此。丁句[^last]

[^two]: 两次所指的注。
[^long]: 长注之一。

    长注之二。

[^last]: 末注。

> 引文一句[^quoted]。

| 甲列 | 乙列 |
|------|------|
| 格中 | 格二[^cell] |

: 表题一 {#tbl-new en="A table of notes"}

[^quoted]: 引文的注。

[^cell]: 格中的注，
跨两行。
"""


def _new(words: str, *said: str, **options: str) -> Callable[..., Work]:
    return lambda tracked: lambda editor: editor.new_note(words, *said, tracked=tracked, **options)


def _gone(words: str) -> Callable[..., Work]:
    return lambda tracked: lambda editor: editor.delete_note(words, tracked=tracked)


MADE: Cases = {
    "a note": (_new("第二句在同一段", "新的注。"), (("同一段，", "同一段^[新的注。]，"),)),
    "with signs": (_new("步骤甲", "见 a*b*c 与 [一。"), (("步骤甲", r"步骤甲^[见 a\*b\*c 与 \[一。]"),)),
    "with brackets": (_new("步骤乙", "见 [一]。"), (("步骤乙", "步骤乙^[见 [一]。]"),)),
    "with emphasis": (
        _new("第一项，较短", "见《导论》的话。", italic="《导论》"),
        (("较短；", "较短^[见*《导论》*的话。]；"),),
    ),
    "behind emphasis": (_new("开源的经济意义", "新的注。"), (("*经济意义*", "*经济意义*^[新的注。]"),)),
    "behind a note": (
        _new("丙句", "新的注。"),
        (("丙句[", "丙句[^note-1586]["), ("\n[^two]:", "\n[^note-1586]: 新的注。\n\n[^two]:")),
    ),
    "of two paragraphs": (
        _new("第三项", "甲。", "1. 乙。"),
        (("第三项", "第三项[^note-831]"), ("\n[^two]:", "\n[^note-831]: 甲。\n\n    1\\. 乙。\n\n[^two]:")),
    ),
    "of two paragraphs, in a paragraph": (
        _new("She wrote", "One.", "Two [x."),
        (("She wrote", "She wrote[^note-535]"), ("H~2~O.\n", "H~2~O.\n\n[^note-535]: One.\n\n    Two \\[x.\n")),
    ),
    "at the end of a paragraph": (_new("最后一段。", "新的注。"), (("最后一段。", "最后一段。^[新的注。]"),)),
    "in a heading": (_new("办法与步骤", "新的注。"), (("办法与步骤 {", "办法与步骤^[新的注。] {"),)),
    "in a box": (_new("盒子里的文字", "新的注。"), (("盒子里的文字", "盒子里的文字^[新的注。]"),)),
    "in a cell": (_new("格中", "甲|乙。"), (("格中 |", r"格中^[甲\|乙。] |"),)),
    "in a caption of text": (_new("表题一", "新的注。"), (("表题一 {", "表题一^[新的注。] {"),)),
    "that says what another does": (_new("第二项", "末注。"), (("第二项", "第二项^[末注。]"),)),
}
GONE: Cases = {
    "taken out": (_gone("创新成本"), (("。[^why] 第", "。 第"), ("[^why]: 注释的文字，说明*原因*。\n\n", ""))),
    "taken out, in the line": (_gone("甲句"), (("^[行内的[注]，*有*话。]", ""),)),
    "taken out, of two paragraphs": (
        _gone("丙句"),
        (("丙句[^long]", "丙句"), ("[^long]: 长注之一。\n\n    长注之二。\n", "")),
    ),
    "taken out, at the end": (_gone("丁句"), (("丁句[^last]", "丁句"), ("[^last]: 末注。\n\n", ""))),
    "taken out, the last of the file": (
        _gone("格二"),
        (("格二[^cell]", "格二"), ("[^cell]: 格中的注，\n跨两行。\n", "")),
    ),
}
MIXED: Cases = {
    "one taken out, one put in": (
        lambda tracked: each(_gone("创新成本")(tracked), _new("第三项", "新的注。")(tracked)),
        (("第三项", "第三项^[新的注。]"), ("。[^why] 第", "。 第"), ("[^why]: 注释的文字，说明*原因*。\n\n", "")),
    ),
    "taken out with its paragraph": (
        lambda tracked: lambda editor: editor.delete_paragraph("引文一句", tracked=tracked),
        (("> 引文一句[^quoted]。\n\n", ""), ("[^quoted]: 引文的注。\n\n", "")),
    ),
    "beside a change of words": (
        lambda tracked: each(
            lambda editor: editor.new_note("到此。丁", "新的注。", tracked=tracked),
            lambda editor: editor.replace("丁句", "丁句", "末句", tracked=tracked),
        ),
        (("丁句[", "^[新的注。]末句["),),
    ),
}
REFUSED: dict[str, tuple[Work, str]] = {
    "in a caption of data": (lambda editor: editor.new_note("流程", "新的注。"), "note_not_in_text"),
    "in an English title": (lambda editor: editor.new_note("Introduction", "新的注。"), "note_not_in_text"),
    "in an abstract": (lambda editor: editor.new_note("摘要的第二段", "新的注。"), "note_not_in_text"),
    "in a note": (lambda editor: editor.new_note("引文的注", "新的注。"), "note_not_in_text"),
    "in the bibliography": (lambda editor: editor.new_note("开源导论", "新的注。"), "edit_of_generated"),
    "called again": (lambda editor: editor.delete_note("乙句"), "note_called_again"),
}


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    project = shutil.copytree(REPORT, tmp_path_factory.mktemp("notes") / "report")
    (project / "source/report.md").write_text(text(project) + BODY, "utf-8")
    return Sent.of(project)


@pytest.mark.parametrize("tracked", [True, False])
@pytest.mark.parametrize("cases", [MADE, GONE, MIXED], ids=["made", "gone", "mixed"])
def test_notes_come_and_go_to_the_byte(notes: Sent, cases: Cases, *, tracked: bool) -> None:
    """All of one kind in one file, for each file takes some renders."""
    truth = notes.session.text.text
    for name, (_, changes) in cases.items():
        for old, new in changes:
            assert truth.count(old) == 1, (name, old)
            truth = truth.replace(old, new)
    assert notes.source_after(each(*(work(tracked) for work, _ in cases.values()))) == truth


@pytest.mark.parametrize("name", REFUSED)
def test_a_note_that_cannot_be_made_says_why(notes: Sent, name: str) -> None:
    work, reason = REFUSED[name]
    found = read_edits(
        [row.passage for row in notes.base.passages], ReturnedFile.open(edited(notes.word, work)).passages
    )
    proved = Prover(notes.session, notes.base).prove([locate(notes.base, edit) for edit in found.edits])
    assert [why.name for _, why in proved.refused] == [reason]
    assert found.unexplained == ()
    assert changed(notes.session.text.text, proved.replacements) == notes.session.text.text
