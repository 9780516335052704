"""What one meets who sends a proof for the first time: a file that is received again when some of its edits have been
made, edits beside what its author put in meanwhile, and what LibreOffice and editors write without meaning an edit."""

from __future__ import annotations

import copy
from pathlib import Path

from pipeline.formats.docx.openxml import clark, w
from pipeline.proofs.accounting import unread
from pipeline.proofs.base import Base
from pipeline.proofs.edits import read_edits
from pipeline.proofs.package import ReturnedFile
from tests.proofs.editor import BODY, Editor
from tests.proofs.loop import edited, receive, send, text


def _several(editor: Editor) -> None:
    editor.replace("步骤甲", "甲", "一")
    editor.replace("校样的往返", "往返", "来回")
    editor.replace("估计", "估计", "估|算", cell=True)
    editor.new_paragraph("步骤乙", "步骤丙")
    editor.new_paragraph("最后一段。", "新的一段。")
    editor.delete_paragraph("She wrote")
    editor.embolden("第二句在", "第二句")
    editor.comment("引用的一段话", "引用", "出处？")


def test_what_was_made_before_is_not_made_again(project: Path) -> None:
    back = edited(send(project), _several)
    receive(project, back, options=("--notes", "--apply", "1,3,4,6"))
    outcome = receive(project, back, options=("--notes", "--apply", "all"))
    assert sum("made before" in line for line in outcome.lines) == 4, outcome.lines
    made = text(project)
    assert [made.count(said) for said in ("步骤丙", "新的一段。", "[出处？]{", "**第二句**", "步骤一")] == [1] * 5
    outcome = receive(project, back, options=("--notes", "--apply", "all"))
    assert text(project) == made
    assert any("8 edits: 8 made, 0 refused" in line for line in outcome.lines), outcome.lines


def test_a_note_is_kept_in_a_source_that_has_moved_on(project: Path) -> None:
    back = edited(send(project), lambda e: e.comment("引用的一段话", "引用", "出处？"))
    path = project / "source/report.md"
    path.write_text(text(project).replace("最后一段。", "最后一段。又一句。"), "utf-8")
    outcome = receive(project, back, options=("--notes", "--apply", "all"))
    assert "引用[出处？]{.query" in text(project), outcome.lines


def test_what_is_put_in_beside_new_words_of_the_author_is_a_conflict(project: Path) -> None:
    back = edited(
        send(project),
        lambda e: e.replace("步骤甲", "甲", "甲子"),
        lambda e: e.new_paragraph("最后一段。", "编辑的一段。"),
    )
    path = project / "source/report.md"
    path.write_text(text(project).replace("步骤甲", "步骤甲丑").replace("最后一段。", "最后一段。又一句。"), "utf-8")
    outcome = receive(project, back)
    assert any("and are “丑” now" in line for line in outcome.lines), outcome.lines
    assert "步骤甲丑\n" in text(project)
    assert "最后一段。又一句。\n\n编辑的一段。\n" in text(project), "a new paragraph stands behind a whole one"


def test_what_is_refused_stands_at_its_place_in_the_source_of_now(project: Path) -> None:
    back = edited(send(project), lambda e: e.replace("步骤甲", "甲", "一"))
    path = project / "source/report.md"
    path.write_text(text(project).replace("# 引言", "新的一段。\n\n# 引言", 1).replace("步骤甲", "步骤丑"), "utf-8")
    refused = next(line for line in receive(project, back).lines if "PRF103" in line)
    lines = text(project).splitlines()
    assert "步骤丑" in lines[int(refused.split(":")[1]) - 1], refused


def test_the_page_has_the_command_with_the_numbers_that_it_shows(project: Path) -> None:
    back = edited(send(project), lambda e: e.comment("引用的一段话", "引用", "出处？"))
    receive(project, back, options=("--notes",))
    assert "back0.docx --notes --apply 1" in (project / "out/proof/review.html").read_text("utf-8")


def test_what_was_made_is_told_where_it_stands_now(project: Path) -> None:
    report, part = project / "source/report.md", project / "source/part.md"
    report.write_text(text(project).replace("license:", "parts: [part.md]\nlicense:"), "utf-8")
    part.write_text('# 另一章 {en="Another"}\n\n另一个文件中的话。\n\n末一句。\n', "utf-8")
    back = edited(
        send(project),
        lambda e: e.delete_paragraph("She wrote"),
        lambda e: e.replace("校样的往返", "往返", "来回"),
        lambda e: e.replace("How it flows", "flows", "flows: how"),
        lambda e: e.new_paragraph("最后一段。", "新的一段。"),
        lambda e: e.new_paragraph("另一个文件中", "又一段。"),
        lambda e: e.replace("末一句", "末", "最末"),
        lambda e: e.comment("步骤乙", "步骤", "？"),
    )
    outcome = receive(project, back)
    lines = {f"source/{one.name}": one.read_text("utf-8").splitlines() for one in (report, part)}
    there = []
    for line in outcome.lines:
        if "PRF108" not in line:
            name, number, columns = line.split()[2].split(":")
            first, _, last = columns.partition("-")
            there.append(lines[name][int(number) - 1][int(first) - 1 : int(last or first) - 1])
    made = ["", "来回", "'How it flows: how'", "新的一段。", "又一段。", "最"]
    assert sorted(there) == sorted([*made, "步"]), outcome.lines


def test_a_comment_or_a_note_of_a_tracking_libreoffice_is_no_lost_insertion(sent: bytes) -> None:
    editor = Editor(sent)
    editor.comment("引用的一段话", "引用", "出处？")
    end = next(editor.roots[BODY].iter(clark("w:commentRangeEnd")))
    anchor = editor.mark("ins")
    anchor.append(w("r", w("rPr")))
    end.addprevious(anchor)
    assert [*unread(ReturnedFile.open(editor.data()))] == []
    end.addnext(anchor)
    assert [row.reason.name for row in unread(ReturnedFile.open(editor.data()))] == ["change_without_text"]
    anchor[0].append(w("footnoteRef"))
    assert [*unread(ReturnedFile.open(editor.data()))] == []


def test_contents_that_are_made_anew_are_no_edit(sent: bytes, base: Base) -> None:
    editor = Editor(sent)
    editor.embolden("目录", "目录", tracked=False)
    assert read_edits([row.passage for row in base.passages], ReturnedFile.open(editor.data()).passages).edits == ()


def test_dashes_dots_and_indents_by_hand_are_written_as_what_they_say(project: Path) -> None:
    back = edited(
        send(project),
        lambda e: e.replace("步骤甲", "甲", "甲... & &amp; --- x--y"),
        lambda e: e.new_paragraph("最后一段。", "\u3000\u3000新的一段。"),
    )
    outcome = receive(project, back)
    assert not any("PRF103" in line for line in outcome.lines), outcome.lines
    assert "步骤甲\\.\\.\\. & \\&amp; \\-\\-\\- x\\-\\-y\n" in text(project)
    assert "最后一段。\n\n新的一段。\n" in text(project)


def test_a_comment_on_what_is_generated_is_told_with_its_words(project: Path) -> None:
    back = edited(send(project), lambda e: e.comment("目录", "目录", "？"))
    lines = receive(project, back, options=()).lines
    assert any("？ (on “目录”, which is generated)" in line for line in lines), lines


def test_a_new_heading_is_refused_and_no_paragraph(project: Path) -> None:
    def work(editor: Editor) -> None:
        made = copy.deepcopy(editor.find("引言"))
        editor.find("最后一段。").addnext(made)
        for child in [one for one in made if one.tag != clark("w:pPr")]:
            made.remove(child)
        made.append(w("r", w("t", "新的一章")))

    before = text(project)
    outcome = receive(project, edited(send(project), work))
    assert any("it puts in a heading" in line for line in outcome.lines), outcome.lines
    assert text(project) == before


def test_white_space_in_the_xml_of_a_text_is_a_blank(sent: bytes, base: Base) -> None:
    editor = Editor(sent)
    editor.replace("引用的一段话", "引用的", "引用\n的", tracked=False)
    reading = read_edits([row.passage for row in base.passages], ReturnedFile.open(editor.data()).passages)
    assert [row.new_text for row in reading.edits] == [" "]
    assert reading.unexplained == ()
