"""What of a book has to be seen in a reading system, and what of it is missed."""

from __future__ import annotations

import pytest

from pipeline.formats.epub.seen import NAV, NCX, unseen, without_navigation
from pipeline.tools.readers import Shown

_PAGE = "EPUB/text/03-sec-a.xhtml"
_HEAD = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>不看</title></head>'
_BODY = """<body><section id="sec-a"><h1 id="t">标<ruby>题<rp>（</rp><rt>tí</rt></ruby></h1><p>第一段，<b>粗</b>体。</p>
<details><summary>说明</summary><p>折叠</p></details><p hidden="hidden">隐藏</p><svg><text>图</text></svg>后文</section></body></html>"""
_FILES = {
    "EPUB/content.opf": b'<package><manifest><item id="a" properties="nav"/><item id="b" properties="svg"/></manifest></package>',
    _PAGE: f"{_HEAD}{_BODY}".encode(),
    NAV: f'{_HEAD}<body><nav id="toc"><ol><li><a href="x">甲 <b>一</b></a><ol><li><a href="y">乙</a></li></ol></li></ol></nav></body></html>'.encode(),
    NCX: b"<ncx><docTitle><text>x</text></docTitle><navMap><navPoint><navLabel><text>A</text></navLabel></navPoint></navMap></ncx>",
}
_TEXT = "标题tí第一段，粗体。说明图后文"
_CONTENTS = [("甲\n一", True), ("乙", True)]


def _missed(
    chapter: str = _TEXT, contents: list[tuple[str, bool]] = _CONTENTS, name: str = _PAGE
) -> list[tuple[str, ...]]:
    shown = Shown({name: chapter, NAV: "甲一乙"}, contents, (), ())
    return [(why.name, str(dict(why.values).popitem()[1]), *ids) for _, why, ids in unseen(_FILES, shown)]


@pytest.mark.parametrize("name", [_PAGE, "text/03-sec-a.xhtml"])
def test_a_book_that_is_shown_whole_misses_nothing(name: str) -> None:
    assert _missed(name=name) == []


def test_a_text_that_is_not_drawn_is_told_with_the_ids_round_it() -> None:
    assert _missed(_TEXT.replace("粗", "")) == [("seen_without_text", "粗", "sec-a")]
    assert _missed(_TEXT.replace("标", "")) == [("seen_without_text", "标", "t", "sec-a")]
    assert {row[0] for row in _missed("")} == {"seen_without_text"}


def test_an_entry_that_lacks_or_leads_nowhere_is_told() -> None:
    assert _missed(contents=[("甲一", True)]) == [("seen_without_entry", "乙")]
    assert _missed(contents=[("甲一", False), ("乙", True)]) == [("seen_without_target", "甲 一")]


def test_older_reading_systems_are_asked_for_the_ncx_alone() -> None:
    assert [why.name for _, why, _ in unseen(_FILES, Shown({}, [], (), ()), NCX)] == ["seen_without_entry"]
    assert list(unseen(_FILES, Shown({}, [("A", True)], (), ()), NCX)) == []
    older = without_navigation(_FILES)
    assert b'"nav"' not in older["EPUB/content.opf"]
    assert b'"svg"' in older["EPUB/content.opf"]
    assert older[_PAGE] == _FILES[_PAGE]


def test_a_navigation_document_with_formulas_is_hidden_from_older_reading_systems_too() -> None:
    package = b'<package><manifest><item id="a" properties="nav mathml"/></manifest></package>'
    older = without_navigation({"EPUB/content.opf": package})["EPUB/content.opf"]
    assert b'properties="mathml"' in older
    assert b"nav" not in older


def test_a_page_that_is_none_is_left_to_epubcheck() -> None:
    assert list(unseen({**_FILES, _PAGE: b"<html><p>"}, Shown({NAV: "甲一乙"}, _CONTENTS, (), ()))) == []
