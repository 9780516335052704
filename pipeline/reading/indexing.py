"""Knows what words that are marked for the index say of themselves; must not know how the index is made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.core.marked import IndexMark
from pipeline.core.text import Span
from pipeline.reading.fields import Fields
from pipeline.reading.prose import prose
from pipeline.reading.walker import flatten

Json = Any
INDEX_ATTRIBUTES = ("entry", "sort")


def index_mark(attributes: Json, inlines: Json, span: Span) -> IndexMark:
    """The mark of a span; its entry is what it says, or the words that stand in it. All is decoded."""
    named = dict(attributes[2])
    words = "".join(prose(inlines)[1]).strip() or flatten(inlines).strip()
    levels = tuple(part.strip() for part in named["entry"].split("!")) if "entry" in named else (words,)
    return IndexMark(levels, named.get("sort", ""), span, is_own="entry" in named)


def add_entries(marks: Iterable[IndexMark], fields: Fields) -> None:
    """What entries say is Markdown of its own."""
    for mark in marks:
        for level in mark.levels if mark.is_own else ():
            fields.add(level, mark.span)
