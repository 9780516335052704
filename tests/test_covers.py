"""Three designs of covers: each in all four formats, on one page, with colours that can be read."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from lxml import etree
from lxml import html as html_parser

from pipeline.core.diagnostics import PipelineError
from pipeline.core.languages import Bilingual
from pipeline.core.model import Metadata, Person
from pipeline.formats import rows
from pipeline.formats.epub.cover import HEIGHT, cover_svg
from pipeline.line.build import check
from pipeline.styling.tokens import contrast, for_press, load_tokens
from pipeline.tools import pdf_tags, zips
from tests.conftest import ROOT
from tests.small import W, findings, html, paragraphs, pdf, small, word

TOKENS = load_tokens([ROOT / "styles"])
LONG = "很长的题名" * 12


@pytest.mark.parametrize("design", ["edge", "band", "centred"])
def test_a_design_says_the_same_on_one_page(design: str) -> None:
    front = f"cover: {design}\nsubtitle: {{zh: 副题, en: Subtitle}}\n"
    cover, second, *_ = pdf("# 甲 {en=A}\n\n正文。", front)
    for words in ("小报告", "Small Report", "副题", "Subtitle", "Press", "第 0.1 版"):
        assert words in cover.replace("\u00a0", " "), words
    assert "摘要" in second
    (div,) = html("正文。", front).xpath("//*[@id='cover']")
    assert [child.get("class") for child in div] == ["cover-head", "cover-foot"]
    assert div.xpath("string(.//h1)").strip() == "小报告"
    assert "小报告" in paragraphs(word("正文。", front))
    assert findings("正文。", front) == []


def test_word_has_the_band_and_the_middle() -> None:
    band = word("正文。", "cover: band\n")
    fill = str(TOKENS["color"]["accent-strong"]).lstrip("#")
    on_ground = [line for line in band.iter(f"{W}p") if line.find(f"{W}pPr/{W}shd[@{W}fill='{fill}']") is not None]
    said = ["".join(text.text or "" for text in line.iter(f"{W}t")) for line in on_ground]
    assert "小报告" in said and "甲" not in said and not list(band.iter(f"{W}tbl"))
    styles = {style.get(f"{W}val") for style in word("正文。", "cover: centred\n").iter(f"{W}pStyle")}
    assert {"CentredTitle", "CentredLine"} <= styles


@pytest.mark.parametrize("scheme", ["color", "dark"])
def test_titles_on_the_band_can_be_read(scheme: str) -> None:
    for tokens in (TOKENS, for_press(TOKENS)):
        assert contrast(str(tokens[scheme]["on-accent"]), str(tokens[scheme]["accent-strong"])) >= 7


@pytest.mark.parametrize("design", ["edge", "band", "centred"])
def test_long_titles_stay_on_their_ground(design: str) -> None:
    metadata = Metadata(title=Bilingual(LONG, "A long title " * 8), subtitle=Bilingual(LONG[:20], "b"), cover=design)
    drawn = cover_svg(metadata, TOKENS)
    assert LONG[:4] in drawn
    heights = [float(part.split('"')[1]) for part in drawn.split("height=")[1:] if part[1].isdigit()]
    assert max(heights) <= HEIGHT


def test_another_design_is_told_at_its_place() -> None:
    with pytest.raises(PipelineError) as stopped:
        findings("正文。", "cover: fancy\n")
    assert [(problem.code, problem.span.line) for problem in stopped.value.diagnostics] == [("YML103", 10)]


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><rect width="90" height="30" fill="#0b5d75"/></svg>'
SAID = "logo: {file: figures/logo.svg, alt: {zh: 研究院的标志, en: Logo of the institute}}\n"
FILES = {"figures/logo.svg": LOGO}


@pytest.mark.parametrize(("design", "half"), [("edge", "head"), ("band", "foot"), ("centred", "head")])
def test_a_logo_stands_on_the_cover_in_every_format(design: str, half: str) -> None:
    made = small("# 甲 {en=A}\n\n正文。", f"cover: {design}\nseries: {{zh: 丛书, en: Series}}\n{SAID}", files=FILES)
    built = made.built("pdf", "html", "epub", "docx")
    (image,) = html_parser.document_fromstring(built["html"]).xpath(f"//*[@class='cover-{half}']/*[@class='logo']//img")
    assert image.get("alt") == "研究院的标志" and image.get("src").startswith("data:image/svg+xml")
    assert image.get("width") == "151"  # 40 mm
    book = dict(zips.read(built["epub"]))
    assert any(name.endswith("images/cover-logo.svg") for name in book)
    assert any(b'src="../images/cover-logo.svg"' in data for name, data in book.items() if "cover" in name)
    parts = dict(zips.read(built["docx"]))
    assert "word/media/cover-logo.svg" in parts and "研究院的标志".encode() in parts["word/document.xml"]
    said = [tag.alternative for tag in pdf_tags.read(built["pdf"]).root.every() if tag.kind == "Figure"]
    assert any("研究院的标志" in text and "Logo of the institute" in text for text in said)
    found = check(made.session, rows(("pdf", "html", "epub", "docx")), 1, lambda _: None).diagnostics
    assert [problem.code for problem in found] == ["CIT102"]


def test_a_logo_that_is_too_high_is_made_smaller_and_stays_on_the_first_page() -> None:
    tall = LOGO.replace('viewBox="0 0 90 30"', 'viewBox="0 0 30 900"')
    made = small("正文。", SAID, files={"figures/logo.svg": tall})
    assert "小报告" in pypdfium2.PdfDocument(made.built("pdf")["pdf"])[0].get_textpage().get_text_bounded()
    (image,) = html_parser.document_fromstring(made.built("html")["html"]).xpath("//*[@class='logo']//img")
    assert int(image.get("height")) == 227  # 60 mm


@pytest.mark.parametrize(
    ("logo", "code", "column"),
    [
        ("{file: none.svg, alt: {zh: 标志, en: Logo}}", "FIG107", 14),
        ("{file: ../../etc/logo.svg, alt: {zh: 标志, en: Logo}}", "FIG108", 14),
        ("{file: broken.svg, alt: {zh: 标志, en: Logo}}", "FIG109", 1),
        ("{file: figures/logo.svg, alt: {zh: 标志}}", "MET102", 32),
    ],
)
def test_what_is_wrong_with_a_logo_is_told_at_its_place(logo: str, code: str, column: int) -> None:
    (line,) = findings("正文。", f"logo: {logo}\n", files={**FILES, "broken.svg": "<svg"})
    # The line before the body's own first is that of the hyphens.
    assert line.split()[0] == code and line.split()[1].startswith(f"0:{column}-"), line


def test_a_logo_cannot_do_harm() -> None:
    hostile = LOGO.replace("<rect", "<script>alert(1)</script><rect onclick='x()'")
    made = small("正文。", SAID, files={"figures/logo.svg": hostile})
    picture = dict(zips.read(made.built("epub")["epub"]))["EPUB/images/cover-logo.svg"]
    assert b"script" not in picture and b"onclick" not in picture
    assert [line.split()[0] for line in findings("正文。", SAID, files={"figures/logo.svg": hostile})] == ["FIG111"]


DRAFT = "watermark: {zh: 征求意见稿, en: Draft for comment}\n"


@pytest.mark.parametrize("design", ["edge", "band", "centred"])
def test_a_draft_says_so_on_its_cover_and_behind_each_page(design: str) -> None:
    made = small("# 甲 {en=A}\n\n" + "正文很长。" * 400, f"cover: {design}\n{DRAFT}")
    built = made.built("pdf", "html", "epub", "docx")
    page = html_parser.document_fromstring(built["html"])
    lines = [line.text_content().strip() for line in page.xpath("//*[@id='cover']/*[@class='watermark']")]
    assert lines == ["征求意见稿", "Draft for comment"]
    texts = [data.decode() for name, data in zips.read(built["epub"]).items() if name.endswith("ml")]
    assert any("Draft for comment" in text for text in texts)
    parts = dict(zips.read(built["docx"]))
    for name in ("word/header1.xml", "word/header2.xml"):
        assert 'string="征求意见稿"' in parts[name].decode()
    assert "征求意见稿" in paragraphs(etree.fromstring(parts["word/document.xml"]))
    # It is drawn behind every page and is text on the first alone.
    document = pypdfium2.PdfDocument(built["pdf"])
    for number, sheet in enumerate(document):
        text = sheet.get_textpage().get_text_bounded()
        assert text.count("征求意见稿") == (number == 0)
        middle = sheet.render(scale=0.5).to_pil().convert("RGB")
        assert _WATERMARK in {color for _, color in middle.getcolors(2**20)}, number
    found = check(made.session, rows(("pdf", "html", "epub", "docx")), 1, lambda _: None).diagnostics
    assert [problem.code for problem in found] == ["CIT102"]


_WATERMARK = tuple(bytes.fromhex(str(TOKENS["color"]["watermark"])[1:]))


def test_what_stands_behind_pages_is_an_artifact() -> None:
    """What is drawn between no marks is taken for content that no reader is told of (ISO 14289-1, 7.1)."""
    data = small("正文。", DRAFT).built("pdf")["pdf"]
    for page in pikepdf.open(io.BytesIO(data)).pages:
        depth, loose = 0, 0
        for _, operator in pikepdf.parse_content_stream(page):
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
            loose += str(operator) in ("f", "f*", "Do") and not depth
        assert not loose


def test_text_can_be_read_on_the_watermark() -> None:
    for tokens in (TOKENS, for_press(TOKENS)):
        for name in ("ink", "muted", "accent", "accent-strong", "alert", "warm", "leaf", "link"):
            assert contrast(str(tokens["color"][name]), str(tokens["color"]["watermark"])) >= 4.5, name


def test_a_watermark_is_in_the_words_of_the_report_s_language() -> None:
    header = word("正文。", "languages: [en, zh]\n" + DRAFT, part="word/header1.xml")
    assert 'string="Draft for comment"' in etree.tostring(header, encoding="unicode")
    assert not html("正文。").xpath("//*[@class='watermark']")


def test_the_bar_of_a_cover_stands_in_word_too() -> None:
    for design, is_there in (("edge", True), ("band", False), ("centred", False)):
        header = word("正文。", f"cover: {design}\n", part="word/header2.xml")
        assert bool(header.findall(".//{urn:schemas-microsoft-com:vml}rect")) == is_there


def test_a_drawn_date_has_white_between_digits_and_chinese() -> None:
    drawn = cover_svg(Metadata(title=Bilingual("题", "T"), date="2026-11"), TOKENS)
    assert "2026 年 11 月" in drawn


@pytest.mark.parametrize("design", ["edge", "band", "centred"])
@pytest.mark.parametrize("length", [1, 5, 15])
def test_lines_of_a_cover_of_any_length_leave_room_for_each_other(design: str, length: int) -> None:
    title, person = (
        Bilingual("开放源代码与数字经济的研究报告" * length, "Title of a Report " * length),
        Bilingual("甲", "A"),
    )
    metadata = Metadata(title=title, subtitle=title, cover=design, date="2026-11", authors=(Person(person),) * length)
    drawn = etree.fromstring(cover_svg(metadata, TOKENS).encode())
    heights = [float(one.get("y", 0)) for one in drawn.iter("{*}text")]
    assert heights == sorted(heights)
    assert len(set(heights)) == len(heights)
    assert heights[-1] < HEIGHT
