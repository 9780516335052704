"""The facts of a report in the metadata of every format: each one written, and each difference told by its name."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import etree

from pipeline.core.edition import HtmlOptions, PdfOptions
from pipeline.core.facts import FACTS, Carried, beside, by_language, called, each, folded, identifier, joined, tagged
from pipeline.core.languages import Bilingual, Languages
from pipeline.core.model import Identifier, Metadata, Person
from pipeline.core.text import Span
from pipeline.formats import rows
from pipeline.formats.docx import facts as docx
from pipeline.formats.docx import properties
from pipeline.formats.epub import access
from pipeline.formats.epub import facts as epub
from pipeline.formats.html import facts as html
from pipeline.formats.html import head, own
from pipeline.formats.pdf import facts as pdf
from pipeline.formats.proving import metadata
from pipeline.line.build import check
from pipeline.tools import zips
from tests import small

FULL = Metadata(
    title=Bilingual("题名", "Title"),
    subtitle=Bilingual("副题", "Subtitle"),
    abstract=Bilingual("摘要\n\n二段", "Abstract"),
    keywords=(Bilingual("词", "word"), Bilingual("另", "other")),
    publisher=Bilingual("社", "Press"),
    authors=(Person(Bilingual("甲", "A"), orcid="0000-0002-1825-0097"), Person(Bilingual("", "B"))),
    contributors=(Person(Bilingual("丙", "C"), role="edt"),),
    funding=(Bilingual("基金", "Fund"),),
    rights=Bilingual("权", "Rights"),
    series=Bilingual("丛书", "Series"),
    date="2026-11",
    version="1.10",
    identifiers=(Identifier("doi", "10.5555/x"), Identifier("isbn", "978-7-302-00000-6"), Identifier("report", "T-1")),
    license="CC-BY-4.0",
)
SPAN = Span("out/report.html")
TABLES = {"html": html.CARRIED, "epub": epub.CARRIED, "docx": docx.CARRIED, "pdf": pdf.CARRIED}
FRONT = """\
subtitle: {zh: 副题, en: Subtitle}
contributors: [{name: {zh: 丙, en: C}, role: edt}, {name: {en: Dee}, role: trl}]
funding: [{zh: 基金, en: Fund}, {zh: 又一}]
rights: {zh: 权, en: Rights}
series: {zh: 丛书, en: Series}
identifier: {isbn: 978-7-302-00000-6, report: T-1}
"""


def test_each_fact_is_read_from_the_metadata() -> None:
    assert {row.fact for table in TABLES.values() for row in table} == set(FACTS)
    assert folded(FULL.abstract).zh == "摘要二段"
    assert (identifier(FULL, "doi"), identifier(FULL, "issn")) == ("10.5555/x", "")


@pytest.mark.parametrize(
    ("said", "held"),
    [
        (Bilingual("一。\n\n二。\n\n“三”。\n\n四", "One.\n\nTwo."), Bilingual("一。二。“三”。四", "One. Two.")),
        (Bilingual("他说“是”\n\n“否”", "“Yes”\n\n“no”"), Bilingual("他说“是”“否”", "“Yes” “no”")),
        (Bilingual("有 GDP\n\n增长。\n\nGDP 又", "中文\n\nwords"), Bilingual("有 GDP 增长。 GDP 又", "中文 words")),
        (Bilingual("一 二\n三", ""), Bilingual("一 二三", "")),
    ],
)
def test_paragraphs_stand_on_one_line_with_a_blank_where_their_language_has_one(
    said: Bilingual, held: Bilingual
) -> None:
    assert folded(said) == held


@pytest.mark.parametrize(
    ("row", "rows"),
    [
        (Carried("authors", "by"), [("by", "甲"), ("by", "B")]),
        (Carried("authors", "by", each), [("by", "甲"), ("by", "A"), ("by", "B")]),
        (Carried("authors", "by", tagged), [("by zh-CN", "甲"), ("by en", "A"), ("by en", "B")]),
        (Carried("keywords", "about", joined(", ", by_language)), [("about", "词, 另, word, other")]),
        (Carried("authors", "By", joined("; ", called)), [("ByChinese", "甲"), ("ByEnglish", "A; B")]),
        (Carried("title", "Title", beside), [("TitleEnglish", "Title")]),
    ],
)
def test_a_fact_is_spelled_as_its_format_has_it(row: Carried, rows: list[tuple[str, str]]) -> None:
    assert list(row.rows(FULL)) == rows


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"a": ["1", "2"], "b": ["x"], "made": ["Kanben 3"]}, []),
        ({"a": ["2", "1"], "b": ["x"], "made": ["Kanben 3"]}, ["a"]),
        ({"a": ["1", "2", "3"], "b": ["x"], "made": ["Kanben 3"]}, ["a"]),
        ({"a": ["1", "2"], "made": ["Kanben 3"]}, ["b"]),
        ({"a": ["1", "2"], "b": ["x"], "made": ["another"]}, ["made"]),
        ({"a": ["1", "2"], "b": ["x"], "made": ["Kanben 3", "Kanben 3"], "more": ["x"]}, ["made", "more"]),
    ],
)
def test_a_name_that_differs_or_is_too_many_is_told(said: dict[str, list[str]], told: list[str]) -> None:
    problems = metadata.check(said, {"a": ["1", "2"], "b": ["x"]}, {"made": "Kanben [0-9]"}, SPAN)
    assert [problem.key for problem in problems] == told


ONE = replace(FULL, languages=Languages.of(["en"]))
LED = replace(FULL, languages=Languages.of(["en", "zh"]))


PUBLISHED = HtmlOptions(
    address="https://x.example/1/report.html", latest="https://x.example/", history="https://x.example/all"
)


def _page(facts: Metadata) -> etree._Element:
    tree = etree.Element("html", {"lang": facts.languages.tag})
    tree.append(head.head_of(facts, PUBLISHED, "p { margin: 0 }"))
    return tree


@pytest.mark.parametrize("facts", [FULL, ONE, LED, replace(FULL, identifiers=(), contributors=(), version="")])
def test_each_line_of_a_head_is_missed_when_it_is_not_there_or_says_another(facts: Metadata) -> None:
    assert list(html.check(facts, PUBLISHED, _page(facts), SPAN)) == []
    # The rest of the page is not there.
    others = list(own.take_out(facts, PUBLISHED, _page(facts), SPAN))
    for place in range(len(_page(facts)[0])):
        for act in ("lost", "twice", "changed"):
            page = _page(facts)
            line = page[0][place]
            if act == "lost":
                page[0].remove(line)
            elif act == "twice":
                page[0].append(etree.fromstring(etree.tostring(line)))
            elif line.tag == "meta":
                line.set("charset" if line.get("charset") else "content", "another")
            elif line.tag == "link":
                line.set("href", "https://another.example/")
            elif line.tag == "script":
                line.text = f"{line.text} "[1:]
            else:
                continue
            told = [*html.check(facts, PUBLISHED, page, SPAN), *own.take_out(facts, PUBLISHED, page, SPAN)]
            # A second script is told as what does not belong there (formats/proving/foreign).
            is_left = act == "twice" and page.findall("head/script")
            assert is_left or told != others, (act, etree.tostring(line))


@pytest.mark.parametrize("facts", [FULL, ONE, LED])
def test_each_core_property_is_held_against_the_report(facts: Metadata) -> None:
    empty = b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
    core = etree.tostring(properties.core_properties(facts))
    names = {row.name for row in docx.CARRIED if ":" in row.name}

    def told(data: bytes) -> set[str]:
        found = docx.check(facts, {"docProps/core.xml": data, "docProps/custom.xml": empty}, "out/report.docx")
        return {problem.key for problem in found} & names

    assert told(core) == set()
    for name in names:
        assert told(re.sub(rf"(<{name}[^>]*>)[^<]*".encode(), rb"\1another", core)) == {name}


@pytest.mark.parametrize("front", ["", FRONT, FRONT + "languages: [en, zh]\n"])
def test_what_is_built_says_what_the_report_says(front: str) -> None:
    abstract = r'{zh: "一。\n\n二。", en: "One.\n\nTwo."}'
    facts = re.sub("(?<=abstract: ).*", lambda _: abstract, small.FRONT)
    made = small.Small("", files={"report.md": f"---\n{facts}{front}---\n# 章 {{#sec-a en=A}}\n\n正文。\n"})
    result = made.checked()
    assert [problem for problem in result if problem.code == "OUT102"] == []


def _accessible(*pages: str, sheet: str = "") -> dict[str, list[str]]:
    """What pages bear out, by names without their vocabulary."""
    found = access.borne_out(map(etree.fromstring, pages), sheet, FULL)
    return {name.removeprefix("schema:").removeprefix("accessibility"): texts for name, texts in found.items()}


_FIGURE = '<figure><img alt="x"/><details class="description"><math alttext="a"/></details></figure>'
_BARE = '<figure><svg xmlns="http://www.w3.org/2000/svg"><title>t</title><svg><rect/></svg></svg></figure>'


def test_what_a_book_says_of_access_is_what_its_pages_bear_out() -> None:
    plain = _accessible("<p>a</p>")
    assert plain["accessMode"] == plain["accessModeSufficient"] == ["textual"]
    assert plain["Feature"] == ["tableOfContents", "readingOrder", "displayTransformability"]
    assert "pageBreakSource" not in plain and plain["Summary en"] == [""]
    shown = _accessible("<div><h2>a</h2></div>", _FIGURE, '<section role="doc-index"/>')
    assert shown["accessMode"] == ["textual", "visual"] and shown["accessModeSufficient"] == ["textual"]
    more = ["ARIA", "index", "alternativeText", "longDescription", "MathML", "describedMath"]
    assert shown["Feature"] == ["structuralNavigation", *plain["Feature"], *more]
    paged = _accessible('<p><span xmlns:e="http://www.idpf.org/2007/ops" e:type="pagebreak"/></p>')
    assert paged["Feature"][-2:] == ["pageBreakMarkers", "pageNavigation"]
    assert paged["pageBreakSource"] == [access.page_source(FULL)]
    assert _accessible("<p><ruby>a</ruby></p>", "<p><math/></p>")["Feature"][-2:] == ["MathML", "rubyAnnotations"]


def test_a_picture_without_a_name_takes_its_claims_away() -> None:
    for silent in ('<p><img alt=""/></p>', '<p><svg xmlns="http://www.w3.org/2000/svg"/></p>'):
        found = _accessible(_FIGURE, silent)
        assert "alternativeText" not in found["Feature"] and found["accessModeSufficient"] == ["textual,visual"]
    # A drawing inside a drawing is part of it.
    assert "alternativeText" in _accessible(_BARE)["Feature"]


def test_a_book_does_not_say_that_every_figure_is_described_where_some_are() -> None:
    every, some = _accessible(_FIGURE)["Summary en"], _accessible(_FIGURE, _BARE)["Summary en"]
    assert "Figures have long descriptions." in every[0] and "Some figures have long descriptions." in some[0]
    assert "longDescription" not in _accessible(_BARE)["Feature"]


@pytest.mark.parametrize(
    ("page", "sheet", "hazard"),
    [
        ("<p/>", "p { animation-name: x }", "none"),
        ("<p/>", "@KEYFRAMES x { to { opacity: 0 } }", "unknown"),
        ("<p><video/></p>", "", "unknown"),
        ('<svg xmlns="http://www.w3.org/2000/svg"><animate/></svg>', "", "unknown"),
    ],
)
def test_a_book_is_harmless_where_nothing_in_it_can_move(page: str, sheet: str, hazard: str) -> None:
    assert _accessible(page, sheet=sheet)["Hazard"] == [hazard]


def test_a_book_says_what_its_text_and_styles_hold() -> None:
    body = '# 章 {#sec-a en=A}\n\n[汉字]{ruby="hàn zì"}。[汉]{.index}\n\n# 索引 {.index en=Index}\n'
    sheet = "@keyframes turn { to { opacity: 0.5 } }\nh1 { animation: turn 1s }\n"
    made = small.small(body, files={"../styles/epub.css": sheet})
    package = dict(zips.read(made.built("epub")["epub"]))["EPUB/content.opf"].decode()
    for name, text in (("Hazard", "unknown"), ("Feature", "index"), ("Feature", "rubyAnnotations")):
        assert f'"schema:accessibility{name}">{text}<' in package
    assert "有索引。" in package and ">visual<" not in package and "MathML" not in package
    found = check(made.session, rows(["epub"]), 1, lambda _: None).diagnostics
    assert [problem for problem in found if problem.code == "OUT102"] == []


def test_the_marks_of_a_pdf_are_those_of_its_standard() -> None:
    from pipeline.formats.pdf import xmp
    from pipeline.tools.pdf import PdfFacts
    from pipeline.typesetting.standards import STANDARDS

    shown = {"title": "题名 / Title", "description": "摘要二段", "keywords": "词, 另, word, other"}
    shown |= {"creator": "Kanben", "producer": "WeasyPrint 70.0"}
    said = {"Title": shown["title"], "Author": "甲, B", "Subject": shown["description"], "Keywords": shown["keywords"]}
    said |= {"CreationDate": "D:20261101", "Creator": "Kanben", "Producer": "WeasyPrint 70.0"}
    for (name, attach), standard in STANDARDS.items():
        packet = xmp.packet(FULL, shown, standard.marks).decode()
        # PDF/A-4 has no dictionary.
        rows = tuple((f"/{key}", text) for key, text in said.items()) if name == "ua-1" else ()
        facts = PdfFacts(packet, frozenset(), (), (), (), (), True, "zh-CN", rows)
        assert list(pdf.check(FULL, facts, PdfOptions(name, attach=attach), SPAN)) == []
        another = PdfOptions("ua-2" if name == "ua-1" else "ua-1")
        assert {problem.key for problem in pdf.check(FULL, facts, another, SPAN)} >= {"pdfaid:part", "pdfuaid:part"}
