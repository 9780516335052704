"""What is read of a returned file, held against what came back: whatever an editor and a program did to it, its edits lead
from what was sent to what came back."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.formats.docx.openxml import NAMESPACES, w
from pipeline.proofs.edits import read_edits
from pipeline.proofs.passages import END, Letter, Passage, Revision
from tests.proofs.editor import Editor
from tests.proofs.loop import receive, send, text

_WHO = (Revision("甲"), Revision("乙"))
_WORDS = ("天地", "the ", "report", "150", " and, ", "玄黄。宇宙", "of ", "2024")


def _passage(chance: random.Random, number: int) -> Passage:
    letters = [Letter(letter) for _ in range(chance.randrange(1, 6)) for letter in chance.choice(_WORDS)]
    if chance.random() < 0.3:
        at = chance.randrange(len(letters))
        letters[at : at + 1] = [Letter(letter, is_made=True) for letter in "12"]
    return Passage("body", (*letters, Letter(END)), marks=(f"m{number}",))


def _mixed(chance: random.Random, passage: Passage) -> Passage:
    """A paragraph with letters put in and taken out, tracked by two people or not at all."""
    made: list[Letter] = []
    for letter in passage.letters[:-1]:
        kind = chance.choice(("kept",) * 12 + ("deleted", "gone", "other"))
        if kind == "deleted":
            made.append(replace(letter, status="deleted", revision=chance.choice(_WHO)))
        elif kind != "gone":
            made.append(replace(letter, text=chance.choice("甲x1 ")) if kind == "other" else letter)
        if chance.random() < 0.1:
            revision, is_made = chance.choice(_WHO), chance.random() < 0.2
            made += [
                Letter(one, "inserted", revision, is_made=is_made) for one in chance.choice(("新", "new ", "“", "1.5"))
            ]
    return replace(passage, letters=(*made, passage.end))


@pytest.mark.parametrize("seed", range(8))
def test_edits_lead_to_what_came_back(seed: int) -> None:
    for number in range(100):
        chance = random.Random(seed * 1_000 + number)
        sent = [_passage(chance, index) for index in range(3)]
        found = read_edits(sent, [_mixed(chance, passage) for passage in sent])
        assert found.unexplained == (), (seed, number)


def _whole(text_: str, status: str = "kept", end: str = "kept") -> Passage:
    letters = [Letter(letter, status) for letter in text_]  # type: ignore[arg-type]
    return Passage("body", (*letters, Letter(END, end)))  # type: ignore[arg-type]


def _edits(sent: list[Passage], came: list[Passage]) -> list[tuple[int, str, str]]:
    found = read_edits(sent, came)
    assert found.unexplained == ()
    return [(edit.passage, edit.old, edit.new_text) for edit in found.edits]


def test_the_end_between_two_insertions_is_none() -> None:
    """LibreOffice tells of one insertion where a person typed at the end of one paragraph and at the next one's
    beginning."""
    new = [Letter(letter, "inserted") for letter in "新的"]
    sent = [_whole("天地玄黄。"), _whole("宇宙洪荒。")]
    first = replace(sent[0], letters=(*sent[0].letters[:-1], new[0], Letter(END, "inserted")))
    second = replace(sent[1], letters=(new[1], *sent[1].letters))
    assert _edits(sent, [first, second]) == [(0, "", "新"), (1, "", "的")]


def test_the_last_end_of_a_part_is_there() -> None:
    sent = [_whole("天地玄黄。"), _whole("宇宙洪荒。")]
    assert _edits(sent, [sent[0], replace(sent[1], letters=(*sent[1].letters[:-1], Letter(END, "inserted")))]) == []


def test_a_paragraph_before_the_first_one_stands_before_it() -> None:
    sent = [_whole("天地玄黄。"), _whole("宇宙洪荒。")]
    assert _edits(sent, [_whole("日月盈昃。"), *sent]) == [(0, "", "日月盈昃。\n")]


def test_a_paragraph_is_moved_before_the_first_one() -> None:
    sent = [_whole(one) for one in ("天地玄黄。", "宇宙洪荒。", "日月盈昃。")]
    (edit,) = read_edits(sent, [sent[2], sent[0], sent[1]]).edits
    assert (edit.passage, edit.to, edit.is_before) == (2, 0, True)


def test_what_is_misread_is_noticed_and_nothing_is_written(project: Path) -> None:
    """The end of a paragraph that was not sent is taken out: no edit says that, and so all of the file waits."""
    before = text(project)
    editor = Editor(send(project))
    editor.replace("步骤甲", "甲", "一")
    editor.new_paragraph("最后一段。", "新的一段。", tracked=False)
    editor.find("新的一段。").find("w:pPr", NAMESPACES).append(w("rPr", editor.mark("del")))
    outcome = receive(project, editor.data())
    assert outcome.code == 1
    assert [line for line in outcome.lines if "PRF107" in line], outcome.lines
    assert text(project) == before


def test_what_is_put_in_beside_another_format_is_explained() -> None:
    sent = _whole("天地玄黄。")
    strong = frozenset({"strong"})
    came = [
        Letter("新", formats=strong),
        *(replace(one, formats=strong) for one in sent.letters[:2]),
        *sent.letters[2:],
    ]
    assert read_edits([sent], [replace(sent, letters=tuple(came))]).unexplained == ()
