"""Knows how an entry of BibTeX or BibLaTeX becomes a CSL item; must not know files.

What the item says otherwise than its author wrote stands in `custom`, where CSL keeps what no style reads, so that
a check can tell it: titles put into the case of a sentence, and TeX that was not understood.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.bibliography import bibnames, casing, dates, tex
from pipeline.bibliography.bibfields import DATES, MEETINGS, NAMES, TEXTS, TITLES, TYPES
from pipeline.bibliography.shapes import Item
from pipeline.core.languages import ENTRY_NAMES, is_of_english
from pipeline.core.scripts import HAN, has_han
from pipeline.tools.identifiers import is_url

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ADDRESS = re.compile(r"\\(?:url|href|path)\s*\{([^{}]*)\}")
# What belongs to one place in an archive.
_HELD = {"publisher": "archive", "publisher-place": "archive-place", "number": "archive_location"}
# Lists of BibLaTeX (2.2.1). Between Latin names, `and` may be a part of one: Wiley and Sons.
_LISTS = ("publisher", "location", "address", "institution", "organization", "school")
_BETWEEN = re.compile(rf"(?<=[{HAN}}}])\s+and\s+(?=[{HAN}{{])")
_VERBATIM = ("url", "doi", "eprint", "isbn", "issn", "cstr")
_ESCAPED = re.compile(r"\\([%&_#~{}$])")


def item_of(kind: str, key: str, fields: Mapping[str, str]) -> Item:
    """The item of an entry, whose fields have no outer braces."""
    given = {name: value for name, value in fields.items() if value.strip()}
    made: Item = {"id": key, "type": _type(kind, given)}
    if kind in MEETINGS:
        made["entrytype"] = kind
    notes: dict[str, object] = {}
    _language(made, given)
    for name, value in given.items():
        if name in NAMES:
            made.setdefault(NAMES[name], bibnames.names(value))
        elif name in TEXTS and TEXTS[name] not in ("language",):
            made.setdefault(TEXTS[name], _text(name, value, notes))
    _titles(made, given, notes)
    _dates(made, given)
    _numbers(made, given, kind)
    _eprint(made)
    _published(made, given)
    if notes:
        made["custom"] = {"given": notes}
    return made


def _type(kind: str, given: Mapping[str, str]) -> str:
    own = TYPES.get(kind, kind)
    subtype = given.get("entrysubtype", "").lower()
    if own == "article-journal" and subtype in ("newspaper", "magazine"):
        return f"article-{subtype}"
    if kind in ("misc", "article", "unpublished") and _is_preprint(given):
        return "article"
    if own == "document" and (given.get("url") or _ADDRESS.search(given.get("howpublished", ""))):
        return "webpage"
    if kind == "proceedings" and given.get("booktitle") and given.get("author"):
        return "paper-conference"
    return own


def _is_preprint(given: Mapping[str, str]) -> bool:
    if given.get("journal", given.get("journaltitle", "")):
        return bool(
            re.match(r"(?:arXiv|bioRxiv|medRxiv|ChinaXiv)\b", given.get("journal") or given["journaltitle"], re.I)
        )
    return bool(
        given.get("eprint") or given.get("archiveprefix") or re.search("arxiv", given.get("publisher", ""), re.I)
    )


def _language(made: Item, given: Mapping[str, str]) -> None:
    told = (given.get("langid") or given.get("language") or "").strip().lower()
    if told:
        made["language"] = ENTRY_NAMES.get(told, told)


def _text(name: str, value: str, notes: dict[str, object]) -> str:
    if name in _VERBATIM:
        # Addresses are no TeX; what programs escape in them all the same is put back.
        return (
            _ESCAPED.sub(r"\1", re.sub(r"\\(?:url|path)\{([^{}]*)\}", r"\1", value))
            .replace("{", "")
            .replace("}", "")
            .strip()
        )
    if name == "howpublished" and (found := _ADDRESS.search(value)):
        return _ESCAPED.sub(r"\1", found[1]).strip()
    if name in _LISTS:
        value = _BETWEEN.sub("；", value)
    found_pieces, unread = tex.pieces(value)
    if unread:
        notes[TEXTS.get(name, name)] = " ".join(dict.fromkeys(unread))
    return tex.text(found_pieces)


def _titles(made: Item, given: Mapping[str, str], notes: dict[str, object]) -> None:
    for name, to in TITLES.items():
        value = given.get(name)
        if not value:
            continue
        pieces, unread = tex.pieces(value)
        text = written = tex.text(pieces)
        may_hold_name = name.startswith("book") or "entrytype" in made
        is_name = name == "eventtitle" or (may_hold_name and casing.is_of_meeting(pieces))
        is_english = is_of_english(str(made.get("language", ""))) and not has_han(text)
        if is_english and not is_name and casing.is_heading(pieces):
            text = tex.text(casing.sentence(pieces))
        if unread or text != written:
            notes[to] = " ".join(dict.fromkeys(unread)) or written
        before = str(made.get(to, "")) if name != "booktitle" else ""
        mark = "：" if has_han(text) else ": "
        made[to] = (
            f"{before} {text}" if before and name == "titleaddon" else f"{before}{mark}{text}" if before else text
        )
    if whole := made.pop("maintitle", None):
        # A volume with its own title in a set.
        if made.get("type") in ("chapter", "paper-conference"):
            volume = made.get("container-title")
            made["container-title"] = whole
            if volume:
                made["volume-title"] = volume
        else:
            made["volume-title"] = made.get("title", "")
            made["title"] = whole


def _dates(made: Item, given: Mapping[str, str]) -> None:
    for name, to in DATES.items():
        if name in given and (date := dates.read(_date_text(given[name]))):
            made.setdefault(to, date)
    year = _date_text(given.get("year", ""))
    issued = made.get("issued")
    if not year or (isinstance(issued, Mapping) and issued.get("date-parts")):
        return
    month, day = _month(given.get("month", "")), given.get("day", "").strip()
    if re.fullmatch(r"\d{4}", year) and month:
        year = f"{year}-{month:02d}" + (f"-{int(day):02d}" if re.fullmatch(r"\d{1,2}", day) else "")
    if found := dates.read(year):
        made["issued"] = found


def _date_text(value: str) -> str:
    return value.strip() if re.fullmatch(r"[-\d/.~?%]+", value.strip()) else tex.plain(value)


def _month(value: str) -> int:
    text = tex.plain(value).lower().rstrip("月.")
    if text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else 0
    return next((number for number, name in enumerate(_MONTHS, 1) if text.startswith(name)), 0)


def _numbers(made: Item, given: Mapping[str, str], kind: str) -> None:
    """What `number` counts differs by type, and `eid` is the number of an article."""
    own = made.get("type")
    number = _text("number", given.get("number", ""), {})
    made.pop("number", None)
    if own in ("article-journal", "article-magazine", "article-newspaper", "review", "periodical"):
        if number:
            made["issue"] = f"{number}（{made['issue']}）" if made.get("issue") else number
        if given.get("eid"):
            made["number"] = _text("eid", given["eid"], {})
    elif number and given.get("series") and own in ("book", "collection", "chapter", "paper-conference"):
        made["collection-number"] = number
    elif number:
        made["number"] = number
    elif given.get("eid"):
        made.setdefault("page", _text("eid", given["eid"], {}))
    if own in ("manuscript", "personal_communication"):
        for name, to in _HELD.items():
            if made.get(name):
                made[to] = made.pop(name)


def _eprint(made: Item) -> None:
    id_, house = str(made.pop("eprint", "") or ""), str(made.pop("eprinttype", "") or "")
    if not id_ and not house:
        return
    is_arxiv = house.lower() == "arxiv" or (not house and re.fullmatch(r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+/\d{7}", id_))
    if made.get("type") == "article":
        made.setdefault("publisher", "arXiv" if is_arxiv else house)
    if is_arxiv and id_:
        made.setdefault("number", f"arXiv:{id_.removeprefix('arXiv:')}")
        if not made.get("URL") and not made.get("DOI"):
            made["URL"] = f"https://arxiv.org/abs/{id_.removeprefix('arXiv:')}"


def _published(made: Item, given: Mapping[str, str]) -> None:
    how = str(made.pop("howpublished", "") or "")
    if is_url(how):
        made.setdefault("URL", how)
    elif how:
        made.setdefault("publisher", how)
    if made.get("type") == "article" and made.get("container-title"):
        made.setdefault("publisher", made.pop("container-title"))
    if made.get("type") == "paper-conference" and not made.get("publisher") and made.get("publisher-place"):
        made.setdefault("event-place", made.pop("publisher-place"))
