"""Knows how a record of RIS becomes a CSL item, in the dialects of EndNote, Zotero, NoteExpress and CNKI; must not know
files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.bibliography import dates
from pipeline.bibliography.bibnames import names
from pipeline.bibliography.shapes import Item
from pipeline.core.languages import ENTRY_NAMES

TYPES: Mapping[str, str] = {
    **dict.fromkeys(("JOUR", "JA", "EJOUR", "INPR", "ABST"), "article-journal"),
    "JFULL": "periodical", "MGZN": "article-magazine", "NEWS": "article-newspaper",
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK", "WHOLE", "CLSWK", "ANCIENT", "SER", "CTLG"), "book"),
    **dict.fromkeys(("CHAP", "ECHAP"), "chapter"), "ENCYC": "entry-encyclopedia", "DICT": "entry-dictionary",
    **dict.fromkeys(("CONF", "CPAPER"), "paper-conference"), "THES": "thesis",
    **dict.fromkeys(("RPRT", "GOVDOC", "GRNT"), "report"), "STAND": "standard", "PAT": "patent",
    **dict.fromkeys(("ELEC", "WEB", "ICOMM"), "webpage"), "BLOG": "post-weblog", "DATA": "dataset",
    **dict.fromkeys(("DBASE", "AGGR"), "entry"), "COMP": "software", "MAP": "map", "MANSCPT": "manuscript",
    "PCOMM": "personal_communication", "UNPB": "document", "GEN": "document", "PAMP": "pamphlet",
    **dict.fromkeys(("VIDEO", "MPCT"), "motion_picture"), **dict.fromkeys(("SOUND", "MUSIC"), "song"),
    **dict.fromkeys(("ART", "FIGURE", "SLIDE"), "graphic"), "CASE": "legal_case", "BILL": "bill",
    **dict.fromkeys(("STAT", "LEGAL", "UNBILL"), "legislation"), "HEAR": "hearing", "PREPRINT": "article",
}  # fmt: skip
_NUMBERED = ("manuscript", "personal_communication", "legislation", "legal_case", "bill", "hearing")
_WHOLES = ("book", "collection", "report", "thesis", "map", "periodical")
TAGS: Mapping[str, str] = {
    "TI": "title", "T1": "title", "CT": "title", "ST": "title-short", "VL": "volume", "ET": "edition", "NV": "volumes",
    "CY": "publisher-place", "PP": "publisher-place", "PB": "publisher", "DO": "DOI", "UR": "URL", "LK": "URL",
    "AB": "abstract", "N2": "abstract", "N1": "note", "KW": "keyword", "CN": "call-number", "T3": "collection-title",
    "JF": "container-title", "JO": "container-title", "T2": "container-title", "BT": "container-title",
    "JA": "container-title-short", "J1": "container-title-short", "J2": "container-title-short",
    "DP": "source", "LA": "language", "OP": "original-title", "SE": "section", "C7": "number",
}  # fmt: skip
PEOPLE: Mapping[str, str] = {"AU": "author", "A1": "author", "ED": "editor", "A2": "editor", "A3": "collection-editor",
                             "A4": "translator", "TA": "translator"}  # fmt: skip
_KNOWN_NAMES = (
    "TY ER ID PY Y1 DA Y2 SP EP IS SN M1 M2 M3 L1 L2 L3 L4 RP AD AN AV DB CA C1 C2 C3 C4 C5 C6 C8 U1 U2 U3 U4 U5 "
    "TT TA RI RN SF VO H1 H2 PA LB NO SO CR"
)
KNOWN = frozenset(_KNOWN_NAMES.split())
Fields = Mapping[str, Sequence[str]]


def item_of(kind: str, key: str, fields: Fields) -> Item:
    """The item of a record; each tag has its values in order."""
    type_ = TYPES.get(kind, kind)
    if type_ == "paper-conference" and kind == "CONF" and not any(fields.get(tag) for tag in ("T2", "BT", "SP", "C3")):
        # A meeting as a whole.
        type_ = "book"
    made: Item = {"id": key, "type": type_}
    for tag, to in TAGS.items():
        if texts := [text for text in fields.get(tag, ()) if text]:
            made.setdefault(to, ", ".join(texts) if tag == "KW" else texts[0])
    if type_ in ("book", "periodical") and not made.get("title") and made.get("container-title"):
        made["title"] = made.pop("container-title")
    elif type_ in _WHOLES and made.get("container-title"):
        # EndNote's second title of a book is its series.
        made.setdefault("collection-title", made.pop("container-title"))
    if type_ == "paper-conference" and (whole := _first(fields, "C3")):
        # The title of the proceedings; the second title is the meeting's name.
        made["event-title"] = made.pop("container-title", "") or whole
        made["container-title"] = whole
    elif type_ in ("dataset", "software", "entry") and made.get("edition"):
        made["version"] = made.pop("edition")
    _people(made, type_, fields)
    _dates(made, fields)
    _numbers(made, type_, fields)
    if told := str(made.get("language") or "").lower():
        made["language"] = ENTRY_NAMES.get(told, made["language"])
    return made


def key_of(fields: Fields) -> str:
    """A key for a record without one: its first author and year."""
    lead = next((value for tag in ("AU", "A1", "ED", "A2", "TI", "T1") for value in fields.get(tag, ())), "entry")
    year = re.search(r"\d{4}", "".join(_first(fields, tag) for tag in ("PY", "Y1", "DA")))
    return re.sub(r"[^\w-]", "", lead.split(",")[0]) + (year[0] if year else "")


def _people(made: Item, type_: str, fields: Fields) -> None:
    for tag, to in PEOPLE.items():
        own = (
            "holder"
            if type_ == "patent" and tag == "A2"
            else "contributor"
            if type_ == "thesis" and tag == "A2"
            else to
        )
        for text in fields.get(tag, ()):
            for one in re.split(r"\s*[;；]\s*", text):
                if one:
                    people = made.setdefault(own, [])
                    assert isinstance(people, list)
                    people += names("{" + one + "}" if _is_body(one) else one)


def _is_body(name: str) -> bool:
    """A name without a comma is a body, or one in ideographs."""
    return "," not in name


def _dates(made: Item, fields: Fields) -> None:
    days = [_date(_first(fields, tag)) for tag in ("DA", "PY", "Y1")]
    year = next((day[:4] for day in days[1:] if day), "")
    # The day of a program's own year is more exact; another one is that of something else.
    issued = next((day for day in days if day and day.startswith(year)), "")
    if found := dates.read(issued):
        made["issued"] = found
    if accessed := dates.read(_date(_first(fields, "Y2"))):
        made["accessed"] = accessed


def _date(text: str) -> str:
    """`2020/05/12/`, `2020///spring` and `2020` as a date; other words as they are."""
    parts = [part.strip() for part in text.split("/")]
    if not re.fullmatch(r"\d{4}", parts[0]):
        return text.strip()
    numbers = [f"{int(part):02d}" for part in parts[1:3] if part.isdigit()]
    return "-".join([parts[0], *numbers])


def _numbers(made: Item, type_: str, fields: Fields) -> None:
    first, last = _first(fields, "SP"), _first(fields, "EP")
    if pages := first if not last or last == first or "-" in first else f"{first}-{last}":
        made["page"] = pages
    issue, serial = _first(fields, "IS"), _first(fields, "SN")
    if type_ in ("standard", "report", "patent"):
        number = next((text for text in (_first(fields, "M1"), issue, serial, str(made.pop("volume", ""))) if text), "")
        if number:
            made.setdefault("number", number)
    else:
        if type_ in _NUMBERED and (number := _first(fields, "M1")):
            made.setdefault("number", number)
        if place := _first(fields, "AV"):
            made["archive_location"] = place
        if issue:
            made["issue"] = issue
        if serial:
            made["ISSN" if type_.startswith("article") or type_ == "periodical" else "ISBN"] = serial
    if type_ == "thesis" and made.get("volume"):
        # What degree it was for.
        made["genre"] = made.pop("volume")
    if kind := _first(fields, "M3"):
        made.setdefault("genre", kind)


def _first(fields: Fields, tag: str) -> str:
    return next((text.strip() for text in fields.get(tag, ()) if text.strip()), "")
