"""Knows how levels are resolved, once, from the catalogue and the user's settings; must not know how findings are
shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from pipeline.core.codes import catalogue
from pipeline.core.diagnostics import Diagnostic, Level


@dataclass(frozen=True)
class Override:
    """A user's rule: findings whose code and key match the globs get `level` (None: not shown), for a stated reason."""

    code: str
    level: Level | None
    reason: str
    key: str = "*"

    def matches(self, diagnostic: Diagnostic) -> bool:
        return fnmatchcase(diagnostic.code, self.code) and fnmatchcase(diagnostic.key, self.key)

    def is_about(self, step: str) -> bool:
        """Whether it is for codes alone that one step finds."""
        found = {row.found for row in catalogue().values() if fnmatchcase(row.id, self.code)}
        return found == {step}

    def could_be_met(self, ran: frozenset[str]) -> bool:
        """Whether all that can find one of its codes ran; a rule for a code that there is not can never be met."""
        return bool(ran) and all(row.found in ran for row in catalogue().values() if fnmatchcase(row.id, self.code))


@dataclass(frozen=True)
class Finding:
    """A diagnostic with its level."""

    level: Level
    diagnostic: Diagnostic


@dataclass(frozen=True)
class Report:
    """All findings of a run, in order of place, each once."""

    findings: tuple[Finding, ...]

    def count(self, level: Level) -> int:
        return sum(finding.level == level for finding in self.findings)

    def reaches(self, level: Level | None) -> bool:
        """Whether a finding stands at or above a level; never for None."""
        return level is not None and any(finding.level >= level for finding in self.findings)


def resolve(
    diagnostics: Iterable[Diagnostic],
    overrides: Iterable[Override],
    ran: frozenset[str] = frozenset(),
    judged: Collection[Override] = (),
) -> Report:
    """Give every diagnostic its level, by the last rule that matches it.

    A rule that met nothing is a finding itself (SET102) where every step that can find its codes ran, or where there
    are
    no such codes; not those that a step has judged itself.
    """
    rules = tuple(overrides)
    used: set[Override] = set()
    findings: list[Finding] = []
    for diagnostic in _unique(diagnostics):
        level: Level | None = catalogue()[diagnostic.code].level
        for rule in rules:
            if rule.matches(diagnostic):
                used.add(rule)
                level = rule.level
        if level is not None:
            findings.append(Finding(level, diagnostic))
    for rule in rules:
        if rule not in used and rule not in judged and rule.could_be_met(ran):
            unused = Diagnostic("SET102", None, {"code": rule.code, "match": rule.key}, rule.code)
            findings.append(Finding(catalogue()["SET102"].level, unused))
    return Report(tuple(sorted(findings, key=_place)))


def _unique(diagnostics: Iterable[Diagnostic]) -> Iterable[Diagnostic]:
    seen: set[str] = set()
    for diagnostic in diagnostics:
        identity = repr(diagnostic)
        if identity not in seen:
            seen.add(identity)
            yield diagnostic


def _place(finding: Finding) -> tuple[str, int, int, str]:
    span = finding.diagnostic.span
    if span is None:
        return ("", 0, 0, finding.diagnostic.code)
    return (span.file, span.line or 0, span.column or 0, finding.diagnostic.code)
