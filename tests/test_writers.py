"""The four outputs of the good project, asked about their structure; bytes are compared in test_reproducible alone."""

from __future__ import annotations

import itertools
import re
import shutil
from pathlib import Path

import pytest
from lxml import etree, html

from pipeline.project import STYLES
from pipeline.styling.tokens import load_tokens, number
from pipeline.tools import pdf, zips
from tests import characters
from tests.conftest import run

_W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
_X = {"x": "http://www.w3.org/1999/xhtml", "s": "http://www.w3.org/2000/svg", "e": "http://www.idpf.org/2007/ops"}


@pytest.fixture(scope="module")
def page(built: Path) -> etree._Element:
    return html.document_fromstring((built / "out/report.html").read_text("utf-8"))


@pytest.fixture(scope="module")
def book(built: Path) -> dict[str, bytes]:
    return dict(zips.read((built / "out/report.epub").read_bytes()))


@pytest.fixture(scope="module")
def word(built: Path) -> dict[str, bytes]:
    return dict(zips.read((built / "out/report.docx").read_bytes()))


def test_web_page_needs_nothing_else(built: Path, page: etree._Element) -> None:
    text = (built / "out/report.html").read_text("utf-8")
    assert not page.xpath("//script[@src or not(parent::head)]|//link[not(@rel='license')]|//iframe|//object|//embed")
    assert set(re.findall(r"url\((?!#|data:font/woff2;base64,)", text)) == set()
    assert "default-src 'none'" in text
    assert page.get("lang") == "zh-CN"


def test_web_page_has_one_title_and_landmarks(page: etree._Element) -> None:
    assert [heading.text_content() for heading in page.xpath("//h1")] == ["测试报告"]
    assert page.xpath("count(//main)") == 1
    assert page.xpath("//a[@class='skip']/@href") == ["#text"]
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4")]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_web_page_has_light_and_dark(built: Path) -> None:
    text = (built / "out/report.html").read_text("utf-8")
    assert "@media screen and (prefers-color-scheme:dark)" in text
    assert "#10191d" in text


def test_figures_have_names_descriptions_and_captions(page: etree._Element) -> None:
    figures = page.xpath("//figure")
    assert [figure.get("id") for figure in figures] == [
        "fig-flow",
        "fig-sets",
        "fig-chart",
        "fig-image",
        "fig-time",
        "fig-lines",
    ]
    for figure in figures:
        assert figure[-1].tag == "figcaption"
        drawn = ".//*[local-name()='svg'][@role='img'][not(@aria-labelledby)]/*[local-name()='title'][text()]"
        # An author's picture is an image of its own.
        assert figure.xpath(".//img[@alt='一个圆。']" if figure.get("id") == "fig-image" else drawn)
        assert len(figure.xpath(".//figcaption/div[@class='caption']")) == 2
        assert len(figure.xpath(".//figcaption/div[@class='credit']")) == 2
    assert [len(figure.xpath("./details")) for figure in figures] == [1, 1, 1, 0, 1, 1]
    assert "付款" in figures[0].xpath("string(./details)")


def test_svg_keeps_its_case(page: etree._Element, book: dict[str, bytes]) -> None:
    chapter = next(data for name, data in book.items() if b'<figure id="fig-flow"' in data and name.endswith(".xhtml"))
    assert b"viewBox" in chapter
    assert b"linearGradient" in book["EPUB/images/fig-image.svg"]


def test_tables_have_captions_and_scopes(page: etree._Element) -> None:
    table = page.xpath("//div[@id='tbl-data']//table")[0]
    assert table[0].tag == "caption"
    assert [cell.get("scope") for cell in table.iter("th")] == ["col", "col"]
    assert "style" not in etree.tostring(table).decode()
    assert [cell.get("class") for cell in table.xpath(".//tbody/tr[1]/td")] == [None, "right"]


def test_tables_from_data_have_groups_heads_and_notes(page: etree._Element) -> None:
    table = page.xpath("//div[@id='tbl-regions']//table")[0]
    heads = [
        (cell.get("scope"), cell.get("colspan", "1"), cell.get("rowspan", "1")) for cell in table.xpath("./thead//th")
    ]
    assert heads == [("col", "1", "2"), ("col", "2", "1"), ("col", "1", "2"), ("col", "1", "1"), ("col", "1", "1")]
    assert [cell.get("scope") for cell in table.xpath("./tbody//th")] == ["row", "row"]
    assert page.xpath("//div[@id='tbl-regions']//td[@rowspan='2']")[0].text_content().startswith("试点中")
    pads = [cell.get("class") for cell in table.xpath(".//span[contains(@class,'decimal')]")]
    assert pads == ["decimal", "decimal pad-2 pad-point", "decimal pad-1 pad-point", "decimal"]
    under = page.xpath("//div[@id='tbl-regions']/div[not(contains(@class,'scroll'))]")
    assert [(line.get("class"), line.text_content().strip()) for line in under] == [
        ("table-note", "注：数字为估计值"),
        ("credit", "来源：测试"),
        ("table-note", "Note: Figures are estimates"),
        ("credit", "Source: Test"),
    ]
    assert "注：第二项取自公开资料。" in page.xpath("//div[@id='tbl-data']")[0].text_content()


def test_the_data_of_a_chart_stand_as_a_table(page: etree._Element) -> None:
    rows = page.xpath("//figure[@id='fig-lines']//details//tr")
    assert [[cell.text_content() for cell in row] for row in rows] == [
        ["", "甲列（个） First (pieces)", "乙列（个） Second (pieces)"],
        ["2024", "12", "20"],
        ["2025", "25", "24"],
    ]


def test_drawings_follow_the_reader_s_scheme(page: etree._Element) -> None:
    sheet = page.xpath("string(//style)")
    for drawing in page.xpath("//figure//*[local-name()='svg']"):
        own = drawing.xpath("ancestor::figure/@id")[0] != "fig-image"
        assert (drawing.get("class") == "themed") == own
        paints = {(name, element.get(name)) for element in drawing.iter() for name in ("fill", "stroke")}
        for name, color in paints if own else ():
            assert str(color)[:1] != "#" or f'.themed [{name}="{color}"]{{{name}:var(--color-' in sheet


def test_lists_of_figures_and_tables_link(page: etree._Element) -> None:
    for name, count in (("list-figures", 6), ("list-tables", 2)):
        links = page.xpath(f"//section[@id='{name}']//a[not(@class='permalink')]/@href")
        assert len(links) == count
        assert all(page.xpath(f"//*[@id='{link[1:]}']") for link in links)


def test_references_take_every_form(page: etree._Element, built: Path) -> None:
    import pypdfium2

    text = page.text_content()
    assert "图\u00a01～图\u00a03之外，图\u00a05、图\u00a06在第二部分，表的编号是2，见图\u00a06。" in text
    document = pypdfium2.PdfDocument(built / "out/report.pdf")
    pages = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    target = next(number for number, words in enumerate(pages) if "图6两列数值" in words and "插图目录" not in words)
    front = sum(
        "第一部分Firstpart" not in words
        for words in pages[: next(n for n, words in enumerate(pages) if "第一部分Firstpart" in words)]
    )
    assert f"见第{target - front + 1}页。" in "".join(pages)


def test_notes_and_references_link_both_ways(page: etree._Element) -> None:
    assert page.xpath("//a[@role='doc-noteref']/@href") == ["#fn1"]
    assert page.xpath("//li[@id='fn1']//a[@role='doc-backlink']/@href") == ["#fnref1"]
    assert page.xpath("//section[@id='references']//div[contains(@class,'csl-entry')]/@id") == [
        "ref-osd",
        "ref-caict2024",
    ]
    assert "[1-2]" in page.text_content() or "[1,2]" in page.text_content()


def test_book_metadata_is_bilingual(book: dict[str, bytes]) -> None:
    package = book["EPUB/content.opf"].decode()
    for part in (
        '<dc:title id="title" xml:lang="zh-CN">测试报告</dc:title>',
        'property="alternate-script" refines="#title" xml:lang="en">A Test Report<',
        'property="role" refines="#creator-1" scheme="marc:relators">aut<',
        'property="role" refines="#contributor-1" scheme="marc:relators">edt<',
        "https://orcid.org/0000-0002-1825-0097",
        '<dc:subject xml:lang="en">test</dc:subject>',
        "schema:accessibilityFeature",
        'property="dcterms:modified">2026-11-22T00:00:00Z<',
    ):
        assert part in package, part
    assert re.search(r'properties="svg"', package)
    assert 'properties="cover-image"' in package


def test_book_navigation_lands(book: dict[str, bytes]) -> None:
    nav = etree.fromstring(book["EPUB/text/nav.xhtml"])
    contents = nav.xpath("//x:nav[@e:type='toc']//x:a/@href", namespaces=_X)
    assert len(contents) == 9
    for target in contents:
        name, _, anchor = str(target).partition("#")
        assert f'id="{anchor}"'.encode() in book[f"EPUB/text/{name}"]
    ncx = etree.fromstring(book["EPUB/toc.ncx"])
    orders = [int(point.get("playOrder", "0")) for point in ncx.iter("{*}navPoint")]
    assert orders == list(range(1, 10))


def test_book_types_have_the_prefix_that_readers_look_for(book: dict[str, bytes]) -> None:
    pages = [data for name, data in book.items() if name.endswith(".xhtml")]
    assert all(set(re.findall(rb'(\w+):type="', data)) == {b"epub"} for data in pages)


def test_book_keeps_notes_in_their_chapter(book: dict[str, bytes]) -> None:
    chapter = etree.fromstring(next(data for name, data in book.items() if "sec-first" in name))
    assert chapter.xpath("//x:a[@e:type='noteref']/@href", namespaces=_X) == ["#fn1"]
    assert chapter.xpath("//x:aside[@e:type='footnote'][@role='doc-footnote']/@id", namespaces=_X) == ["fn1"]


def test_word_numbers_are_live(word: dict[str, bytes]) -> None:
    body = etree.fromstring(word["word/document.xml"])
    codes = [" ".join((code.text or "").split()) for code in body.iter(f"{{{_W['w']}}}instrText")]
    assert codes.count("SEQ Figure \\* ARABIC") == 6
    assert codes.count("SEQ Table \\* ARABIC") == 2
    assert 'TOC \\h \\z \\c "Figure"' in codes
    assert 'TOC \\h \\z \\c "Table"' in codes
    assert "REF _Zh_fig_flow \\h \\* CHARFORMAT" in codes
    text = "".join(str(part) for part in body.xpath("//w:t/text()", namespaces=_W))
    assert "图\u00a01　流程" in text
    assert "一、第一部分" in text  # the contents list; the heading itself is numbered by Word
    heading = body.xpath("//w:p[w:pPr/w:pStyle/@w:val='Heading1'][not(w:pPr/w:numPr)]", namespaces=_W)[0]
    assert "".join(heading.itertext()) == "第一部分"


def test_word_bookmarks_and_fields_balance(word: dict[str, bytes]) -> None:
    body = etree.fromstring(word["word/document.xml"])
    starts = body.xpath("//w:bookmarkStart", namespaces=_W)
    names = [start.get(f"{{{_W['w']}}}name") for start in starts]
    assert len(names) == len(set(names))
    assert all(len(name) <= 40 for name in names)
    ids = [start.get(f"{{{_W['w']}}}id") for start in starts]
    assert sorted(ids) == sorted(end.get(f"{{{_W['w']}}}id") for end in body.xpath("//w:bookmarkEnd", namespaces=_W))
    kinds = [part.get(f"{{{_W['w']}}}fldCharType") for part in body.iter(f"{{{_W['w']}}}fldChar")]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")


def test_word_pictures_are_svg_with_png(word: dict[str, bytes]) -> None:
    names = [name for name in word if name.startswith("word/media/")]
    assert len([name for name in names if name.endswith(".svg")]) == 6
    pngs = [name for name in names if name.endswith(".png")]
    assert len(pngs) == 6
    body = word["word/document.xml"].decode()
    assert body.count("svgBlip") == 6
    assert 'descr="流程图：甲到乙，再回到甲。' in body


def test_word_properties_are_clean_and_bilingual(word: dict[str, bytes]) -> None:
    core, custom = word["docProps/core.xml"].decode(), word["docProps/custom.xml"].decode()
    assert "测试报告 / A Test Report" in core
    assert "<dc:language>zh-CN</dc:language>" in core
    assert re.findall(r'name="(\w+)"', custom) == [
        "TitleEnglish", "SubtitleEnglish", "AuthorsEnglish", "AbstractEnglish",
        "ContributorsChinese", "ContributorsEnglish", "PublisherChinese", "PublisherEnglish",
        "SeriesChinese", "SeriesEnglish", "FundingChinese", "FundingEnglish", "RightsChinese", "RightsEnglish",
        "Languages", "DOI", "ISBN", "ReportNumber", "License",
        "SourceDigest",
    ]  # fmt: skip
    assert "comments" not in word["[Content_Types].xml"].decode()


def test_word_tables_repeat_their_heads(word: dict[str, bytes]) -> None:
    body = etree.fromstring(word["word/document.xml"])
    assert len(body.xpath("//w:tblHeader", namespaces=_W)) == 3
    assert len(body.xpath("//w:cantSplit", namespaces=_W)) == len(body.xpath("//w:tr", namespaces=_W))
    on_ground = "".join(body.xpath("//w:p[w:pPr/w:pBdr]//w:t/text()", namespaces=_W))
    assert "盒子里的第二项" in on_ground and not body.xpath("//w:tc//w:tbl", namespaces=_W)


def test_pdf_is_tagged_and_labelled(built: Path) -> None:
    facts = pdf.facts((built / "out/report.pdf").read_bytes())
    assert facts.is_tagged
    assert facts.language == "zh-CN"
    assert "pdfuaid" in facts.metadata
    assert facts.loose_fonts == ()
    assert set(facts.external) >= {"https://opensource.org/osd"}


def test_every_figure_of_the_pdf_has_its_alternative_text(built: Path) -> None:
    import pikepdf

    with pikepdf.open(built / "out/report.pdf") as document:
        figures = [
            item for item in document.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
        texts = [str(figure.get("/Alt", "")) for figure in figures]
    assert len(texts) == 6
    assert all(texts)


def test_editorial_notes_show_in_proofs_only(project: Path) -> None:
    report = project / "source/report.md"
    report.write_text(
        report.read_text("utf-8").replace("> 引文自成一段。", "> 引文自成一段[请核对]{.query}。"), "utf-8"
    )
    assert run("build", "html", "--project", str(project), "--jobs", "1").code == 0
    assert "请核对" not in (project / "out/report.html").read_text("utf-8")
    assert run("build", "html", "--project", str(project), "--jobs", "1", "--proof").code == 0
    assert '<span class="query">请核对</span>' in (project / "out/report-proof.html").read_text("utf-8")


HOSTILE = """
<script>alert("kanben-evil")</script><img src="https://evil.example/pixel.png">

[一](javascript:kanben-evil) [二](data:text/html;base64,x) [三](file:///etc/passwd) [四](vbscript:kanben-evil)

![图](https://evil.example/pixel.png)

[文]{onclick="kanben-evil()" style="background:url(https://evil.example/x)"}

::: {.summary onmouseover="kanben-evil()" data-x="https://evil.example/"}
段落。
:::

`<w:p><w:r><w:t>kanben-evil</w:t></w:r></w:p>`{=openxml}

```{=html}
<iframe src="https://evil.example/"></iframe>
```
"""


def test_nothing_hostile_reaches_an_output(project: Path, tmp_path: Path) -> None:
    report = project / "source/report.md"
    report.write_text(report.read_text("utf-8") + HOSTILE, "utf-8")
    outcome = run("build", "--project", str(project), report=tmp_path / "f.jsonl")
    assert outcome.code == 1
    codes = [str(row["code"]) for row in outcome.findings]
    assert codes.count("SRC111") == 4
    assert codes.count("SRC112") == 1
    assert codes.count("SRC110") >= 4
    for path in (project / "out").glob("report.*"):
        data = path.read_bytes()
        parts = [data] if path.suffix in (".html", ".pdf") else list(zips.read(data).values())
        if path.suffix == ".pdf":
            parts = [
                "".join(character.text for sheet in characters.pages(data) for character in sheet).encode(),
                *(link.encode() for link in pdf.facts(data).external),
            ]
        for part in parts:
            assert b"kanben-evil" not in part, path
            assert b"evil.example" not in part, path
            assert b"/etc/passwd" not in part, path


def _report_with(project: Path, body: str) -> None:
    report = project / "source/report.md"
    text = report.read_text("utf-8")
    report.write_text(text[: text.index("# 第一部分")] + body, "utf-8")


def test_signs_of_markup_in_a_title_stay_signs(project: Path) -> None:
    source = project / "source/report.md"
    text = source.read_text("utf-8")
    assert "en: A Test Report" in text
    source.write_text(text.replace("en: A Test Report", "en: \"R&D's <first> 'Report'\"", 1), "utf-8")
    for command in ("build", "check"):
        report = project / f"{command}.jsonl"
        assert run(command, "--project", str(project), report=report).findings == []
    page = html.document_fromstring((project / "out/report.html").read_text("utf-8"))
    assert "R&D’s <first> ‘Report’" in page.xpath("//meta[@name='dcterms.title']/@content")


def test_no_note_is_lost_doubled_or_late(project: Path) -> None:
    sections = []
    for number_ in range(1, 41):
        sections.append(
            f'## 节{number_} {{#sec-s{number_} en="S{number_}"}}\n\n'
            + f"第{number_}段文字，" * (number_ % 9 * 12 + 5)
            + f"有注[^n{number_}]。\n"
        )
        sections.append(f"[^n{number_}]: 注文第{number_}号，" + "说明文字，" * (number_ % 7 * 6) + f"完毕{number_}。\n")
    _report_with(project, '# 全文 {#sec-all en="All"}\n\n' + "\n".join(sections))
    outcome = run("build", "pdf", "--project", str(project), "--jobs", "1")
    assert outcome.code == 0, outcome.output
    pages = _pages(project)
    whole = "".join(pages)
    for number_ in range(1, 41):
        assert whole.count(f"注文第{number_}号") == 1
        call = next(index for index, text in enumerate(pages) if f"节{number_}S{number_}" in text)
        note = next(index for index, text in enumerate(pages) if f"注文第{number_}号" in text)
        assert call <= note <= call + 1


def _pages(project: Path) -> list[str]:
    """The text of each page without white space."""
    data = (project / "out/report.pdf").read_bytes()
    return ["".join("".join(character.text for character in sheet).split()) for sheet in characters.pages(data)]


def test_contents_numbers_are_the_pages(project: Path) -> None:
    names = [f"{number_:02d}" for number_ in range(1, 25)]
    chapters = [
        f'# 章{name}号 {{#sec-c{name} en="Part{name}"}}\n\n' + "内容填充文字。" * (int(name) * 37 % 400 + 40) + "\n"
        for name in names
    ]
    _report_with(project, "\n".join(chapters))
    assert run("build", "pdf", "--project", str(project), "--jobs", "1").code == 0
    pages = _pages(project)
    start = next(index for index, text in enumerate(pages) if "Part01" in text)
    listed = dict(re.findall(r"章(\d\d)号\.*(\d+)", "".join(pages[:start])))
    assert sorted(listed) == names
    for name, printed in listed.items():
        actual = next(index for index, text in enumerate(pages[start:], 1) if f"章{name}号Part{name}" in text)
        assert int(printed) == actual, name


def test_chinese_lines_are_flush(project: Path) -> None:
    phrase = "开源以开放协作的方式组织知识生产并且成长为基础性力量"
    _report_with(project, '# 全文 {#sec-all en="All"}\n\n' + phrase * 20 + "。\n")
    assert run("build", "pdf", "--project", str(project), "--jobs", "1").code == 0
    tokens = load_tokens([STYLES])
    right = (number(tokens, "page", "width") - number(tokens, "page", "margin-outside")) * 72 / 25.4
    sheet = next(
        sheet
        for sheet in characters.pages((project / "out/report.pdf").read_bytes())
        if phrase * 2 in "".join(c.text for c in sheet).replace("\r\n", "")
    )
    lines: dict[float, float] = {}
    for character in sheet:
        if character.text in phrase and abs(character.size - number(tokens, "size", "body")) < 0.1:
            lines[character.bottom] = max(lines.get(character.bottom, 0.0), character.left + character.size)
    ends = [end for _, end in sorted(lines.items(), reverse=True)]
    assert len(ends) >= 12
    assert all(abs(end - right) < 0.1 for end in ends[:-1]), ends


def test_the_old_outputs_stay_whole_when_a_build_fails(damaged: Path) -> None:
    before = {path.name: path.read_bytes() for path in (damaged / "out").glob("report.*")}
    (damaged / "source/report.md").write_text("---\ntitle: [\n---\n")
    assert run("build", "--project", str(damaged)).code == 3
    assert {path.name: path.read_bytes() for path in (damaged / "out").glob("report.*")} == before
    assert not [path for path in (damaged / "out").iterdir() if path.name.startswith(".report")]


def test_a_project_may_change_the_look(project: Path) -> None:
    (project / "styles").mkdir()
    (project / "styles/tokens.toml").write_text('[color]\naccent = "#7a1f5c"\n')
    (project / "styles/screen.css").write_text(".cover { color: var(--color-accent) }\n.nowhere { top: 0 }\n")
    assert run("build", "html", "--project", str(project), "--jobs", "1").code == 0
    text = (project / "out/report.html").read_text("utf-8")
    assert "#7a1f5c" in text
    assert ".cover{color:var(--color-accent)}" in text
    assert ".nowhere" not in text
    shutil.rmtree(project / "styles")
