"""Knows numbers that keep the characters they were written with; must not know where they stood.

A zero at the end of 12.50 says how exact the number is (GB/T 8170-2008, 3.2). So a number that is printed is printed as
its author wrote it, and one that is computed with is a number like any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any


class WrittenInteger(int):
    """A whole number whose text is what the author wrote."""

    written: str

    def __str__(self) -> str:
        return self.written


class WrittenNumber(float):
    """A number whose text is what the author wrote."""

    written: str

    def __str__(self) -> str:
        return self.written


def as_written(value: int | float, text: str) -> int | float:
    """The number with its text, where that is another than Python would write."""
    if str(value) == text:
        return value
    made = WrittenInteger(value) if isinstance(value, int) else WrittenNumber(value)
    made.written = text
    return made


def scalar(tag: str, text: str) -> Any:
    """The value of a scalar of YAML with its tag (YAML 1.2.2, 10.2); a number that none can be read from, such as one
    with a zero before it, stays text."""
    kind = tag.rpartition(":")[2]
    digits = text.lstrip("+-")
    with suppress(ValueError):
        if kind == "null":
            return None
        if kind == "bool" and text in ("true", "false"):
            return text == "true"
        if kind == "int" and (digits == "0" or not digits.startswith("0")):
            return as_written(int(text.replace("_", ""), 0), text)
        if kind == "float":
            return as_written(float(text.replace("_", "")), text)
    return text


def written_decimals(texts: Iterable[str], most: int) -> int | None:
    """How many decimals numbers have of which some are written with zeros at their ends: those of the longest, but
    `most`. None where no number is written so, and each has its own."""
    decimals = [text.strip().partition(".")[2] for text in texts]
    if not any(digits.isdecimal() and digits.endswith("0") for digits in decimals):
        return None
    return min(most, max(len(digits) for digits in decimals if digits.isdecimal()))
