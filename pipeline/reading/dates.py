"""Knows how a date of issue is written, and what is wrong with one; must not know what it is for."""

from __future__ import annotations

import re
from datetime import date

from pipeline.core.reasons import Reason

MONTH, DAY = r"[0-9]{4}-(0[1-9]|1[0-2])", r"-(0[1-9]|[12][0-9]|3[01])"
DATE = MONTH + DAY


def date_fault(text: str) -> Reason | None:
    """What is wrong with a day: its form, or that no month has it (ISO 8601)."""
    if re.fullmatch(MONTH, text):
        return None
    if not re.fullmatch(DATE, text):
        return _day_meant(text)
    try:
        date.fromisoformat(text)
    except ValueError:
        return Reason("no_such_day", day=text)
    return None


def _day_meant(text: str) -> Reason:
    """What is wrong with a date of another form, with the day that was most likely meant."""
    numbers = re.findall("[0-9]+", re.sub(r"^([0-9]{4})([0-9]{2})([0-9]{2})$", r"\1-\2-\3", text))
    if len(numbers) == 3:
        year, month, day = numbers if len(numbers[0]) == 4 else numbers[::-1]
        meant = f"{year}-{month:0>2}-{day:0>2}"
        if re.fullmatch(DATE, meant):
            return Reason("date_spelling", day=meant)
    elif len(numbers) in (1, 2):
        month = f"{numbers[0]}-{(numbers[1:] or ['1'])[0]:0>2}"
        if re.fullmatch(MONTH, month):
            return Reason("date_without_month", month=month)
    return Reason("date_form")
