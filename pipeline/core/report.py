"""Knows how levels are resolved, once, from the catalogue and the user's settings; must not know how findings are
shown."""

from __future__ import annotations

from collections.abc import Iterable
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


def resolve(diagnostics: Iterable[Diagnostic], overrides: Iterable[Override], *, complete: bool) -> Report:
    """Give every diagnostic its level; an override that met nothing in a complete run is a finding itself (SET102)."""
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
    if complete:
        for rule in rules:
            # Rules about links are judged where links are checked (LNK111).
            if rule not in used and not rule.code.startswith("LNK"):
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
