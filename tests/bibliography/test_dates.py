"""Dates of entries: what is read to its end, and what of it is printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.bibliography import dates


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2012", [[2012]]),
        ("2012-01", [[2012, 1]]),
        ("2012-01-16", [[2012, 1, 16]]),
        ("2012-01-16T10:00:00Z", [[2012, 1, 16]]),
        ("2012-21", [[2012, 21]]),
        ("1957/1990", [[1957], [1990]]),
        ("2012-12-30/2013-01-02", [[2012, 12, 30], [2013, 1, 2]]),
        ("1984/", [[1984], [0]]),
        ("1984/..", [[1984], [0]]),
        ("/1984", [[0], [1984]]),
        ("-0044", [[-44]]),
        ("2020年", [[2020]]),
        ("2020年5月", [[2020, 5]]),
        ("2020 年 5 月 12 日", [[2020, 5, 12]]),
        ("2020年秋季", [[2020, 23]]),
        ("2020/5/12", [[2020, 5, 12]]),
        ("2020.05", [[2020, 5]]),
        ("12 March 2020", [[2020, 3, 12]]),
        ("Mar 12, 2020", [[2020, 3, 12]]),
        ("Sept. 2020", [[2020, 9]]),
        ("Spring 2020", [[2020, 21]]),
    ],
)
def test_a_date_that_is_read_to_its_end(text: str, parts: list[list[int]]) -> None:
    assert dates.read(text) == {"date-parts": parts}


@pytest.mark.parametrize(
    "text",
    ["1865（清同治四年）", "[1936]", "c1988", "1995印刷", "in press", "民国二十五年", "2020-13", "2020-02-45", "1/2/3", "199X",
     "2020年13月", "Foo 2020", "2020/13/40", "a/b", "/"],
)  # fmt: skip
def test_all_else_is_the_words_of_the_author(text: str) -> None:
    assert dates.read(text) == {"literal": text}
    assert dates.plain(text) == text


@pytest.mark.parametrize(("value", "date"), [(None, None), ("", None), ({}, None), ({"season": 1}, None), (
    {"raw": "1865（清）"}, {"literal": "1865（清）"}), ({"literal": "2020年5月"}, {"date-parts": [[2020, 5]]}), (
    {"date-parts": [[2020]]}, {"date-parts": [[2020]]})])  # fmt: skip
def test_a_date_in_other_forms(value: object, date: object) -> None:
    assert dates.read(value) == date


@pytest.mark.parametrize(
    ("text", "plain"),
    [("2020年5月", "2020-05"), ("12 March 2020", "2020-03-12"), ("2020-05", "2020-05"), (" 2020 ", " 2020 "), ("2020/5", "2020-05")],
)  # fmt: skip
def test_a_date_of_words_is_made_plain(text: str, plain: str) -> None:
    assert dates.plain(text) == plain


@pytest.mark.parametrize(
    ("text", "year", "whole"),
    [
        ("2012-01-16", {"date-parts": [["2012"]]}, {"date-parts": [["2012", "1", "16"]]}),
        ("1957/1990", {"literal": "1957-1990"}, {"literal": "1957—1990"}),
        ("1984/", {"literal": "1984—"}, {"literal": "1984—"}),
        ("2004~", {"literal": "[2004]"}, {"literal": "[2004]"}),
        ("2012-01/2012-03", {"date-parts": [["2012"]]}, {"literal": "2012-01—2012-03"}),
        ("c1988", {"literal": "c1988"}, {"literal": "c1988"}),
    ],
)
def test_what_is_printed_of_a_date(text: str, year: object, whole: object) -> None:
    date = dates.read(text)
    assert date is not None
    assert dates.printed(date, whole=False) == year
    assert dates.printed(date, whole=True) == whole


@pytest.mark.parametrize(
    ("value", "year"),
    [("1865（清同治四年）", 1865), ("2012-01", 2012), ("in press", 0), ("-0044", -44), ("12345", 0), ("", 0)],
)
def test_the_year_that_a_date_sorts_by(value: str, year: int) -> None:
    assert dates.year_of(dates.read(value)) == year


@given(st.text(max_size=12))
def test_no_text_is_lost_or_changed(text: str) -> None:
    date = dates.read(text)
    assert (date is None) == (not text.strip())
    assert date is None or "date-parts" in date or date == {"literal": text.strip()}
