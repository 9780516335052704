"""Knows the order of words: scripts first, then sounds, as Chinese lists have it (GB/T 7714-2025, 10.2); must not know
what is listed."""

from __future__ import annotations

import re
import unicodedata

from pipeline.core.scripts import CYRILLIC, HAN, HANGUL, KANA, LATIN
from pipeline.tools import pinyin

Sound = tuple[str, str]
"""A syllable or word, by its letters first and then by its tone."""

_SCRIPTS = (f"[{HAN}]", f"[{KANA}]", f"[{LATIN}]", f"[{CYRILLIC}]", f"[{HANGUL}]")
CHINESE, JAPANESE, OTHER = 0, 1, len(_SCRIPTS)
_SYLLABLE = re.compile(r"(\D+)([1-5])")
DIGITS, SIGNS = "0–9", "#"


def script_of(text: str) -> int:
    """The place of the script of a text's first letter among those of lists."""
    first = next((letter for letter in text if letter.isalpha()), "")
    return next((place for place, form in enumerate(_SCRIPTS) if re.search(form, first)), OTHER)


def sounds(text: str) -> tuple[Sound, ...]:
    """A text as syllables and words; `chong2 qing4` is two syllables as 重庆 is."""
    if re.search(_SCRIPTS[CHINESE], text):
        return spoken(pinyin.syllables(text))
    return tuple((folded(word), tone) for word, tone in map(_with_tone, text.split()))


def spoken(syllables: list[str]) -> tuple[Sound, ...]:
    """Syllables with the numbers of their tones behind them."""
    return tuple((folded(syllable.rstrip("12345")), syllable[-1:]) for syllable in syllables)


def _with_tone(word: str) -> Sound:
    found = _SYLLABLE.fullmatch(word)
    return (found[1], found[2]) if found else (word, "")


def folded(word: str) -> str:
    """A word without accents and case, as libraries file it."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
    return re.sub(r"[^\w]", "", plain.casefold())


def initial(text: str) -> str:
    """The letter that a text is listed under: of its first sound, in upper case; signs and digits have groups of their
    own."""
    first = next((sound for sound, _ in sounds(text) if sound), "")[:1]
    return SIGNS if not first else DIGITS if first.isdigit() else first.upper()


def key(text: str, sort: str = "") -> tuple[object, ...]:
    """What a text is listed by, in groups of `initial`: signs, digits, letters, then scripts and sounds; `sort` is how
    it sounds where that is not what it looks like."""
    letter = initial(sort or text)
    rank = (SIGNS, DIGITS).index(letter) if letter in (SIGNS, DIGITS) else 2
    return rank, letter, script_of(text), sounds(sort or text), text
