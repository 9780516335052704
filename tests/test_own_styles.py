"""Styles of a project: each entry, and what cites it, in the words of the entry's own language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline.citing import cite
from pipeline.core.model import Citation, Document, Entry, Inventory, Metadata
from pipeline.core.text import Span
from pipeline.tools import pandoc
from tests.test_citations import without_backlinks

_STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
<info><title>Own</title><id>own</id><updated>2026-01-01T00:00:00Z</updated></info>
<macro name="people"><names variable="author"><name and="text" form="short" et-al-min="3" et-al-use-first="1"/></names></macro>
<citation><layout prefix="(" suffix=")" delimiter="; "><text macro="people"/></layout></citation>
<bibliography second-field-align="flush"><layout suffix="."><text variable="citation-number" suffix=". "/>
<text macro="people" suffix=", "/><text variable="title" quotes="true"/><label variable="page" prefix=", " suffix=" "/><text variable="page"/>
</layout></bibliography></style>
"""
_ITEMS: list[dict[str, Any]] = [
    {"id": "en", "title": "A “title”", "author": [{"family": name} for name in ("Doe", "Roe", "Lee")], "page": "7", "language": "en"},
    {"id": "zh", "title": "“题”名", "author": [{"literal": name} for name in ("甲", "乙", "丙")], "page": "7", "language": "zh-CN"},
    {"id": "de", "title": "Titel", "author": [{"family": "Groß"}, {"family": "Klein"}], "page": "7", "language": "de"},
    {"id": "no", "title": "Untold", "author": [{"family": "A"}, {"family": "B"}], "page": "7"},
]  # fmt: skip


def test_each_entry_is_set_in_the_words_of_its_language(tmp_path: Path) -> None:
    style = tmp_path / "own.csl"
    style.write_text(_STYLE, "utf-8")
    items = [{"type": "article-journal", **item} for item in _ITEMS]
    parsed, _ = pandoc.parse("\n\n".join(f"[@{item['id']}]" for item in items))
    entries = tuple(Entry(item["id"], json.dumps(item), Span("r.yaml")) for item in items)
    keys = tuple(Citation(item["id"], Span("t.md")) for item in items)
    document = cite(Document(Metadata(), parsed, Inventory(citations=keys), entries), style)
    tree = etree.fromstring(f"<div>{pandoc.write(document.ast, ['--to', 'html5', '--wrap=none']).decode()}</div>")
    marks = ["".join(span.itertext()) for span in tree.xpath("//span[@class='citation']")]
    assert marks == ["(Doe et al.)", "(甲 等)", "(Groß und Klein)", "(A and B)"]
    printed = [
        " ".join("".join(entry.itertext()).replace("\u00a0", " ").split())
        for entry in tree.xpath("//div[contains(@class,'csl-entry')]")
    ]
    assert [row.split(" ↑")[0] for row in printed] == [
        "1. Doe et al., “A “title”,” page 7.",
        "2. 甲 等, 《“题”名》, 页 7.",
        "3. Groß und Klein, „Titel“, Seite 7.",
        "4. A and B, “Untold,” page 7.",
    ]
    assert without_backlinks(tree.xpath("//div[@id='ref-en']")[0])
