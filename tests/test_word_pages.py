"""What keeps together on the pages of the Word edition, as its paragraphs say."""

from __future__ import annotations

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
