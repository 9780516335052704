"""Knows whether the terms of a report are defined, once, and used; must not know formats."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.base import Source
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.marked import Term
from pipeline.core.text import nearest
from pipeline.core.vocabulary import GLOSSARY


def check(source: Source) -> Iterator[Diagnostic]:
    """GLS101 a term that the text never names, GLS102 one that is not defined, GLS103 defined twice, GLS104 a glossary
    without definitions."""
    inventory = source.document.inventory
    first: dict[str, Term] = {}
    for term in inventory.terms:
        name = term.name.casefold()
        if name in first:
            yield Diagnostic("GLS103", term.span, {"term": term.name}, term.name, (first[name].span,))
        first.setdefault(name, term)
    for use in inventory.term_uses:
        if use.name.casefold() not in first:
            guess = nearest(use.name, [term.name for term in first.values()])
            values = {"term": use.name, "guess": f" → {guess}?" if guess else ""}
            yield Diagnostic("GLS102", use.span, values, use.name)
    named = {use.name.casefold() for use in inventory.term_uses}
    for name, term in first.items():
        if name not in named and not _stands(source, term):
            yield Diagnostic("GLS101", term.span, {"term": term.name}, term.name)
    headings = [heading for heading in inventory.headings if heading.prints == GLOSSARY]
    if headings and not first:
        yield Diagnostic("GLS104", headings[0].span, {"title": headings[0].text}, headings[0].id)


def _stands(source: Source, term: Term) -> bool:
    """Whether the text has the words of a term somewhere but where it is defined."""
    wanted = "".join(term.name.split()).casefold()
    blocks = (block for block in source.document.inventory.blocks if block.span != term.span)
    return any(wanted in "".join("".join(block.segments).split()).casefold() for block in blocks)
