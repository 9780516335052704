"""Knows how a CSL item as people and programs write it becomes one that a style can set; must not know files or styles.

Styles print what they are given: "第2版" comes out as "第2版 版", a DOI with its address in front twice as a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.bibliography.extra import unfolded
from pipeline.bibliography.rules import ESCAPED, RULES, unescaped
from pipeline.bibliography.shapes import Item, shaped
from pipeline.core.languages import ENGLISH, ENTRY_CODES
from pipeline.core.scripts import CYRILLIC, HAN, HANGUL, KANA, has_latin

_RULED = tuple(dict.fromkeys((*RULES, *ESCAPED)))


@dataclass(frozen=True)
class Change:
    """A field that was made plain, its old text and its new one."""

    field: str
    before: str
    after: str


def normalize(item: Mapping[str, object]) -> tuple[Item, tuple[Change, ...]]:
    """The item made plain, and what was changed; an item that is plain comes back as it is, without changes."""
    made, _ = shaped(unfolded(item))
    changes = []
    for field in [field for field in _RULED if field in made]:
        before = made[field]
        after = unescaped(before) if field in ESCAPED else before
        after = RULES[field](after) if field in RULES else after
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
