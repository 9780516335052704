"""Tables: size by rule, turned pages, numbers by chapter, options of tables in the text, and grids that do not fit."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from pipeline.tables.definition import validate
from pipeline.tables.sizing import size_of
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
    assert codes.count("SEQ Table \\* ARABIC \\s 1") == 2
    assert codes.count("SEQ Figure \\* ARABIC \\s 1") == 1


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
    assert [width > height for width, height, _ in sizes] == [False, True, False]
    assert [orient for *_, orient in sizes][1] == "landscape"


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
