"""The fifth step: what is wrong with the document and its source; outputs are checked in `formats`. A check is a
function and a row in a table here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from pipeline.checks import (
    abbreviations,
    anchors,
    bibliography,
    cells,
    citations,
    editorial,
    equations,
    figures,
    formulas,
    headings,
    index,
    listings,
    lists,
    names,
    numbering,
    prose,
    residue,
    tables,
    terms,
    typed_numbers,
    unmeant,
)
from pipeline.checks.base import Source
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.numbers import Number

Check = Callable[[Source], Iterable[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    headings.check,
    numbering.check,
    figures.check,
    tables.check,
    cells.check,
    listings.check,
    equations.check,
    index.check,
    terms.check,
    abbreviations.check,
    anchors.check_ids,
    anchors.check_references,
    anchors.check_links,
    citations.check,
    bibliography.check,
    editorial.check,
    formulas.check,
    prose.check,
    lists.check,
    names.check,
    residue.check,
    unmeant.check,
)


def check_source(source: Source) -> Iterator[Diagnostic]:
    """Run every check of the document."""
    return chain.from_iterable(check(source) for check in CHECKS)


def check_numbers(source: Source, numbers: Mapping[str, Number]) -> Iterator[Diagnostic]:
    """Run what needs the numbers that are printed, which are known once the document is finished."""
    return typed_numbers.check(source, numbers)
