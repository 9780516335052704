"""Knows the forms that dates of entries are written in, and what of one is printed; must not know entries.

A date is `{"date-parts": …}` where it can be read to its end: ISO 8601 and EDTF, 2020年5月12日, 12 March 2020. All else
is `{"literal": …}`, the author's words: `1865（清同治四年）`, `[1936]`, `c1988`, `in press`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Date = Mapping[str, object]
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24, "春": 21, "夏": 22, "秋": 23, "冬": 24}
_ISO = re.compile(r"(-?\d{4})(?:-(\d{2})(?:-(\d{2})(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?)?)?([?~%]?)")
_CHINESE = re.compile(r"(\d{4})\s*年\s*(?:(\d{1,2})\s*月\s*(?:(\d{1,2})\s*[日号])?|([春夏秋冬])季?)?")
_NUMBERS = re.compile(r"(\d{4})([/.-])(\d{1,2})(?:\2(\d{1,2}))?")
_ENGLISH = (
    re.compile(r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+)?(?P<month>[A-Za-z]{3,9})\.?,?\s+(?P<year>\d{4})"),
    re.compile(r"(?P<month>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})"),
)
_YEARS = re.compile(r"(\d{4})\s*(?:-{1,3}|[‐‑–—―~～至])\s*(\d{4})?")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def read(value: object) -> Date | None:
    """A date in whatever form it is given; None where there is none."""
    if isinstance(value, Mapping):
        words = value.get("literal") or value.get("raw")
        if words and not value.get("date-parts"):
            return _of_text(str(words))
        return value if value.get("date-parts") else None
    return _of_text(str(value)) if str(value or "").strip() else None


def plain(text: str) -> str:
    """A date of words as ISO 8601; the text itself where it is that already, or cannot be read to its end."""
    stripped = text.strip()
    if _edtf(stripped):
        return text
    parts = _words(stripped)
    return _iso(parts) if parts else text


def printed(date: Date, *, whole: bool, is_run: bool = False) -> Date:
    """What is printed of a date, whole or its year: a guess in brackets, an open range and the run of a periodical with
    a dash (GB/T 7714-2025, sections 7.5 and 8.4)."""
    if "literal" in date:
        return date
    parts = date.get("date-parts")
    ends = [[str(part) for part in end] for end in parts if isinstance(end, list)] if isinstance(parts, list) else []
    kept = [end if whole else end[:1] for end in ends]
    if date.get("circa"):
        return {"literal": f"[{'-'.join(_iso(end) for end in kept)}]"}
    if len(kept) < 2 or (len(kept) == 2 and kept[0] == kept[1]):
        return {"date-parts": kept[:1]}
    first, last = (_iso(end) if end and end[0] not in ("0", "") else "" for end in kept[:2])
    return {"literal": f"{first}-{last}" if first and last and not whole and not is_run else f"{first}—{last}"}


def year_of(date: Date | None) -> int:
    """The first year of a date, for sorting; 0 where it has none."""
    parts = date.get("date-parts") if date else None
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        return int(str(parts[0][0])) if re.fullmatch(r"-?\d+", str(parts[0][0])) else 0
    found = _YEAR.search(str(date.get("literal", ""))) if date else None
    return int(found[0]) if found else 0


def _of_text(text: str) -> Date:
    stripped = text.strip()
    if found := _edtf(stripped):
        return found
    if years := _YEARS.fullmatch(stripped):
        return {"date-parts": [[int(years[1])], [int(years[2] or 0)]]}
    parts = _words(stripped)
    return {"date-parts": [parts]} if parts else {"literal": stripped}


def _edtf(text: str) -> Date | None:
    """ISO 8601 and EDTF: a day, a month, a season, a year, or what lies between two of them."""
    ends = text.split("/")
    if len(ends) > 2:
        return None
    found = [_ISO.fullmatch(end) for end in ends]
    if not any(found) or not all(one or end in ("", "..") for one, end in zip(found, ends, strict=True)):
        return None
    parts = [[int(part) for part in one.groups()[:3] if part] if one else [] for one in found]
    if not all(_is_day(part) for part in parts if part):
        return None
    if len(parts) == 2 and not parts[1]:
        parts[1] = [0]
    circa = any(one and one[4] for one in found)
    return {"date-parts": [part or [0] for part in parts], **({"circa": True} if circa else {})}


def _words(text: str) -> list[int]:
    """The year, month and day of a date in words; nothing where it has others."""
    if found := _CHINESE.fullmatch(text):
        month = _SEASONS.get(found[4] or "") or int(found[2] or 0)
        parts = [int(found[1]), month, int(found[3] or 0)]
    elif found := _NUMBERS.fullmatch(text):
        parts = [int(found[1]), int(found[3]), int(found[4] or 0)]
    elif named := next((one for form in _ENGLISH if (one := form.fullmatch(text))), None):
        parts = [int(named["year"]), _month(named["month"]), int(named["day"] or 0)]
        if not parts[1]:
            return []
    else:
        return []
    made = [part for part in parts if part]
    return made if _is_day(made) else []


def _month(name: str) -> int:
    low = name.lower()
    return next((number for number, month in enumerate(_MONTHS, 1) if month[:4].startswith(low[:4])), 0) or (
        _SEASONS.get(low, 0)
    )


def _is_day(parts: list[int]) -> bool:
    month, day = ([*parts, 1, 1])[1:3] if len(parts) > 1 else (1, 1)
    return (1 <= month <= 12 or (21 <= month <= 24 and len(parts) == 2)) and 1 <= day <= 31


def _iso(parts: list[int] | list[str]) -> str:
    return "-".join(f"{int(part):02d}" if str(part).isdigit() else str(part) for part in parts)
