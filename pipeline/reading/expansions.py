"""Knows how much the strings and inherited fields of a BibTeX file come to, before they are put in; must not know
entries.

`@string` may name other strings, and each may name them ten times; `crossref` and `xdata` may lead in a circle. A
reader that puts them in runs out of memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.core.reasons import Reason
from pipeline.core.text import SourceText, Span

LONGEST = 100_000
"""Characters that a string may come to."""
_STRING = re.compile(r"@string\s*[{(]\s*([\w:.+/-]+)\s*=([^@]*)", re.I)
_ENTRY = re.compile(r"^[ \t]*@(?!comment|string|preamble)\w+\s*[{(]\s*([^\s,{}()]+)\s*,", re.M | re.I)
_PARENT = re.compile(r"(?:^|,)[ \t]*(?:crossref|xdata)\s*=\s*[{\"]([^}\"]*)[}\"]", re.M | re.I)
_INHERITS = re.compile(r"crossref|xdata", re.I)
_PIECE = re.compile(r"\"[^\"]*\"|\{[^{}]*\}|[A-Za-z][\w:.+/-]*")


def fault_of(source: SourceText) -> tuple[Span, Reason] | None:
    """Where something comes to too much or inherits from itself, and why; None where nothing does."""
    return _long_string(source) or _circle(source)


def _long_string(source: SourceText) -> tuple[Span, Reason] | None:
    lengths: dict[str, int] = {}
    for found in _STRING.finditer(source.text):
        # A name stands for what was given to it above, so one pass tells all.
        pieces = _PIECE.findall(found[2])
        length = sum(lengths.get(piece.lower(), len(piece)) for piece in pieces)
        if length > LONGEST:
            return source.span(found.start(1), len(found[1])), Reason("string_too_long", name=found[1], limit=LONGEST)
        lengths[found[1].lower()] = length
    return None


def _circle(source: SourceText) -> tuple[Span, Reason] | None:
    if not _INHERITS.search(source.text):
        return None
    places, parents = dict[str, Span](), dict[str, list[str]]()
    entries = list(_ENTRY.finditer(source.text))
    ends = [*(found.start() for found in entries[1:]), len(source.text)]
    for found, end in zip(entries, ends, strict=False):
        places.setdefault(found[1], source.span(found.start(1), len(found[1])))
        parents.setdefault(found[1], [])
        for field in _PARENT.finditer(source.text, found.end() - 1, end):
            # A field of the entry itself, and no words in one.
            before = source.text[found.end() : field.start()]
            if before.count("{") == before.count("}"):
                parents[found[1]] += [name.strip() for name in field[1].split(",")]
    for key in parents:
        if key in _above(key, parents):
            return places[key], Reason("inherits_from_itself", name=key)
    return None


def _above(key: str, parents: Mapping[str, list[str]]) -> Iterator[str]:
    """Everything that an entry inherits from, each once."""
    seen: set[str] = set()
    left = list(parents[key])
    while left:
        name = left.pop()
        if name not in seen:
            seen.add(name)
            yield name
            left += parents.get(name, [])
