"""Where addresses, paths and other long runs of letters may be broken, in pages as in the e-book and on paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.formats.hypertext.breaking import open_up, places
from pipeline.formats.hypertext.elements import new
from pipeline.formats.hypertext.units import hold_dots, hold_formulas
from tests.small import epub, html

_ADDRESS = "https://zh.example.org/wiki/%E5%BC%80?action=raw&section=1_2-b#top"
_PARTS = "https://|zh.|example.|org/|wiki/|%E5|%BC|%80?|action=|raw&|section=|1_|2-|b#|top"


def _cut(text: str) -> str:
    return "".join(f"|{letter}" if place in places(text) else letter for place, letter in enumerate(text))


@pytest.mark.parametrize(
    "parts",
    [
        _PARTS,
        f"见“{_PARTS}”。",
        "https://|a.|org/|b",
        "pipeline/|formats/|_private/|very_|long_|name.|py",
        "someone.|long@|subdomain.|example.|org",
        "10.1016/|j.|respol.2014.01.003",
        "Abstract|Singleton|Proxy|Factory",
        "9f86d081|884c7d65|9a2feaa0|c55ad015",
        "--very-|long-|option=|value,|other",
        # What is short, is a word, or has no end of a part in it.
        "TCP/IP 与 and/or",
        "pneumonoultramicroscopicsilicovolcanoconiosis",
        "1,234,567,890.123,456",
        "（................）",
    ],
)
def test_a_long_run_is_broken_behind_its_marks(parts: str) -> None:
    assert _cut(parts.replace("|", "")) == parts


@given(st.text(alphabet="/?&=#_.,:;@+-%2Fab中，Z ", max_size=60))
def test_text_stays_as_it_is_and_no_part_begins_with_a_mark(text: str) -> None:
    paragraph = new("p", text)
    paragraph.append(new("em", text))
    paragraph[0].tail = text
    open_up(paragraph)
    assert "".join(map(str, paragraph.itertext())) == text * 3
    assert [chance for chance in paragraph.iter("wbr") if (chance.tail or "#")[0] in "/?&=#.,:;@+"] == []


def test_each_text_is_opened_up_but_for_blocks_of_code_and_drawings() -> None:
    inside = "".join(f"<{tag}>{_ADDRESS}</{tag}>" for tag in ("code", "pre", "ruby", "a"))
    body = etree.fromstring(f"<p>{inside}{_ADDRESS.replace('&', '&amp;')}</p>".replace("raw&sec", "raw&amp;sec"))
    open_up(body)
    count = _PARTS.count("|")
    assert [len(one.findall("wbr")) for one in (*body.iterchildren("code", "pre", "ruby", "a"), body)] == [
        count, 0, 0, count, count,
    ]  # fmt: skip


def test_pages_and_books_let_addresses_and_paths_break() -> None:
    text = f"见 <{_ADDRESS}> 和 `{'directory/' * 4}`。[^a]\n\n[^a]: 注 <{_ADDRESS}>。\n"
    page = html(text)
    whole = epub(text)
    book = [etree.fromstring(data) for name, data in whole.items() if name.endswith(".xhtml")]
    # Of the path, the last mark is its end.
    wanted = 2 * _PARTS.count("|") + 3
    assert len(page.xpath("//main//wbr")) == wanted
    assert sum(len(one.findall(".//{*}wbr")) for one in book) == wanted
    assert [link.text_content() for link in page.xpath('//main//a[@class="uri"]')] == [_ADDRESS] * 2


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("安东尼奥·古特雷斯和乔治·W·布什。", "安东尼[奥·]古特雷斯和乔[治·]W·布什。"),
        ("甲・乙‧丙•丁", "[甲・][乙‧][丙•]丁"),
        ("<em>马可·</em>波罗<code>甲·乙</code>见马可·<em>波罗</em>", "马[可·]波罗甲·乙见马[可·]波罗"),
        ("a·b 10·3 甲 · 乙 • 丙", "a·b 10·3 甲 · 乙 • 丙"),
        ("（甲· ）", "（甲· ）"),
    ],
)
def test_no_line_begins_with_the_dot_of_a_name(text: str, held: str) -> None:
    paragraph = etree.fromstring(f"<p>{text}</p>")
    before = "".join(paragraph.itertext())
    for _ in range(2):
        hold_dots(paragraph)
    assert "".join(paragraph.itertext()) == before
    for unit in paragraph.iter("span"):
        unit.text = f"[{unit.text}]"
    assert "".join(paragraph.itertext()) == held


def test_pages_and_books_hold_the_dots_of_names() -> None:
    text = "# 马可·波罗 {#sec-a en=Polo}\n\n马可·波罗。\n"
    page, files = html(text), epub(text)
    assert page.xpath("//section//span[@class='unit']/text()") == ["可·"] * 2
    book = [etree.fromstring(data) for name, data in files.items() if name.endswith(".xhtml")]
    held = [unit for one in book for unit in one.findall(".//{*}section//{*}span[@class='unit']")]
    assert [unit.text for unit in held] == ["可·"] * 2
    assert "<text>一、马可·波罗 Polo</text>" in files["EPUB/toc.ncx"].decode()


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("甲<math/>，乙", "甲[<math/>，]乙"),
        ("（<math/>）。乙", "[（<math/>）。]乙"),
        ("(<math/> and <math/>) b", "[(<math/>] and [<math/>)] b"),
        ("<em><math/></em>；乙", "[<em><math/></em>；]乙"),
        ("<em>甲<math/></em>；乙", "<em>甲<math/></em>；乙"),
        ("甲<math/>乙<math display='block'/>，", "甲<math/>乙<math display='block'/>，"),
        ("<math/>、<math/>、丙", "[<math/>、][<math/>、]丙"),
    ],
)
def test_a_formula_and_the_marks_that_touch_it_are_not_parted(words: str, wanted: str) -> None:
    """Browsers end lines before and behind a formula whatever stands there: lines began with a comma or a bracket."""
    body = etree.fromstring(f"<body><p>{words}</p></body>")
    hold_formulas(body)
    unit = wanted.replace("[", '<span class="unit">').replace("]", "</span>").replace("'", '"')
    assert etree.tostring(body[0], encoding="unicode") == f"<p>{unit}</p>"
