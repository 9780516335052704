"""Knows how a date is written in words; must not know documents."""

from __future__ import annotations

from pipeline.core.languages import Bilingual

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def in_words(date: str) -> Bilingual:
    """A date of ISO 8601, as far as it goes: 2026年11月25日, 25 November 2026."""
    year, month, day = [*map(int, date.split("-")), 0, 0][:3]
    chinese = f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")
    english = " ".join(filter(None, [str(day or ""), _MONTHS[month - 1] if month else "", str(year)]))
    return Bilingual(chinese, english)


def to_the_day(date: str) -> str:
    """A date for records that have to name a day: the first of a month that stands alone."""
    return f"{date}-01" if date.count("-") == 1 else date
