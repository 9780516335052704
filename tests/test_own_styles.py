"""Styles of a project: each entry, and what cites it, in the words of the entry's own language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline.bibliography import macros
from pipeline.citing import cite
from pipeline.core.model import Citation, Document, Entry, Inventory, Metadata
from pipeline.core.text import Span
from pipeline.tools import pandoc
from tests.small import findings
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
    assert marks == ["(Doe et al.)", "(甲等)", "(Groß und Klein)", "(A and B)"]
    printed = [
        " ".join("".join(entry.itertext()).replace("\u00a0", " ").split())
        for entry in tree.xpath("//div[contains(@class,'csl-entry')]")
    ]
    assert [row.split(" ↑")[0] for row in printed] == [
        "1. Doe et al., “A “title”,” page 7.",
        "2. 甲等, 《“题”名》, 页 7.",
        "3. Groß und Klein, „Titel“, Seite 7.",
        "4. A and B, “Untold,” page 7.",
    ]
    assert without_backlinks(tree.xpath("//div[@id='ref-en']")[0])


_HEAD = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"{locale}>
<info><title>Own</title><id>own</id><updated>2026-01-01T00:00:00Z</updated></info>{terms}"""
_DATA = {"type": "book", "title": "T", "issued": "2020", "language": "en"}


def _set(tmp_path: Path, style: str, items: list[dict[str, Any]], body: str = "") -> tuple[list[str], list[str]]:
    """The citations and the entries that a style makes."""
    path = tmp_path / "own.csl"
    path.write_text(style, "utf-8")
    parsed, _ = pandoc.parse(body or "\n\n".join(f"[@{item['id']}]" for item in items))
    entries = tuple(Entry(item["id"], json.dumps(item), Span("r.yaml")) for item in items)
    keys = tuple(Citation(item["id"], Span("t.md")) for item in items)
    document = cite(Document(Metadata(), parsed, Inventory(citations=keys), entries), path)
    tree = etree.fromstring(f"<div>{pandoc.write(document.ast, ['--to', 'html5', '--wrap=none']).decode()}</div>")
    cited = ["".join(span.itertext()) for span in tree.xpath("//span[@class='citation']")]
    return cited, [without_backlinks(entry) for entry in tree.xpath("//div[contains(@class,'csl-entry')]")]


def _style(bibliography: str, citation: str = '<text variable="title"/>', locale: str = "", terms: str = "") -> str:
    return (
        _HEAD.format(locale=locale and f' default-locale="{locale}"', terms=terms)
        + f"<citation><layout>{citation}</layout></citation>"
        + f"<bibliography><layout>{bibliography}</layout></bibliography></style>"
    )


def test_a_label_stands_behind_names_that_have_no_form_of_their_own(tmp_path: Path) -> None:
    """As CSL has it, and citeproc-js; pandoc's citeproc sets it before them."""
    names = '<names variable="author"><label form="short" prefix=", "/><substitute><names variable="editor"/></substitute></names>'
    item = {**_DATA, "id": "a", "editor": [{"family": "Stone", "given": "Peter"}]}
    assert _set(tmp_path, _style(names), [item])[1] == ["Peter Stone, ed."]


def test_chinese_names_stand_without_gaps(tmp_path: Path) -> None:
    names = '<names variable="author"><name and="text" delimiter-precedes-last="always" et-al-min="4" et-al-use-first="1"/></names><text variable="title" prefix=". "/>'
    items = [
        {**_DATA, "id": "a", "title": "数据 和 治理", "author": [{"literal": "甲某"}, {"literal": "乙某"}], "language": "zh"},
        {**_DATA, "id": "b", "author": [{"family": "欧阳", "given": "修"}, {"literal": "乙"}, {"literal": "丙"}], "language": "zh-CN"},
        {**_DATA, "id": "c", "author": [{"literal": name} for name in "甲乙丙丁"], "language": "zh"},
        {**_DATA, "id": "d", "author": [{"literal": "Ann"}, {"literal": "Bo"}]},
    ]  # fmt: skip
    cited, entries = _set(tmp_path, _style(names, names), items)
    assert entries == ["甲某和乙某. 数据 和 治理", "欧阳修, 乙和丙. T", "甲等. T", "Ann, and Bo. T"]
    assert cited == entries


def test_dashes_between_numbers_and_pages_are_the_styles(tmp_path: Path) -> None:
    citation = '<text variable="citation-number"/><text variable="locator" prefix=":"/>'
    items = [{**_DATA, "id": key} for key in "abc"]
    body = "[@a; @b; @c]\n\n[@a, pp. 15-17]\n\n[@b, 第15-17页]"
    plain = _style("<text variable='title'/>", citation).replace("<citation>", '<citation collapse="citation-number">')
    assert _set(tmp_path, plain, items, body)[0] == ["1–3", "1:15–17", "2:15–17"]
    chinese = plain.replace('class="in-text"', 'class="in-text" default-locale="zh-CN"')
    assert _set(tmp_path, chinese, items, body)[0] == ["1-3", "1:15-17", "2:15-17"]
    terms = '<locale><terms><term name="page-range-delimiter">-</term></terms></locale>'
    own = plain.replace("</info>", f"</info>{terms}")
    assert _set(tmp_path, own, items, body)[0] == ["1–3", "1:15-17", "2:15-17"]


def test_an_entry_that_a_style_leaves_out_is_not_an_empty_line_and_told(tmp_path: Path) -> None:
    layout = '<choose><if type="book"><text variable="title"/></if></choose>'
    items = [{**_DATA, "id": "a"}, {**_DATA, "id": "b", "type": "speech", "title": "Words"}]
    assert _set(tmp_path, _style(layout), items) == (["T", "Words"], ["T"])

    def told(citation: str, bibliography: str = layout) -> list[str]:
        files = {"references.yaml": json.dumps(items), "own.csl": _style(bibliography, citation)}
        rows = findings("见[@a]，又见[@b]。", settings='style = "source/own.csl"\n', files=files)
        return [row.split(": ", 1)[1] for row in rows if row.startswith("CIT127") and " b:" in row]

    title = "the style does not print title “Words” as it is given (entries: 1)"
    assert title in told('<text variable="citation-number"/>')
    # Notes may say what the list does not; without a list there is nothing to hold entries against.
    assert title not in told('<text variable="title"/>')
    assert told('<text variable="citation-number"/>', "") == []


def test_suffixes_keep_their_stop(tmp_path: Path) -> None:
    item = {**_DATA, "id": "a", "author": [{"family": "King", "given": "Martin", "suffix": "Jr."}]}
    assert _set(tmp_path, _style('<names variable="author"/>'), [item])[1] == ["Martin King Jr."]


def test_pages_that_a_style_does_not_print_are_told_at_their_place() -> None:
    bare = _style("<text variable='title'/>", '<text variable="citation-number"/>')
    told = _pages(bare)
    assert [row for row in told if row.startswith("CIT130")] == [
        "CIT130 1:4-9 smith: the style prints nothing of “15-17”, which stands behind the key",
        "CIT130 3:4-9 smith: the style prints nothing of “chap. 3”, which stands behind the key",
    ]
    shown = _style(
        "<text variable='title'/>", '<text variable="title"/><label variable="locator"/><text variable="locator"/>'
    )
    assert not [row for row in _pages(shown) if row.startswith("CIT130")]


def _pages(style: str) -> list[str]:
    files = {"references.yaml": json.dumps([{**_DATA, "id": "smith"}]), "own.csl": style}
    body = "见[@smith, pp. 15-17]。\n\n见[@smith, chap. 3]。\n\n见[@smith]。"
    return findings(body, settings='style = "source/own.csl"\n', files=files)


def test_styles_as_large_as_those_of_chicago_are_taken() -> None:
    """Their macros come to more than a million elements; what multiplies without end is refused."""

    def grown(depth: int) -> str:
        rows = ((n, f'<text macro="m{n + 1}"/>' * 10) for n in range(depth))
        macros_ = "".join(f'<macro name="m{n}">{calls}</macro>' for n, calls in rows)
        return _HEAD.format(locale="", terms="") + macros_ + f'<macro name="m{depth}"><text value="x"/></macro></style>'

    assert macros.fault_of(etree.fromstring(grown(5))) is None
    assert macros.fault_of(etree.fromstring(grown(7))) is not None
