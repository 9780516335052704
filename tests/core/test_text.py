"""Lines, columns and near words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.text import SourceText, Span, nearest

TEXT = SourceText("a.md", "一二\n\n  三 \nx")


@pytest.mark.parametrize(("number", "line"), [(0, ""), (1, "一二"), (2, ""), (3, "  三 "), (4, "x"), (5, "")])
def test_a_line(number: int, line: str) -> None:
    assert TEXT.line(number) == line


@pytest.mark.parametrize(
    ("offset", "length", "span"),
    [
        (0, 0, Span("a.md", 1, 1)),
        (0, 2, Span("a.md", 1, 1, 3)),
        (1, 1, Span("a.md", 1, 2, 3)),
        (1, 9, Span("a.md", 1, 2, 3)),
        (2, 1, Span("a.md", 1, 3, 3)),
        (6, 1, Span("a.md", 3, 3, 4)),
        (9, 1, Span("a.md", 4, 1, 2)),
    ],
)
def test_a_span_ends_behind_its_last_character_and_never_behind_the_line(offset: int, length: int, span: Span) -> None:
    assert TEXT.span(offset, length) == span


def test_the_span_of_a_line_is_its_words() -> None:
    assert TEXT.line_span(3) == Span("a.md", 3, 3, 4)
    assert TEXT.line_span(2) == Span("a.md", 2, 1, None)


@given(st.text(st.sampled_from("a一\n "), max_size=30))
def test_every_offset_is_found_again(text: str) -> None:
    source = SourceText("a.md", text)
    for offset in range(len(text)):
        span = source.span(offset)
        assert span.line is not None and span.column is not None
        assert source.starts[span.line - 1] + span.column - 1 == offset


@pytest.mark.parametrize(
    ("word", "guess"),
    [("sumary", "summary"), ("sidebars", "sidebar"), ("Ruby", "ruby"), ("xyz", None), ("", None), ("querry", "query")],
)
def test_the_nearest_word(word: str, guess: str | None) -> None:
    assert nearest(word, ["summary", "sidebar", "todo", "query", "ruby"]) == guess


@pytest.mark.parametrize(("span", "text"), [(Span("a"), "a"), (Span("a", 1), "a:1"), (Span("a", 1, 2, 3), "a:1:2")])
def test_a_span_as_text(span: Span, text: str) -> None:
    assert str(span) == text


def test_a_text_shows_and_compares_its_words_alone() -> None:
    assert repr(TEXT) == f"SourceText(name='a.md', text={TEXT.text!r})"
    assert SourceText("a.md", "x") == SourceText("a.md", "x") != SourceText("b.md", "x")
