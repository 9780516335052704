"""Knows which elements an entry is described by in the styles of ours, and in which words (GB/T 7714-2025, sections 7
and 8); must not know marks between them, which are the styles'."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote

from pipeline.bibliography import dates
from pipeline.bibliography.fields import snapshot_of
from pipeline.bibliography.normalize import is_chinese, normalize
from pipeline.bibliography.shapes import DATES, EVERY_NAME, Item, names_of

SERIALS = ("article-journal", "article-magazine", "article-newspaper", "review", "review-book")
PARTS = ("chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary")
"""Types of works that are parts of a monograph; their editors are those of the whole."""
_IN_ARCHIVES = ("pamphlet", "document", "personal_communication", "manuscript", "")
_OF_AUTHORITIES = ("legal_case", "legislation", "regulation", "bill", "hearing", "treaty")
_MEETINGS = ("proceedings", "mvproceedings")
# Who answers for a work that has no author, in the order of what weighs more.
_LEADERS = (
    "director", "composer", "performer", "host", "organizer", "producer", "executive-producer", "script-writer",
    "compiler", "curator", "narrator", "series-creator",
)  # fmt: skip
_BARE = re.compile(r"\d+(?:\s*[-–—,，、/]\s*\d+)*")
_ROMAN = re.compile(r"[IVXLCDM]+")
_CHINESE_NUMBER = re.compile("[〇零一二三四五六七八九十百]+")
_CODES = {"standard": "S", "map": "CM"}
"""Of works that may be parts of others, with the codes that they keep there (8.2)."""
# Printed nowhere by these styles, and read by citeproc for fields of its own.
_ASIDE = ("note", "keyword", "jurisdiction", "entrytype", "holder")


def described(item: Mapping[str, object], volume_mark: str = "v.") -> Item:
    """The item as the styles of ours get it, with the mark of a volume that the edition of the standard has.

    Chinese ones carry no `language`, so that a style can tell them from the rest.

    CSL has no other way to word an entry by its own language (CSL schema issue 63). A CSTR identifier goes into the
    variable `references`, which nothing else in these styles uses.
    """
    made, _ = normalize(item)
    chinese = is_chinese(made)
    if chinese:
        made.pop("language", None)
    else:
        made.setdefault("language", "en")
    _type(made)
    _carrier(made)
    _people(made)
    _numbers(made, "" if chinese else volume_mark)
    _dates(made)
    _access(made)
    return {name: value for name, value in made.items() if name not in _ASIDE}


def _type(made: Item) -> None:
    kind, own = str(made.get("type", "")), made.get("entrytype")
    if own in _MEETINGS and kind == "book":
        made["type"] = "event"
    elif kind in _IN_ARCHIVES and made.get("archive") and made.get("archive_location"):
        made["type"] = "manuscript"
    elif own == "periodical" and kind == "book":
        made["type"] = "periodical"
    elif kind == "speech" and made.get("event-title"):
        made["type"] = "paper-conference"
    made.pop("genre", None)
    if kind in _CODES and made.get("container-title"):
        _part(made, kind)


def _part(made: Item, kind: str) -> None:
    """A standard or a map in a collection is described as a part of it, under its own code, which the styles take from
    `genre` (8.2)."""
    made["type"], made["genre"] = "chapter", _CODES[kind]
    if kind == "standard":
        made["title"] = "　".join(filter(None, [str(made.get("number") or ""), str(made.get("title") or "")]))


def _carrier(made: Item) -> None:
    """A carrier is a code, such as CD (annex C); what else is called a medium, as video or oil, is none."""
    if not re.fullmatch("[A-Z]{2,3}", str(made.get("medium") or "")):
        made.pop("medium", None)


def _people(made: Item) -> None:
    for field in [field for field in EVERY_NAME if field in made]:
        made[field] = [_without_stop(name) for name in names_of(made, field)]
    if made.get("type") in PARTS and (editors := made.pop("editor", None)):
        made.setdefault("container-author", editors)
    if (holder := made.get("holder")) and (made.get("type") == "patent" or not made.get("author")):
        # A patent is described under who owns it, not under who made it (8.10).
        made["author"] = holder
    if not made.get("author") and made.get("type") in _OF_AUTHORITIES and (authority := made.get("authority")):
        made["author"] = [{"literal": str(authority)}]
    if not made.get("author") and not made.get("editor"):
        leader = next((name for name in _LEADERS if made.get(name)), None)
        if leader:
            made["author"] = made[leader]


def _without_stop(name: Mapping[str, object]) -> Mapping[str, object]:
    """`Jr`, as initials stand without stops (7.1)."""
    suffix = str(name.get("suffix") or "")
    return {**name, "suffix": suffix.rstrip(".")} if suffix else name


def _numbers(made: Item, volume_mark: str) -> None:
    kind = str(made.get("type", ""))
    if kind == "patent":
        # What identifies a patent is the number of its application (8.10).
        made["number"] = made.get("call-number") or made.get("number") or ""
        if re.match(r"[A-Z]{2}\d", str(made["number"])):
            # The code of the country is part of it.
            made.pop("publisher-place", None)
        if place := made.get("jurisdiction"):
            made["publisher-place"] = place
    elif kind in ("manuscript", "personal_communication"):
        made["number"] = made.get("archive_location") or made.get("number") or ""
    elif kind in SERIALS and not made.get("page") and made.get("number"):
        made["page"] = made["number"]
    for name in [name for name in ("volume", "issue", "part-number") if made.get(name)]:
        made[name] = re.sub(r"(?<=\d)\s*[‐‑‒–—−]\s*(?=\d)", "-", str(made[name]))
    if kind == "periodical":
        made["volume"] = _run(made)
    elif kind not in SERIALS:
        made["volume"] = " ".join(filter(None, _volumes(made, volume_mark)))
        _set_title(made)
    version = str(made.get("version") or "")
    if version[:1].isdigit():
        made["version"] = f"V{version}"
    if (edition := str(made.get("edition") or "")) and not edition.isdecimal():
        # citeproc takes any text with a digit for a number, and would set words round `修订1版`.
        made.pop("edition")
        made["version"] = ". ".join(filter(None, [edition, str(made.get("version") or "")]))
    for name in [name for name in ("number", "volume") if not made.get(name)]:
        made.pop(name, None)


def _volumes(made: Item, volume_mark: str) -> list[str]:
    """Volume and part of a work with their own titles: 第2卷 题名; words stand round a bare number alone. Without a
    mark they are Chinese."""
    volume, part = str(made.get("volume") or ""), str(made.get("part-number") or "")
    bare_volume, bare_part = (_BARE.fullmatch(text) or _ROMAN.fullmatch(text) for text in (volume, part))
    if not volume_mark:
        volume = f"第{volume}卷" if bare_volume or _CHINESE_NUMBER.fullmatch(volume) else volume
        part = f"第{part}部分" if bare_part or _CHINESE_NUMBER.fullmatch(part) else part
    else:
        volume = f"{volume_mark}{volume}" if bare_volume else volume
        part = f"pt.{part}" if bare_part else part
    return [volume, str(made.get("volume-title") or ""), part, str(made.get("part-title") or "")]


def _set_title(made: Item) -> None:
    """A volume of a set is described under the title of the set (8.1)."""
    whole = made.get("container-title")
    if made.get("type") in ("book", "collection", "classic") and whole:
        made["volume"] = " ".join(filter(None, [str(made.get("volume") or ""), str(made.get("title") or "")]))
        made["title"] = whole


def _run(made: Item) -> str:
    """The numbers of a periodical from its first on: `1984，1（1）—` (8.3)."""
    volume, issue = str(made.get("volume") or ""), str(made.get("issue") or "")
    issued = dates.read(made.get("issued"))
    if volume and not _BARE.fullmatch(volume):
        return _in_full_width(volume)
    parts = issued.get("date-parts") if issued else None
    years = [str(part[0]) for part in parts if part] if isinstance(parts, list) else []
    if issue and not _BARE.fullmatch(issue):
        return _in_full_width(issue)
    number = volume + (f"（{issue}）" if issue else "")
    if not number:
        return ""
    first = "，".join(filter(None, [*years[:1], number])) if volume else "".join([*years[:1], number])
    return first + ("" if len(years) < 2 else "—" if years[1] == "0" else f"—{years[1]}")


def _in_full_width(run: str) -> str:
    text = re.sub(r"\s*,\s*", "，", run).replace("(", "（").replace(")", "）")
    return re.sub(r"(?<=[）\d])\s*[-–]+(?=$)", "—", text)


def _dates(made: Item) -> None:
    kind = made.get("type")
    # A paper that is out online ahead of its issue is described by its day (8.4).
    ahead = kind in SERIALS and (made.get("URL") or made.get("DOI")) and not _has(made, "volume", "issue", "page")
    if kind in ("periodical", "book", "collection", "chapter", "thesis", "paper-conference"):
        whole = not made.get("publisher") and kind in ("book", "collection")
    else:
        whole = kind not in SERIALS or kind == "article-newspaper" or bool(ahead)
    days = _ends(made.get("issued")) if whole else None
    for name in DATES:
        if date := dates.read(made.get(name)):
            made[name] = dates.printed(date, whole=whole or name != "issued", is_run=kind == "periodical")
        else:
            made.pop(name, None)
    made.pop("available-date", None)
    issued = made.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    is_exact = len(parts[0]) > 1 if parts else bool(issued)
    if is_exact and (ahead or kind in ("manuscript", "personal_communication")):
        # A style that sets the year behind the author says the day where the numeric one says the date.
        made["available-date"] = issued
    elif days:
        # Days from one to another: the years alone stand behind the author.
        made["available-date"], made["issued"] = issued, dates.printed(days, whole=False)


def _ends(issued: object) -> dates.Date | None:
    """A date that goes from one day or month to another."""
    date = dates.read(issued)
    parts = date.get("date-parts") if date else None
    return date if isinstance(parts, list) and len(parts) > 1 and any(len(end) > 1 for end in parts) else None


def _access(made: Item) -> None:
    address = unquote(str(made.get("URL") or "")).lower()
    # An identifier that the address holds is not described twice (7.7).
    if made.get("DOI") and str(made["DOI"]).lower() in address:
        made.pop("DOI")
    cstr = str(made.pop("CSTR", "") or "").removeprefix("CSTR:").strip()
    if cstr and cstr.lower() not in address:
        made["references"] = cstr
    if snapshot_of(made):
        # Printed behind the entry in any style; a style's `archive` is a house.
        made.pop("archive")


def _has(made: Item, *names: str) -> bool:
    return any(made.get(name) for name in names)
