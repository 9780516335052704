"""Comments that become editorial notes of the source."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.proofs.loop import edited, receive, send, text

NOTES = ("--notes", "--apply", "all")


CASES = {
    "in prose": (("步骤甲", "步骤", "对吗？"), "1. 步骤甲", "1. 步骤[编辑甲：对吗？]{.query}甲"),
    "signs": (("步骤乙", "乙", "见 [1] *a* | {b}"), "步骤乙", "步骤乙[编辑甲：见 \\[1\\] \\*a\\* \\| \\{b\\}]{.query}"),
    "in emphasis": (("经济意义", "经济", "？"), "*经济意义*", "*经济[编辑甲：？]{.query}意义*"),
    "in a cell": (("估计", "估计", "a|b"), "| 估计 |", "| 估计[编辑甲：a\\|b]{.query} |"),
    "before a citation": (("超过 150", "150 个", "核"), "150 个[@a]", "150 个[编辑甲：核]{.query}[@a]"),
    "in a heading": (("办法与步骤", "办法", "？"), "## 办法", "## 办法[编辑甲：？]{.query}"),
    "in a note": (("注释的文字", "文字", "？"), "注释的文字", "注释的文字[编辑甲：？]{.query}"),
    "two lines": (("最后一段", "最后", "一\n二"), "最后一段", "最后[编辑甲：一 二]{.query}一段"),
}


def test_comments_become_notes_to_the_byte(project: Path) -> None:
    truth = text(project)
    for _, old, new in CASES.values():
        assert truth.count(old) == 1, old
        truth = truth.replace(old, new)
    truth = truth.replace("换言之", "也就是说")
    back = edited(
        send(project),
        *(lambda e, row=row: e.comment(*row) for row, _, _ in CASES.values()),
        lambda e: e.replace("换言之", "换言之", "也就是说"),
    )
    outcome = receive(project, back, options=NOTES)
    assert outcome.code == 0, outcome.output
    assert [line for line in outcome.lines if "PRF103" in line] == []
    assert text(project) == truth


@pytest.mark.parametrize("words", ["How it flows", "校样的往返", "来源：作者"])
def test_a_note_stands_in_running_text_alone(project: Path, words: str) -> None:
    before = text(project)
    back = edited(send(project), lambda e: e.comment(words, words[-2:], "？"))
    outcome = receive(project, back, options=NOTES)
    assert any("no editorial note can stand here" in line for line in outcome.lines), outcome.lines
    assert text(project) == before


def test_comments_are_no_edits_unless_they_are_wanted(project: Path) -> None:
    before = text(project)
    receive(project, edited(send(project), lambda e: e.comment("步骤甲", "步骤", "？")))
    assert text(project) == before
