"""Edits of a Word file, each with the source that it leads to, to the byte; or with the reason why it is not made."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from pipeline.formats.docx.openxml import clark
from pipeline.line.drafts import draft
from pipeline.line.session import Session
from pipeline.project import open_project
from pipeline.proofs.applying import changed
from pipeline.proofs.base import Base, base_of
from pipeline.proofs.edits import read_edits
from pipeline.proofs.locating import locate
from pipeline.proofs.package import ReturnedFile
from pipeline.proofs.passages import NOTE
from pipeline.proofs.proving import Proved, Prover
from pipeline.proofs.words import plain
from tests.conftest import ROOT
from tests.proofs.editor import BODY, Editor, text_of
from tests.small import small

Work = Callable[[Editor], None]


@dataclass(frozen=True)
class Case:
    """What an editor does, and what of the source is replaced by what; or the reason for which it is not."""

    work: Work
    changes: tuple[tuple[str, str], ...] = ()
    refused: tuple[str, ...] = ()


def _typed(words: str, old: str, new: str, **options: bool) -> Work:
    return lambda editor: editor.replace(words, old, new, **options)


SHE = (
    'She wrote the first draft -- it\'s "good" -- in 2024. The second sentence stands on\n'
    "its own line, with [a link](https://example.org/) and H~2~O.\n\n"
)
MOVED = ((SHE, ""), ("最后一段。\n\n", f"最后一段。\n\n{SHE}"))


def _row(*, is_new: bool) -> Work:
    """A row of the first table of text, put in again or taken out, which is not tracked."""

    def work(editor: Editor) -> None:
        row = next(row for row in editor.roots[BODY].iter(clark("w:tr")) if "估计" in text_of(row))
        row.addnext(copy.deepcopy(row)) if is_new else row.getparent().remove(row)

    return work


def _taken(tag: str) -> Work:
    """What takes out the first run of the body that holds an element."""

    def work(editor: Editor) -> None:
        run = next(editor.roots[BODY].iter(clark(tag))).getparent()
        change = editor.mark("del")
        run.addprevious(change)
        change.append(run)

    return work


def _put_in(tag: str) -> Work:
    """What puts a copy of the first run that holds an element behind the last paragraph."""

    def work(editor: Editor) -> None:
        run = next(editor.roots[BODY].iter(clark(tag))).getparent()
        change = editor.mark("ins")
        change.append(copy.deepcopy(run))
        editor.find("最后一段").append(change)

    return work


MADE: dict[str, Case] = {
    "a word": Case(_typed("早在互联网中", "显现", "出现"), (("就已显现", "就已出现"),)),
    "a word, not tracked": Case(_typed("早在互联网中", "显现", "出现", tracked=False), (("就已显现", "就已出现"),)),
    "a number": Case(_typed("超过 150 个", "150", "160"), (("超过 150 个", "超过 160 个"),)),
    "put in at the start": Case(
        lambda editor: editor.edit(editor.find("开源的"), 0, 0, "看，"), (("\n开源的*", "\n看，开源的*"),)
    ),
    "put in at the end": Case(_typed("最后一段。", "", "完。"), (("最后一段。", "最后一段。完。"),)),
    "taken out": Case(_typed("换言之，", "换言之，", ""), (("换言之，", ""),)),
    "across a line end": Case(_typed("换言之，它降低了", "之，它", "之它"), (("换言之，\n它", "换言之\n它"),)),
    "across a line end, English": Case(
        _typed("stands on its own", "stands on its own", "stands by its own"), (("stands on\nits", "stands by\nits"),)
    ),
    "in emphasis": Case(_typed("经济意义", "经济", "社会"), (("*经济意义*", "*社会意义*"),)),
    "behind emphasis": Case(_typed("经济意义早在", "早", "很早"), (("*早在", "*很早在"),)),
    "in strong": Case(_typed("创新成本", "成本", "费用", bold=True), (("**创新成本**", "**创新费用**"),)),
    "put in bold": Case(_typed("第二句在同一段", "同一", "同", bold=True), (("同一段", "**同**段"),)),
    "made bold": Case(lambda editor: editor.embolden("第二句在", "第二句"), (("第二句在", "**第二句**在"),)),
    "made bold, not tracked": Case(
        lambda editor: editor.embolden("第二句在", "第二句", tracked=False), (("第二句在", "**第二句**在"),)
    ),
    "over emphasis": Case(
        _typed("开源的经济意义早在", "的经济意义早", "很早"), (("开源的*经济意义*早在", "开源很早在"),)
    ),
    "all of emphasis": Case(_typed("开源的经济意义早在", "经济意义", ""), (("的*经济意义*早", "的早"),)),
    "all of code": Case(_typed("有 code 和", "code ", ""), (("有 `code` 和", "有 和"),)),
    "into emphasis": Case(_typed("开源的经济意义早在", "的经济", "的"), (("的*经济意义*早", "的*意义*早"),)),
    "code": Case(_typed("有 code 和", "code", "codes"), (("`code`", "`codes`"),)),
    "behind a citation": Case(_typed("换言之", "换言之", "也就是说"), (("换言之", "也就是说"),)),
    "before a citation": Case(_typed("超过 150 个", "个", "人"), (("150 个[", "150 人["),)),
    "quotation marks": Case(_typed("也有“引号”", "引号", "引文"), (("“引号”", "“引文”"),)),
    "straight quotes in the source": Case(_typed("it’s", "good", "fine"), (('"good"', '"fine"'),)),
    "a dash": Case(_typed("first draft", "draft", "version"), (("draft --", "version --"),)),
    "text of a link": Case(_typed("a link", "link", "page"), (("[a link]", "[a page]"),)),
    "beside what is lowered": Case(_typed("and H", "and", "or"), (("and H~", "or H~"),)),
    "signs of Markdown": Case(_typed("最后一段", "一段", "*一*段_1_"), (("最后一段", r"最后\*一\*段\_1\_"),)),
    "a bracket": Case(_typed("最后一段", "一段", "[一]段"), (("最后一段", "最后[一]段"),)),
    "a dollar": Case(_typed("最后一段", "一段", "$5 到 $6"), (("最后一段", "最后$5 到 $6"),)),
    "less than": Case(_typed("最后一段", "一段", "a<b>c"), (("最后一段", r"最后a\<b\>c"),)),
    "a note": Case(_typed("注释的文字", "文字", "内容"), (("注释的文字", "注释的内容"),)),
    "emphasis in a note": Case(_typed("注释的文字", "原因", "缘由"), (("*原因*", "*缘由*"),)),
    "a summary": Case(_typed("A summary in English", "summary", "digest"), (("A summary in", "A digest in"),)),
    "a heading": Case(_typed("办法与步骤", "办法", "做法"), (("## 办法", "## 做法"),)),
    "its English title": Case(_typed("Introduction", "Introduction", "Opening"), (('"Introduction"', '"Opening"'),)),
    "quotes in an attribute": Case(
        _typed("Introduction", "Introduction", "“Intro”"), (('"Introduction"', '"“Intro”"'),)
    ),
    "signs in an attribute": Case(
        _typed("Introduction", "Introduction", "An *I*"), (('"Introduction"', r'"An \\*I\\*"'),)
    ),
    "an item": Case(_typed("第一项，较短", "较短", "最短"), (("较短", "最短"),)),
    "a step": Case(_typed("步骤甲", "甲", "一"), (("步骤甲", "步骤一"),)),
    "a quotation": Case(_typed("引用的一段话", "一段", "两段"), (("引用的一段话", "引用的两段话"),)),
    "a box": Case(_typed("盒子里的文字", "文字", "话"), (("盒子里的文字", "盒子里的话"),)),
    "the heading of a box": Case(_typed("小贴士", "小贴士", "提示"), (("## 小贴士", "## 提示"),)),
    "a cell": Case(_typed("估计", "估计", "推算"), (("| 估计 |", "| 推算 |"),)),
    "a bar in a cell": Case(_typed("估计", "估计", "甲|乙"), (("| 估计 |", r"| 甲\|乙 |"),)),
    "a figure in a cell": Case(_typed("2024", "24", "25", cell=True), (("| 2024 |", "| 2025 |"),)),
    "the head of a table": Case(_typed("数量", "数量", "总数"), (("| 数量 |", "| 总数 |"),)),
    "a caption": Case(_typed("一张表", "一张", "另一张"), ((": 一张表", ": 另一张表"),)),
    "its English": Case(_typed("A table", "table", "list"), (('"A table"', '"A list"'),)),
    "a caption of data": Case(_typed("流程", "流程", "过程"), (("zh: 流程", "zh: 过程"),)),
    "a colon in plain YAML": Case(
        _typed("How it flows", "How", "Ways: how"), (("en: How it flows", "en: 'Ways: how it flows'"),)
    ),
    "a comma in plain YAML": Case(
        _typed("How it flows", "flows", "flows, slowly"), (("en: How it flows", "en: 'How it flows, slowly'"),)
    ),
    "a quote in plain YAML": Case(
        _typed("How it flows", "it flows", "it’s done"), (("en: How it flows", "en: How it’s done"),)
    ),
    "a credit": Case(_typed("来源：作者", "作者", "编者"), (("zh: 作者", "zh: 编者"),)),
    "an abstract": Case(_typed("说明背景与方法", "背景", "来由"), (("说明背景与", "说明来由与"),)),
    "its second paragraph": Case(_typed("摘要的第二段", "第二", "末"), (("摘要的第二段", "摘要的末段"),)),
    "a folded abstract": Case(_typed("that is folded", "is folded", "was folded"), (("is folded", "was folded"),)),
    "across its line end": Case(
        _typed("folded over two", "folded over", "set over"), (("folded\n    over", "set\n    over"),)
    ),
    "a keyword": Case(_typed("关键词：", "校样", "付印样"), (("zh: 校样,", "zh: 付印样,"),)),
    "the title": Case(_typed("校样的往返", "往返", "来回"), (("zh: 校样的往返", "zh: 校样的来回"),)),
    "the English title": Case(_typed("The Way of a Proof", "Way", "Road"), (("The Way of", "The Road of"),)),
    "the subtitle": Case(_typed("从编辑到原稿", "编辑", "编者"), (("从编辑到", "从编者到"),)),
    "an author": Case(_typed("Wang Xiaoming", "Xiaoming", "Xiao-ming"), (("Wang Xiaoming", "Wang Xiao-ming"),)),
    "a term": Case(_typed("术语的释义", "释义", "意思"), (("术语的释义", "术语的意思"),)),
    "beside references": Case(_typed("最后一段", "最后", "末"), (("最后一段", "末一段"),)),
    "a new paragraph": Case(
        lambda editor: editor.new_paragraph("最后一段。", "新的一段。"),
        (("最后一段。\n", "最后一段。\n\n新的一段。\n"),),
    ),
    "a new paragraph, not tracked": Case(
        lambda editor: editor.new_paragraph("最后一段。", "1. 新的一段。", tracked=False),
        (("最后一段。\n", "最后一段。\n\n1\\. 新的一段。\n"),),
    ),
    "a paragraph taken out": Case(
        lambda editor: editor.delete_paragraph("She wrote"),
        (
            (
                'She wrote the first draft -- it\'s "good" -- in 2024. The second sentence stands on\nits own line, with [a link](https://example.org/) and H~2~O.\n\n',
                "",
            ),
        ),
    ),
    "a paragraph parted": Case(
        lambda editor: editor.split("She wrote the first draft – it’s “good” – in 2024."),
        (("in 2024. The", "in 2024.\n\nThe"),),
    ),
    "a new item": Case(
        lambda editor: editor.new_paragraph("第一项，较短", "新的一项；"),
        (("- 第一项，较短；\n", "- 第一项，较短；\n- 新的一项；\n"),),
    ),
    "a new step": Case(
        lambda editor: editor.new_paragraph("步骤乙", "步骤丙"), (("2. 步骤乙\n", "2. 步骤乙\n3. 步骤丙\n"),)
    ),
    "an item taken out": Case(lambda editor: editor.delete_paragraph("第三项"), (("- 第三项\n", ""),)),
    "a paragraph moved": Case(lambda editor: editor.move("She wrote", "最后一段"), MOVED),
    "a paragraph moved, not tracked": Case(lambda editor: editor.move("She wrote", "最后一段", tracked=False), MOVED),
    "an item moved": Case(
        lambda editor: editor.move("第三项", "第一项，较短"),
        (("- 第三项\n", ""), ("- 第一项，较短；\n", "- 第一项，较短；\n- 第三项\n")),
    ),
    "two paragraphs joined": Case(lambda editor: editor.join("第二句在同一段"), (("“引号”。\n\nShe", "“引号”。She"),)),
    "a figure of data": Case(
        _typed("1300", "1300", "1310", cell=True), (("[{zh: 甲, en: A}, 1300]", "[{zh: 甲, en: A}, 1310]"),)
    ),
    "a figure of data, exact": Case(_typed("12.50", "12.50", "12.60", cell=True), (("12.50]", "12.60]"),)),
    "words of data": Case(_typed("丙类", "丙类", "丁类"), (("zh: 丙类", "zh: 丁类"),)),
    "a paragraph behind a heading": Case(
        lambda editor: editor.new_paragraph("Method", "新的一段。"),
        (('en="Method"}\n', 'en="Method"}\n\n新的一段。\n'),),
    ),
    "the call of a note": Case(
        _taken("w:footnoteReference"), (("。[^why] 第", "。 第"), ("[^why]: 注释的文字，说明*原因*。\n\n", ""))
    ),
    "a call of a note put in again": Case(
        _put_in("w:footnoteReference"), (("最后一段。", "最后一段。^[注释的文字，说明*原因*。]"),)
    ),
    "a row taken out": Case(_row(is_new=False), (("| 2023 |  100 | 估计 |\n", ""),)),
    "a new row": Case(_row(is_new=True), (("| 估计 |\n", "| 估计 |\n| 2023 |  100 | 估计 |\n"),)),
    "a comment": Case(lambda editor: editor.comment("最后一段", "最后", "对吗？"), ()),
}


GENERATED: dict[str, Work] = {
    "a citation": _typed("超过 150 个", "[1]", "[2]"),
    "a reference": _typed("最后一段", "第一节", "第二节"),
    "an entry of the bibliography": _typed("开源导论", "导论", "概论"),
    "an author in the bibliography": _typed("李四. 开源", "李四", "张三"),
    "a year in the bibliography": _typed("出版社，2020", "2020", "2021"),
    "the heading of the bibliography": _typed("参考文献", "参考", "引用"),
    "the heading of the contents": _typed("目录", "目", "总"),
    "a label": _typed("来源：作者", "来源", "出处"),
    "an English label": _typed("How it flows", "Fig.", "Figure"),
    "what parts label and caption": _typed("一张表", "　一张", "：一张"),
    "the label of keywords": _typed("Keywords: proof", "Keywords", "Terms"),
    "the heading of an abstract": _typed("摘要", "摘要", "提要", cell=True),
    "the English heading of an abstract": _typed("Abstract", "Abstract", "Summary", cell=True),
    "the heading of the colophon": _typed("版权与引用", "版权", "权利"),
    "a label of the colophon": _typed("发布机构", "发布", "出版"),
    "another label of the colophon": _typed("日期 Date", "日期", "时间"),
    "a date": _typed("2026年11月26日", "11月", "12月"),
    "an English date": _typed("26 November 2026", "November", "December"),
    "a version": _typed("1.0", "1.0", "2.0"),
    "a licence": _typed("CC-BY-4.0", "4.0", "3.0"),
    "a sign in how to cite": _typed("从编辑到原稿[R]", "[R]", "[M]"),
    "a year in how to cite": _typed("测试出版社，2026", "2026", "2025"),
    "bold in a label": lambda editor: editor.embolden("关键词：", "关键词"),
}
NOT_RUNNING: dict[str, Work] = {
    "a credit taken out": lambda editor: editor.delete_paragraph("来源：作者"),
    "a subtitle taken out": lambda editor: editor.delete_paragraph("从编辑到原稿"),
    "a title parted": lambda editor: editor.split("校样的"),
}
REFUSED: dict[str, Case] = {
    **{name: Case(work, refused=("edit_of_generated",)) for name, work in GENERATED.items()},
    **{name: Case(work, refused=("paragraph_not_here",)) for name, work in NOT_RUNNING.items()},
    "a number of a caption": Case(_typed("一张表", "1", "2"), refused=("edit_of_field",)),
    "the label of a reference": Case(_typed("见图", "图", "表"), refused=("edit_of_field",)),
    "an English reference": Case(_typed("see Table", "Table", "Figure"), refused=("edit_of_field",)),
    "words over a citation": Case(_typed("超过 150 个", "个[1]。", "人。"), refused=("edit_over_generated",)),
    "words over a label": Case(_typed("Keywords: proof", " proof", "edit"), refused=("edit_over_generated",)),
    "words over a reference": Case(_typed("和第一节。最后", "第一节。最", "末"), refused=("edit_over_generated",)),
    "a picture": Case(_taken("w:drawing"), refused=("edit_of_picture",)),
    "a new picture": Case(_put_in("w:drawing"), refused=("edit_of_picture",)),
    "a heading parted": Case(lambda editor: editor.split("办法与"), refused=("edit_reads_otherwise",)),
    "a heading taken out": Case(
        lambda editor: editor.delete_paragraph("办法与步骤"), refused=("edit_reads_otherwise",)
    ),
    "a heading moved": Case(lambda editor: editor.move("办法与步骤", "最后一段"), refused=("edit_reads_otherwise",)),
    "a caption parted": Case(lambda editor: editor.split("一张"), refused=("edit_reads_otherwise",)),
    "a note parted": Case(lambda editor: editor.split("注释的"), refused=("edit_reads_otherwise",)),
    "a paragraph behind a caption": Case(
        lambda editor: editor.new_paragraph("一张表", "新的。"), refused=("edit_reads_otherwise",)
    ),
    "a paragraph moved into a list": Case(lambda editor: editor.move("She wrote", "步骤甲"), refused=("edit_moves",)),
    "a cell parted": Case(lambda editor: editor.split("估"), refused=("change_of_cells",)),
    "a cell emptied with its end": Case(lambda editor: editor.delete_paragraph("估计"), refused=("change_of_cells",)),
    "two cells joined": Case(lambda editor: editor.join("估计"), refused=("change_of_cells",)),
    "a paragraph in a cell": Case(lambda editor: editor.new_paragraph("估计", "新的。"), refused=("change_of_cells",)),
    "a cell moved": Case(lambda editor: editor.move("估计", "最后一段"), refused=("change_of_cells",)),
}


def _proved(session: Session, base: Base, sent: bytes, work: Work) -> tuple[Proved, bool]:
    editor = Editor(sent)
    work(editor)
    found = read_edits([row.passage for row in base.passages], ReturnedFile.open(editor.data()).passages)
    proved = Prover(session, base).prove([locate(base, edit) for edit in found.edits])
    return proved, not found.unexplained


@pytest.mark.parametrize("name", MADE)
def test_an_edit_is_made_to_the_byte(session: Session, base: Base, sent: bytes, name: str) -> None:
    case = MADE[name]
    proved, is_explained = _proved(session, base, sent, case.work)
    truth = session.text.text
    for old, new in case.changes:
        assert truth.count(old) == 1, old
        truth = truth.replace(old, new)
    assert [reason for _, reason in proved.refused] == []
    assert changed(session.text.text, proved.replacements) == truth
    assert is_explained


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_made_is_refused(session: Session, base: Base, sent: bytes, name: str) -> None:
    case = REFUSED[name]
    proved, is_explained = _proved(session, base, sent, case.work)
    assert tuple(reason.name for _, reason in proved.refused) == case.refused
    assert proved.replacements == ()
    assert is_explained


def test_an_edit_is_not_refused_for_another_of_its_paragraph(session: Session, base: Base, sent: bytes) -> None:
    """A figure right behind a formula makes it none; what else is changed in the paragraph is made, none in another way."""

    def work(editor: Editor) -> None:
        editor.replace("也有“引号”", "，也", "50%，也")
        editor.replace("第二句在同一段", "同一", "这一")
        editor.replace("参与者超过", "超过", "多于")

    proved, _ = _proved(session, base, sent, work)
    assert [(row.edit.new_text, reason.name) for row, reason in proved.refused] == [("50%", "edit_reads_otherwise")]
    truth = session.text.text.replace("同一段", "这一段").replace("者超过", "者多于")
    assert changed(session.text.text, proved.replacements) == truth


REPORTS = ("tests/proofs/report", "tests/project", "tests/paper", "source/..")


@pytest.mark.parametrize("name", REPORTS)
def test_no_place_is_wrong(name: str) -> None:
    """Whatever letter has a place is the letter that stands there."""
    opened = Session(open_project(ROOT / name))
    found = base_of(opened)
    text, placed = opened.with_data.text.text, 0
    for passage in found.passages:
        for letter, place in zip(passage.text, passage.places, strict=True):
            if place is None or letter.isspace():
                continue
            there = text[slice(*place)]
            is_call = letter == NOTE and re.fullmatch(r"\[\^\S+\]|\^\[.+\]", there, re.S)
            is_typed = (letter, there) in (("–", "--"), ("—", "---"), ("…", "..."))
            assert is_call or is_typed or plain(there[:1]) == plain(letter), (passage.text, letter)
            placed += 1
    assert placed > 300


@pytest.mark.parametrize("style", ["|\n    ", ">\n    ", ""])
def test_an_edit_over_a_line_end_of_chinese_in_yaml_is_made(style: str) -> None:
    made = small("正文[@osd]。")
    path = made.folder / "source/report.md"
    before = path.read_text("utf-8").replace(
        "{zh: 摘要。, en: Abstract.}", f"\n  zh: {style}写成两行的\n    摘要。\n  en: Abstract."
    )
    path.write_text(before, "utf-8")
    session = made.session
    proved, is_explained = _proved(
        session, base_of(session), draft(session), _typed("写成两行的摘要。", "行的摘", "句的提")
    )
    assert (proved.refused, is_explained) == ((), True)
    assert "".join(changed(session.text.text, proved.replacements).split()) == "".join(before.split()).replace(
        "行的摘", "句的提"
    )
