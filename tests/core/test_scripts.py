"""Scripts, held against Unicode's data."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from fontTools import unicodedata as unicode_data

from pipeline.core import scripts

EVERY = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]


def test_han_is_unicodes_script_without_what_is_no_ideograph() -> None:
    # Radicals and description marks are of the script and stand in no text; 々 and 〇 are ideographs in use.
    aside = {character for character in EVERY if 0x2E80 <= ord(character) <= 0x2FFF}
    wanted = {character for character in EVERY if unicode_data.script(character) == "Hani"} - aside
    assert set(re.findall(f"[{scripts.HAN}]", "".join(EVERY))) == wanted
    assert {"〇", "々", "㐂", "𠮷", "龥", "豈"} <= wanted


def test_latin_is_letters_of_the_script() -> None:
    found = re.findall(f"[{scripts.LATIN}]", "".join(EVERY))
    assert all(unicode_data.script(character) == "Latn" for character in found)
    assert {"A", "z", "é", "ß", "ő", "ž"} <= set(found)
    assert not {"×", "÷", "ª", "0"} & set(found)


def test_punctuation_is_full_width_and_no_mark_twice() -> None:
    marks = scripts.OPENING + scripts.CLOSING
    assert len(set(marks)) == len(marks)
    assert all(unicodedata.category(mark)[0] == "P" for mark in marks)
    for opening in scripts.OPENING:
        assert unicodedata.category(opening) in ("Ps", "Pi")


@pytest.mark.parametrize("character", "汉〇々𠮷豈")
def test_an_ideograph(character: str) -> None:
    assert scripts.is_han(character)
    assert scripts.is_full_width(character)
    assert scripts.has_han(f"a{character}b")
    assert not scripts.has_latin(character)


@pytest.mark.parametrize("character", "，（ア한Ａ")
def test_full_width_and_no_ideograph(character: str) -> None:
    assert not scripts.is_han(character)
    assert scripts.is_full_width(character) or character == "한"
    assert scripts.is_wide(character)


@pytest.mark.parametrize("character", "aé1-“")
def test_neither(character: str) -> None:
    assert not scripts.is_han(character)
    assert not scripts.is_full_width(character)
    assert not scripts.is_wide(character)


def test_columns() -> None:
    assert scripts.columns("汉a，b") == 6
    assert scripts.columns("") == 0


def test_what_prints_nothing_without_a_glyph() -> None:
    for character in "\ufe0f\ufeff\u200d\u2063\U000e0100\u3164\u00ad\u034f\u180e":
        assert scripts.is_ignorable(character), hex(ord(character))
    for character in "a中　。\u0301\u0600\ufffc\ufff9\u2028\u3000":
        assert not scripts.is_ignorable(character), hex(ord(character))
    # Every mark of format is one, but those that are drawn, or that stand for the end of a line.
    drawn = re.compile(
        "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f]"
    )
    marks = (chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Cf")
    assert [hex(ord(mark)) for mark in marks if not scripts.is_ignorable(mark) and not drawn.match(mark)] == []
