"""Numbers of figures, tables, formulas and listings that are typed by hand are told; those of other works are not."""

from __future__ import annotations

import pytest

from tests.small import findings

TARGETS = """
``` {.figure #fig-a}
kind: graph
dot: "digraph { a -> b }"
caption: {zh: 图题, en: Caption}
alt: {zh: 甲到乙。, en: A to B.}
credit: {zh: 自制, en: own}
```

| 甲 | 乙 |
|:--|:--|
| 1 | 2 |

: 表题 {#tbl-a en="T"}

$$ a=b $$ {#eq-a}
"""


def _told(body: str, front: str = "") -> list[str]:
    found = findings(f"# 章 {{#sec-a}}\n\n见[@fig-a][@tbl-a][@eq-a]。\n\n{body}\n{TARGETS}", front)
    return [row for row in found if row.startswith(("XRF109", "XRF110"))]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("如图1所示。", ["图1 fig-a"]),
        ("（图 1、表１）", ["图 1 fig-a", "表１ tbl-a"]),
        ("代入式（1），由式(1)得。", ["式（1） eq-a", "式(1) eq-a"]),
        ("据[@osd]，增长。本文图1说明，其中甲最大。", ["图1 fig-a"]),
        ("See Figure 1, Tables 1 and 2, and Eq. (1).", ["Figure 1 fig-a", "Tables 1 tbl-a", "Eq. (1) eq-a"]),
        ("注[^a]。\n\n[^a]: 见**图1**。", ["图1 fig-a"]),
        ("见图1–3。", ["图1–3 fig-a"]),
        ("见[图1](#fig-a)。", ["图1 fig-a"]),
        ("见图7和图8。", ["图7", "图8"]),
        ("图 7 所示，表9列出，as Table 9 shows, see Fig. 8.", ["图 7", "表9", "Table 9", "Fig. 8"]),
        ("见图 2-1、代码1。", ["图 2-1", "代码1"]),
        ("图7不错。", []),
        ("由式（9）得。", []),
    ],
)
def test_a_typed_number_is_told_with_what_has_it(body: str, expected: list[str]) -> None:
    told = [(row.split("“")[1].split("”")[0], row.rpartition("[@")[2].rstrip("]")) for row in _told(body)]
    assert [f"{typed} {id_}" if " " not in id_ else typed for typed, id_ in told] == expected


@pytest.mark.parametrize(
    "body",
    [
        "文献[@osd]的图1很好。",
        "@osd 的图1，图1[@osd]，图1（引自[@osd]）。",
        "《年鉴》图1，“见图1”一语，原图1，该书图1，附件表1。",
        "资料来源：国家统计局，图1。",
        "GB/T 7714—2015 图1，图按章编号（图1）。",
        "Smith’s Figure 1, their Table 1 and Fig. 1 of the original.",
        "地图1张，图1张，代表1人，列表1，图表1，方式（1），表达式（1），表1.5%，见图 2020。",
        "> 如图1所示。",
        "见`图1`，见[图1](https://example.org)。",
        "见[@fig-a]和[@tbl-a]。",
        "$$ x \\tag{9} $$ {#eq-b}\n\n见式（9）和[@eq-b]。",
    ],
)
def test_what_is_of_another_work_or_no_number_is_not_told(body: str) -> None:
    assert _told(body) == []


def test_numbers_by_chapter_are_known_however_they_are_typed() -> None:
    told = _told("见图1-1、图1.1、图 1－1和图1。", "numbering: chapter\n")
    assert [row[:6] for row in told] == ["XRF109"] * 3 + ["XRF110"]
