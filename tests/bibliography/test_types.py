"""What the types of entries need."""

from __future__ import annotations

import pytest

from pipeline.bibliography.types import NEEDED, TYPES, missing


@pytest.mark.parametrize(
    ("type_", "fields"),
    [
        ("book", ["publisher-place", "publisher", "issued"]),
        ("collection", ["publisher-place", "publisher", "issued"]),
        ("chapter", ["container-title", "publisher", "issued"]),
        ("article-journal", ["container-title", "issued"]),
        ("article-magazine", ["container-title", "issued"]),
        ("article-newspaper", ["container-title", "issued"]),
        ("thesis", ["author", "publisher", "issued"]),
        ("report", ["issued"]),
        ("standard", ["number"]),
        ("patent", ["author", "number", "issued"]),
        ("webpage", ["URL", "accessed"]),
        ("post", ["URL", "accessed"]),
        ("post-weblog", ["URL", "accessed"]),
        ("dataset", ["accessed"]),
        ("software", ["accessed"]),
        ("article", ["accessed"]),
        ("paper-conference", ["container-title", "issued"]),
        ("manuscript", []),
        ("map", []),
        ("", []),
    ],
)
def test_what_an_empty_entry_lacks(type_: str, fields: list[str]) -> None:
    assert missing({"type": type_}) == fields
    assert missing({"type": type_, **dict.fromkeys(fields, "x")}) == []


def test_what_is_online_alone_needs_no_place() -> None:
    assert missing({"type": "book", "URL": "https://example.org"}) == ["publisher", "issued"]


def test_a_conference_is_named_by_its_proceedings_or_itself() -> None:
    assert missing({"type": "paper-conference", "issued": "2024", "event-title": "x"}) == []
    assert missing({"type": "paper-conference", "event-title": "x"}) == ["issued"]


def test_types_are_those_of_csl() -> None:
    assert len(TYPES) == 45
    assert set(NEEDED) <= TYPES
    assert all(name == name.strip().lower() and name for name in TYPES)
