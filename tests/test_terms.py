"""Glossaries: definitions in order, and words that lead to them, in every format."""

from __future__ import annotations

import re

import pytest

from pipeline.formats.docx.bookmarks import target_name
from tests.conftest import TORTURE
from tests.small import W, epub, findings, html, paragraphs, pdf, word

CHAPTER = '# 甲章 {#sec-a en="A"}\n\n'
GLOSSARY = """

# 术语表 {#sec-terms .glossary en="Glossary"}

数据要素 [data as a factor]{lang=en}
:   作为*生产要素*的数据。

API
:   应用程序接口，见公共数据。

公共数据
:   机关产生的数据，有[数据要素]{.term}的性质。[^n]

[^n]: 注。
"""
BODY = f'{CHAPTER}[数据要素]{{.term}}与 [API]{{.term}}，[这些数据]{{.term entry="公共数据"}}。{GLOSSARY}'


def test_definitions_stand_in_order_and_words_lead_to_them() -> None:
    page = html(BODY)
    terms = ["".join(term.itertext()) for term in page.xpath("//section[@role='doc-glossary']//dt")]
    assert terms == ["API", "公共数据", "数据要素 data as a factor"]
    links = page.xpath("//a[@class='term']")
    assert ["".join(link.itertext()) for link in links] == ["数据要素", "API", "这些数据", "数据要素"]
    targets = {element.get("id"): "".join(element.itertext()) for element in page.iter() if element.get("id")}
    assert [targets[link.get("href")[1:]] for link in links][:3] == ["数据要素 data as a factor", "API", "公共数据"]
    assert findings(BODY) == []


def test_every_format_has_them() -> None:
    root = word(BODY)
    names = set(root.xpath(".//w:bookmarkStart/@w:name", namespaces={"w": W[1:-1]}))
    anchors = root.xpath(".//w:hyperlink/@w:anchor", namespaces={"w": W[1:-1]})
    wanted = [target_name(f"term-{number}") for number in (3, 1, 2, 3)]
    assert [anchor for anchor in anchors if anchor in wanted] == wanted
    assert set(anchors) <= names
    rows = paragraphs(root)
    assert rows.index("API") < rows.index("公共数据") < rows.index("数据要素 data as a factor")
    files = [data.decode() for name, data in epub(BODY).items() if name.endswith(".xhtml")]
    assert len(re.findall('<section[^>]*epub:type="glossary"', "".join(files))) == 1
    text = "".join("".join(pdf(BODY)).split())
    assert text.index("应用程序接口") < text.index("机关产生") < text.index("作为生产要素")


def test_misuse_is_told_at_its_place() -> None:
    assert findings("[数椐]{.term}。" + GLOSSARY)[0].startswith("GLS102 1:6-11 no glossary defines “数椐”")
    assert findings("[生词]{.term}") == ["GLS102 1:6-11 no glossary defines “生词”"]
    found = findings(CHAPTER + "正文。" + GLOSSARY)
    assert found == ["GLS101 10:1-4 the text never names “API”"]
    found = findings("[注[^a]]{.term}\n\n[^a]: 注。")
    assert [row.split()[0] for row in found] == ["SRC119"]


def test_a_definition_list_elsewhere_keeps_its_order() -> None:
    body = f"{CHAPTER}乙\n:   一。\n\n甲\n:   二。\n"
    assert [term.text for term in html(body).xpath("//section[@id='sec-a']//dt")] == ["乙", "甲"]
    assert findings(body) == []


def test_the_torture_report_has_a_glossary() -> None:
    assert "{#sec-terms .glossary" in (TORTURE / "source/report.md").read_text("utf-8")


def test_a_term_sounds_as_its_mark_for_the_index_says() -> None:
    body = '# 术语表 {.glossary en="Glossary"}\n\n[单于]{.index sort="chan2 yu2"}\n:   君主。\n\n大\n:   不小。\n\n重\n:   不轻。\n\n# 索引 {.index en="Index"}\n'
    page = html("单于、大、重。\n\n" + body)
    assert [term.text_content().strip() for term in page.xpath("//dt")][:3] == ["单于", "大", "重"]
    assert findings("单于、大、重。\n\n" + body) == []


def test_a_term_is_the_same_with_a_capital() -> None:
    body = 'A [smart meter]{.term} counts.\n\n# Glossary {.glossary zh="术语"}\n\nSmart meter\n:   A device.\n'
    assert [link.text for link in html(body, "languages: [en, zh]\n").xpath("//a[@class='term']")] == ["smart meter"]
    assert findings(body, "languages: [en, zh]\n") == []
    twice = findings(f"{body}\nSmart Meter\n:   Another.\n", "languages: [en, zh]\n")
    assert [line.split()[0] for line in twice] == ["GLS103"]


@pytest.mark.parametrize(
    ("mark", "order"),
    [
        ("[大海]{.term sort='zai hai'}", ["东海", "海", "大海"]),
        ("[大海]{.index sort='zai hai'}", ["东海", "海", "大海"]),
        ("大海", ["大海", "东海", "海"]),
    ],
)
def test_a_term_says_how_it_sounds_within_the_index_and_outside(mark: str, order: list[str]) -> None:
    index = '# 索引 {.index en="Index"}\n' if ".index" in mark else ""
    body = (
        '# 甲 {#sec-a en="A"}\n\n大海、东海、海。\n\n# 术语 {.glossary en="Glossary"}\n\n'
        f"海\n:   水。\n\n{mark}\n:   水多。\n\n东海\n:   水在东。\n\n{index}"
    )
    tree = html(body)
    assert ["".join(term.itertext()).strip() for term in tree.iter("dt")][:3] == order
    assert findings(body) == []
