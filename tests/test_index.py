"""The index: marked words in the order of scripts and sounds, with pages in the PDF, sections elsewhere and Word's own
fields."""

from __future__ import annotations

import re

import pytest

from pipeline.formats.docx.bookmarks import target_name
from pipeline.formats.pdf.index import pages
from pipeline.tools import collation
from tests.conftest import TORTURE
from tests.small import Element, W, epub, findings, html, paragraphs, pdf, word

INDEX = '\n\n# 索引 {#sec-index .index en="Index"}\n'
BREAK = "\n\n::: {.page-break}\n:::\n\n"
CHAPTER = '# 甲章 {#sec-a en="A"}\n\n'


def _entries(page: Element) -> list[str]:
    """Letters, and entries with their places."""
    return [
        " ".join("".join(found.itertext()).split())
        for found in page.xpath("//div[@class='index-entries']/div | //div[@class='index-entries']/ul/li")
    ]


def test_entries_stand_under_their_letters_in_the_order_of_sounds() -> None:
    words = ["重庆", "数据", "API", "大数据", "5G网络", "data", "数据安全", "zone", "安全", "Über", "《公约》"]
    page = html(CHAPTER + "，".join(f"[{word}]{{.index}}" for word in words) + "。" + INDEX)
    assert [row.split()[0] for row in _entries(page)] == [
        *("0–9", "5G网络", "A", "安全", "API", "C", "重庆", "D", "大数据", "data"),
        *("G", "《公约》", "S", "数据", "数据安全", "U", "Über", "Z", "zone"),
    ]
    assert findings(CHAPTER + "，".join(f"[{word}]{{.index}}" for word in words) + "。" + INDEX) == []


def test_an_entry_may_be_other_than_the_words_and_have_levels() -> None:
    body = f'{CHAPTER}[流通]{{.index entry="数据!流通"}}[数据]{{.index}}[]{{.index entry="数据!CO~2~ 的"}}。{INDEX}'
    (entry,) = html(body).xpath("//div[@class='index-entries']/ul/li")
    assert [" ".join("".join(line.itertext()).split()) for line in entry.findall("ul/li")] == ["CO2 的 一", "流通 一"]
    assert entry.find("ul/li/sub") is not None
    assert findings(body) == []


def test_how_an_entry_sounds_may_be_said() -> None:
    body = f'{CHAPTER}[单于]{{.index sort="chan2 yu2"}}与[单于]{{.index}}、[山]{{.index}}。{INDEX}'
    assert _entries(html(body)) == ["C", "单于 一", "S", "山 一"]
    assert findings(body) == []
    code = "".join(word(body).xpath(".//w:instrText/text()", namespaces={"w": W[1:-1]}))
    assert 'XE "单于" \\y "chan2 yu2"' in code


REFERRING = (
    f'{CHAPTER}[国内生产总值]{{.index}}[]{{.index entry="统计!CO~2~普查"}}，[]{{.index entry="GDP" see="国内生产总值"}}'
    f'[数据]{{.index also="统计!CO~2~普查"}}[]{{.index entry="数据" also="国内生产总值"}}。{INDEX}'
)


def test_entries_refer_to_others_in_every_format() -> None:
    assert findings(REFERRING) == []
    page = html(REFERRING)
    assert {"GDP 见国内生产总值", "数据 一；参见统计：CO2普查；参见国内生产总值"} <= set(_entries(page))
    links = [link.get("href")[1:] for link in page.xpath("//span[@class='see']/a")]
    assert [page.xpath(f"string(//*[@id='{id_}'])") for id_ in links] == ["国内生产总值", "CO2普查", "国内生产总值"]
    # The words that only refer have no place of their own.
    assert len(page.xpath("//a[@class='locator']")) == 4 - 1
    root = word(REFERRING)
    codes = [text.strip() for text in root.xpath(".//w:instrText/text()", namespaces={"w": W[1:-1]})]
    assert {'XE "GDP" \\t "见国内生产总值"', 'XE "数据" \\t "参见统计：CO₂普查"'} <= set(codes)
    assert "GDP\u2003见国内生产总值" in paragraphs(root)
    text = "".join("".join(pdf(REFERRING)).split())
    assert "GDP见国内生产总值" in text and "；参见统计：" in text
    assert any("#index-entry-1" in data.decode() for name, data in epub(REFERRING).items() if name.endswith(".xhtml"))


def test_an_english_index_refers_in_english() -> None:
    body = (
        '# A {#sec-a zh="甲"}\n\n[data]{.index}[]{.index entry="figures" see="data"}.\n\n# Index {.index zh="索引"}\n'
    )
    assert "figures see data" in _entries(html(body, "languages: [en, zh]\n"))


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        ('[]{.index entry="GDP" see="数"}', "IDX106"),
        ('[]{.index entry="GDP" also="数据!大"}', "IDX106"),
        ('[]{.index entry="数据" also="数据"}', "IDX106"),
        ('[]{.index entry="GDP" see="GNP"}[]{.index entry="GNP" see="数据"}', "IDX106"),
        ('[]{.index entry="数据" see="统计"}', "IDX107"),
        ('[甲]{see="数据"}', "SRC119"),
        ('[甲]{.index see="数据!"}', "SRC118"),
    ],
)
def test_a_reference_that_leads_nowhere_is_told(mark: str, told: str) -> None:
    body = f"{CHAPTER}[数据]{{.index}}与[统计]{{.index}}，{mark}。{INDEX}"
    assert [line.split()[0] for line in findings(body)] == [told]


def test_sections_are_named_where_there_are_no_pages() -> None:
    body = f'[甲]{{.index}}。\n\n{CHAPTER}[甲]{{.index}}[甲]{{.index}}\n\n## 乙 {{#sec-b en="B"}}\n\n注。[^n]\n\n[^n]: [甲]{{.index}}与[term]{{.index lang=en}}。\n\n# 丙 {{.appendix en="C"}}\n\n[甲]{{.index}}\n\n# 后记 {{.unnumbered en="D"}}\n\n[甲]{{.index}}{INDEX}'
    page = html(body)
    assert _entries(page) == ["J", "甲 正文, 一, 一（一）, A, “后记”", "T", "term 1.1"]
    ids = {element.get("id") for element in page.iter()}
    assert all(link.get("href")[1:] in ids for link in page.xpath("//a[@class='locator']"))
    assert page.xpath("//section[@role='doc-index']/@id") == ["sec-index"]
    files = [data.decode() for name, data in epub(body).items() if name.endswith(".xhtml")]
    assert len(re.findall('<section[^>]*epub:type="index"', "".join(files))) == 1
    assert sum("#index-1" in data for data in files) == 1
    (landmark,) = re.findall(r'epub:type="index" href="([^"]+)"', "".join(files))
    assert landmark.endswith("sec-index.xhtml")


def test_pages_are_those_that_words_stand_on() -> None:
    marked = BREAK.join(
        ["[数据]{.index}", "[数据]{.index}[数据]{.index}", "[数据]{.index}[法]{.index}", "又", "[法]{.index}"]
    )
    text = [page.replace("\r\n", "\n") for page in pdf(CHAPTER + marked + INDEX)]
    (index,) = (page for page in text if "Index" in page and "S\n数据" in page)
    lines = [" ".join(line.split()) for line in index.split("\n")]
    assert "数据 1–3" in lines
    assert "法 3, 5" in lines


@pytest.mark.parametrize(
    ("found", "printed"),
    [
        (["3", "3", "5"], ["3", "5"]),
        (["1", "2"], ["1", "2"]),
        (["1", "2", "3", "5"], ["1–3", "5"]),
        (["ii", "iii", "iv"], ["ii", "iii", "iv"]),
    ],
)
def test_pages_are_printed_once_and_neighbours_as_a_range(found: list[str], printed: list[str]) -> None:
    assert [text for _, text in pages([(f"#{place}", page) for place, page in enumerate(found)])] == printed


def test_word_has_its_own_fields_with_the_entries_in_place() -> None:
    body = f'{CHAPTER}[流通]{{.index entry="数据!流通"}}与 [a:"b";c]{{.index}}。{INDEX}'
    root = word(body)
    codes = [text.strip() for text in root.xpath(".//w:instrText/text()", namespaces={"w": W[1:-1]})]
    assert {'XE "数据:流通"', 'XE "a\\:“b”\\;c"'} <= set(codes)
    assert next(code for code in codes if code.startswith("INDEX")).startswith('INDEX \\h "A"')
    rows = paragraphs(root)
    assert [row for row in ("S", "数据", "流通\u2003一") if row not in rows] == []
    names = set(root.xpath(".//w:bookmarkStart/@w:name", namespaces={"w": W[1:-1]}))
    assert set(root.xpath(".//w:hyperlink/@w:anchor", namespaces={"w": W[1:-1]})) <= names


@pytest.mark.parametrize(
    "words", ['[[汉字]{.index}]{ruby="hàn zì"}', "[[汉字]{.index}]{.dots}", '[汉字]{.index ruby="hàn zì"}']
)
def test_words_with_readings_or_dots_are_led_to(words: str) -> None:
    body = CHAPTER + words + INDEX
    (link,) = html(body).xpath("//a[@class='locator']/@href")
    assert html(body).xpath(f"//*[@id='{link[1:]}']")
    assert "汉字 1" in " ".join(" ".join(pdf(body)).split())
    names = set(word(body).xpath(".//w:bookmarkStart/@w:name", namespaces={"w": W[1:-1]}))
    assert target_name(link[1:]) in names


def test_misuse_is_told_at_its_place() -> None:
    assert findings("[甲]{.index}") == ["IDX101 1:5-11 words are marked for an index (1), and no heading prints it"]
    assert [row.split()[0] for row in findings(f'[甲]{{entry="乙"}}[乙]{{.index}}{INDEX}')] == ["SRC119"]
    assert [row.split()[:2] for row in findings(f'[甲]{{.index entry="乙!"}}{INDEX}')] == [["SRC118", "1:12-17"]]
    assert [row.split()[0] for row in findings('::: {.sidebar}\n# 甲 {.index #sec-a en="A"}\n:::')] == ["SRC119"]
    assert [row.split()[0] for row in findings('# 甲 {#sec-a en="[A]{.index}"}')] == ["SRC140"]


def test_initials() -> None:
    assert list(map(collation.initial, ("数据", "É", "—", "7", "《公约》", "Я"))) == ["S", "E", "#", "0–9", "G", "Я"]


def test_the_torture_report_has_an_index() -> None:
    assert "{#sec-index .index" in (TORTURE / "source/report.md").read_text("utf-8")
