"""Knows whether the words that are marked for the index have one that prints them; must not know formats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.checks.base import Source
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.marked import IndexMark
from pipeline.core.text import nearest
from pipeline.core.vocabulary import INDEX


def check(source: Source) -> Iterator[Diagnostic]:
    """IDX101 no index is printed, IDX102 nothing is marked for it, IDX103 a second one, IDX104 a mark without words,
    IDX105 an entry that is to be sorted in two ways, IDX106 a reference to no entry, IDX107 an entry with places that
    says where to look instead."""
    marks = source.document.inventory.index
    headings = [heading for heading in source.document.inventory.headings if heading.prints == INDEX]
    if marks and not headings:
        yield Diagnostic("IDX101", marks[0].span, {"count": len(marks)}, "")
    for heading in headings[1:]:
        yield Diagnostic("IDX103", heading.span, {"title": heading.text}, heading.id or heading.text)
    if headings and not marks:
        yield Diagnostic("IDX102", headings[0].span, {"title": headings[0].text}, headings[0].id)
    sorts: dict[tuple[str, ...], IndexMark] = {}
    for mark in marks:
        if not any(mark.levels):
            yield Diagnostic("IDX104", mark.span, {}, "")
        elif mark.sort:
            first = sorts.setdefault(mark.levels, mark)
            if first.sort != mark.sort:
                values = {"entry": "!".join(mark.levels), "sort": mark.sort, "first": first.sort}
                yield Diagnostic("IDX105", mark.span, values, "!".join(mark.levels), (first.span,))
    yield from _references(marks)


def _references(marks: Sequence[IndexMark]) -> Iterator[Diagnostic]:
    """A reference leads to an entry with places, or with entries below it; `see` stands in place of places."""
    placed = [mark.levels for mark in marks if not mark.see]
    led_to = {levels[:end] for levels in placed for end in range(1, len(levels) + 1)}
    for mark in marks:
        for other in filter(None, (mark.see, mark.also)):
            name = "!".join(other)
            if other == mark.levels or other not in led_to:
                known = sorted("!".join(levels) for levels in led_to if levels != mark.levels)
                guess = nearest(name, known)
                values = {"entry": "!".join(mark.levels), "other": name, "guess": f" → {guess}?" if guess else ""}
                yield Diagnostic("IDX106", mark.span, values, name)
        if mark.see and mark.levels in placed:
            first = next(one.span for one in marks if one.levels == mark.levels and not one.see)
            yield Diagnostic("IDX107", mark.span, {"entry": "!".join(mark.levels)}, "!".join(mark.levels), (first,))
