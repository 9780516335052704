"""What keeps together on the pages of the Word edition, as its paragraphs say."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from tests.small import W, word

TABLE = """见[@tbl-a]：

``` {.table #tbl-a}
caption: {zh: 题, en: T}
columns: [{name: {zh: 名, en: Name}}, {name: {zh: 值, en: Value}}]
rows: [[子行, 1], [丑行, 2], [寅行, 3], [卯行, 4]]
NOTES
```

后文。"""


def _kept(body: etree._Element) -> dict[str, bool]:
    """Whether each paragraph keeps with the next, by its text."""
    return {
        "".join(text.text or "" for text in paragraph.iter(f"{W}t")): paragraph.find(f"{W}pPr/{W}keepNext") is not None
        for paragraph in body.iter(f"{W}p")
    }


def test_a_table_keeps_with_its_notes_and_its_head_with_two_rows() -> None:
    kept = _kept(word(TABLE.replace("NOTES", "notes: [{zh: 注文, en: Remark}]\ncredit: {zh: 处, en: Origin}")))
    assert [kept[cell] for cell in ("子行", "丑行", "寅行", "卯行", "4")] == [True, False, True, True, True]
    under = ["注：注文", "来源：处", "Note: Remark", "Source: Origin"]
    assert [kept[line] for line in under] == [True, True, True, False]
    assert kept["见表 1：".replace(" ", "\u00a0")]
    assert not kept["后文。"]


def test_a_table_without_notes_does_not_keep_with_the_text_after_it() -> None:
    kept = _kept(word(TABLE.replace("NOTES", "")))
    assert [kept[cell] for cell in ("子行", "丑行", "寅行", "卯行", "4")] == [True, False, True, False, False]


def _spacing(body: etree._Element) -> dict[str, dict[str, str]]:
    """The white that each paragraph asks for itself, by its text."""
    found = {}
    for paragraph in body.iter(f"{W}p"):
        spacing = paragraph.find(f"{W}pPr/{W}spacing")
        words = "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
        found[words] = (
            {name.removeprefix(W): value for name, value in spacing.attrib.items()} if spacing is not None else {}
        )
    return found


@pytest.mark.parametrize("after", ["后文。", "**后**文。", "- 一项\n- 又一项", "> 引文。"])
def test_there_is_white_between_a_table_and_the_text_after_it(after: str) -> None:
    first = re.sub(r"[*>\- ]", "", after).partition("\n")[0]
    assert _spacing(word(TABLE.replace("NOTES", "").replace("后文。", after)))[first] == {"before": "200"}
    noted = _spacing(word(TABLE.replace("NOTES", "notes: [{zh: 注文, en: Remark}]").replace("后文。", after)))
    assert (noted["注：注文"], noted["Note: Remark"], noted[first]) == ({"before": "60"}, {"after": "200"}, {})


def test_a_heading_after_a_table_and_what_follows_a_box_keep_their_own_white() -> None:
    body = TABLE.replace("NOTES", "") + "\n\n::: {.callout-note}\n框。\n:::\n\n框后。\n\n" + TABLE.replace("NOTES", "")
    body = body.replace("tbl-a", "tbl-b", 2).replace("后文。", '## 节 {en="S"}\n\n文。')
    assert not any(_spacing(word(body))[words] for words in ("节", "框后。"))


def test_the_head_of_a_table_is_repeated_and_its_notes_are_flush_left() -> None:
    body = word(TABLE.replace("NOTES", "credit: {zh: 处, en: Origin}"))
    (row,) = [row for row in body.iter(f"{W}tr") if row.find(f"{W}trPr/{W}tblHeader") is not None]
    assert "名" in "".join(text.text or "" for text in row.iter(f"{W}t"))
    styles = word("正文", part="word/styles.xml")
    (style,) = styles.xpath("//w:style[@w:styleId='TableNote']", namespaces={"w": W[1:-1]})
    assert style.find(f"{W}pPr/{W}jc").get(f"{W}val") == "left"


def test_a_summary_keeps_with_the_text_under_it() -> None:
    styles = word('# 节 {en="S"}\n\n::: {.summary lang=en}\nWords.\n:::\n\n正文', part="word/styles.xml")
    (style,) = styles.xpath("//w:style[@w:styleId='Summary']", namespaces={"w": W[1:-1]})
    assert style.find(f"{W}pPr/{W}keepNext") is not None
