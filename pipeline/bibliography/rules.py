"""Knows how the value of one field is made plain, where nothing is lost by it; must not know other fields.

A rule takes words away round a bare number alone: `第3卷` is 3, `第1册`, `扉页` and `修订版` stay as they are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping

from pipeline.bibliography import dates
from pipeline.bibliography.shapes import DATES, EVERY_NAME
from pipeline.core.languages import ENTRY_NAMES
from pipeline.core.scripts import HANGUL, KANA, is_han
from pipeline.tools.identifiers import bare_doi

Rule = Callable[[object], object]

_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth",
)  # fmt: skip
_DIGITS = {digit: number for number, digit in enumerate("〇一二三四五六七八九")}
_MEDIA = {
    "cd-rom": "CD",
    "cdrom": "CD",
    "disk": "DK",
    "magnetic tape": "MT",
    "光盘": "CD",
    "磁带": "MT",
    "磁盘": "DK",
    "microfilm": "MF",
    "缩微": "MF",
}
_CODES = {
    "dissertation": "thesis",
    "book-chapter": "chapter",
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "posted-content": "article",
    "monograph": "book",
    "edited-book": "book",
}
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,10}\d{0,2});", re.I)
_PAGE = r"(?:[A-Z]?\d+|[ivxlc]+)"
_PAGES = rf"{_PAGE}(?:\s*[-‐‑–—−~～－,，、]+\s*{_PAGE})*"
_CHINESE_PAGES = re.compile(rf"[第页]\s*({_PAGES})\s*[页版]?|({_PAGES})\s*[页版]", re.I)
"""Pages, or those of a newspaper, with the words round a bare number."""
_ABBREVIATION = re.compile(
    r"(?:^|[\s.])(?:\w|\w{1,2}\.\w+|al|Inc|Ltd|Co|Corp|Jr|Sr|etc|vol|no|ed|eds|pp|v|vs|St|Dr|Mr)\.", re.I
)


def _number(pattern: str) -> Rule:
    def rule(value: object) -> object:
        text = str(value).strip()
        found = re.fullmatch(pattern, text, re.I)
        return value if not found else next(part for part in found.groups() if part)

    return rule


def _edition(value: object) -> object:
    text = str(value).strip()
    found = re.fullmatch(
        r"(?:第\s*)?(\d+)\s*版|(\d+)(?:st|nd|rd|th)?\.?(?:\s*(?:ed\.?|edn\.?|edition))?"
        rf"|({'|'.join(_ORDINALS)})(?:\s+ed(?:\.|n\.?|ition)?)?|第?([一二三四五六七八九十]{{1,3}})版",
        text,
        re.I,
    )
    if not found:
        return value
    number = found[1] or found[2] or (found[3] and str(_ORDINALS.index(found[3].lower()) + 1)) or _chinese(found[4])
    # A first edition is not stated (GB/T 7714-2025, version statement).
    return "" if number == "1" else number if text != number else value


def _chinese(numeral: str) -> str:
    """A Chinese numeral up to 99 in digits."""
    tens, mark, ones = numeral.rpartition("十")
    return str((_DIGITS.get(tens, 1) * 10 if mark else 0) + _DIGITS.get(ones, 0))


def _pages(value: object) -> object:
    text = str(value).strip()
    bare = re.sub(r"^(?:pp?\.|(?:pp?|pages?)(?=\s*(?:\d|[ivxlc]+\b)))\s*", "", text, flags=re.I)
    if found := _CHINESE_PAGES.fullmatch(bare):
        bare = found[1] or found[2]
    plain = re.sub(r"\s*(?:--+|[‐‑–—−~～－])\s*|\s+-\s+", "-", bare)
    return plain if plain != str(value) else value


def _names(value: object) -> object:
    if not isinstance(value, list):
        return value
    return [_name(name) if isinstance(name, dict) else name for name in value]


def _name(name: Mapping[str, object]) -> Mapping[str, object]:
    family, given = str(name.get("family") or ""), str(name.get("given") or "")
    if family and given and all(map(_is_eastern, (family + given).replace("·", ""))):
        # Names in ideographs have no gap, and are never cut to the family name.
        return {"literal": family + given}
    if given and (found := re.fullmatch(r"(.*?),?\s+((?:Jr|Sr)\.?|[IV]{2,4})", given)):
        return {**name, "given": found[1], "suffix": found[2]}
    return name


def _is_eastern(letter: str) -> bool:
    return is_han(letter) or re.fullmatch(f"[{KANA}{HANGUL}]", letter) is not None


def _date(value: object) -> object:
    return dates.plain(value) if isinstance(value, str) else value


def _title(value: object) -> object:
    """A title without the stop of its sentence, which the style sets; the stop of an abbreviation stays."""
    text = str(value).strip()
    if text.endswith("。"):
        return text[:-1]
    if not text.endswith(".") or text.endswith("..") or _ABBREVIATION.search(text[-8:]):
        return value
    return text[:-1]


def unescaped(value: object) -> object:
    """A text without the character references of HTML that a program left in it, however often it wrote them."""
    while isinstance(value, str) and _ENTITY.search(value):
        made = _ENTITY.sub(lambda found: html.unescape(found[0]), value)
        if made == value:
            return value
        value = made
    return value


def _medium(value: object) -> object:
    text = str(value).strip().lower()
    return _MEDIA.get(text, "" if text in ("online", "web", "ol") else value)


RULES: Mapping[str, Rule] = {
    "DOI": lambda value: bare_doi(str(value)),
    "URL": lambda value: re.sub(r"[\s,;，。；、）》”]+$", "", str(value).strip()) or value,
    "volume": _number(r"第\s*(\d+)\s*卷|(?:vol(?:ume|\.)?|v\.)\s*(\d+)|(\d+)\s*卷"),
    "issue": _number(r"第\s*(\d+)\s*期|(?:no|nr|issue|iss)\.?\s*(\d+)|(\d+)\s*期"),
    "edition": _edition,
    "page": _pages,
    "title": _title,
    "language": lambda value: ENTRY_NAMES.get(str(value).strip().lower(), value),
    "medium": _medium,
    "type": lambda value: _CODES.get(str(value), value),
    **dict.fromkeys(DATES, _date),
    **dict.fromkeys(EVERY_NAME, _names),
}
"""How each field is made plain."""
ESCAPED = ("title", "container-title", "collection-title", "publisher", "event-title", "volume-title", "part-title")
"""Fields in which registrars leave references of HTML."""
