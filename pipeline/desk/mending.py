"""Knows what may be done at once about a finding: what `--fix` would write, and the name that was probably meant; must
not know how an editor offers it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.core.diagnostics import Diagnostic, Edit
from pipeline.core.report import resolve
from pipeline.core.text import SourceText
from pipeline.desk.workspace import Reading

_GUESS = re.compile(r"→ #?(.+)\?$")
_NAMES = ("key", "id", "target", "name", "type", "term", "other")
"""The values of a finding that may be the name which is misspelt."""


@dataclass(frozen=True)
class Mending:
    """What takes the place of some characters of a file, for a finding; `is_sure` is whether `--fix` writes it."""

    diagnostic: Diagnostic
    edit: Edit
    is_sure: bool


def mendings(reading: Reading, source: SourceText) -> list[Mending]:
    """What may be mended in a file of the report, for the findings that are shown."""
    found = []
    for raw, home in zip(reading.found, reading.session.at_home(reading.found), strict=True):
        if (
            home.span is None
            or home.span.file != source.name
            or not resolve([home], reading.project.overrides).findings
        ):
            continue
        sure = reading.joined.edits([raw.edit]).get(source.name, []) if raw.edit and reading.document else []
        if sure:
            found.append(Mending(home, sure[0], is_sure=True))
        elif edit := _meant(home, source):
            found.append(Mending(home, edit, is_sure=False))
    return found


def _meant(finding: Diagnostic, source: SourceText) -> Edit | None:
    """The guess of a finding in the place of the name that it is about, where that stands at its place."""
    guess, span = _GUESS.search(str(finding.values.get("guess", ""))), finding.span
    if not guess or span is None or span.line is None or span.column is None:
        return None
    line, first = source.line(span.line), source.starts[span.line - 1]
    names = (str(finding.values[name]).lstrip("#") for name in _NAMES if name in finding.values)
    for name in filter(None, names):
        place = line.find(name, span.column - 1, (span.end_column or len(line)) + len(name))
        if place >= 0:
            return Edit(first + place, first + place + len(name), guess[1])
    return None
