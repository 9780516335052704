"""Knows the two languages of a report, their tags in each format, and texts in both; must not know formats.

No other module compares a language with a literal (`test_languages_are_compared_in_one_place`): it asks here what it
needs to
know of one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.core.scripts import has_han

Language = str
"""A language of a report or of the interface: `zh` or `en`."""

CHINESE: Language = "zh"
ENGLISH: Language = "en"
LANGUAGES: tuple[Language, Language] = (CHINESE, ENGLISH)
LEADING_LANGUAGE: Language = CHINESE
"""The language that a report is written in; the other one goes with it."""

WEB_TAGS = {CHINESE: "zh-CN", ENGLISH: "en"}
"""BCP 47, for HTML, EPUB and XMP."""

SCRIPT_TAGS = {CHINESE: "zh-Hans", ENGLISH: "en"}
"""BCP 47 by script, for drawings and for pandoc, whose words for zh-CN are empty."""

WORD_TAGS = {CHINESE: "zh-CN", ENGLISH: "en-US"}
"""`w:lang` of Word (ECMA-376, part 1, 17.3.2.20): `w:eastAsia` for Chinese, `w:val` for English."""

# Languages that are set like Chinese: full-width punctuation, no spaces between words.
LIKE_CHINESE = ("zh", "ja", "ko", "yue", "wuu")

IN_IDEOGRAPHS = ("zh", "ja")
"""Languages whose titles may stand in ideographs alone."""
ENTRY_CODES = ("zh", "ja", "ko", "cmn", "jpn", "kor", "chi")
"""How the languages of entries begin that take the Chinese wording (ISO 639-1 and 639-2)."""


ENTRY_NAMES = {
    **dict.fromkeys(("chinese", "中文", "汉语", "chi", "zho", "cn", "zh_cn", "中文;"), "zh"),
    **dict.fromkeys(
        ("english", "英文", "eng", "american", "british", "usenglish", "ukenglish", "canadian", "australian", "en_us"),
        "en",
    ),
    **dict.fromkeys(("german", "ngerman", "austrian", "ger", "deu"), "de"),
    **dict.fromkeys(("french", "francais", "canadien", "acadian", "fre", "fra"), "fr"),
    **dict.fromkeys(("portuguese", "brazilian", "por"), "pt"),
    **dict.fromkeys(("spanish", "spa"), "es"),
    **dict.fromkeys(("russian", "俄文", "rus"), "ru"),
    **dict.fromkeys(("italian", "ita"), "it"),
    **dict.fromkeys(("japanese", "日文", "jpn"), "ja"),
    **dict.fromkeys(("korean", "kor", "韩文"), "ko"),
    "dutch": "nl",
    "latin": "la",
}
"""What programs call the languages of entries that have a tag."""


@dataclass(frozen=True)
class Bilingual:
    """A text in Chinese and in English; an empty string where a language is missing."""

    zh: str = ""
    en: str = ""

    def __getitem__(self, language: Language) -> str:
        return self.zh if language == CHINESE else self.en

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)

    @classmethod
    def each(cls, make: Callable[[Language], str]) -> Bilingual:
        """A text made for each language."""
        return cls(make(CHINESE), make(ENGLISH))

    @classmethod
    def same(cls, text: str) -> Bilingual:
        """A text that is the same in both, as a number is."""
        return cls(text, text)

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that are there, in the order of the languages."""
        return tuple(self[language] for language in LANGUAGES if self[language])

    @property
    def leading(self) -> str:
        """The text in the leading language, else in the other."""
        return self[LEADING_LANGUAGE] or self[other(LEADING_LANGUAGE)]


def other(language: Language) -> Language:
    """The language that goes with one."""
    return ENGLISH if is_chinese(language) else CHINESE


def is_chinese(language: Language) -> bool:
    """Whether words of a language are set as Chinese."""
    return language == CHINESE


def has_spaces(language: Language) -> bool:
    """Whether a language parts its words, and what goes with a number, by spaces."""
    return language == ENGLISH


def of_tag(tag: str) -> Language:
    """Which of the two a BCP 47 tag is set like: as Chinese without one, and for its neighbours; as English
    otherwise."""
    primary = tag.replace("_", "-").split("-")[0].lower()
    return CHINESE if not primary or primary in LIKE_CHINESE else ENGLISH


_REGIONS = {"zh-hant-hk": "HK", "zh-hant": "TC", "zh-tw": "TC", "zh-hk": "HK", "zh-mo": "HK", "ja": "JP", "ko": "KR"}


def is_of_report(tag: str) -> bool:
    """Whether a BCP 47 tag names one of the two."""
    return tag.replace("_", "-").split("-")[0].lower() in LANGUAGES


def region(tag: str) -> str:
    """How families of fonts name the region whose forms of characters a language has: `TC`, `HK`, `JP`, `KR`; empty for
    the forms of the mainland, and for languages in other scripts."""
    name = tag.replace("_", "-").lower()
    return next((region for start, region in _REGIONS.items() if f"{name}-".startswith(f"{start}-")), "")


def has_centred_marks(tag: str) -> bool:
    """Whether commas and stops of a language stand in the middle of their squares (W3C CLREQ 3.1.1)."""
    return region(tag) in ("TC", "HK")


def is_of_english(language: str) -> bool:
    """Whether an entry says that it is in English."""
    return language.lower().startswith(ENGLISH)


def is_japanese(language: str) -> bool:
    """Whether the language of an entry is Japanese (ISO 639-1 and 639-2)."""
    return language.lower().startswith(("ja", "jpn"))


def of_locale(locale: str) -> Language:
    """The language of the interface for a locale such as `zh_CN.UTF-8`: English for all that are not Chinese."""
    return CHINESE if locale.lower().startswith(CHINESE) else ENGLISH


def of_text(text: str) -> Language:
    """The language of some words as far as their script tells."""
    return CHINESE if has_han(text) else ENGLISH
