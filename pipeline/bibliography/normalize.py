"""Knows how a CSL item as people and programs write it becomes one that a style can set; must not know files or styles.

Styles print what they are given: "第2版" comes out as "第2版 版", a DOI with its address in front twice as a link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.bibliography.fields import snapshot_of
from pipeline.bibliography.shapes import NAMES, Item, shaped
from pipeline.core.languages import ENGLISH, ENTRY_CODES
from pipeline.core.scripts import CYRILLIC, HAN, HANGUL, KANA, has_latin, is_han
from pipeline.tools.identifiers import bare_doi

_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5"}
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


@dataclass(frozen=True)
class Change:
    """A field that was made plain, its old text and its new one."""

    field: str
    before: str
    after: str


def normalize(item: Mapping[str, object]) -> tuple[Item, tuple[Change, ...]]:
    """The item made plain, and what was changed; an item that is plain comes back as it is, without changes."""
    made, _ = shaped(item)
    changes = []
    for field, rule in _RULES.items():
        if field not in made:
            continue
        before = made[field]
        after = rule(before)
        if after == before:
            continue
        if after in ("", None, []):
            del made[field]
        else:
            made[field] = after
        changes.append(Change(field, _shown(before), _shown(made.get(field, ""))))
    if "language" not in made and (language := language_of(made)):
        made["language"] = language
        changes.append(Change("language", "", language))
    return made, tuple(changes)


def language_of(item: Mapping[str, object]) -> str:
    """The language an item's title is in, as far as its script tells: zh, ja, ko, ru or en; nothing without a title."""
    title = str(item.get("title") or "")
    for language, letters in (
        ("ja", KANA),
        ("ko", HANGUL),
        ("zh", HAN),
        ("ru", CYRILLIC),
    ):
        if re.search(f"[{letters}]", title):
            return language
    return ENGLISH if has_latin(title) else ""


def is_chinese(item: Mapping[str, object]) -> bool:
    """Whether an entry takes the Chinese wording; Japanese and Korean ones do too."""
    language = str(item.get("language") or "").lower()
    return (language or language_of(item)).startswith(ENTRY_CODES)


def for_citeproc(item: Mapping[str, object]) -> Item:
    """The item as citeproc gets it: Chinese ones carry no `language`, so that a style can tell them from the rest.

    CSL has no other way to word an entry by its own language (CSL schema issue 63). A CSTR identifier goes into the
    variable `references`, which nothing else in these styles uses.
    """
    made, _ = normalize(item)
    if is_chinese(made):
        made.pop("language", None)
    else:
        made.setdefault("language", "en")
    if snapshot_of(made):
        # Printed behind the entry in any style; a style's `archive` is a house.
        made.pop("archive")
    if cstr := made.pop("CSTR", None):
        made["references"] = str(cstr).removeprefix("CSTR:").strip()
    return made


def _ordinal(pattern: str) -> Callable[[object], object]:
    def rule(value: object) -> object:
        text = str(value).strip()
        found = re.fullmatch(pattern, text, re.I)
        return value if not found else next(part for part in found.groups() if part)

    return rule


def _edition(value: object) -> object:
    text = str(value).strip()
    found = re.fullmatch(
        r"(?:第\s*)?(\d+)\s*版|(\d+)(?:st|nd|rd|th)?\.?(?:\s*(?:ed\.?|edn\.?|edition))?"
        r"|(first|second|third|fourth|fifth)(?:\s+ed(?:\.|ition)?)?",
        text,
        re.I,
    )
    if not found:
        return value
    number = found[1] or found[2] or _ORDINALS[found[3].lower()]
    # A first edition is not stated (GB/T 7714-2025, version statement).
    return "" if number == "1" else number if text != number else value


def _pages(value: object) -> object:
    text = re.sub(r"^(?:pp?\.?|页|第)\s*", "", str(value).strip(), flags=re.I).removesuffix("页").strip()
    plain = re.sub(r"\s*[–—−~～]\s*|\s+-\s+", "-", text)
    return plain if plain != str(value) else value


def _names(value: object) -> object:
    if not isinstance(value, list):
        return value
    return [_name(name) if isinstance(name, dict) else name for name in value]


def _name(name: Mapping[str, object]) -> Mapping[str, object]:
    family, given = str(name.get("family") or ""), str(name.get("given") or "")
    if family and given and all(map(is_han, (family + given).replace("·", ""))):
        # Chinese names have no gap, and are never cut to the family name.
        return {"literal": family + given}
    if given and (found := re.fullmatch(r"(.*?),?\s+((?:Jr|Sr)\.?|[IV]{2,4})", given)):
        return {**name, "given": found[1], "suffix": found[2].rstrip(".")}
    return name


def _language(value: object) -> object:
    text = str(value).strip().lower()
    return {"chinese": "zh", "中文": "zh", "chi": "zh", "zho": "zh", "english": "en", "英文": "en", "eng": "en"}.get(
        text, value
    )


def _url(value: object) -> object:
    return re.sub(r"[\s,;，。；、）》”]+$", "", str(value).strip()) or value


_RULES: Mapping[str, Callable[[object], object]] = {
    "DOI": lambda value: bare_doi(str(value)),
    "URL": _url,
    "volume": _ordinal(r"第\s*(\d+)\s*卷|(?:vol(?:ume|\.)?|v\.)\s*(\d+)|(\d+)\s*卷"),
    "issue": _ordinal(r"第\s*(\d+)\s*期|(?:no|nr|issue|iss)\.?\s*(\d+)|(\d+)\s*期"),
    "edition": _edition,
    "page": _pages,
    "language": _language,
    "medium": lambda value: _MEDIA.get(
        str(value).strip().lower(), "" if str(value).strip().lower() in ("online", "web", "ol") else value
    ),
    "type": lambda value: _CODES.get(str(value), value),
    **dict.fromkeys(NAMES, _names),
}


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(_parts(value))
    return str(value)


def _parts(names: list[object]) -> Iterator[str]:
    for name in names:
        if isinstance(name, dict):
            yield str(name.get("literal") or " ".join(filter(None, (name.get("family"), name.get("given")))))
        else:
            yield str(name)
