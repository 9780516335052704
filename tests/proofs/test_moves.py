"""Neighbouring paragraphs that an editor moves together, with the source that each leads to, to the byte."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w
from tests.proofs.conftest import REPORT
from tests.proofs.editor import Editor, each, text_of
from tests.proofs.loop import Sent, edited, receive, send, text

Work = Callable[[Editor], None]
Drag = Callable[[bool], Work]
ONE, TWO, THREE = "甲段，*第一*。\n\n", "乙段，分成\n两行。\n\n", "丙段[@a]。\n\n"
FOUR, FIVE = "丁段。\n\n", "戊段。\n\n"
TITLE = '## 新的一节 {#sec-new en="New"}\n\n'
ITEMS = "- 子项\n- 丑项\n- 寅项\n- 卯项\n"
END = "末段。\n"
BODY = f"{ONE}{TWO}{THREE}{FOUR}{TITLE}{FIVE}{ITEMS}\n{END}"


def _report(project: Path) -> Path:
    (project / "source/report.md").write_text(f"{text(project)}\n{BODY}", "utf-8")
    return project


def _move(*words: str, behind: str = "", before: str = "") -> Drag:
    """Some paragraphs dragged elsewhere in this order, as Word does it, tracked or not."""

    def work(editor: Editor, *, tracked: bool) -> None:
        there, gone = editor.find(behind or before), [editor.find(one) for one in words]
        came = [_dragged(editor, one) for one in gone] if tracked else gone
        for one in came[::-1] if behind else came:
            (there.addnext if behind else there.addprevious)(one)

    return lambda tracked: lambda editor: work(editor, tracked=tracked)


def _dragged(editor: Editor, paragraph: Element) -> Element:
    """A copy of a paragraph that is tracked as moved to; the paragraph is moved from."""
    made = copy.deepcopy(paragraph)
    for mark in list(made.iter(clark("w:bookmarkStart"), clark("w:bookmarkEnd"))):
        mark.getparent().remove(mark)
    for one, tag in ((paragraph, "moveFrom"), (made, "moveTo")):
        for run in list(one.iter(clark("w:r"))):
            change = editor.mark(tag)
            run.addprevious(change)
            change.append(run)
        properties = one.find("w:pPr", NAMESPACES)
        if properties is None:
            one.insert(0, properties := w("pPr"))
        properties.append(w("rPr", editor.mark(tag)))
    return made


MADE: dict[str, tuple[Drag, str]] = {
    "two behind the next": (
        _move("甲段", "乙段", behind="丙段"),
        f"{THREE}{ONE}{TWO}{FOUR}{TITLE}{FIVE}{ITEMS}\n{END}",
    ),
    "three to the end": (
        _move("甲段", "乙段", "丙段", behind="末段"),
        f"{FOUR}{TITLE}{FIVE}{ITEMS}\n{END}\n{ONE}{TWO}{THREE.strip()}\n",
    ),
    "two up": (_move("丙段", "丁段", before="甲段"), f"{THREE}{FOUR}{ONE}{TWO}{TITLE}{FIVE}{ITEMS}\n{END}"),
    "two behind a heading": (
        _move("甲段", "乙段", before="戊段"),
        f"{THREE}{FOUR}{TITLE}{ONE}{TWO}{FIVE}{ITEMS}\n{END}",
    ),
    "two to the end of a section": (
        _move("甲段", "乙段", behind="丁段"),
        f"{THREE}{FOUR}{ONE}{TWO}{TITLE}{FIVE}{ITEMS}\n{END}",
    ),
    "from two places": (
        _move("甲段", "丁段", behind="戊段"),
        f"{TWO}{THREE}{TITLE}{FIVE}{ONE}{FOUR}{ITEMS}\n{END}",
    ),
    "the other way round": (
        _move("丁段", "甲段", behind="戊段"),
        f"{TWO}{THREE}{TITLE}{FIVE}{FOUR}{ONE}{ITEMS}\n{END}",
    ),
    "two behind a list": (
        _move("甲段", "乙段", behind="卯项"),
        f"{THREE}{FOUR}{TITLE}{FIVE}{ITEMS}\n{ONE}{TWO}{END}",
    ),
    "two before a list": (
        _move("甲段", "乙段", before="子项"),
        f"{THREE}{FOUR}{TITLE}{FIVE}{ONE}{TWO}{ITEMS}\n{END}",
    ),
    "two items": (
        _move("子项", "丑项", behind="卯项"),
        f"{ONE}{TWO}{THREE}{FOUR}{TITLE}{FIVE}- 寅项\n- 卯项\n- 子项\n- 丑项\n\n{END}",
    ),
    "two items up": (
        _move("寅项", "卯项", before="子项"),
        f"{ONE}{TWO}{THREE}{FOUR}{TITLE}{FIVE}- 寅项\n- 卯项\n- 子项\n- 丑项\n\n{END}",
    ),
}


def _changed(drag: Drag, *works: Callable[[Element, Editor], None]) -> Drag:
    """A paragraph dragged elsewhere, and then changed there."""

    def work(editor: Editor, *, tracked: bool) -> None:
        drag(tracked)(editor)
        there = [one for one in editor.paragraphs() if "甲段" in text_of(one)]
        for one in works:
            one(next(row for row in there if row.find("w:moveFrom", NAMESPACES) is None), editor)

    return lambda tracked: lambda editor: work(editor, tracked=tracked)


def _new(words: str, behind: str) -> Work:
    """A new paragraph behind another, or behind what was moved there, as Word has it whose end stands before another."""

    def work(editor: Editor) -> None:
        there = [one for one in editor.paragraphs() if behind in text_of(one)]
        there = [one for one in there if one.find("w:moveFrom", NAMESPACES) is None]
        change, of_end = editor.mark("ins"), w("pPr", w("rPr", editor.mark("ins")))
        change.append(w("r", w("t", words)))
        there[0].addnext(w("p", of_end, change))

    return work


def _typed(old: str, new: str) -> Callable[[Element, Editor], None]:
    def work(paragraph: Element, editor: Editor) -> None:
        start = text_of(paragraph).index(old)
        for run in editor.cut(paragraph, start, start + len(old)):
            change = editor.mark("del")
            run.addprevious(change)
            change.append(run)
            for said in run.iter(clark("w:t")):
                said.tag = clark("w:delText")
            made, typed = editor.mark("ins"), copy.deepcopy(run)
            for said in typed.iter(clark("w:delText")):
                said.tag, said.text = clark("w:t"), new
            made.append(typed)
            # What is put in among words that were moved stands in no other change.
            outer = next(run.iterancestors(clark("w:moveTo")), change)
            rest = [] if outer is change else list(change.itersiblings())
            outer.addnext(made)
            if rest:
                made.addnext(behind := editor.mark("moveTo"))
                behind.extend(rest)

    return work


ALSO: dict[str, tuple[Drag, str]] = {
    "and a word changed": (
        _changed(_move("甲段", behind="丁段"), _typed("甲", "首")),
        f"{TWO}{THREE}{FOUR}{ONE.replace('甲', '首')}{TITLE}{FIVE}{ITEMS}\n{END}",
    ),
    "and a word in another format changed": (
        _changed(_move("甲段", behind="丁段"), _typed("第一", "第二")),
        f"{TWO}{THREE}{FOUR}{ONE.replace('第一', '第二')}{TITLE}{FIVE}{ITEMS}\n{END}",
    ),
    "two, and one of them changed twice": (
        _changed(_move("甲段", "乙段", before="戊段"), _typed("甲", "首"), _typed("第一", "一")),
        f"{THREE}{FOUR}{TITLE}{ONE.replace('甲', '首').replace('第一', '一')}{TWO}{FIVE}{ITEMS}\n{END}",
    ),
    "to the end, and its beginning and its last word changed": (
        _changed(_move("甲段", behind="末段"), _typed("甲", "首"), _typed("第一", "第二")),
        f"{TWO}{THREE}{FOUR}{TITLE}{FIVE}{ITEMS}\n{END}\n{ONE.replace('甲', '首').replace('第一', '第二').strip()}\n",
    ),
    "an item, and a word changed": (
        lambda tracked: (
            lambda editor: (
                _move("子项", behind="卯项")(tracked)(editor),
                _typed("子", "首")(
                    next(
                        one
                        for one in editor.paragraphs()
                        if "子项" in text_of(one) and one.find("w:moveFrom", NAMESPACES) is None
                    ),
                    editor,
                ),
            )[0]
        ),
        f"{ONE}{TWO}{THREE}{FOUR}{TITLE}{FIVE}- 丑项\n- 寅项\n- 卯项\n- 首项\n\n{END}",
    ),
    "and a new paragraph behind it": (
        lambda tracked: each(_move("甲段", behind="丙段")(tracked), _new("新段。", "甲段")),
        f"{TWO}{THREE}{ONE}新段。\n\n{FOUR}{TITLE}{FIVE}{ITEMS}\n{END}",
    ),
    "and a new paragraph before it": (
        lambda tracked: each(_move("甲段", behind="丙段")(tracked), _new("新段。", "丙段")),
        f"{TWO}{THREE}新段。\n\n{ONE}{FOUR}{TITLE}{FIVE}{ITEMS}\n{END}",
    ),
    "two, and new paragraphs before, between and behind them": (
        lambda tracked: each(
            _move("甲段", "乙段", behind="丙段")(tracked),
            _new("子。", "丙段"),
            _new("丑。", "甲段"),
            _new("寅。", "乙段"),
        ),
        f"{THREE}子。\n\n{ONE}丑。\n\n{TWO}寅。\n\n{FOUR}{TITLE}{FIVE}{ITEMS}\n{END}",
    ),
    "and another away that stood beside the place": (
        lambda tracked: each(
            _move("甲段", behind="丙段")(tracked),
            lambda editor: editor.delete_paragraph("丁段", tracked=tracked),
        ),
        f"{TWO}{THREE}{ONE}{TITLE}{FIVE}{ITEMS}\n{END}",
    ),
}


@pytest.fixture(scope="module")
def moves(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    return Sent.of(_report(shutil.copytree(REPORT, tmp_path_factory.mktemp("moves") / "report")))


@pytest.mark.parametrize("tracked", [True, False])
@pytest.mark.parametrize("name", [*MADE, *ALSO])
def test_paragraphs_are_moved_together_to_the_byte(moves: Sent, name: str, *, tracked: bool) -> None:
    drag, truth = (MADE | ALSO)[name]
    before = moves.session.text.text
    assert before.endswith(BODY)
    assert moves.source_after(drag(tracked)) == before.removesuffix(BODY) + truth


def test_each_of_those_that_are_moved_together_can_be_chosen(project: Path) -> None:
    before = text(_report(project))
    back = edited(send(project), _move("甲段", "乙段", "丙段", behind="丁段")(True))
    outcome = receive(project, back, options=("--apply", "1,3"))
    truth = f"{TWO}{FOUR}{ONE}{THREE}{TITLE}{FIVE}{ITEMS}\n{END}"
    assert text(project) == before.removesuffix(BODY) + truth, outcome.lines


def test_what_its_author_moved_too_is_moved_once(project: Path) -> None:
    before = text(_report(project))
    back = edited(send(project), _move("甲段", "乙段", behind="丙段")(True))
    truth = before.removesuffix(BODY) + f"{THREE}{ONE}{TWO}{FOUR}{TITLE}{FIVE}{ITEMS}\n{END}"
    (project / "source/report.md").write_text(truth, "utf-8")
    outcome = receive(project, back)
    assert sum("made before" in line for line in outcome.lines) == 2, outcome.lines
    assert text(project) == truth
