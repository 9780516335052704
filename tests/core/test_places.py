"""Places and positions, and what the Document tells of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.languages import Bilingual
from pipeline.core.links import is_safe
from pipeline.core.model import Document, Entry, Inventory, Metadata, Target
from pipeline.core.places import Place, Position
from pipeline.core.text import SourceText, Span
from pipeline.core.vocabulary import is_cross_reference


def test_a_place_as_a_span_ends_with_its_first_line() -> None:
    source = SourceText("a.md", "一二三\n四五")
    assert Place("a.md", 1, 3).span(source) == Span("a.md", 1, 2, 4)
    assert Place("a.md", 1, 6).span(source) == Span("a.md", 1, 2, 4)
    assert Place("a.md", 4, 5).span(source) == Span("a.md", 2, 1, 2)
    assert Place("a.md", 0, 1).kind == "prose"


@given(st.integers(1), st.integers(1))
def test_a_position_is_read_as_it_is_written(line: int, column: int) -> None:
    assert Position.parse(str(Position(line, column))) == Position(line, column)
    assert str(Position(line, column)) == f"{line}:{column}"


def test_a_position_in_a_document() -> None:
    document = Document(Metadata(), "", source="report.md")
    assert document.span(Position(3, 4)) == Span("report.md", 3, 4)
    assert document.span(None) == Span("report.md")


def test_where_the_field_of_an_entry_stands() -> None:
    entry = Entry("a", "{}", Span("r.yaml", 1), (("title", Span("r.yaml", 2)), ("DOI", Span("r.yaml", 3))))
    assert (entry.place("DOI").line, entry.place("title").line, entry.place("URL").line) == (3, 2, 1)


@pytest.mark.parametrize("key", ["sec-a", "fig-a", "tbl-a", "box-a", "eq-a", "fig-a-b"])
def test_a_key_that_names_a_part_of_the_report(key: str) -> None:
    assert is_cross_reference(key)


@pytest.mark.parametrize("key", ["", "sec", "sec-", "-a", "figure-a", "a-fig", "seca", "law-a"])
def test_a_key_that_names_an_entry(key: str) -> None:
    assert not is_cross_reference(key)


def test_what_may_be_referred_to() -> None:
    targets = (Target("sec-a", "sec", Span("a")), Target("x", "other", Span("a")))
    assert list(Document(Metadata(), "", Inventory(targets=targets)).cross_reference_ids()) == ["sec-a", "x"]


def test_terms_are_words_of_two_characters_or_more_once() -> None:
    words = tuple(Bilingual(text) for text in ("数据", "词", "", "要素"))
    assert Metadata(glossary=words, keywords=(Bilingual("数据"), Bilingual("开源"))).terms == ("数据", "要素", "开源")


@pytest.mark.parametrize(
    "target",
    ["#a", "http://example.org", "HTTPS://example.org/x", "mailto:a@example.org", "https://example.org/中文"],
)
def test_a_link_that_may_be_published(target: str) -> None:
    assert is_safe(target)


@pytest.mark.parametrize(
    "target",
    ["", "#", "a.md", "//example.org", "https:", "http:///x", "javascript:x", "file:///x", "data:x", "ftp://example.org",
     "https://example.org/a b", "https://exam\tple.org", "https://example.org/\x1f", "https://[", "example.org"],
)  # fmt: skip
def test_a_link_that_may_not(target: str) -> None:
    assert not is_safe(target)
