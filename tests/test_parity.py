"""Whether the words of a source are in an output once and in order."""

from __future__ import annotations

import pytest

from pipeline.core.model import Document, Heading, Inventory, Metadata, TextBlock
from pipeline.core.text import Span
from pipeline.formats.proving.parity import check, normalize


def _blocks(*texts: str, in_note: bool = False) -> tuple[TextBlock, ...]:
    return tuple(TextBlock((text,), Span("report.md", line), in_note) for line, text in enumerate(texts, 1))


def _found(blocks: tuple[TextBlock, ...], body: str, notes: str = "", *headings: str) -> list[str]:
    titles = tuple(Heading(1, "", text, "", Span("report.md", 1)) for text in headings)
    document = Document(Metadata(), "", Inventory(headings=titles, blocks=blocks))
    return [f"{problem.code} {problem.span and problem.span.line}" for problem in check(document, body, notes, "html")]


def test_what_is_there_in_order_is_sound() -> None:
    assert _found(_blocks("甲", "乙"), "前甲中乙后") == []
    assert _found((*_blocks("甲"), *_blocks("注", in_note=True)), "甲", "注") == []


def test_what_is_missing_or_out_of_place_is_found() -> None:
    assert _found(_blocks("甲", "乙"), "甲") == ["OUT106 2"]
    assert _found(_blocks("甲", "乙"), "乙甲") == ["OUT106 2"]
    assert _found(_blocks("注", in_note=True), "注") == ["OUT106 1"]
    assert _found((TextBlock(("甲", "丙"), Span("report.md", 1)),), "丙甲") == ["OUT106 1"]


@pytest.mark.parametrize(("length", "twice"), [(23, False), (24, True), (59, True)])
def test_a_long_text_that_stands_twice_is_found_and_a_short_one_may(length: int, twice: bool) -> None:
    text = "字" * (length - 1) + "末"
    assert _found(_blocks(text), text + "。" + text) == (["OUT107 1"] if twice else [])


def test_what_the_source_has_twice_or_a_heading_says_may_stand_twice() -> None:
    text = "字" * 30 + "末"
    assert _found(_blocks(text, text), text + text) == []
    assert _found(_blocks(text, f"前{text}后"), text + f"前{text}后") == []
    assert _found(_blocks(text), text + text, "", text) == []
    assert _found(_blocks(text, text), text * 3) == ["OUT107 1", "OUT107 2"]


def test_how_text_is_compared() -> None:
    assert normalize("Ａ b-c\u00a0–\u200b•d\n") == "Abcd"
