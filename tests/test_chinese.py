"""What Chinese text asks of pages, put into the fragment: the same for ideographs of every plane."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.core.scripts import INTERPUNCTS
from pipeline.formats.pdf import chinese


def _dressed(text: str, language: str = "") -> str:
    body = etree.fromstring(f"<body><p{f' lang={chr(34)}{language}{chr(34)}' if language else ''}>{text}</p></body>")
    chinese.dress(body)
    return etree.tostring(body[0], encoding="unicode")


@pytest.mark.parametrize("letter", ["汉", "〇", "㐂", "𠮷", "豈", "々"])
def test_a_gap_beside_latin(letter: str) -> None:
    assert f'<span class="gap-after">{letter}</span>A' in _dressed(f"甲{letter}A乙丙丁戊。")
    assert f'A<span class="gap-before">{letter}</span>' in _dressed(f"甲A{letter}乙丙丁戊。")


def test_half_width_punctuation_beside_another() -> None:
    assert '<span class="half">）</span>，' in _dressed("甲（乙），丙丁戊己。")
    assert "half" not in _dressed("甲，乙丙丁戊。")


def test_last_characters_and_numbers_stay_whole() -> None:
    assert '<span class="whole">戊己。</span>' in _dressed("甲乙丙丁戊己。")
    assert '<span class="whole">12.5%</span>' in _dressed("甲12.5%乙丙丁戊己。").replace(
        '<span class="gap-before">1</span>', "1"
    )


@pytest.mark.parametrize(
    "ending",
    [
        '<span class="citation">[13]</span>。',
        '<span id="cite-1">\u2060<span class="citation">[13]</span></span>。',
        '\u2060<span class="note">注</span>。',
        "<sup>2</sup>。",
        "。",
    ],
)
def test_last_characters_stay_whole_before_a_citation_or_note(ending: str) -> None:
    assert '<span class="whole">奈曼' in _dressed(f"最优分配见奈曼{ending}")


@pytest.mark.parametrize("dot", INTERPUNCTS)
def test_a_dot_of_a_name_stays_with_what_it_follows(dot: str) -> None:
    assert f'<span class="whole">可{dot}</span>波' in _dressed(f"马可{dot}波罗来到这里。")


def test_a_long_number_parts_from_its_unit() -> None:
    """Where both do not fit a line, it would be spread wide."""
    assert '<span class="whole">' not in _dressed("共 1,411,778,724 人口abc")
    assert "7206 万" in "".join(
        etree.fromstring(_dressed("增加 7206 万人口abc")).xpath("//span[@class='whole']//text()")
    )


@pytest.mark.parametrize("inline", ["<code>ls</code>", '<span class="math inline"><svg/></span>'])
def test_a_gap_on_both_sides_of_code_and_formulas(inline: str) -> None:
    made = etree.fromstring(_dressed(f"用{inline}来看看结果。"))
    assert "gap-before" in made[0].get("class", "").split()
    assert (made[1].get("class"), made[1].text) == ("gap-before", "来")
    assert "gap" not in _dressed(f"用 {inline} 来看看结果。")
    assert "gap" not in _dressed(f"（{inline}）")
    assert "gap" not in _dressed("用<code>代码</code>来看看结果。")


@pytest.mark.parametrize("language", ["zh-Hant", "zh-TW", "zh-HK"])
def test_marks_in_the_middle_of_their_squares_keep_their_white(language: str) -> None:
    assert "half" not in _dressed("繁體，「引號與標點。", language)
    assert "half" in _dressed("繁體「引號」，標點。", language)
    assert '<span class="half">，</span>' in _dressed("简体，「引号与标点。", "zh-CN")


@pytest.mark.parametrize("language", ["en", "fr", "de-CH"])
def test_a_passage_in_a_latin_language_is_left_alone(language: str) -> None:
    assert "whole" not in _dressed("Twelve 12.5% words and a longer internationalisation.", language)
    assert "long" not in _dressed("internationalisation", language)
