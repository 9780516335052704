"""Knows the languages of a report, their tags in each format, and texts in them; must not know formats.

No other module compares a language with a literal (`test_languages_are_compared_in_one_place`): it asks here what it
needs to
know of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.core.scripts import has_han

Language = str
"""A language of a report or of the interface: `zh` or `en`."""

CHINESE: Language = "zh"
ENGLISH: Language = "en"
LANGUAGES: tuple[Language, Language] = (CHINESE, ENGLISH)
WEB_TAGS = {CHINESE: "zh-CN", ENGLISH: "en"}
"""BCP 47, for HTML, EPUB and XMP."""

SCRIPT_TAGS = {CHINESE: "zh-Hans", ENGLISH: "en"}
"""BCP 47 by script, for drawings and for pandoc, whose words for zh-CN are empty."""

ENGLISH_NAMES = {CHINESE: "Chinese", ENGLISH: "English"}
"""What each is called in English, as names of styles and properties have it."""

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


@dataclass(frozen=True)
class Languages:
    """The languages of a report: the one that it is written in, and the one beside it; none where it has but one.

    A report carries one such value in its metadata, and whoever prints asks it which texts there are, and in what
    order.
    """

    leading: Language = CHINESE
    beside: Language | None = ENGLISH

    @classmethod
    def of(cls, names: Sequence[Language]) -> Languages:
        """Those of a list of one or two."""
        leading, *others = dict.fromkeys(names)
        return cls(leading, others[0] if others else None)

    @classmethod
    def named(cls, facts: object) -> Languages:
        """Those that a front matter names, as far as it can be read; both where one of its names is none."""
        named = facts.get("languages") if isinstance(facts, dict) else None
        names = [str(name) for name in named] if isinstance(named, list) else []
        known = [one for name in names for one in LANGUAGES if is_spoken_as(name, one)]
        return cls.of(known if known and known == names else [*known, *LANGUAGES])

    def __iter__(self) -> Iterator[Language]:
        yield self.leading
        if self.beside:
            yield self.beside

    @property
    def tag(self) -> str:
        """The BCP 47 tag of the leading language."""
        return WEB_TAGS[self.leading]

    @property
    def tags(self) -> tuple[tuple[Language, str], ...]:
        """Each language with its BCP 47 tag."""
        return tuple((language, WEB_TAGS[language]) for language in self)

    def has(self, tag: str) -> bool:
        """Whether a BCP 47 tag names one of them."""
        return any(is_spoken_as(tag, language) for language in self)

    def text(self, leading: str, beside: str = "") -> Bilingual:
        """A text of the report with its translation."""
        return Bilingual.each(lambda language: leading if language == self.leading else beside if self.beside else "")

    def only(self, text: Bilingual) -> Bilingual:
        """A text without what is in no language of the report."""
        return Bilingual.each(lambda language: text[language] if language in tuple(self) else "")

    def first(self, text: Bilingual) -> str:
        """A text in the leading language, else in the other."""
        return text[self.leading] or text[other(self.leading)]

    def second(self, text: Bilingual) -> str:
        """What stands beside the first; empty where it stands alone."""
        return text[self.beside] if self.beside and text[self.leading] else ""

    def shown(self, text: Bilingual, labels: str) -> tuple[str, ...]:
        """A text as the labels of a figure or a table show it: in one language if they name it, else in all."""
        if labels not in LANGUAGES:
            return self.all(text)
        return tuple(filter(None, [text[labels] or text[other(labels)]]))

    def all(self, text: Bilingual) -> tuple[str, ...]:
        """The texts that are there, in the order of the languages."""
        return tuple(text[language] for language in self if text[language])


BOTH = Languages()
"""Chinese with English beside it: what a report has that says nothing else."""


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


def is_spoken_as(tag: str, language: Language) -> bool:
    """Whether a BCP 47 tag is one of a language of a report, whatever its region or script."""
    return tag.replace("_", "-").split("-")[0].lower() == language


_REGIONS = {"zh-hant-hk": "HK", "zh-hant": "TC", "zh-tw": "TC", "zh-hk": "HK", "zh-mo": "HK", "ja": "JP", "ko": "KR"}


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
