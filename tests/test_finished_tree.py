"""The finished tree: matter that the metadata makes, figures, tables, references and line ends, as pandoc prints it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pipeline.core.citation import cite_as
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.languages import Bilingual
from pipeline.core.model import Document, Entry, FigureBlock, Identifier, Metadata, Person
from pipeline.core.pictures import Drawing
from pipeline.core.text import SourceText, Span
from pipeline.reading import markdown
from pipeline.reading.survey import survey
from pipeline.tools import ast, pandoc
from pipeline.transforms import transform

METADATA = Metadata(
    title=Bilingual("题名", "Title"),
    subtitle=Bilingual("副题", "Subtitle"),
    abstract=Bilingual("一段。\n\n二段。\n\n", "One."),
    keywords=(Bilingual("甲", "a"), Bilingual("乙", "b"), Bilingual("丙")),
    publisher=Bilingual("出版社", "Press"),
    rights=Bilingual("版权", "Rights"),
    series=Bilingual("丛书", "Series"),
    authors=(Person(Bilingual("张三", "Zhang"), Bilingual("大学", "University"), "0000-0002-1825-0097"), Person(Bilingual("李四"))),
    contributors=(Person(Bilingual("王五", "Wang"), role="edt"),),
    funding=(Bilingual("基金一", "Fund 1"), Bilingual("基金二", "Fund 2")),
    date="2026-11-22",
    version="0.1",
    identifiers=(Identifier("doi", "10.5555/x"), Identifier("isbn", "978")),
    license="CC-BY-4.0",
)  # fmt: skip
ENTRY = Entry("osd", '{"id": "osd", "title": "T"}', Span("r.yaml"))


def _drawn(blocks: Sequence[FigureBlock]) -> list[tuple[Drawing, tuple[Diagnostic, ...]]]:
    data = ((Bilingual("年", "Year"), Bilingual("值")), (Bilingual("1,000", "1\u00a0000"), Bilingual("2")))
    return [
        (
            Drawing(
                block.id,
                10,
                10,
                "<svg/>",
                alt=block.alt,
                description=Bilingual("长说明", "Long text") if block.id != "fig-c" else Bilingual(),
                data=data if block.id.startswith("fig-d") else (),
            ),
            (),
        )
        for block in blocks
    ]


def _page(text: str, metadata: Metadata = METADATA, *entries: Entry) -> tuple[etree._Element, Document]:
    parsed, _ = markdown.parse(SourceText("t.md", text), 0)
    found, tree, problems = survey(parsed, Path())
    assert problems == ()
    document, problems = transform(Document(metadata, tree, found, entries), _drawn, proof=False)
    assert problems == ()
    written = pandoc.write(ast.without_places(document.ast), ["--to", "html5", "--wrap=none"])
    return etree.HTML(f"<html><body>{written.decode()}</body></html>"), document


def _texts(page: etree._Element, path: str) -> list[str]:
    return [" ".join(element.xpath("string()").split()) for element in page.xpath(path)]


def _classed(name: str) -> str:
    return f"//*[contains(concat(' ', @class, ' '), ' {name} ')]"


def test_the_cover_says_who_and_what_in_both_languages() -> None:
    page, _ = _page("文")
    rows = [
        (row.get("class"), row.get("lang"), row.xpath("string()").strip())
        for row in page.xpath("//div[@id='cover']/div")
    ]
    assert rows == [
        ("series", "zh", "丛书"), ("series", "en", "Series"), ("title", "zh", "题名"), ("title", "en", "Title"),
        ("subtitle", "zh", "副题"), ("subtitle", "en", "Subtitle"), ("author", "zh", "张三，李四"), ("author", "en", "Zhang"),
        ("issuer", "zh", "出版社"), ("issuer", "en", "Press"),
        ("date", "zh", "2026年11月22日　第 0.1 版"), ("date", "en", "22 November 2026, version 0.1"),
    ]  # fmt: skip


def test_the_number_of_a_report_is_on_the_cover_and_in_the_colophon() -> None:
    metadata = replace(
        METADATA, identifiers=(*METADATA.identifiers, Identifier("report", "S-7")), publisher=Bilingual("张三")
    )
    page, _ = _page("文", metadata)
    number = [text.replace("\u00a0", " ") for text in _texts(page, "//div[@class='report-number']")]
    assert number == ["报告编号 S-7", "Report No. S-7"]
    assert _texts(page, "//div[@class='issuer']") == []
    facts = _texts(page, _classed("colophon") + "//dd/p")
    assert "DOI 10.5555/x；ISBN 978；报告编号 S-7" in [fact.replace("\u00a0", " ") for fact in facts]
    assert "DOI 10.5555/x; ISBN 978; Report No. S-7" in [fact.replace("\u00a0", " ") for fact in facts]


def test_abstracts_have_paragraphs_and_keywords() -> None:
    page, _ = _page("文")
    assert _texts(page, _classed("abstract") + "/p") == ["一段。", "二段。", "One."]
    assert _texts(page, _classed("abstract") + "/h1") == ["摘要", "Abstract"]
    assert page.xpath(_classed("abstract") + "/@id") == ["abstract-zh", "abstract-en"]
    assert _texts(page, _classed("keywords")) == ["关键词： 甲；乙；丙", "Keywords: a; b"]
    none, _ = _page("文", Metadata(title=Bilingual("题"), abstract=Bilingual("要")))
    assert _texts(none, _classed("abstract") + "/h1") == ["摘要"]
    assert not none.xpath(_classed("keywords"))


def test_the_colophon_has_every_fact_once() -> None:
    page, _ = _page("文")
    colophon = page.xpath(_classed("colophon"))[0]
    terms = _texts(colophon, ".//dt")
    facts = dict(zip(terms, _texts(colophon, ".//dd"), strict=True))
    assert terms == [
        "发布机构 Publisher", "丛书 Series", "作者 Authors", "参与人员 Contributors", "资助 Funding", "日期 Date", "版本 Version",
        "许可 Licence", "标识 Identifier", "版权 Rights", "引用格式 How to cite",
    ]  # fmt: skip
    values = list(facts.values())
    assert values[:-1] == [
        "出版社 Press", "丛书 Series", "张三（大学） ORCID 0000-0002-1825-0097；李四 Zhang (University) ORCID 0000-0002-1825-0097",
        "王五 Wang", "基金一；基金二 Fund 1; Fund 2", "2026-11-22", "0.1", "CC-BY-4.0", "DOI 10.5555/x；ISBN 978", "版权 Rights",
    ]  # fmt: skip
    assert values[-1] == f"{cite_as(METADATA, 'zh')} {cite_as(METADATA, 'en')}"
    assert page.xpath("//*[@id='colophon']")
    assert list(page.iter("div"))[-1] in list(colophon.iter("div"))


def test_facts_of_the_colophon_lead_to_where_they_are_kept() -> None:
    page, _ = _page("文", replace(METADATA, identifiers=(Identifier("doi", "10.5555/x#1"), Identifier("isbn", "978"))))
    links = page.xpath("//*[@id='colophon']//a")
    orcid, doi = (
        ("https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("https://doi.org/10.5555/x%231", "10.5555/x#1"),
    )
    assert [(link.get("href"), link.text) for link in links] == [
        orcid, orcid, ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"), doi, doi, doi,
    ]  # fmt: skip
    assert [link.get("rel") for link in links] == [None, None, "license", None, None, None]


@pytest.mark.parametrize(
    ("license_", "leads"),
    [
        ("CC0-1.0", ["https://creativecommons.org/publicdomain/zero/1.0/"]),
        ("https://a.example/licence", ["https://a.example/licence"]),
        ("LicenseRef-own", []),
        ("(MIT OR LicenseRef-own) AND CC-BY-4.0", [
            "https://spdx.org/licenses/MIT.html", "https://creativecommons.org/licenses/by/4.0/",
        ]),
    ],
)  # fmt: skip
def test_each_licence_of_an_expression_leads_to_its_text(license_: str, leads: list[str]) -> None:
    page, _ = _page("文", replace(METADATA, license=license_))
    assert page.xpath("//a[@rel='license']/@href") == leads
    assert license_ in _texts(page, "//*[@id='colophon']//dd/p")


def test_how_the_report_is_cited() -> None:
    assert cite_as(METADATA, "zh") == "张三，李四. 题名：副题[R]. 出版社，2026. DOI:10.5555/x."
    assert cite_as(METADATA, "en") == "Zhang. Title: Subtitle[R]. Press, 2026. DOI:10.5555/x."
    plain = Metadata(
        title=Bilingual("题"), authors=(Person(Bilingual("甲")),), publisher=Bilingual("社"), date="2026-11-22"
    )
    assert cite_as(plain, "zh") == "甲. 题[R]. 社，2026."


TEXT = "# 一章 {#sec-a en='One'}\n\n文[@osd]。\n\n## 节 {en='Part'}\n\n# 二章 {#sec-b en='Two'}\n\n文。\n\n# 三章 {#sec-c en='Three'}\n\n末[@osd]。\n"


def test_references_stand_at_the_end_or_after_each_chapter_that_cites() -> None:
    page, _ = _page(TEXT, METADATA, ENTRY)
    assert page.xpath(_classed("references") + "/@id") == ["references"]
    assert [element.get("id") for element in page.xpath("//body/div")][-1] != "references"
    page, _ = _page(TEXT, Metadata(title=Bilingual("题"), references="chapter"), ENTRY)
    assert page.xpath(_classed("references") + "/@id") == ["references-1", "references-2"]
    order = page.xpath("//*[starts-with(@id, 'sec-') or starts-with(@id, 'references')]/@id")
    assert [id_ for id_ in order if id_ != "sec-1"] == ["sec-a", "references-1", "sec-b", "sec-c", "references-2"]
    assert len(page.xpath("//div[@id='refs']")) == 2
    assert not _page(TEXT.replace("[@osd]", ""), METADATA)[0].xpath(_classed("references"))
    before, _ = _page("前[@osd]。\n\n" + TEXT, Metadata(title=Bilingual("题"), references="chapter"), ENTRY)
    assert len(before.xpath(_classed("references"))) == 2


def _figure(id_: str, more: str = "") -> str:
    return (
        f"``` {{.figure #{id_}}}\nkind: tree\ncaption: {{zh: 图题, en: Caption}}\nalt: {{zh: 说明, en: Text}}\n"
        f"credit: {{zh: 源, en: Source}}\n{more}root: {{label: {{zh: 根, en: Root}}}}\n```\n\n"
    )


TABLE = "| 甲 | 乙 |\n|:--|--:|\n| 丙 | 1 |\n\n: 表题 {#tbl-a en='Table caption'}\n\n"


def test_a_figure_has_picture_captions_credits_and_description() -> None:
    page, document = _page(_figure("fig-a"))
    (figure,) = page.xpath("//div[@id='fig-a']")
    assert [child.get("class") for child in figure if child.tag == "div"] == [
        "caption",
        "caption",
        "credit",
        "credit",
        "description",
    ]
    assert [child.get("lang") for child in figure if child.tag == "div"] == ["zh", "en", "zh", "en", None]
    assert [text.replace("\u00a0", " ") for text in _texts(figure, "./div")] == [
        "图 1 图题", "Fig. 1 Caption", "来源：源", "Source: Source", "长说明 Long text",
    ]  # fmt: skip
    assert page.xpath("//img/@src") == ["figure:fig-a"]
    assert page.xpath("//img/@alt") == ["说明"]
    assert [(drawing.id, drawing.alt.en) for drawing in document.drawings] == [("fig-a", "Text")]
    assert dict(document.numbers)["fig-a"].parts == (1,)


def test_figures_without_a_description_have_none() -> None:
    page, _ = _page(_figure("fig-c"))
    assert not page.xpath(_classed("description"))


def test_lists_of_figures_and_tables_are_made_where_they_are_wanted() -> None:
    text = f"# 章 {{en='C'}}\n\n{_figure('fig-a')}{TABLE}{_figure('fig-b')}"
    assert not _page(text)[0].xpath(_classed("listing"))
    page, _ = _page(text, Metadata(title=Bilingual("题"), lists=("tables", "figures")))
    assert page.xpath(_classed("listing") + "/@id") == ["list-tables", "list-figures"]
    assert page.xpath(_classed("listing") + "//a/@href") == ["#tbl-a", "#fig-a", "#fig-b"]
    assert [text.replace("\u00a0", " ") for text in _texts(page, _classed("listing") + "//a")] == [
        "表 1 表题",
        "图 1 图题",
        "图 2 图题",
    ]
    assert _texts(page, _classed("entry-en")) == ["Table caption", "Caption", "Caption"]
    assert not _page("文", Metadata(title=Bilingual("题"), lists=("figures",)))[0].xpath(_classed("listing"))


def test_numbers_start_anew_in_each_chapter_where_that_is_wanted() -> None:
    text = f"# 一 {{en='A'}}\n\n{_figure('fig-a')}{_figure('fig-b')}# 二 {{en='B'}}\n\n{_figure('fig-c')}{TABLE}"
    through, by_chapter = _page(text)[1], _page(text, Metadata(title=Bilingual("题"), numbering="chapter"))[1]
    wanted = ("fig-a", "fig-b", "fig-c", "tbl-a")
    assert [dict(through.numbers)[id_].parts for id_ in wanted] == [(1,), (2,), (3,), (1,)]
    assert [dict(by_chapter.numbers)[id_].parts for id_ in wanted] == [(1, 1), (1, 2), (2, 1), (2, 1)]


@pytest.mark.parametrize(
    ("attributes", "cells"),
    [
        ("", [("", "12.25"), ("", "3"), ("", "1.5"), ("", "—")]),
        (
            "decimal=2",
            [("decimal", "12.25"), ("decimal pad-2 pad-point", "3"), ("decimal pad-1", "1.5"), ("", "—")],
        ),
    ],
)
def test_numbers_of_a_column_are_padded_to_the_longest(attributes: str, cells: list[tuple[str, str]]) -> None:
    rows = "".join(f"| 甲 | {cell} |\n" for cell in ("12.25", "3", "1.5", "—"))
    page, _ = _page(f"| 名 | 值 |\n|:--|--:|\n{rows}\n: 题 {{#tbl-a en='T' {attributes}}}\n")
    found: list[tuple[str, str]] = []
    for cell in page.xpath("//tbody/tr/td[2]"):
        spans: list[Any] = cell.xpath("./span")
        found.append((spans[0].get("class") if spans else "", cell.xpath("string()").strip()))
    assert found == cells


def test_a_table_keeps_its_notes_and_says_its_size() -> None:
    note = "::: {.table-note}\n注\n:::\n\n"
    page, _ = _page(
        f"{TABLE}{note}{note}文\n\n{TABLE.replace('tbl-a', 'tbl-b').replace('}', ' size=turned headings=1}')}"
    )
    assert [element.get("class") for element in page.xpath("//div[@id='tbl-a' or @id='tbl-b']")] == [
        "table",
        "table turned",
    ]
    assert len(page.xpath("//div[@id='tbl-a']/div[@class='table-note']")) == 2
    assert len(page.xpath("//div[@id='tbl-b']//tbody/tr/th")) == 1
    assert [text.replace("\u00a0", " ") for text in _texts(page, "//div[@id='tbl-a']/div[@class='caption']")] == [
        "表 1 表题", "Table 1 Table caption",
    ]  # fmt: skip
    bare, document = _page("| 甲 | 乙 |\n|:--|--:|\n| 丙 | 1 |\n")
    assert not bare.xpath(_classed("caption")) and bare.xpath(_classed("table"))
    assert dict(document.numbers) == {}


def test_headings_say_what_refers_to_them() -> None:
    page, document = _page(
        "# 甲 {#sec-a en='A'}\n\n::: {.sidebar #box-a}\n## 盒 {en='Box'}\n文\n:::\n\n## 乙\n\n见[@box-a]与[@sec-a]。\n"
    )
    assert [element.get("id") for element in page.xpath("//h1|//h2") if str(element.get("id")).startswith("sec")] == [
        "sec-a",
        "sec-1",
        "sec-2",
    ]
    assert _texts(page, _classed("heading-en") + "[preceding-sibling::*[1][self::h1[@id='sec-a'] or self::h2]]") == [
        "A",
        "Box",
    ]
    assert _texts(page, "//p[a[starts-with(@href, '#')]]") == ["见“盒”与第一节。"]
    assert _texts(page, "//span[@class='heading-number']") == ["一、", "（一）"]
    assert dict(document.numbers).keys() == {"sec-a", "sec-2"}


DATA = """``` {.table #tbl-d}
caption: {zh: 数据, en: Data}
columns:
  - {name: {zh: 名, en: Name}}
  - {name: {zh: 甲, en: A}, unit: {zh: 万元, en: CNY}, align: decimal}
  - {name: {zh: 乙, en: B}, align: center}
groups: [{name: {zh: 合, en: Both}, first: 2, last: 3}]
rows:
  - [{zh: 子, en: Sub, down: 2}, 12.25, x]
  - [3, {zh: 丁, en: 丁}]
  - [行, {zh: 全, across: 2}]
headings: 1
notes: [{zh: 注一, en: Note 1}, {zh: 注二, en: Note 2}]
credit: {zh: 源, en: Source}
LABELS```
"""


def _cells(row: etree._Element) -> list[tuple[str, str | None, str | None, str]]:
    return [
        (cell.tag, cell.get("rowspan"), cell.get("colspan"), " ".join(cell.xpath("string()").split()))
        for cell in row.iter("th", "td")
    ]


def test_a_table_of_data_has_its_heads_cells_notes_and_source() -> None:
    page, document = _page(DATA.replace("LABELS", ""))
    (table,) = page.xpath("//div[@id='tbl-d']")
    rows = [_cells(row) for row in table.iter("tr")]
    assert rows == [
        [("th", "2", None, "名 Name"), ("th", None, "2", "合 Both")],
        [("th", None, None, "甲（万元） A (CNY)"), ("th", None, None, "乙 B")],
        [("th", "2", None, "子 Sub"), ("td", None, None, "12.25"), ("td", None, None, "x")],
        [("td", None, None, "3"), ("td", None, None, "丁")],
        [("th", None, None, "行"), ("td", None, "2", "全")],
    ]
    styles = [cell.get("style") for cell in table.xpath(".//tbody/tr[1]/*")]
    assert styles == ["text-align: left;", "text-align: right;", "text-align: center;"]
    assert table.xpath(".//span[contains(@class, 'decimal')]/@class") == ["decimal", "decimal pad-2 pad-point"]
    assert table.xpath(".//thead//br") and table.xpath(".//thead//span[@lang='en']")
    assert [text.replace("\u00a0", " ") for text in _texts(table, "./div")] == [
        "表 1 数据", "Table 1 Data", "注：注一；注二", "来源：源", "Note: Note 1; Note 2", "Source: Source",
    ]  # fmt: skip
    assert [(child.get("class"), child.get("lang")) for child in table if child.tag == "div"][2:] == [
        ("table-note", "zh"), ("credit", "zh"), ("table-note", "en"), ("credit", "en"),
    ]  # fmt: skip
    assert dict(document.numbers)["tbl-d"].kind == "table"


@pytest.mark.parametrize(("labels", "words"), [("zh", ["名", "合", "子", "全"]), ("en", ["Name", "Both", "Sub", "全"])])
def test_a_table_of_data_in_one_language(labels: str, words: list[str]) -> None:
    page, _ = _page(DATA.replace("LABELS", f"labels: {labels}\n"))
    texts = _texts(page, "//div[@id='tbl-d']//th|//div[@id='tbl-d']//td")
    assert [text for text in texts if text in ("名", "Name", "合", "Both", "子", "Sub", "全")] == words
    assert not page.xpath("//table//br")


def test_a_table_whose_numbers_differ_too_much_is_told_and_left_as_it_is() -> None:
    text = "| 甲 |\n|--:|\n| 0.1234567890123 |\n| 1 |\n\n: 题 {#tbl-a en='T' decimal=1}\n"
    parsed, _ = markdown.parse(SourceText("t.md", text), 0)
    found, tree, _ = survey(parsed, Path())
    document, problems = transform(Document(METADATA, tree, found, source="t.md"), _drawn, proof=False)
    assert [(problem.code, str(problem.span), problem.values, problem.key) for problem in problems] == [
        ("TBL106", "t.md:6:7", {"column": 1, "limit": 12}, "tbl-a")
    ]
    assert "decimal" not in document.ast
    # Without an id it is told at its first words.
    parsed, _ = markdown.parse(SourceText("t.md", text.replace("#tbl-a ", "")), 0)
    found, tree, _ = survey(parsed, Path())
    _, (problem,) = transform(Document(METADATA, tree, found, source="t.md"), _drawn, proof=False)
    assert str(problem.span) == "t.md:1:3"
    twelve, _ = _page(text.replace("0.1234567890123", "0.123456789012"))
    assert "pad-12" in etree.tostring(twelve).decode()


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("见[@fig-a]。", "见图 1。"),
        ("见[-@fig-a]。", "见1。"),
        ("见[[@fig-a]]{.number}。", "见1。"),
        ("见[[@fig-a]]{.page}。", "见图 1。"),
        ("[见 @fig-a，左]。", "见图 1，左。"),
        ("[[@fig-a; @tbl-a]]{lang=en}", "Fig. 1, Table 1"),
        ("[[see @fig-a]]{lang=en}", "see Fig. 1"),
        ("[@fig-a; @fig-none]", "图 1、[fig-none]"),
        ("[@fig-a; @fig-b]", "图 1、图 2"),
        ("[@fig-a; -@fig-b; @fig-c]", "图 1、2、图 3"),
        ("[@fig-a; @fig-b; 见 @fig-c]", "图 1、图 2、见图 3"),
        ("[@fig-a; @fig-b, 左; @fig-c]", "图 1、图 2, 左、图 3"),
        ("[-@fig-a; -@fig-b; -@fig-c]", "1～3"),
        ("[@fig-a; @fig-b; @fig-c]", "图 1～图 3"),
        ("[[@fig-a; @fig-b; @fig-c]]{lang=en}", "Figs. 1–3"),
        ("[[-@fig-a; -@fig-b; -@fig-c]]{lang=en}", "1–3"),
    ],
)
def test_what_a_reference_prints(text: str, printed: str) -> None:
    page, _ = _page(f"{_figure('fig-a')}{_figure('fig-b')}{_figure('fig-c')}{TABLE}{text}\n")
    paragraph = page.xpath("//body/p")[-1]
    assert paragraph.xpath("string()").replace("\u00a0", " ") == printed
    links = paragraph.xpath(".//a")
    assert links and all("xref" in link.get("class").split() for link in links)
    assert (links[0].get("class") == "xref page") == ("{.page}" in text)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("汉\n字", "汉字"),
        ("汉\nword", "汉word"),
        ("word\n汉", "word汉"),
        ("two\nwords", "two words"),
        ("one”\ntwo", "one”two"),
        ("one—\ntwo", "one—two"),
        ("one…\ntwo", "one…two"),
        ("*one*\n**two**", "one two"),
        ("*一*\n**two**", "一two"),
        ("one^[注]\ntwo", "one1 two"),
        ("汉^[注]\nword", "汉1word"),
    ],
)
def test_a_line_end_is_a_space_between_latin_words_alone(text: str, printed: str) -> None:
    page, _ = _page(text)
    assert page.xpath("string(//body/p[1])") == printed


def test_what_is_raw_or_unsafe_goes() -> None:
    parsed, _ = markdown.parse(
        SourceText(
            "t.md",
            "甲`x`{=html}[乙](a.md)[丙](#a)[子](#none)![丁](x.png)[戊]{.x y=1 lang=xx-yy-zzz}[己]{#a .dots lang=en}\n\n[庚]{.todo}辛\n",
        ),
        0,
    )
    for proof, words in ((False, ["甲乙丙子丁戊己", "辛"]), (True, ["甲乙丙子丁戊己", "庚辛"])):
        document, _ = transform(Document(METADATA, parsed.tree(), survey(parsed, Path())[0]), _drawn, proof=proof)
        written = pandoc.write(ast.without_places(document.ast), ["--to", "html5", "--wrap=none"])
        page = etree.HTML(f"<html><body>{written.decode()}</body></html>")
        assert _texts(page, "//body/p") == words
        assert page.xpath("//body/p//a/@href") == ["#a"]
        spans = page.xpath("//body/p[1]//span[@*][not(@class='source-line')]")
        assert [dict(span.attrib) for span in spans] == [{"class": "dots", "id": "a", "lang": "en"}]


def test_loose_texts_one_after_another_are_paragraphs() -> None:
    page, _ = _page("- 甲\n\n      码\n\n- 乙\n\n术\n:   一\n\n    二\n")
    assert _texts(page, "//li/p") == ["甲", "乙"]
    assert _texts(page, "//dl[not(ancestor::*[@id='colophon'])]/dd/p") == ["一", "二"]


@pytest.mark.parametrize(("more", "told"), [("", []), ("description: {zh: 长, en: Long}\n", ["长", "Long"])])
def test_a_figure_with_data_tells_it_as_a_table_after_what_its_author_says(more: str, told: list[str]) -> None:
    page, document = _page(_figure("fig-d", more))
    (description,) = page.xpath("//div[@id='fig-d']/div[@class='description']")
    assert _texts(description, "./div") == told
    rows = [[(cell.tag, cell.get("style")) for cell in row] for row in description.iter("tr")]
    assert rows == [
        [("th", "text-align: left;"), ("th", "text-align: right;")],
        [("th", "text-align: left;"), ("td", "text-align: right;")],
    ]
    assert _texts(description, ".//th|.//td") == ["年 Year", "值", "1,000", "2"]
    assert not page.xpath("//div[@class='table']") and dict(document.numbers).keys() == {"fig-d"}


def test_a_column_of_data_is_aligned_as_its_author_says() -> None:
    page, _ = _page(DATA.replace("LABELS", "").replace("align: center", "align: right"))
    assert page.xpath("//div[@id='tbl-d']//tbody/tr[1]/*[3]/@style") == ["text-align: right;"]


@pytest.mark.parametrize(("caption", "told"), [(": 题 {#tbl-a}", ["表 1 题"]), (": {#tbl-a en='T'}", ["Table 1 T"])])
def test_a_table_with_a_caption_in_one_language_has_a_number(caption: str, told: list[str]) -> None:
    page, _ = _page(f"| 甲 |\n|--|\n| 1 |\n\n{caption}\n")
    assert [text.replace("\u00a0", " ") for text in _texts(page, _classed("caption"))] == told
