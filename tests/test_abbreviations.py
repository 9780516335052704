"""Abbreviations: said once in the front matter, shown in the text, listed on demand."""

from __future__ import annotations

import io
import re

import pikepdf

from tests.conftest import TORTURE
from tests.small import epub, findings, html, paragraphs, pdf, small, word

FRONT = "abbreviations:\n  GDP: {zh: 国内生产总值, en: gross domestic product}\n  5G: {zh: 第五代移动通信, en: fifth generation}\n"
LIST = f"{FRONT}lists: [abbreviations]\n"
CHAPTER = '# GDP 的统计 {#sec-a en="Measuring GDP"}\n\n'
BODY = f"{CHAPTER}国内生产总值（GDP）增长，GDPR 与 5G无关。[The GDP grew.]{{lang=en}} `GDP`\n\n第五代移动通信即 5G。\n"


def test_each_says_what_it_stands_for_in_its_language() -> None:
    page = html(BODY, FRONT)
    found = [(abbreviation.text, abbreviation.get("title")) for abbreviation in page.iter("abbr")]
    assert found == [
        *(("GDP", "国内生产总值"), ("GDP", "gross domestic product")),
        *(("GDP", "国内生产总值"), ("5G", "第五代移动通信"), ("GDP", "gross domestic product")),
        ("5G", "第五代移动通信"),
    ]
    assert not page.xpath("//nav//abbr | //code//abbr | //title//abbr")
    assert page.xpath("string(//nav//li[contains(., 'GDP')]//a)") == "一、GDP 的统计"
    assert any(b"<abbr title=" in data for data in epub(BODY, FRONT).values())
    assert "GDP" in "".join(paragraphs(word(BODY, FRONT)))


def test_cells_and_captions_say_it_too() -> None:
    table = (
        "``` {.table #tbl-a}\ncaption: {zh: GDP 一览, en: GDP at a glance}\n"
        "columns: [{name: {zh: 项, en: Item}}, {name: {zh: 值, en: Value}}]\nrows: [[{zh: GDP, en: GDP}, 1]]\n```\n"
    )
    page = html(
        f"{CHAPTER}国内生产总值（GDP），见[@tbl-a]。\n\n{table}\n\n| GDP | 值 |\n|---|---|\n| 5G | 2 |\n\n: 表 {{#tbl-b en=T}}\n",
        FRONT,
    )
    assert [cell.text for cell in page.xpath("//td//abbr | //th//abbr")] == ["GDP", "GDP", "5G"]
    assert {cell.get("title") for cell in page.xpath("//caption//abbr")} == {"国内生产总值", "gross domestic product"}


def test_a_list_is_printed_on_demand() -> None:
    page = html(BODY, LIST)
    rows = page.xpath("//section[@id='list-abbreviations']//dl/*")
    assert [" ".join(" ".join(row.itertext()).split()) for row in rows] == [
        *("5G", "第五代移动通信 fifth generation", "GDP", "国内生产总值 gross domestic product"),
    ]
    assert not html(BODY, FRONT).xpath("//*[@id='list-abbreviations']")
    names = paragraphs(word(BODY, LIST))
    assert names.index("缩略语") < names.index("国内生产总值")
    assert "fifth generation" in " ".join(pdf(BODY, LIST))
    assert findings(BODY, LIST) == []


def test_the_first_one_is_explained_or_told() -> None:
    (told,) = findings(BODY, FRONT)
    assert re.fullmatch(r"ABB101 \d+:22-24 5G is used before it is said what it stands for", told)
    assert findings(f"{CHAPTER}gross domestic product (GDP)，第五代 移动通信（5G）。", FRONT) == []
    assert findings(f"{CHAPTER}GDP 与 5G。", LIST) == []


def test_one_that_is_never_used_is_told_where_it_stands() -> None:
    (found,) = findings(f"{CHAPTER}国内生产总值（GDP）与 X5G。", FRONT)
    assert found.startswith("ABB102") and found.endswith("the text never says 5G")
    assert ":3-5 " in found
    figure = '``` {.figure #fig-a}\nkind: timeline\ncaption: {zh: 图, en: F}\nalt: {zh: 一条线, en: A line}\ncredit: {zh: 图, en: F}\nevents:\n  - {date: "2019", label: {zh: 5G, en: A}}\n```\n'
    assert findings(f"{CHAPTER}国内生产总值（GDP）。\n\n{figure}", FRONT) == []


def test_a_missing_language_is_told() -> None:
    found = findings("甲", "abbreviations: {GDP: {zh: 国内生产总值}}\n")
    assert sorted(row.split()[0] for row in found) == ["ABB102", "MET102"]


def test_the_torture_report_has_abbreviations() -> None:
    assert "\nabbreviations:" in (TORTURE / "source/report.md").read_text("utf-8")


def test_the_tags_of_the_pdf_say_what_each_stands_for() -> None:
    document = pikepdf.open(io.BytesIO(small("国内生产总值（GDP）与 GDPR。", FRONT).built("pdf")["pdf"]))
    said = [
        (str(one.S), str(one.E))
        for one in document.objects
        if isinstance(one, pikepdf.Dictionary) and "/E" in one and "/S" in one
    ]
    assert said == [("/Span", "国内生产总值")]
