"""What looks like a key and was read as text, with its place on the line."""

from __future__ import annotations

import pytest

from pipeline.core.model import Citation
from pipeline.core.text import SourceText, Span
from pipeline.reading.loose import loose_keys


@pytest.mark.parametrize(
    ("text", "key", "columns"),
    [
        ("正文@osd，", "osd", (3, 7)),
        ("正文@{osd}。", "osd", (3, 9)),
        ("é@osd", "osd", (2, 6)),
        ("正文@osd-", "osd", (3, 7)),
        ("正文@osd中文", "osd", (3, 7)),
        ("a@osd", "osd", (2, 6)),
        ("`@osd`与@osd", "osd", (8, 12)),
        ("`@osd`@osd", "osd", (7, 11)),
    ],
)
def test_a_key_has_its_place(text: str, key: str, columns: tuple[int, int]) -> None:
    source = SourceText("report.md", f"前@other\n{text}")
    assert list(loose_keys(text.rsplit("`", maxsplit=1)[-1], source, 2, set())) == [
        Citation(key, Span("report.md", 2, *columns))
    ]


@pytest.mark.parametrize(
    ("text", "written"), [("字@osd", "字\\@osd"), ("字@osd", "`字@osd`"), ("a@osd.org", "a@osd.org")]
)
def test_what_means_no_citation_is_no_key(text: str, written: str) -> None:
    assert list(loose_keys(text, SourceText("report.md", written), 1, set())) == []


def test_each_key_has_its_own_place() -> None:
    source, used = SourceText("report.md", "字@osd，字@osd\n\n字@osd"), set[int]()
    found = [key for line in (1, 1, 1) for key in loose_keys("字@osd", source, line, used)]
    assert [str(key.span) for key in found] == ["report.md:1:2", "report.md:1:8", "report.md:3:2"]
    assert list(loose_keys("字@osd", source, 1, used)) == []


def test_a_key_on_no_known_line_has_the_file_for_its_place() -> None:
    assert list(loose_keys("字@osd", SourceText("report.md", "字@osd"), None, set())) == [
        Citation("osd", Span("report.md"))
    ]


def test_twelve_lines_are_looked_at_and_no_more() -> None:
    for empty, found in ((11, 1), (12, 0)):
        assert len(list(loose_keys("字@osd", SourceText("report.md", "\n" * empty + "字@osd"), 1, set()))) == found
