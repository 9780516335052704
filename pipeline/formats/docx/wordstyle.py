"""Knows what a paragraph style of the Word edition is, and what those of the language beside are called; must not know
the styles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.core.languages import CHINESE, ENGLISH, ENGLISH_NAMES, Language, has_spaces

ALIASES = {CHINESE: "中文", ENGLISH: "英文"}
"""What each language is called in the Chinese names of styles."""


@dataclass(frozen=True)
class WordStyle:
    """A paragraph style. Sizes are pt, spacing pt, `line` a multiple; `face` is serif, sans or kai."""

    name: str
    alias: str = ""
    based_on: str = "Normal"
    size: float = 0
    face: str = ""
    bold: bool = False
    color: str = ""
    before: float = 0
    after: float = 0
    line: float = 0
    align: str = ""
    first_line: int | None = None
    left: float = 0
    hanging: float = 0
    keep_next: bool = False
    outline: int | None = None
    numbering: tuple[int, int] | None = None
    fill: str = ""
    tab: float = 0
    page_break: bool = False
    language: Language = ""
    is_hidden: bool = False

    @property
    def id(self) -> str:
        is_level = self.name[0].islower() and self.name[-1].isdigit()
        return f"{self.name[:3].upper()}{self.name[-1]}" if is_level else "".join(self.name.title().split())


def style_beside(name: str, language: Language) -> str:
    """The name of a style of what stands beside: `Caption English`."""
    return f"{name} {ENGLISH_NAMES[language]}"


def text_beside(language: Language) -> str:
    """The name of the style of an abstract in the language beside."""
    return f"{ENGLISH_NAMES[language]} Text"


def body_style(name: str, alias: str, language: Language) -> WordStyle:
    """A paragraph of the text: set in by two characters in Chinese, with white below it in English."""
    plain = WordStyle(name, alias, align="both")
    return replace(plain, after=6) if has_spaces(language) else replace(plain, first_line=200)


@dataclass(frozen=True)
class Design:
    """The sizes and colours of the tokens, and the language of what stands beside, and of the summaries of sections."""

    size: Mapping[str, float]
    color: Mapping[str, str]
    beside: Language
    summary: Language

    def named(self, name: str) -> str:
        return style_beside(name, self.beside)

    def alias(self, name: str) -> str:
        return f"{ALIASES[self.beside]}{name}"
