"""What is given in an entry is printed as it is given, or told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.bibliography.described import described
from pipeline.bibliography.printed import UNPRINTED, lost
from pipeline.citing import cite
from pipeline.citing.proof import prove
from pipeline.core.model import Citation, Document, Entry, Inventory, Metadata
from pipeline.core.text import Span
from pipeline.project import STYLES
from pipeline.tools import pandoc
from tests.test_citations import CASES

_BOOK: dict[str, Any] = {
    "type": "book",
    "title": "“题”",
    "author": [{"literal": "甲"}],
    "issued": "2020",
    "language": "zh",
}


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("甲. “题”[M]. 2020.", []),
        ("甲. 《题》[M]. 2020.", ["title"]),
        ("甲. ‘题’[M]. 2020.", ["title"]),
        ("乙. “题”[M]. 2021.", ["author", "issued"]),
        ("甲. “题”[M]. 2020", []),
    ],
)
def test_what_a_printed_entry_lacks(text: str, fields: list[str]) -> None:
    assert [field for field, _ in lost(_BOOK, described(_BOOK), text, is_ours=True)] == fields


def test_a_style_of_the_project_may_set_capitals_and_dashes() -> None:
    item = {
        "type": "article-journal",
        "title": "A long title",
        "page": "101-120",
        "container-title": "J",
        "volume": "3",
    }
    text = "A Long Title. J. 101–20."
    assert list(lost(item, item, text, is_ours=False)) == [("volume", "3")]
    assert list(lost(item, item, text.replace("101", ""), is_ours=False)) == [("page", "101"), ("volume", "3")]


def _told(items: list[dict[str, Any]], style: Path) -> list[tuple[str, str, object]]:
    parsed, _ = pandoc.parse("\n\n".join(f"[@{item['id']}]" for item in items))
    entries = tuple(Entry(item["id"], json.dumps(item), Span("r.yaml")) for item in items)
    keys = tuple(Citation(item["id"], Span("t.md")) for item in items)
    document = cite(Document(Metadata(), parsed, Inventory(citations=keys), entries), style)
    found = prove(document, style)
    assert {problem.code for problem in found} <= {"CIT127"}
    return [(str(one.values["key"]), str(one.values["field"]), one.values["count"]) for one in found]


@pytest.mark.parametrize("style", ["2025-numeric", "2025-author-date", "2015-numeric"])
def test_nothing_is_told_of_sound_entries(style: str) -> None:
    assert _told([case["item"] for case in CASES], STYLES / f"gbt7714-{style}.csl") == []


def test_what_a_style_leaves_out_is_told(tmp_path: Path) -> None:
    items = [{**_BOOK, "id": f"k{number}", "page": f"{number}7"} for number in range(3)]
    # What no style can read is told where it is read.
    assert _told([{**items[0], "publishr": "社"}], STYLES / "gbt7714-2025-numeric.csl") == []
    own = tmp_path / "own.csl"
    own.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><info><title>Own</title><id>own</id>'
        '<updated>2026-01-01T00:00:00Z</updated></info><citation><layout><text variable="title"/></layout></citation>'
        '<bibliography><layout><names variable="author"/><text variable="title"/><date variable="issued" form="text" '
        'date-parts="year"/></layout></bibliography></style>',
        "utf-8",
    )
    assert _told(items, own) == [("k0", "page", 3)]


def test_types_of_the_table_are_those_of_csl() -> None:
    from pipeline.bibliography.types import TYPES

    assert set(UNPRINTED) - {""} <= TYPES
