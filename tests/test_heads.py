"""Heads of tables: each cell knows its own where a head stands over others or spans several cells."""

from __future__ import annotations

import pytest
from lxml import etree
from lxml.html import document_fromstring

from pipeline.formats.hypertext.heads import associate
from pipeline.tools import zips
from tests.small import small


def _heads(rows: str) -> dict[str, list[str]]:
    body = etree.fromstring(f"<body><div id='tbl-a'><table>{rows}</table></div></body>")
    associate(body)
    words = {head.get("id"): head.text or "" for head in body.iter("th")}
    return {cell.text or "": [words[id_] for id_ in cell.get("headers", "").split()] for cell in body.iter("td")}


def test_a_plain_table_needs_no_more_than_scope() -> None:
    plain = "<tr><td/><th scope='col'>A</th></tr><tr><th scope='row'>x</th><td>1</td></tr>"
    assert _heads(plain) == {"": [], "1": []}


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (
            "<tr><th scope='col' rowspan='2'>R</th><th scope='colgroup' colspan='2'>G</th></tr>"
            "<tr><th scope='col'>A</th><th scope='col'>B</th></tr>"
            "<tr><th scope='row'>x</th><td>1</td><td>2</td></tr>",
            {"1": ["G", "A", "x"], "2": ["G", "B", "x"]},
        ),
        (
            "<tr><th scope='col'>K</th><th scope='col'>N</th><th scope='col'>V</th></tr>"
            "<tr><th scope='rowgroup' rowspan='2'>soft</th><th scope='row'>a</th><td>1</td></tr>"
            "<tr><th scope='row'>b</th><td>2</td></tr>"
            "<tr><th scope='row'>hard</th><th scope='row'>c</th><td>3</td></tr>",
            {"1": ["V", "soft", "a"], "2": ["V", "soft", "b"], "3": ["V", "hard", "c"]},
        ),
    ],
)
def test_cells_name_the_heads_above_them_and_before_them(rows: str, wanted: dict[str, list[str]]) -> None:
    assert _heads(rows) == wanted


SPANNED = """# 甲 {#sec-a en="A"}

``` {.table #tbl-s}
caption: {zh: 分组, en: Groups}
headings: 2
columns:
  - {name: {zh: 类, en: Class}}
  - {name: {zh: 项, en: Item}}
  - {name: {zh: 金额, en: Amount}}
  - {name: {zh: 占比, en: Share}}
groups: [{name: {zh: 数值, en: Values}, first: 3, last: 4}]
rows:
  - [{zh: 硬件, en: Hard, down: 2}, {zh: 服务器, en: Servers}, 1, 2]
  - [{zh: 网络, en: Network}, 3, 4]
  - [{zh: 软件, en: Soft}, {zh: 许可, en: Licences}, 5, 6]
```

| 量 | $\\alpha$ |
|:--|--:|
| $x^2$ | 1 |

: 公式作表头 {#tbl-f en="Formulas as heads" headings=1}

见[@tbl-s]、[@tbl-f]。
"""


def test_page_and_book_say_the_heads_of_each_cell_alike() -> None:
    """The book had `colgroup` and `rowgroup` without such groups: 硬件 headed 许可 too, and 数值 nothing."""
    built = small(SPANNED).built("html", "epub")
    chapter = next(data for name, data in zips.read(built["epub"]).items() if name.endswith("sec-a.xhtml"))
    for tree in (document_fromstring(built["html"]), document_fromstring(chapter.partition(b"?>")[2])):
        (table, formulas) = tree.xpath("//table[.//th]")[-2:]
        words = {head.get("id"): head.text for head in table.iter("th")}
        heads = {cell.text: [words[id_] for id_ in cell.get("headers").split()] for cell in table.iter("td")}
        assert heads["1"] == ["数值", "金额", "硬件", "服务器"]
        assert heads["6"] == ["数值", "占比", "软件", "许可"]
        assert {head.get("scope") for head in table.iter("th")} == {"col", "row"}
        # A head of a formula alone has its words as name: tools for tables read no MathML.
        assert formulas.xpath(".//*[local-name()='math']/@aria-label") == ["α", "x 的平方"]
