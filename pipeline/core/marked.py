"""Knows the words that an author marks for lists at the end of a report; must not know how lists are made."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.text import Span


@dataclass(frozen=True)
class IndexMark:
    """Words that the index leads to: the levels of their entry as they are written, and how it sounds where that is
    said; `is_own` where the entry is not the words themselves. `see` and `also` are the levels of another entry that
    it leads to, in place of the words or beside them."""

    levels: tuple[str, ...]
    sort: str
    span: Span
    is_own: bool = False
    see: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Term:
    """A term, where it is defined or where the text names it."""

    name: str
    span: Span
