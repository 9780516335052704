"""Tables: size by rule, turned pages, numbers by chapter, options of tables in the text, and grids that do not fit."""

from __future__ import annotations

import csv
import re
import tempfile
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.core.opening import Folder
from pipeline.core.text import Span
from pipeline.tables.csvdata import with_rows
from pipeline.tables.definition import validate
from pipeline.tables.sizing import size_of
from pipeline.transforms.datatables import size_by_rule
from tests.conftest import PROJECT, run

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COLUMNS = "".join(
    f"  - {{name: {{zh: 指标名称{number}, en: Indicator number {number}}}, align: decimal}}\n" for number in range(12)
)
ROWS = "".join(f"  - [{', '.join(str(row * column + 0.5) for column in range(12))}]\n" for row in range(4))
BODY = f"""
# 甲章 {{#sec-a en="Chapter A"}}

见[@tbl-one]、[@tbl-wide]和[@fig-one]。

| 名称 | 数值 |
|:-----|-----:|
| 甲项 | 12.25 |
| 乙项 | 3 |
| 丙项 | — |

: 小表 {{#tbl-one en="Small table" headings=1 decimal=2}}

::: {{.table-note}}
注：乙项为估计。
:::

# 乙章 {{#sec-b en="Chapter B"}}

``` {{.table #tbl-wide}}
caption: {{zh: 宽表, en: Wide table}}
columns:
{COLUMNS}rows:
{ROWS}```

``` {{.figure #fig-one}}
kind: tree
caption: {{zh: 机构, en: Bodies}}
alt: {{zh: 树状图：一个机构。, en: "Tree: one body."}}
credit: {{zh: 测试, en: Test}}
root: {{label: {{zh: 研究院, en: Institute}}}}
```

结尾一段。
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    (folder / "source").mkdir()
    front = (
        (PROJECT / "source/report.md")
        .read_text("utf-8")
        .split("\n---\n")[0]
        .replace("lists: [figures, tables]", "numbering: chapter")
    )
    (folder / "source/report.md").write_text(f"{front}\n---\n{BODY}", "utf-8")
    for command in ("build", "check"):
        outcome = run(command, "--project", str(folder), "--fail-on", "info")
        assert outcome.code == 0, outcome.output
    return folder / "out"


def test_numbers_follow_the_chapters(out: Path) -> None:
    text = etree.HTML((out / "report.html").read_text("utf-8")).xpath("string(//main)")
    assert "见表\u00a01-1、表\u00a02-1和图\u00a02-1。" in text
    with zipfile.ZipFile(out / "report.docx") as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    codes = [" ".join(str(code.text).split()) for code in body.iter(f"{W}instrText")]
    assert [code for code in codes if code.startswith("SEQ Table")] == [
        "SEQ Table \\* ARABIC",
        "SEQ Table \\* ARABIC \\r 1",
    ]
    assert codes.count("SEQ Figure \\* ARABIC") == 1


def test_a_wide_table_has_a_turned_page(out: Path) -> None:
    pages = pypdfium2.PdfDocument(out / "report.pdf")
    turned = [number for number, page in enumerate(pages) if page.get_width() > page.get_height()]
    assert len(turned) == 1
    assert "宽表" in pages[turned[0]].get_textpage().get_text_range()
    # The numbers of pages go on across the turned one.
    feet = [re.findall(r"\d+", page.get_textpage().get_text_range().strip().splitlines()[-1]) for page in pages]
    after = [int(foot[-1]) for foot in feet[turned[0] - 1 : turned[0] + 2]]
    assert after == [after[0], after[0] + 1, after[0] + 2]
    with zipfile.ZipFile(out / "report.docx") as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    sizes = [
        (int(size.get(f"{W}w", "0")), int(size.get(f"{W}h", "0")), size.get(f"{W}orient"))
        for size in body.iter(f"{W}pgSz")
    ]
    # Behind the cover and the front matter.
    assert [width > height for width, height, _ in sizes[2:]] == [False, True, False]
    assert [orient for *_, orient in sizes][3] == "landscape"


def test_options_of_a_table_in_the_text(out: Path) -> None:
    tree = etree.HTML((out / "report.html").read_text("utf-8"))
    table = tree.xpath("//div[@id='tbl-one']")[0]
    assert [cell.get("scope") for cell in table.xpath(".//tbody//th")] == ["row"] * 3
    assert [cell.get("class") for cell in table.xpath(".//span[contains(@class,'decimal')]")] == [
        "decimal",
        "decimal pad-2 pad-point",
    ]
    assert "注：乙项为估计。" in "".join(table.itertext())
    assert tree.xpath("string(//div[@id='tbl-wide']/@class)") == "table turned"


CSV = """\ufeffregion,en,count,share,note,en
北方,North,12.5,40%,试点中,Pilot phase

"南方，含港澳","South, with ports","1,200",—,,
西部 , West ,3,60%,"两行
之间",Between lines
"""
FROM_FILE = """
# 章 {{#sec-a en="Chapter"}}

见[@tbl-both]、[@tbl-english]与[@tbl-chinese]。
{tables}
"""
TABLE = """
``` {{.table #tbl-{id}}}
caption: {{zh: 取自文件的表, en: A table from a file}}
columns:
  - {{name: {{zh: 地区, en: Region}}}}
  - {{name: {{zh: 数量, en: Amount}}, unit: {{zh: 个, en: pieces}}, align: decimal}}
  - {{name: {{zh: 占比, en: Share}}}}
  - {{name: {{zh: 备注, en: Remarks}}}}
groups:
  - {{name: {{zh: 规模, en: Size}}, first: 2, last: 3}}
data: data/regions.csv
labels: {labels}
```
"""
# What each cell says: the Chinese, then the English where it is another.
HEAD = [["地区", "Region"], ["规模", "Size"], ["备注", "Remarks"], ["数量（个）", "Amount (pieces)"], ["占比", "Share"]]
ROWS_OF_FILE = [
    [["北方", "North"], ["12.5"], ["40%"], ["试点中", "Pilot phase"]],
    [["南方，含港澳", "South, with ports"], ["1,200"], ["—"], []],
    [["西部", "West"], ["3"], ["60%"], ["两行之间", "Between lines"]],
]


@pytest.fixture(scope="module")
def from_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report whose tables stand in a file: in both languages, and in each alone."""
    folder = tmp_path_factory.mktemp("from-file")
    (folder / "source/data").mkdir(parents=True)
    (folder / "source/data/regions.csv").write_text(CSV, "utf-8")
    front = (
        (PROJECT / "source/report.md").read_text("utf-8").split("\n---\n")[0].replace("lists: [figures, tables]", "")
    )
    languages = {"both": "both", "english": "en", "chinese": "zh"}
    tables = "".join(TABLE.format(id=name, labels=labels) for name, labels in languages.items())
    (folder / "source/report.md").write_text(f"{front}\n---\n{FROM_FILE.format(tables=tables)}", "utf-8")
    for command in ("build", "check"):
        outcome = run(command, "--project", str(folder), "--fail-on", "info")
        assert outcome.code == 0, outcome.output
    return folder / "out"


def _plain(text: str) -> str:
    """A text without the gaps that formats put into it."""
    return re.sub(r"[\s\u2060\u200b]+", "", text)


def _wanted(place: int) -> list[str]:
    """The cells of one of the tables: both languages, English alone, Chinese alone."""
    cells = [*HEAD, *(cell for row in ROWS_OF_FILE for cell in row)]
    if place:
        cells = [cell[-1:] if place == 1 else cell[:1] for cell in cells]
    return [_plain("".join(cell)) for cell in cells]


@pytest.mark.parametrize("place", range(3), ids=["both", "english", "chinese"])
def test_rows_come_from_a_file_in_every_format(from_file: Path, place: int) -> None:
    page = etree.HTML((from_file / "report.html").read_bytes())
    assert [_plain(cell.xpath("string()")) for cell in page.xpath("//table")[place].iter("th", "td")] == _wanted(place)
    with zipfile.ZipFile(from_file / "report.epub") as archive:
        chapters = [archive.read(name) for name in sorted(archive.namelist()) if name.endswith(".xhtml")]
    tables = [table for chapter in chapters for table in etree.fromstring(chapter).iter("{*}table")]
    assert [_plain("".join(cell.itertext())) for cell in tables[place].iter("{*}th", "{*}td")] == _wanted(place)
    with zipfile.ZipFile(from_file / "report.docx") as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    cells = list(list(body.iter(f"{W}tbl"))[place].iter(f"{W}tc"))
    # A cell that is two rows high stands in the second as a cell without words.
    words = [_plain("".join(text.text or "" for text in cell.iter(f"{W}t"))) for cell in cells]
    assert [word for word in words if word] == [word for word in _wanted(place) if word]


def test_rows_from_a_file_stand_in_the_pdf(from_file: Path) -> None:
    pages = pypdfium2.PdfDocument(from_file / "report.pdf")
    text = _plain("".join(page.get_textpage().get_text_range() for page in pages))
    text = text[text.index("表1取自文件的表") :]
    at = 0
    for place in range(3):
        rows = _wanted(place)[len(HEAD) :]
        for row in (rows[:4], rows[4:8], rows[8:]):
            found = text.find("".join(row), at)
            assert found >= 0, (row, text)
            at = found
    # The first line of the file names its columns to whoever keeps it.
    assert "region" not in text
    assert "count" not in text


_WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]) | st.sampled_from('",\n'), max_size=12)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_every_cell_of_a_file_comes_through(data: st.DataObject) -> None:
    is_english = [False, *data.draw(st.lists(st.booleans(), min_size=1, max_size=5))]
    # A file has one English column behind another only by mistake, and the later one holds.
    rows = data.draw(st.lists(st.lists(_WORDS, min_size=len(is_english), max_size=len(is_english)), max_size=6))
    rows = [["甲", *row[1:]] for row in rows] or [["甲"] * len(is_english)]
    head = ["en" if english else f"c{place}" for place, english in enumerate(is_english)]
    with tempfile.TemporaryDirectory() as folder:
        with (Path(folder) / "t.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *rows])
        columns = [{"name": {"zh": name}} for name in head if name != "en"]
        table = validate({"caption": {"zh": "题"}, "columns": columns, "data": "t.csv"})
        filled, problems = with_rows(table, Folder(Path(folder), Path(folder)), Span("report.md", 1), "tbl-x")
    assert problems == ()
    assert filled is not None
    wanted = []
    for row in rows:
        cells: list[list[str]] = []
        for english, word in zip(is_english, row, strict=True):
            if english:
                cells[-1][1] = word.strip()
            else:
                cells.append([word.strip(), word.strip()])
        wanted.append(cells)
    assert [[[cell.zh, cell.en] for cell in row] for row in filled.rows] == wanted


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("a,en,b\n甲,A\n", (2,)),
        ("a,en,b\n甲,A,1\n乙,B,2,3\n", (3,)),
        ("a\n甲\n", (1,)),
        ("a,b,c\n甲,1,2\n", (1,)),
        (b"a,b\n\xff,1\n", (2, 1)),
        ("a,b\n甲,1\u202e\n", (2, 4)),
        ("a,b\n甲,\x01\n", (2, 3)),
        ("a,b\n甲,\0\n", (2, 3)),
    ],
    ids=["short", "long", "columns-missing", "columns-over", "encoding", "bidirectional", "control", "nul"],
)
def test_what_is_wrong_in_a_file_is_told_with_its_place(
    tmp_path: Path, content: str | bytes, place: tuple[int, ...]
) -> None:
    (tmp_path / "t.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    columns = [{"name": {"zh": "甲"}}, {"name": {"zh": "乙"}}]
    table = validate({"caption": {"zh": "题"}, "columns": columns, "data": "t.csv"})
    filled, (problem,) = with_rows(table, Folder(tmp_path, tmp_path), Span("report.md", 7), "tbl-x")
    assert filled is None
    assert problem.code == "TBL105"
    assert problem.span == Span("t.csv", *place)


@pytest.mark.parametrize("file", ["none.csv", "../t.csv", "/etc/hostname"])
def test_a_file_outside_the_project_is_no_table(tmp_path: Path, file: str) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "t.csv").write_text("a\n甲\n", "utf-8")
    table = validate({"caption": {"zh": "题"}, "columns": [{"name": {"zh": "甲"}}], "data": file})
    filled, (problem,) = with_rows(table, Folder(tmp_path / "source", tmp_path), Span("report.md", 7), "tbl-x")
    assert filled is None
    assert (problem.code, problem.span) == ("TBL104", Span("report.md", 7))


HAN = "汉字汉字汉"


@pytest.mark.parametrize(
    ("columns", "size"),
    [
        # A word of n letters needs .52 n + 1.8 em: 86 of them 46.52, 87 47.04; 100 of them 53.8, 101 54.32.
        (["x" * 86], "normal"),
        (["x" * 87], "small"),
        (["x" * 100], "small"),
        (["x" * 101], "turned"),
        # A column of Chinese needs its characters, five at most, and 1.8 em: six columns of five are 40.8 em.
        ([HAN] * 6 + ["汉字汉字"], "normal"),
        ([HAN] * 7, "small"),
        ([HAN] * 7 + ["汉字汉字"], "small"),
        ([HAN] * 8, "turned"),
        ([HAN * 4] * 6 + ["汉字汉字"], "normal"),
        # Letters break between words and nowhere else.
        ([f"{'x' * 86} {'x' * 86}"], "normal"),
        ([f"{'x' * 43}-{'x' * 43}"], "small"),
        ([f"{'x' * 43}汉{'x' * 43}"], "normal"),
        (["1,234.5%" * 11], "small"),
        # Each column has room around it: six of one letter are 13.92 em.
        (["x"] * 6 + ["x" * 60], "normal"),
        (["x"] * 6 + ["x" * 61], "small"),
    ],
)
def test_the_limits_of_sizes(columns: list[str], size: str) -> None:
    assert size_of([[text] for text in columns]) == size
    # The widest cell of a column counts, wherever it stands.
    assert size_of([["x", text, ""] for text in columns]) == size


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.text("汉字，x1.- %", max_size=40), min_size=1, max_size=4), min_size=1, max_size=12), st.data()
)
def test_more_words_never_need_less_room(columns: list[list[str]], data: st.DataObject) -> None:
    sizes = ("normal", "small", "turned")
    more = [list(column) for column in columns]
    column = data.draw(st.sampled_from(more))
    place = data.draw(st.integers(0, len(column) - 1))
    column[place] += data.draw(st.sampled_from(["汉", "x", "x" * 30]))
    assert sizes.index(size_of(more)) >= sizes.index(size_of(columns))
    assert sizes.index(size_of([*columns, ["汉"]])) >= sizes.index(size_of(columns))


@pytest.mark.parametrize("size", ["normal", "small", "turned"])
def test_the_size_of_a_table_block_follows_its_words_or_its_author(size: str) -> None:
    letters = {"normal": 20, "small": 90, "turned": 120}
    columns = [{"name": {"zh": "甲", "en": "x" * letters[size]}}]
    made = {"caption": {"zh": "题"}, "columns": columns, "rows": [["甲"]]}
    assert size_by_rule(validate(made)) == size
    for wish in letters:
        assert size_by_rule(validate({**made, "size": wish})) == wish
    cells = {**made, "columns": [{"name": {"zh": "甲"}}], "rows": [[{"zh": "甲", "en": "x" * letters[size]}]]}
    assert size_by_rule(validate(cells)) == size


@pytest.mark.parametrize(
    ("columns", "size"),
    [([["甲", "乙"], ["1", "2"]], "normal"), ([["很长的一段说明文字"] * 3] * 6, "normal"), ([["Interoperability"]] * 5, "small"), ([["Interoperability"]] * 8, "turned")],
    ids=["small", "words-that-wrap", "long-words", "many-long-words"],
)  # fmt: skip
def test_the_size_follows_the_words(columns: list[list[str]], size: str) -> None:
    assert size_of(columns) == size


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([[1]], "too few cells"),
        ([[1, 2, 3]], "more cells"),
        ([[{"zh": "甲", "across": 3}]], "beyond the last column"),
        ([[{"zh": "甲", "down": 2}, 1]], "below the last row"),
        ([], "rows or data"),
    ],
)
def test_grids_that_do_not_fit_are_refused(rows: list[list[object]], reason: str) -> None:
    columns = [{"name": {"zh": "甲"}}, {"name": {"zh": "乙"}}]
    with pytest.raises(ValueError, match=reason):
        validate({"caption": {"zh": "题"}, "columns": columns, "rows": rows})
