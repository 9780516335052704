"""Marks on a PDF, in the shapes of four programs, each with the source that it leads to, to the byte; or what is told."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from pipeline.core.codes import message
from pipeline.line.session import Session
from pipeline.project import open_project
from pipeline.proofs.base import Base
from pipeline.proofs.outcomes import Outcome, told
from pipeline.proofs.pages import MarkedFile
from pipeline.proofs.placing import placed
from pipeline.proofs.proving import Prover
from tests.conftest import Outcome as Called
from tests.conftest import run
from tests.proofs.conftest import REPORT
from tests.proofs.loop import edited, receive, text
from tests.proofs.marker import PROGRAMS, Marker

Work = Callable[[Marker], object]


@pytest.fixture(scope="module")
def round_(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report with a round that was sent, and its PDF."""
    folder = shutil.copytree(REPORT, tmp_path_factory.mktemp("marks") / "report")
    outcome = run("proof", "send", "--project", str(folder), "--lang", "en", "--jobs", "1")
    assert outcome.code == 0, outcome.output
    return folder


@pytest.fixture
def sent(round_: Path, tmp_path: Path) -> Path:
    return shutil.copytree(round_, tmp_path / "report")


def _pdf(project: Path) -> bytes:
    return (project / "out/proof/1/report-proof.pdf").read_bytes()


def _marked(project: Path, *works: Work, program: str = "acrobat") -> bytes:
    marker = Marker(_pdf(project), program)
    for work in works:
        work(marker)
    return marker.saved()


def _receive(project: Path, *files: bytes, options: tuple[str, ...] = ("--apply", "all")) -> Called:
    return receive(project, *files, options=options)


@dataclass(frozen=True)
class Case:
    work: Work
    old: str = ""
    new: str = ""


EDITS: dict[str, Case] = {
    "words struck out": Case(lambda m: m.on("StrikeOut", "换言之，"), "换言之，\n", "\n"),
    "a word with its blank": Case(lambda m: m.on("StrikeOut", "with", within="with"), ", with [", ", ["),
    "a word before a stop": Case(lambda m: m.on("StrikeOut", "line", within="own line,"), "own line,", "own,"),
    "words replaced": Case(lambda m: m.replace("显现", "出现"), "就已显现", "就已出现"),
    "over two lines": Case(lambda m: m.replace("创新成本", "研发费用"), "**创新成本**", "**研发费用**"),
    "a number replaced": Case(lambda m: m.replace("150", "160", within="超过 150"), "超过 150", "超过 160"),
    "put in between": Case(lambda m: m.caret("早在", "很", before=True), "*早在", "*很早在"),
    "put in behind": Case(lambda m: m.caret("最后一段", "到此为止"), "最后一段。", "最后一段到此为止。"),
    "a word put in": Case(lambda m: m.caret("the", "very", within="wrote the"), "wrote the", "wrote the very"),
    "a word put in before": Case(
        lambda m: m.caret("draft", "rough", within="first draft", before=True), "first draft", "first rough draft"
    ),
    "a stop put in": Case(
        lambda m: m.caret("sentence", ", too,", within="second sentence"), "sentence ", "sentence, too, "
    ),
    "between scripts": Case(lambda m: m.caret("超过", "约", within="超过 150"), "超过 ", "超过约 "),
    "a cell": Case(lambda m: m.replace("估计", "推算|"), "| 估计 |", "| 推算\\| |"),
    "a figure of data": Case(lambda m: m.replace("1300", "1310"), "1300]", "1310]"),
    "a note": Case(lambda m: m.replace("说明", "解释", within="说明原因"), "说明*原因*", "解释*原因*"),
    "a caption": Case(lambda m: m.replace("一张", "另一张", within="一张表"), ": 一张表", ": 另一张表"),
    "an abstract": Case(lambda m: m.replace("背景", "来由", within="说明背景"), "说明背景与", "说明来由与"),
    "signs of Markdown": Case(lambda m: m.replace("步骤甲", "步*骤*甲"), "步骤甲", "步\\*骤\\*甲"),
    "two paragraphs": Case(
        lambda m: m.caret("为“引号”。"[-5:], "\n新的一段。"), "“引号”。\n", "“引号”。\n\n新的一段。\n"
    ),
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_marks_of_each_program_are_edits_to_the_byte(sent: Path, program: str) -> None:
    """All edits in one file, as an editor makes them."""
    truth = text(sent)
    for case in EDITS.values():
        assert truth.count(case.old) == 1, case.old
        truth = truth.replace(case.old, case.new)
    outcome = _receive(sent, _marked(sent, *(case.work for case in EDITS.values()), program=program))
    assert outcome.code == 0, outcome.output
    assert [line for line in outcome.lines if "PRF102" not in line and "PRF108" not in line] == []
    assert text(sent) == truth
    assert any("编辑甲, 2026-11-26T10:00:00" in line for line in outcome.lines)


COMMENTS: dict[str, tuple[Work, str]] = {
    "highlight": (lambda m: m.on("Highlight", "步骤甲", "对吗？"), "report.md:44:4 编辑甲: “步骤甲”: 对吗？"),
    "highlight alone": (lambda m: m.on("Highlight", "步骤乙"), "report.md:45:4 编辑甲: highlighted “步骤乙”"),
    "underline": (lambda m: m.on("Underline", "较短"), "report.md:40:7 编辑甲: underlined “较短”"),
    "wave": (lambda m: m.on("Squiggly", "最后", "哪里？"), "report.md:85:33 编辑甲: “最后”: 哪里？"),
    "sticky note": (lambda m: m.note("引用的一段话", "出处？"), "report.md:47:3 编辑甲: 出处？"),
    "written text": (lambda m: m.note("小贴士", "标题？", "FreeText"), "report.md:50:4 编辑甲: 标题？"),
    "an arrow with words": (lambda m: m.note("第三项", "看", "Square"), "report.md:42:3 编辑甲: 看"),
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_is_said_stands_at_its_line_and_column(sent: Path, program: str) -> None:
    before = text(sent)
    outcome = _receive(sent, _marked(sent, *(work for work, _ in COMMENTS.values()), program=program))
    told = [line.partition("source/")[2] for line in outcome.lines if "PRF104" in line]
    assert [_without_end(line) for line in sorted(told)] == sorted(line for _, line in COMMENTS.values())
    assert text(sent) == before


def _without_end(line: str) -> str:
    place, _, words = line.partition(" ")
    return f"{place.rpartition('-')[0]} {words}"


def _thread(marker: Marker) -> None:
    mark = marker.on("Highlight", "步骤甲", "对吗？")
    marker.reply(marker.reply(mark, "对。"), "好。")
    marker.reply(mark, "Accepted set by 编辑甲", "Accepted")


def _given_up(marker: Marker) -> None:
    marker.reply(marker.on("StrikeOut", "最后"), "", "Rejected")


TOLD: dict[str, tuple[Work, tuple[str, ...]]] = {
    "a thread": (_thread, ("“步骤甲”: 对吗？", "↳ 对。", "↳ 好。")),
    "a mark that was given up": (_given_up, ("was not made: its editor gave the mark up",)),
    "a strike-out with a note": (
        lambda m: m.on("StrikeOut", "最后", "改为“末”"),
        ("was not made: a note stands on the strike-out: 改为“末”", ": 改为“末”"),
    ),
    "a strike-out whose note is its words": (lambda m: m.on("StrikeOut", "最后", "最后"), ("PRF101",)),
    "over a citation": (lambda m: m.on("StrikeOut", "个[1]。"), ("it reaches over what is generated",)),
    "a citation": (lambda m: m.replace("[1]", "[2]"), ("what stands here is generated",)),
    "in a header": (lambda m: m.on("StrikeOut", "Proof", within="校样 Proof"), ("is on no single stretch of text",)),
    "over paragraphs": (lambda m: m.on("StrikeOut", "步骤甲\r\n步骤乙"), ("is on no single stretch of text",)),
    "a caret in the margin": (
        lambda m: m.add(3, "Caret", [20.0, 20.0, 28.0, 28.0], "x"),
        ("is on no single stretch of text",),
    ),
    "a stamp": (lambda m: m.add(3, "Stamp", [20.0, 20.0, 90.0, 60.0], ""), ("says nothing in words",)),
    "a drawing": (lambda m: m.add(3, "Ink", [20.0, 20.0, 90.0, 60.0], ""), ("says nothing in words",)),
    "a caret that says nothing": (lambda m: m.caret("最后一段", ""), ("says nothing in words",)),
}


@pytest.mark.parametrize("name", TOLD)
def test_each_mark_is_told(round_: Path, session: Session, base: Base, name: str) -> None:
    work, wanted = TOLD[name]
    found = placed(Session(open_project(round_)), base, "back.pdf", MarkedFile.open(_marked(round_, work)))
    numbered = dict(enumerate(found.located, 1))
    proved = Prover(session, base).prove(list(numbered.values()))
    outcome = Outcome.of(numbered.values(), proved, is_made=False)
    rows = [row for row in told(session, [found], numbered, outcome) if row.code != "PRF108"]
    assert len(rows) == len(wanted), rows
    said = [f"{row.code} {message(row, 'en')}" for row in rows]
    for words in wanted:
        assert any(words in line for line in said), said


def test_a_pdf_alone_says_nothing(sent: Path) -> None:
    outcome = _receive(sent, _pdf(sent), options=())
    assert [line for line in outcome.lines if "PRF108" not in line] == []


def test_our_own_remarks_are_no_marks(project: Path) -> None:
    path = project / "source/report.md"
    path.write_text(text(project).replace("最后一段。", "最后一段。[核对]{.query}"), "utf-8")
    assert run("proof", "send", "--project", str(project), "--jobs", "1").code == 0
    data = _pdf(project)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert sum(row.get("/Subtype") == "/Text" for page in pdf.pages for row in page.get("/Annots", [])) == 1
    outcome = _receive(project, data, options=())
    assert [line for line in outcome.lines if "PRF108" not in line] == []


def test_a_pdf_and_a_word_file_are_merged(sent: Path) -> None:
    word = edited((sent / "out/proof/1/report-proof.docx").read_bytes(), lambda e: e.replace("步骤乙", "乙", "二"))
    outcome = _receive(sent, word, _marked(sent, EDITS["words replaced"].work))
    assert outcome.code == 0, outcome.output
    assert ("步骤二" in text(sent), "就已出现" in text(sent)) == (True, True)


@pytest.mark.parametrize("program", ["acrobat", "preview"])
def test_marks_are_carried_into_a_source_that_has_moved_on(sent: Path, program: str) -> None:
    path = sent / "source/report.md"
    path.write_text(text(sent).replace("# 引言", '# 新的一章 {en="New"}\n\n新的一段。\n\n# 引言'), "utf-8")
    before = text(sent)
    outcome = _receive(sent, _marked(sent, EDITS["words replaced"].work, program=program))
    assert outcome.code == 0, outcome.output
    assert text(sent) == before.replace("就已显现", "就已出现")


def _damaged(work: Callable[[pikepdf.Pdf], object], **save: object) -> Callable[[bytes], bytes]:
    def damage(data: bytes) -> bytes:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            work(pdf)
            out = io.BytesIO()
            pdf.save(out, **save)  # type: ignore[arg-type]
        return out.getvalue()

    return damage


def _many(pdf: pikepdf.Pdf) -> None:
    row = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 1, 1])))
    pdf.pages[0].obj.Annots = Array([row] * 20_001)


def _pages(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Pages.Kids = Array([pdf.pages[0].obj] * 5_001)
    pdf.Root.Pages.Count = 5_001


def _other(pdf: pikepdf.Pdf) -> None:
    del pdf.trailer["/ID"]
    for page in list(pdf.pages)[1:]:
        page.Contents = pdf.make_stream(b"")
    while len(pdf.pages) > 1:
        del pdf.pages[-1]


HOSTILE: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda data: data[: len(data) // 2],
    "a head alone": lambda _: b"%PDF-1.7\n",
    "noise": lambda _: b"%PDF-1.7\n" + bytes(range(256)) * 400,
    "a password": _damaged(lambda _: None, encryption=pikepdf.Encryption(owner="a", user="b")),
    "too many marks": _damaged(_many),
    "too many pages": _damaged(_pages),
    "another report": _damaged(_other),
    "a mark that is nowhere": _damaged(
        lambda pdf: pdf.pages[0].obj.__setattr__("Annots", Array([Dictionary(Subtype=Name.StrikeOut)]))
    ),
    "a place of words": _damaged(
        lambda pdf: pdf.pages[0].obj.__setattr__(
            "Annots", Array([Dictionary(Subtype=Name.StrikeOut, Rect=Array([String("a")] * 4))])
        )
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pdfs_are_refused(sent: Path, name: str) -> None:
    before = text(sent)
    outcome = _receive(sent, HOSTILE[name](_pdf(sent)))
    assert outcome.code == 3, outcome.output
    assert any("PRF106" in line for line in outcome.lines), outcome.lines
    assert "Traceback" not in outcome.output
    assert text(sent) == before


def _circle(pdf: pikepdf.Pdf) -> None:
    rows = [
        pdf.make_indirect(
            Dictionary(Subtype=Name.StrikeOut, Rect=Array([0, 0, 900, 900]), Contents=String("x" * 90_000))
        )
        for _ in range(3)
    ]
    for row, above in zip(rows, [rows[1], rows[2], rows[0]], strict=True):
        row.IRT, row.RT = above, Name.Group
    pdf.pages[0].obj.Annots = Array([*rows, String("no mark"), Dictionary(), Array([])])


def test_marks_that_answer_one_another_in_a_circle_change_nothing(sent: Path) -> None:
    before = text(sent)
    outcome = _receive(sent, _damaged(_circle)(_pdf(sent)))
    assert outcome.code in (0, 1), outcome.output
    assert any("PRF105" in line for line in outcome.lines)
    assert text(sent) == before
