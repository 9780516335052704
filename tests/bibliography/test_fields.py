"""Dates and archived copies of entries, and how their people are spoken of."""

from __future__ import annotations

import pytest

from pipeline.bibliography.fields import date_of, is_after, snapshot_of
from pipeline.bibliography.names import mention


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ({"date-parts": [[2024, 3, 1]]}, "2024-03-01"),
        ({"date-parts": [["2024", "11"]]}, "2024-11"),
        ({"date-parts": [[2024], [2025]]}, "2024"),
        ({"date-parts": [[2024, "spring"]]}, "2024"),
        ({"date-parts": [], "raw": "spring"}, "spring"),
        ({"date-parts": [2024], "raw": "spring"}, "spring"),
        ({"date-parts": [[]], "literal": "n. d."}, "n. d."),
        ({"raw": "a", "literal": "b"}, "a"),
        ({}, ""),
        ("2024-03-01T10:00", "2024-03-01"),
        ("2024-03", "2024-03"),
        ("2024-3-1", "2024"),
        ("2024-03-0", "2024-03"),
        ({"date-parts": [[0]]}, "00"),
        ({"date-parts": None, "raw": "a"}, "a"),
        ({"literal": "b"}, "b"),
        ("", ""),
        ("circa 2024", ""),
        (2024, "2024"),
        (None, ""),
    ],
)
def test_the_first_date_is_as_exact_as_it_is_given(value: object, date: str) -> None:
    assert date_of(value) == date


@pytest.mark.parametrize(
    ("one", "other", "after"),
    [
        ("2024-04", "2024-03-30", True),
        ("2024-03", "2024-03-30", False),
        ("2024-03-30", "2024-03", False),
        ("2024-04-30", "2024-03", True),
        ("2024-03-30", "2024-03-30", False),
        ("2024-03-29", "2024-03-30", False),
        ("2025", "2024-12-31", True),
        ("", "2024", False),
        ("2024", "", False),
    ],
)
def test_dates_are_compared_as_far_as_both_are_given(one: str, other: str, after: bool) -> None:
    assert is_after(one, other) is after


@pytest.mark.parametrize(
    ("archive", "address"),
    [("https://web.archive.org/web/1/https://example.org", "https://web.archive.org/web/1/https://example.org"),
     ("National Library", ""), ("", ""), (None, "")],
)  # fmt: skip
def test_a_snapshot_is_an_archive_with_an_address(archive: object, address: str) -> None:
    assert snapshot_of({"archive": archive}) == address


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({"author": [{"family": "Doe", "given": "Jane"}]}, "Doe"),
        ({"author": [{"given": "Jane"}]}, "Jane"),
        ({"author": [{"non-dropping-particle": "van", "family": "Dyck"}]}, "van Dyck"),
        ({"author": [{"literal": "W3C"}, {"family": "Doe"}]}, "W3C and Doe"),
        ({"author": [{"family": "Doe"}, {"family": "Roe"}, {"family": "Poe"}]}, "Doe et al."),
        ({"editor": [{"family": "Roe"}]}, "Roe"),
        ({"author": [{"family": "Doe"}], "editor": [{"family": "Roe"}]}, "Doe"),
        ({"language": "zh", "author": [{"family": "张", "given": "三"}]}, "张三"),
        ({"language": "zh", "author": [{"literal": "张三"}, {"literal": "李四"}]}, "张三和李四"),
        ({"language": "zh", "author": [{"literal": "张三"}, {"literal": "李四"}, {"literal": "王五"}]}, "张三等"),
        ({"title": "Title", "id": "key"}, "Title"),
        ({"id": "key"}, "key"),
        ({}, ""),
    ],
)
def test_how_the_people_of_an_entry_are_spoken_of(item: dict[str, object], words: str) -> None:
    assert mention(item) == words
