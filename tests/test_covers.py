"""Three designs of covers: each in all four formats, on one page, with colours that can be read."""

from __future__ import annotations

import pytest

from pipeline.core.diagnostics import PipelineError
from pipeline.core.languages import Bilingual
from pipeline.core.model import Metadata
from pipeline.formats.epub.cover import HEIGHT, cover_svg
from pipeline.styling.tokens import contrast, for_press, load_tokens
from tests.conftest import ROOT
from tests.small import W, findings, html, paragraphs, pdf, word

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
    table = next(band.iter(f"{W}tbl"))
    assert table.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") == "BoxBand"
    assert "小报告" in paragraphs(table) and "甲" not in paragraphs(table)
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
