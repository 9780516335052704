"""Knows what has been read of a bibliography so far; must not know the form of its file."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.core.diagnostics import Diagnostic, Values
from pipeline.core.model import Entry
from pipeline.core.text import SourceText, Span


@dataclass
class Reading:
    """The entries of a file by their keys, what is wrong with it, and the fields that nothing reads, each with the keys
    and places that have it."""

    source: SourceText
    entries: dict[str, Entry] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    unknown: dict[str, list[tuple[str, Span]]] = field(default_factory=dict)

    def tell_unknown(self) -> None:
        """CIT126 for each field that nothing reads, once."""
        for name, places in self.unknown.items():
            key, span = places[0]
            values: Values = {"field": name, "key": key, "count": len(places)}
            self.problems.append(Diagnostic("CIT126", span, values, name))
