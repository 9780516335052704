"""What Chinese text asks of pages, put into the fragment: the same for ideographs of every plane."""

from __future__ import annotations

import pytest
from lxml import etree

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


@pytest.mark.parametrize("language", ["en", "fr", "de-CH"])
def test_a_passage_in_a_latin_language_is_left_alone(language: str) -> None:
    assert "whole" not in _dressed("Twelve 12.5% words and a longer internationalisation.", language)
    assert "long" not in _dressed("internationalisation", language)
