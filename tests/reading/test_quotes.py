"""Quotation marks typed straight beside Chinese are paired, in every format; those of code, values and English stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.text import SourceText
from pipeline.reading import markdown
from pipeline.reading.quotes import with_signs
from tests.small import epub, html, paragraphs, pdf, word

TEXTS = [
    ('他说"你好"。称为"数据要素"的资源，见"附录"。', "他说“你好”。称为“数据要素”的资源，见“附录”。"),
    ('他说"（甲）"乙"丙"。', "他说“（甲）”乙“丙”。"),
    ("他'说'的，'单'词", "他‘说’的，‘单’词"),
    ("流行于'80年代，it's 好的", "流行于’80年代，it’s 好的"),
    ("引\"He said 'no'\"一句", "引“He said ‘no’”一句"),
    ('他说"甲\n乙"丙', "他说“甲乙”丙"),
    ('说"**重点**"和"*强调*"吧', "说“重点”和“强调”吧"),
    ("生于'80年代'的'90后'，'00后", "生于‘80年代’的‘90后’，’00后"),
    ("'80年代和'90年代", "’80年代和’90年代"),
    ('27"显示器和"大屏"', "27″显示器和“大屏”"),
    ('5"与6"的屏，高5\'6"，东经30°15\'20"', "5″与6″的屏，高5′6″，东经30°15′20″"),
    ("说\"5\"个，'6'个", "说“5”个，‘6’个"),
    ('一个"没有\n"两"个有', "一个”没有“两”个有"),
    ('已有“甲”和"乙"', "已有“甲”和“乙”"),
    (r"转义\"甲\"", '转义"甲"'),
    ('代码`x = "甲"`和"乙"', '代码x = "甲"和“乙”'),
    ("English \"only\" and 'single', it's 5\" long.", "English “only” and ‘single’, it’s 5” long."),
]


@pytest.mark.parametrize(("typed", "printed"), TEXTS)
def test_marks_beside_chinese_are_paired(typed: str, printed: str) -> None:
    assert html(typed).xpath("//main/p")[0].text_content() == printed


def test_every_format_prints_the_same_marks() -> None:
    text, printed = "。".join(typed for typed, _ in TEXTS[:2]), "。".join(printed for _, printed in TEXTS[:2])
    assert printed in paragraphs(word(text))
    assert printed in "".join(pdf(text)).replace("\n", "").replace("\r", "")
    assert any(printed in page.decode() for name, page in epub(text).items() if name.endswith("xhtml"))


@pytest.mark.parametrize(
    "text",
    ['# 题 {#sec-a en="关于 A"}', '[词]{ruby="cí"}', '```\nprint("甲")\n```', '[链接](https://example.org "甲")',
     '$\\text{"甲"}$', '`"甲"`', '\n    print("甲")', '::: {.summary lang="en"}\n甲\n:::'],
)  # fmt: skip
def test_values_and_code_keep_their_marks(text: str) -> None:
    """The tree is what it is without marks beside Chinese: a sign is seen nowhere."""
    parsed, _ = markdown.parse(SourceText("t.md", text), 0)
    tree = parsed.tree()
    assert not {"“", "”", "\ue010", "\ue011"} & set(tree)


def test_each_item_and_each_row_is_paired_by_itself() -> None:
    tree = html('- 一个"没有\n- "两"个\n\n| 甲"乙" | "丙" |\n|--|--|\n| "a"是 | 五 |')
    assert [cell.text_content() for cell in tree.xpath("//main//li[p or text()]")][-1] == "“两”个"
    assert [cell.text_content() for cell in tree.xpath("//td|//th")] == ["甲“乙”", "“丙”", "“a”是", "五"]


@given(st.text(alphabet="\"'“”甲乙a1 ，。`$\\{}\n-|", max_size=40))
@settings(max_examples=200, deadline=None)
def test_signs_take_the_place_of_marks_alone(text: str) -> None:
    made = with_signs(text)
    assert len(made) == len(text)
    assert all(one == other or one in "\"'" for one, other in zip(text, made, strict=True))
