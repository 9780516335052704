"""Edits of cells whose text stands in a file of data, each with the file that it leads to, to the byte."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.proofs.datafiles import field_with
from pipeline.tools import csvfile
from tests.conftest import ROOT
from tests.proofs.editor import Editor, text_of
from tests.proofs.loop import edited, receive, send, text

Work = Callable[[Editor], None]
CSV = """地区,en,数量,备注,en
北方,North,12.5,试点中,Pilot phase

"南方，含港澳","South, with ports",950,"称“""大湾区""”",Called a bay
 西部 ,West,3,"两行
之间",Between lines
东部,East,150,*待核*,To be checked
"""
TABLE = """```{.table #tbl-d}
caption: {zh: 取自文件的表, en: A table from a file}
columns:
  - {name: {zh: 地区, en: Region}}
  - {name: {zh: 数量, en: Amount}, align: decimal}
  - {name: {zh: 备注, en: Remarks}}
data: data/regions.csv
```
"""
FILE = "source/data/regions.csv"


def _typed(words: str, old: str, new: str, **options: bool) -> Work:
    return lambda editor: editor.replace(words, old, new, **options)


# The place is that of what stands there then.
MADE: dict[str, tuple[Work, str, str, str]] = {
    "a plain field": (_typed("试点中", "试点", "试行"), "试点中", "试行中", "2:16-17"),
    "its translation": (_typed("Pilot phase", "Pilot", "Test"), "Pilot phase", "Test phase", "2:19-23"),
    "put in at the start": (lambda e: e.edit(e.find("试点中"), 0, 0, "尚在"), "试点中", "尚在试点中", "2:15-17"),
    "put in at the end": (_typed("East", "", "ern"), "East,", "Eastern,", "7:8-11"),
    "a comma in a plain field": (_typed("试点中", "试点", "试,点"), "试点中", '"试,点中"', "2:15-21"),
    "a quote in a plain field": (
        _typed("To be checked", "be", '"be"'),
        "To be checked",
        '"To ""be"" checked"',
        "7:18-37",
    ),
    "a field in quotes": (_typed("含港澳", "港澳", "港、澳"), "含港澳", "含港、澳", "4:7-8"),
    "a comma in quotes": (_typed("with ports", "with", "and, with"), "South, with", "South, and, with", "4:18-23"),
    "a quote in quotes": (_typed("South, with", "with", '"with'), "South, with", 'South, ""with', "4:18-20"),
    "beside a doubled quote": (_typed("大湾区", "大湾", "湾"), '""大湾区""', '""湾区""', "4:39"),
    "a doubled quote": (_typed('"大湾区', '"大', "大"), '""大湾区""', '大湾区""', "4:37"),
    "a number": (_typed("12.5", "12.5", "13.5", cell=True), "12.5", "13.5", "2:10-14"),
    "a number that takes quotes": (_typed("950", "950", "1,050", cell=True), ",950,", ',"1,050",', "4:30-37"),
    "blanks round a field": (_typed("西部", "西部", "西南"), " 西部 ", " 西南 ", "5:3-4"),
    "behind a line end": (_typed("两行 之间", "之", "的"), "两行\n之间", "两行\n的间", "6:1-2"),
    "over a line end": (_typed("两行 之间", "行 之", "列 的"), "两行\n之间", "两列 的间", "5:15-18"),
    "all of a cell": (_typed("950", "950", "", cell=True), ",950,", ",,", "4:30"),
    "signs of Markdown": (_typed("待核", "待核", "$核$_1_"), "*待核*", "*$核$_1_*", "7:14-20"),
}
REFUSED: dict[str, tuple[Work, str]] = {
    "words of a translation that stays": (_typed("试点中", "试点中", ""), "otherwise"),
    "made bold": (lambda e: e.embolden("试点中", "试点"), "otherwise"),
    "a paragraph in a cell": (lambda e: e.new_paragraph("试点中", "新的。"), "cell"),
    "a cell moved": (lambda e: e.move("试点中", "最后一段"), "cell"),
}


@pytest.fixture
def data(project: Path) -> Path:
    """A report with a table whose rows stand in a file."""
    report = project / "source/report.md"
    before, _, rest = report.read_text("utf-8").partition("```{.table #tbl-d}\n")
    report.write_text(before + TABLE + rest.partition("```\n")[2], "utf-8")
    (project / "source/data").mkdir()
    (project / FILE).write_text(CSV, "utf-8")
    return project


@pytest.mark.parametrize("name", MADE)
def test_an_edit_of_a_cell_is_made_to_the_byte(data: Path, name: str) -> None:
    work, old, new, place = MADE[name]
    report = text(data)
    outcome = receive(data, edited(send(data), work))
    assert CSV.count(old) == 1
    assert (data / FILE).read_text("utf-8") == CSV.replace(old, new), outcome.lines
    assert [line for line in outcome.lines if f"PRF102 {FILE}:{place} " in line], outcome.lines
    assert text(data) == report


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_cell_cannot_say_is_refused(data: Path, name: str) -> None:
    work, reason = REFUSED[name]
    outcome = receive(data, edited(send(data), work))
    assert [line for line in outcome.lines if f"PRF103 {FILE}:2:" in line and reason in line], outcome.lines
    assert (data / FILE).read_text("utf-8") == CSV


WRITTEN: dict[str, Callable[[bytes], bytes]] = {
    "CRLF": lambda written: written.replace(b"\n", b"\r\n"),
    "CR": lambda written: written.replace(b"\n", b"\r"),
    "a byte order mark": lambda written: b"\xef\xbb\xbf" + written,
    "both": lambda written: b"\xef\xbb\xbf" + written.replace(b"\n", b"\r\n"),
    "no last line end": lambda written: written.removesuffix(b"\n"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_how_a_file_is_written_stays(data: Path, name: str) -> None:
    """Some edits in one round; of the file no other byte changes."""
    (data / FILE).write_bytes(WRITTEN[name](CSV.encode()))
    names = ["a plain field", "a comma in quotes", "beside a doubled quote", "a number", "blanks round a field"]
    names += ["a number that takes quotes", "behind a line end", "a quote in a plain field", "put in at the end"]
    rows = [MADE[one] for one in names]
    truth = CSV
    for _, old, new, _ in rows:
        truth = truth.replace(old, new)
    outcome = receive(data, edited(send(data), *(work for work, *_ in rows)))
    assert (data / FILE).read_bytes() == WRITTEN[name](truth.encode()), outcome.lines


def _two(editor: Editor) -> None:
    editor.replace("试点中", "试点", "试,点")
    editor.replace("最后一段", "最后", "末")


def test_a_patch_makes_the_same_in_all_files(data: Path) -> None:
    before = text(data)
    receive(data, edited(send(data), _two), options=("--patch", str(data / "edits.patch")))
    assert (text(data), (data / FILE).read_text("utf-8")) == (before, CSV)
    subprocess.run(["git", "apply", "-p1", "edits.patch"], cwd=data, check=True)
    assert text(data) == before.replace("最后一段", "末一段")
    assert (data / FILE).read_text("utf-8") == CSV.replace("试点中", '"试,点中"')


def test_a_commit_holds_all_files(data: Path) -> None:
    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=作者", "-c", "user.email=author@example.org", *arguments]
        return subprocess.run(command, cwd=data, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    for name, value in (("user.name", "作者"), ("user.email", "author@example.org")):
        git("config", name, value)
    git("add", "source")
    git("commit", "-qm", "A report")
    back = edited(send(data), _two)
    outcome = receive(data, back, options=("--apply", "all", "--commit"))
    assert git("log", "-1", "--format=%an").strip() == "编辑甲", outcome.lines
    assert git("show", "--format=", "--name-only", "HEAD").split() == [FILE, "source/report.md"]
    assert git("status", "--porcelain", "source") == ""
    (data / FILE).write_text(CSV, "utf-8")
    outcome = receive(data, back, options=("--apply", "all", "--commit"))
    assert any("PRF110" in line for line in outcome.lines), outcome.lines
    assert (data / FILE).read_text("utf-8") == CSV


def test_an_edit_is_carried_into_a_file_that_has_moved_on(data: Path) -> None:
    back = edited(send(data), _typed("试点中", "试点", "试行"), _typed("950", "950", "960", cell=True))
    moved = CSV.replace("北方,", "东北,Northeast,7,新,New\n北方,").replace("东部,East,150", "东部,East,151")
    (data / FILE).write_text(moved, "utf-8")
    outcome = receive(data, back)
    assert (data / FILE).read_text("utf-8") == moved.replace("试点中", "试行中").replace("950", "960"), outcome.lines


def test_what_both_changed_in_a_file_is_a_conflict(data: Path) -> None:
    back = edited(send(data), _typed("950", "950", "960", cell=True))
    (data / FILE).write_text(moved := CSV.replace("950", "955"), "utf-8")
    outcome = receive(data, back)
    assert [line for line in outcome.lines if "PRF103" in line and "have changed since" in line], outcome.lines
    assert (data / FILE).read_text("utf-8") == moved


def test_a_file_of_two_tables_changes_in_both(data: Path) -> None:
    report = data / "source/report.md"
    twice = TABLE.replace("#tbl-d", "#tbl-e")
    report.write_text(text(data) + f"\n见[@tbl-e]。\n\n{twice}", "utf-8")
    outcome = receive(
        data, edited(send(data), _typed("950", "950", "960", cell=True), _typed("试点中", "试点", "试行"))
    )
    truth = CSV.replace("950", "960").replace("试点中", "试行中")
    assert [(data / FILE).read_text("utf-8") == truth, "PRF103" in "".join(outcome.lines)] == [True, False], outcome


def test_editors_of_one_field_are_merged(data: Path) -> None:
    """One edit needs quotes round the field, the other stands in it too."""
    sent = send(data)
    one = edited(sent, _typed("To be checked", "To", "To,"))
    two = edited(sent, _typed("To be checked", "checked", "asked"), author="乙")
    receive(data, one, two)
    assert (data / FILE).read_text("utf-8") == CSV.replace("To be checked", '"To, be asked"')


def _last(old: str, new: str) -> Work:
    """Another text in the last paragraph that says one."""

    def work(editor: Editor) -> None:
        *_, last = (one for one in editor.paragraphs() if text_of(one).strip() == old)
        editor.edit(last, 0, len(old), new)

    return work


def test_a_file_of_a_table_and_a_chart_in_parts_of_a_report(tmp_path: Path) -> None:
    """The report is of one language and stands in several files; what a chart could not draw is refused."""
    paper = shutil.copytree(ROOT / "tests/paper", tmp_path / "paper")
    file = paper / "source/data/cities.csv"
    before, sent = file.read_text("utf-8"), send(paper)
    back = edited(sent, _last("Brookton", "Brook, North"), _last("9800", "9,900"))
    outcome = receive(paper, back)
    assert file.read_text("utf-8") == before.replace("Brookton", '"Brook, North"').replace("9800", '"9,900"'), outcome
    file.write_text(before, "utf-8")
    outcome = receive(paper, edited(sent, _last("12000", "many")))
    told = [line for line in outcome.lines if "PRF103 source/data/cities.csv:2:9" in line]
    assert [line for line in told if "a chart of the same data could not be drawn" in line], outcome.lines
    assert file.read_text("utf-8") == before


def test_figures_alone_have_places(data: Path) -> None:
    """A table without a word has no letter that says its place."""
    figures = "a,b,c\n2023,100,5\n2024,150,5\n"
    (data / FILE).write_text(figures, "utf-8")
    receive(data, edited(send(data), _typed("5", "5", "6", cell=True)))
    assert (data / FILE).read_text("utf-8") == figures.replace("100,5", "100,6")


CELLS = st.text(st.sampled_from('甲a1 ",\n|*'), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=3), min_size=1, max_size=4), st.data())
def test_each_letter_of_a_cell_has_its_place(rows: list[list[str]], data: st.DataObject) -> None:
    """Whatever a field says, its letters are found in it, and what is put into it is read again; no other changes."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    written = file.getvalue()
    found = csvfile.place(written)
    assert [[cell.text for cell in record] for record in found] == rows
    row, column = (data.draw(st.integers(0, len(part) - 1)) for part in (rows, rows[0]))
    column = min(column, len(rows[row]) - 1)
    cell = found[row][column]
    first = data.draw(st.integers(0, len(cell.text)))
    last = data.draw(st.integers(first, len(cell.text)))
    new = data.draw(CELLS)
    assume(cell.text)
    start = cell.letters[first][0] if first < len(cell.letters) else cell.letters[-1][1]
    end = cell.letters[last - 1][1] if last > first else start
    field = written[cell.start : cell.end]
    for begin, behind, text_ in sorted(field_with(field, [(start - cell.start, end - cell.start, new)]), reverse=True):
        field = field[:begin] + text_ + field[behind:]
    again = list(csv.reader(io.StringIO(written[: cell.start] + field + written[cell.end :])))
    rows[row][column] = cell.text[:first] + new + cell.text[last:]
    assert [row or [""] for row in again] == rows
