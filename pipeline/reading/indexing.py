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
INDEX_ATTRIBUTES = ("entry", "sort", "see", "also")


def index_mark(attributes: Json, inlines: Json, span: Span) -> IndexMark:
    """The mark of a span; its entry is what it says, or the words that stand in it. All is decoded."""
    named = dict(attributes[2])
    words = "".join(prose(inlines)[1]).strip() or flatten(inlines).strip()
    levels = levels_of(named["entry"]) if "entry" in named else (words,)
    see, also = (levels_of(named.get(name, "")) for name in ("see", "also"))
    return IndexMark(levels, named.get("sort", ""), span, "entry" in named, see, also)


def levels_of(entry: str) -> tuple[str, ...]:
    """The levels of an entry as they are written; none of an empty one."""
    return tuple(part.strip() for part in entry.split("!")) if entry else ()


def add_entries(marks: Iterable[IndexMark], fields: Fields) -> None:
    """What entries say is Markdown of its own."""
    for mark in marks:
        for level in (*(mark.levels if mark.is_own else ()), *mark.see, *mark.also):
            fields.add(level, mark.span)
