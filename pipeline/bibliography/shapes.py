"""Knows which forms of values CSL fields may have (CSL 1.0.2, csl-data.json); must not know what the fields mean."""

from __future__ import annotations

import re
from collections.abc import Mapping

Item = dict[str, object]
"""An entry as CSL-JSON, in whatever forms its author gave it."""
NAMES = ("author", "editor", "translator", "container-author", "collection-editor", "director", "reviewed-author")
DATES = ("issued", "accessed", "original-date", "event-date", "submitted", "available-date")
_OTHER_NAMES = (
    "chair",
    "compiler",
    "composer",
    "contributor",
    "curator",
    "editorial-director",
    "executive-producer",
    "guest",
    "host",
    "illustrator",
    "interviewer",
    "narrator",
    "organizer",
    "original-author",
    "performer",
    "producer",
    "recipient",
    "script-writer",
    "series-creator",
    "editor-translator",
    "holder",
)
EVERY_NAME = (*NAMES, *_OTHER_NAMES)
"""The fields of CSL that hold names; `NAMES` are those that are looked at one by one."""
_TEXT_FIELDS = (
    "abstract annote archive archive_collection archive_location archive-place authority call-number categories "
    "chapter-number citation-key citation-label collection-number collection-title container-title "
    "container-title-short CSTR custom dimensions division DOI edition entrytype event event-place event-title genre "
    "id ISBN ISSN issue jurisdiction journalAbbreviation keyword language medium note number number-of-pages "
    "number-of-volumes original-publisher original-publisher-place original-title page page-first part-number "
    "part-title PMCID PMID printing-number publisher publisher-place references reviewed-genre reviewed-title scale "
    "section shortTitle source status supplement-number title title-short type URL version volume volume-title "
    "volume-title-short year-suffix"
)
KNOWN = frozenset((*_TEXT_FIELDS.split(), *DATES, *EVERY_NAME))
"""The variables of CSL 1.0.2, and those of ours: `CSTR`, `entrytype`, `holder`."""
_OF_REGISTRARS = (
    "agency aliases alternative-id approved archive article-number assertion clinical-trial-number content-created "
    "content-domain content-updated created degree deposited editor-in-chief free-to-read funder indexed institution "
    "is-referenced-by-count isbn-type issn-type journal-issue license link member owner posted prefix "
    "proceedings-subject publication published "
    "published-online published-other published-print reference reference-count "
    "references-count registered relation resource review score short-container-title short-title subject subtitle "
    "update-policy update-to updated-by copyright special-numbering original-title-short"
)
REGISTRARS = frozenset(_OF_REGISTRARS.split()) - KNOWN
"""What registrars of DOIs say of an entry beside its fields, which nothing prints."""
_PARTS = frozenset((
    "family", "given", "dropping-particle", "non-dropping-particle", "suffix", "comma-suffix", "static-ordering",
    "literal", "parse-names",
))  # fmt: skip
DEEPEST = 20
"""How many elements of markup may stand in each other in a field."""
_SWITCHES = ("comma-suffix", "static-ordering", "parse-names")


def shaped(item: Mapping[str, object]) -> tuple[Item, tuple[str, ...]]:
    """The item in forms that every program takes, and the fields left out because they have none.

    A number is text, a year alone a date, one name a list of one. Empty fields, `custom`, which no style reads, and
    what registrars say beside are left out without a word.
    """
    made: Item = {}
    lost = []
    for field, value in item.items():
        if field == "custom" or field in REGISTRARS or value in (None, "", [], {}):
            continue
        form = _names(value) if field in EVERY_NAME else _date(value) if field in DATES else _text(value)
        if form is None:
            lost.append(field)
        else:
            made[field] = form
    return made, tuple(lost)


def names_of(item: Mapping[str, object], field: str) -> list[Mapping[str, object]]:
    """The people and bodies of a field in their parts; empty where it holds none."""
    names = item.get(field)
    return [name for name in names if isinstance(name, dict)] if isinstance(names, list) else []


def _text(value: object) -> str | None:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ", ".join(value)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    text = str(value)
    return text if "<" not in text or _depth(text) <= DEEPEST else None


def _depth(text: str) -> int:
    """How many elements of a field stand in each other, at the most."""
    depth = deepest = 0
    for end in re.findall(r"<(/?)(?:i|b|sub|sup|span|sc)\b", text):
        depth += -1 if end else 1
        deepest = max(deepest, depth)
    return deepest


def _names(value: object) -> list[Mapping[str, object]] | None:
    names: list[Mapping[str, object]] = []
    for name in value if isinstance(value, list) else [value]:
        if isinstance(name, str):
            names.append({"literal": name})
        elif isinstance(name, dict) and name:
            # Registrars say more of people than their names, and call bodies by `name`.
            known = {part: value for part, value in name.items() if part in _PARTS}
            if body := name.get("name"):
                known.setdefault("literal", body)
            names.append(known or name)
        else:
            return None
    parts = [(key, part) for name in names for key, part in name.items()]
    return names if all(isinstance(part, bool if key in _SWITCHES else str) for key, part in parts) else None


def _is_day(parts: list[object]) -> bool:
    """Whether the parts of a date are a year, perhaps a month or a season, perhaps a day."""
    if not all(re.fullmatch(r"-?[0-9]{1,18}", str(part)) for part in parts):
        return False
    _, month, day = (*(int(str(part)) for part in parts), 1, 1, 1)[:3]
    return len(parts) <= 3 and 0 <= month <= 24 and 0 <= day <= 31


def _date(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return {"date-parts": [[value]]} if _is_day([value]) else None
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        return None
    parts = value.get("date-parts", [])
    if not isinstance(parts, list) or not all(isinstance(part, list) and _is_day(part) for part in parts):
        return None
    others = [(name, part) for name, part in value.items() if name != "date-parts"]
    return (
        value
        if all(isinstance(part, str if name in ("raw", "literal") else (str, int)) for name, part in others)
        else None
    )
