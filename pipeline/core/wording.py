"""Knows the fixed words that outputs and the interface print, in both languages, and how their blanks are filled;
must not know where they go."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.core.languages import Language, Languages
from pipeline.core.visible import visible
from pipeline.core.words import joined

_DIGITS = "零一二三四五六七八九"


@cache
def _words() -> Mapping[str, Mapping[str, Any]]:
    import tomllib

    return tomllib.loads(Path(__file__).with_name("wording.toml").read_text("utf-8"))


def word(name: str, language: Language, /, **values: str | int) -> str:
    """The wording called `name` in one language, with its blanks filled."""
    return filled(_words()[name][language], values)


def word_of(name: str, language: Language, languages: Languages, /) -> str:
    """The wording as a report in some languages prints it: in full where its language leads, if it is short beside
    another."""
    row = _words()[name]
    return str((row.get("leading", {}) if language == languages.leading else {}).get(language) or row[language])


def remedy(name: str, language: Language, /, **values: str | int) -> str:
    """What to do where the wording called `name` is what is wrong; empty where it does not say."""
    return filled(_words()[name].get("fix", {}).get(language, ""), values)


def filled(template: str, values: Mapping[str, str | int]) -> str:
    """A wording with its blanks filled. `{count:error|errors}` is the number with the noun that goes with it."""
    return template.format_map({name: _Blank(value) for name, value in values.items()})


class _Blank(str):
    def __format__(self, spec: str) -> str:
        one, sign, several = spec.partition("|")
        return f"{self!s} {one if self == '1' else several}" if sign else str(self)


def told(name: str, language: Language, /, **values: str | int) -> str:
    """The same with what a terminal must not be steered by made visible in the values, such as names of files."""
    return word(name, language, **{key: visible(str(value)) for key, value in values.items()})


def chinese_number(number: int) -> str:
    """A whole number from 1 to 99 as in 一、十二、二十: the numerals of Chinese headings (GB/T 15835-2011, 3.3)."""
    if not 1 <= number <= 99:
        return str(number)
    tens, units = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[units] if units else "")


def bracketed(text: str, note: str, language: Language) -> str:
    """A text with a note in brackets behind it, such as a unit; the text alone where there is no note."""
    if not (text and note):
        return text
    before, between, after = word("in_brackets", language, text="\0", note="\0").split("\0")
    return joined(before, text, between, note, after)
