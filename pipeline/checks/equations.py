"""Knows what a formula with a number must say of itself, and when its number was typed; must not know formats."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.base import Source, inside_formula
from pipeline.core.diagnostics import Diagnostic

_TYPED = re.compile(
    r"(?:\\q?quad|\\hfill|\\hspace\*?\s*\{[^{}]*\}|~|\\[ ,;])\s*(?:\\(?:text|mbox|mathrm)\s*\{\s*)?"
    r"([(（]\s*[A-Z]?\.?\d{1,2}(?:\s*[.–-]\s*\d{1,2})?[a-z]?\s*[)）])\s*\}?\s*\Z"
)


def check(source: Source) -> Iterator[Diagnostic]:
    """EQN101 another id than a formula has, EQN102 a number that is typed into one."""
    for target in source.document.inventory.targets:
        if target.kind == "eq" and not target.id.startswith("eq-"):
            yield Diagnostic("EQN101", target.span, {"id": target.id}, target.id)
    for formula in source.document.inventory.formulas:
        if formula.is_display and (typed := _TYPED.search(formula.tex)):
            span = inside_formula(source.text, formula, typed.start(1), len(typed[1]))
            yield Diagnostic("EQN102", span, {"number": typed[1]}, typed[1])
