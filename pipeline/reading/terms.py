"""Knows the terms that a report defines and those that its text names; must not know how they are printed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from pipeline.core.marked import Term
from pipeline.core.text import Span
from pipeline.core.vocabulary import APART, GLOSSARY
from pipeline.tools import collation
from pipeline.tools.plain import name_of

Json = Any


def _sort(inlines: Json) -> str:
    """How a term sounds, where its mark for the index says so."""
    spans = (inline["c"][0] for inline in inlines if inline["t"] == "Span")
    return next((dict(pairs)["sort"] for _, _, pairs in spans if "sort" in dict(pairs)), "")


class Terms:
    """Lists what is defined below headings of class `glossary`, and what is used."""

    def __init__(self, decoded: Callable[[Json], Json]) -> None:
        self.decoded = decoded
        self.prints = ""
        self.defined: list[Term] = []
        self.used: list[Term] = []
        self.entries: list[tuple[str, Span]] = []

    def enter(self, classes: Collection[str], *, is_section: bool) -> str:
        """What is printed below the next heading, which is that of a section or of less."""
        prints = next((name for name in APART if name in classes), "")
        self.prints = prints if is_section else self.prints
        return prints

    def order(self, items: Json) -> None:
        """Put the definitions of a glossary in order."""
        if self.prints == GLOSSARY:
            items.sort(key=lambda item: collation.key(name_of(self.decoded(item[0])), _sort(item[0])))

    def define(self, term: Json, span: Span) -> None:
        """List a term where it is defined."""
        if self.prints == GLOSSARY:
            self.defined.append(Term(name_of(self.decoded(term)), span))

    def use(self, attributes: Json, inlines: Json, span: Span) -> None:
        """List a term where it is named; `entry` says what it is called where it is defined."""
        named = dict(attributes[2]).get("entry", "")
        self.used.append(Term(named.strip() or name_of(self.decoded(inlines)), span))
        self.entries += [(named, span)] if named else []
