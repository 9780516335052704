"""Callouts: boxes that say what they are for, in every format."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from pipeline.core.languages import LANGUAGES
from pipeline.core.vocabulary import CALLOUT_COLORS, CALLOUTS
from pipeline.core.wording import word as wording
from pipeline.formats import FORMATS
from pipeline.line.build import check
from tests.small import Small, W, findings, html, pdf, small, word

TOKENS = Small("文。").session.tokens["color"]
HEAD = '# 甲 {#sec-a en="A"}\n\n'


@pytest.mark.parametrize("name", CALLOUTS)
def test_a_callout_has_a_title_in_both_languages_and_its_own_look(name: str) -> None:
    body = f"{HEAD}::: {{.{name}}}\n正文。\n:::\n"
    zh, en = (wording(name.replace("-", "_"), language) for language in LANGUAGES)
    (box,) = html(body).xpath(f"//aside[contains(@class, '{name}')]")
    assert "".join(box[0].itertext()).split() == [zh, en]
    assert box.get("aria-label") == f"{zh} {en}"
    fill = TOKENS[f"{CALLOUT_COLORS[name]}-soft"].lstrip("#")
    grounds = [ground.get(f"{W}fill") for ground in word(body).iterfind(f".//{W}pPr/{W}shd")]
    assert set(grounds) == {fill} and len(grounds) == 2
    assert findings(body) == []


def test_a_callout_with_a_heading_has_no_other_title() -> None:
    body = f'{HEAD}::: {{.callout-tip #box-t}}\n## 自有 {{#sec-t en="Own"}}\n\n正文。\n:::\n\n见[@box-t]。'
    tree = html(body)
    assert not tree.xpath("//*[@class='callout-title']")
    assert tree.xpath("string(//p[a[contains(@class, 'xref')]])") == "见“自有”。"
    assert tree.xpath("//aside/@aria-labelledby")
    assert findings(body) == []


def test_a_box_in_a_list_keeps_the_id_of_its_heading_and_is_named_by_it() -> None:
    """In a list pandoc makes no section round a heading: its id was lost, and the link to it led nowhere."""
    inside = '- 项\n\n  ::: {.sidebar #box-l}\n  ## 盒[^n] {#sec-l en="Box"}\n\n  文。\n  :::\n\n'
    outside = '::: {.sidebar}\n## 框[^m] {#sec-o en="Outside"}\n\n文。\n:::\n\n'
    built = small(f"{HEAD}{inside}{outside}见[@sec-l]与[@box-l]。\n\n[^n]: 注。\n\n[^m]: 注。\n")
    tree = document_fromstring(built.built("html")["html"])
    assert tree.xpath("//aside/@aria-labelledby") == ["sec-l", "sec-o--title"]
    assert [one.tag for one in tree.xpath("//*[@id='sec-l']")] == ["h3"]
    # A link of a heading to itself says the title, and not the number of a note in it.
    assert tree.xpath("//aside//a[@class='permalink']/@aria-label") == ["本节链接：盒", "本节链接：框"]
    rows = [row for row in FORMATS if row.name == "html"]
    assert [one.code for one in check(built.session, rows, 1, print).diagnostics if one.code.startswith("OUT")] == []


def test_callouts_are_printed_in_order() -> None:
    body = HEAD + "\n".join(f"::: {{.{name}}}\n正文{place}。\n:::\n" for place, name in enumerate(CALLOUTS))
    text = "".join(pdf(body)).replace("\r\n", "").replace(" ", "")
    places = [text.index(f"正文{place}") for place in range(len(CALLOUT_COLORS))]
    assert places == sorted(places)
