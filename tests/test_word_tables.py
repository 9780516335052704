"""Numbers of a column in Word have their points under each other and are numbers where they are pasted; captions have one
style that the others follow."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.small import W, findings, word

NUMBERS = """# 甲 {en="A"}

| 项 | 值 | 左 | 中 | 率 | 式 |
|:--|--:|:--|:-:|--:|--:|
| 甲 | 1.25 | 1.5 | 1.5 | 7% | $1.5$ |
| 乙 | 12.5 | 10 | 10 | 12.5% | 12 |
| 丙 | 100 | 2.25 | 2.25 | 3.25% | 3.25 |
| 丁 | — | — | — | — | — |

: 题 {#tbl-a en=T decimal="2,3,4,5,6"}
"""


def _rows(body: etree._Element) -> list[list[etree._Element]]:
    """The cells of each row of the table."""
    return [list(row.iter(f"{W}tc")) for row in body.iter(f"{W}tr")]


def _tab(cell: etree._Element) -> tuple[str, int] | None:
    """On which side a cell stands, and where its decimal tab is."""
    tab = cell.find(f"{W}p/{W}pPr/{W}tabs/{W}tab[@{W}val='decimal']")
    side = cell.find(f"{W}p/{W}pPr/{W}jc")
    return None if tab is None else (side.get(f"{W}val"), int(tab.get(f"{W}pos")))


@pytest.fixture(scope="module")
def body() -> etree._Element:
    return word(NUMBERS)


def test_numbers_go_to_a_decimal_tab_in_their_cells(body: etree._Element) -> None:
    rows = _rows(body)
    widths = [int(one.get(f"{W}w")) for one in body.iter(f"{W}gridCol")]
    # Flush right the longest part from the point on (.25) ends where the head of the column does; flush left the longest
    # whole number (10) begins there.
    wanted = {1: widths[1] - 216 - 225, 2: 180}
    for place, position in wanted.items():
        assert [_tab(row[place]) for row in rows[1:4]] == [("left", position)] * 3
    middle = {_tab(row[3]) for row in rows[1:4]}
    assert len(middle) == 1 and min(middle)[1] > 180
    assert all(_tab(cell) is None for cell in [*rows[0], *rows[4]])
    held = [one.get(f"{W}w") for row in rows for one in row[1].iter(f"{W}tcW")]
    assert held == [str(widths[1])] * 5


def test_numbers_that_no_tab_aligns_are_set_in_from_the_right(body: etree._Element) -> None:
    """Whole percentages end before a tab, and formulas are no text."""
    for place in (4, 5):
        cells = [row[place] for row in _rows(body)[1:]]
        indents = [cell.find(f"{W}p/{W}pPr/{W}ind") for cell in cells]
        assert all(_tab(cell) is None for cell in cells)
        said = ["" if one is None else one.get(f"{W}right") for one in indents]
        assert said == {4: ["225", "90", "", ""], 5: ["90", "225", "", ""]}[place]


def test_numbers_are_numbers_where_they_are_pasted(body: etree._Element) -> None:
    assert "\u2007" not in "".join(body.itertext()) and findings(NUMBERS) == []
    assert not [one for one in body.iter(etree.Element) if not str(one.tag).startswith("{")]


def test_captions_follow_one_style() -> None:
    styles = {style.get(f"{W}styleId"): style for style in word(NUMBERS, part="word/styles.xml").iter(f"{W}style")}
    for name in ("TableCaption", "CaptionEnglish"):
        style = styles[name]
        assert style.find(f"{W}basedOn").get(f"{W}val") == "Caption"
        assert style.find(f"{W}rPr/{W}rFonts") is None and style.find(f"{W}pPr/{W}jc") is None
        assert style.find(f"{W}pPr/{W}keepNext") is not None
    assert styles["Caption"].find(f"{W}name").get(f"{W}val") == "caption"
