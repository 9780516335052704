"""What stands before the contents, and what the cover says: forewords, months as dates, who may read a report."""

from __future__ import annotations

import re

from pipeline.core.dates import to_the_day
from tests.small import epub, findings, html, paragraphs, pdf, word

BODY = (
    '# 前言 {.frontmatter #sec-f en="Foreword"}\n\n先说几句，见[@sec-a]。\n\n# 致谢 {.frontmatter #sec-t en="Thanks"}\n\n感谢。\n\n'
    '# 甲 {#sec-a en="A"}\n\n正文，见[@sec-f]。\n'
)


def test_parts_before_the_contents_have_no_number_and_stand_there() -> None:
    text = "\f".join(pdf(BODY))
    order = [text.index(words) for words in ("先说几句", "感谢。", "目录\r\n", "正文，见")]
    assert order == sorted(order)
    page = html(BODY)
    assert page.xpath("string(//section[@id='sec-f']//*[self::h1 or self::h2])") == "前言"
    assert page.xpath("string(//section[@id='sec-a']//p[a])") == "正文，见“前言”。"
    assert len(page.xpath("//nav/preceding-sibling::section[@id='sec-f']")) == 1
    said = paragraphs(word(BODY))
    assert said.index("感谢。") < said.index("目录") < said.index("正文，见“前言”。")
    chapters = [name for name in epub(BODY) if re.search(r"\d\d-sec-", name)]
    assert [name.split("sec-")[1][0] for name in sorted(chapters)] == ["f", "t", "a"]
    assert findings(BODY) == []


def test_the_first_chapter_is_still_the_first() -> None:
    assert html(BODY).xpath("string(//section[@id='sec-a']//*[@class='heading-number'])") == "一、"


def test_one_that_comes_late_is_told() -> None:
    late = BODY + '\n# 后来 {.frontmatter #sec-l en="Late"}\n\n后。\n'
    assert [line.split()[0] for line in findings(late)] == ["SRC119"]
    assert [line.split()[0] for line in findings("正文。\n\n" + BODY)] == ["SRC119", "SRC119"]
    assert [line.split()[0] for line in findings("# 甲 {#sec-a en=A}\n\n## 乙 {.frontmatter en=B}")] == ["SRC119"]


def test_a_month_is_dated_to_the_day_where_a_day_is_needed() -> None:
    assert to_the_day("2026-11") == "2026-11-01" and to_the_day("2026-11-22") == "2026-11-22"


def test_a_report_of_a_month_builds_in_every_format(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from tests import small

    monkeypatch.setattr(small, "FRONT", small.FRONT.replace("2026-11-22", "2026-11"))
    cover = html("正文。").xpath("string(//*[@class='date'][1])")
    assert cover.split() == ["2026年11月", "第", "0.1", "版"]
    assert "2026" in pdf("正文。")[0] and "22" not in pdf("正文。")[0]
    assert any("2026年11月" in line for line in paragraphs(word("正文。")))
    package = next(data.decode() for name, data in epub("正文。").items() if name.endswith(".opf"))
    assert "<dc:date>2026-11</dc:date>" in package and "2026-11-01T00:00:00Z" in package


def test_who_may_read_it_stands_on_the_cover() -> None:
    front = "classification: {zh: 内部资料, en: Internal}\n"
    lines = ["".join(line.itertext()).strip() for line in html("正文。", front).xpath("//*[@class='classification']")]
    assert lines == ["密级：内部资料", "Classification: Internal"]
    assert "密级：内部资料" in pdf("正文。", front)[0]
    assert "密级：内部资料" in paragraphs(word("正文。", front))
    assert not html("正文。").xpath("//*[@class='classification']")
