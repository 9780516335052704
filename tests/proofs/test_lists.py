"""New items of lists at each level, with the source that each leads to, to the byte."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable

import pytest

from pipeline.formats.docx.openxml import NAMESPACES, clark, w
from tests.proofs.conftest import REPORT
from tests.proofs.editor import Editor
from tests.proofs.loop import Sent, text

Work = Callable[[Editor], None]
BODY = """
- 甲项
    - 子项
    - 丑项

        丑项之二
- 乙项

1. 步一
2. 步二
   - 深一
   - 深二

末段。

::: sidebar
## 贴士 {#tip-new en="Tip"}

盒中一段。
:::

完。
"""


def _new(behind: str, *said: tuple[str, str], tracked: bool) -> Work:
    """Paragraphs behind one, each with the properties of another, as Word makes them where Enter is typed."""

    def work(editor: Editor) -> None:
        there = editor.find(behind)
        for words, like in said:
            properties = copy.deepcopy(editor.find(like).find("w:pPr", NAMESPACES))
            for mark in properties.findall("w:rPr", NAMESPACES):
                properties.remove(mark)
            run = w("r", w("t", words))
            made = w("p", properties)
            if tracked:
                change = editor.mark("ins")
                change.append(run)
                run = change
                # The end of the paragraph before is the one that was typed.
                there.find("w:pPr", NAMESPACES).append(w("rPr", editor.mark("ins")))
            made.append(run)
            there.addnext(made)
            there = made

    return work


def _first(before: str, words: str, *, tracked: bool) -> Work:
    """An item before another one, as Word makes it where Enter is typed at its beginning."""

    def work(editor: Editor) -> None:
        there = editor.find(before)
        made = copy.deepcopy(there)
        for child in list(made):
            if child.tag != clark("w:pPr"):
                made.remove(child)
        run = w("r", w("t", words))
        if tracked:
            change = editor.mark("ins")
            change.append(run)
            run = change
            made.find("w:pPr", NAMESPACES).append(w("rPr", editor.mark("ins")))
        made.append(run)
        there.addprevious(made)

    return work


MADE: dict[str, tuple[Callable[..., Work], tuple[object, ...], str, str]] = {
    "at the beginning of a nested list": (_new, ("甲项", ("新项", "子项")), "- 甲项\n", "- 甲项\n    - 新项\n"),
    "before its first item": (_first, ("子项", "新项"), "    - 子项\n", "    - 新项\n    - 子项\n"),
    "in it": (_new, ("子项", ("新项", "子项")), "    - 子项\n", "    - 子项\n    - 新项\n"),
    "at its end": (_new, ("深二", ("新项", "深二")), "   - 深二\n", "   - 深二\n   - 新项\n"),
    "at its end, behind an item of two paragraphs": (
        _new,
        ("丑项之二", ("新项", "丑项")),
        "        丑项之二\n",
        "        丑项之二\n    - 新项\n",
    ),
    "a third paragraph of an item": (
        _new,
        ("丑项之二", ("丑项之三", "丑项之二")),
        "        丑项之二\n",
        "        丑项之二\n\n        丑项之三\n",
    ),
    "outside of it": (_new, ("深二", ("新项", "步二")), "   - 深二\n", "   - 深二\n3. 新项\n"),
    "outside of it, between": (
        _new,
        ("丑项之二", ("新项", "甲项")),
        "        丑项之二\n",
        "        丑项之二\n- 新项\n",
    ),
    "deeper than there was one": (_new, ("乙项", ("新项", "子项")), "- 乙项\n", "- 乙项\n  - 新项\n"),
    "deeper under a step": (_new, ("步一", ("新项", "深一")), "1. 步一\n", "1. 步一\n   1. 新项\n"),
    "two, the second deeper": (
        _new,
        ("乙项", ("新项", "乙项"), ("深项", "子项")),
        "- 乙项\n",
        "- 乙项\n- 新项\n  - 深项\n",
    ),
    "two steps": (
        _new,
        ("深二", ("三步", "步二"), ("四步", "步二")),
        "   - 深二\n",
        "   - 深二\n3. 三步\n4. 四步\n",
    ),
    "the first of a list": (_first, ("甲项", "新项"), "\n- 甲项\n", "\n- 新项\n- 甲项\n"),
    "a list where there was none": (_new, ("末段。", ("新项", "甲项")), "末段。\n", "末段。\n\n- 新项\n"),
    "a paragraph behind a list": (_new, ("深二", ("新段。", "末段。")), "   - 深二\n", "   - 深二\n\n新段。\n"),
    "a paragraph at the end of a box": (
        _new,
        ("盒中一段", ("新段。", "盒中一段")),
        "盒中一段。\n",
        "盒中一段。\n\n新段。\n",
    ),
}


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    project = shutil.copytree(REPORT, tmp_path_factory.mktemp("lists") / "report")
    (project / "source/report.md").write_text(text(project) + BODY, "utf-8")
    return Sent.of(project)


@pytest.mark.parametrize("tracked", [True, False])
@pytest.mark.parametrize("name", MADE)
def test_an_item_is_put_in_at_its_level_to_the_byte(lists: Sent, name: str, *, tracked: bool) -> None:
    work, said, old, new = MADE[name]
    before = lists.session.text.text
    assert before.count(old) == 1
    assert lists.source_after(work(*said, tracked=tracked)) == before.replace(old, new)
