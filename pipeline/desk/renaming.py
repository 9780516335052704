"""Knows how a name is changed wherever it stands, and proves that nothing else has changed; must not know editors."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from pipeline.core.diagnostics import PipelineError
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.core.report import Finding
from pipeline.core.text import SourceText, Span
from pipeline.desk.symbols import Occurrence, Symbol, occurrences
from pipeline.desk.workspace import Reading, Workspace

_FORMS = {
    "target": re.compile(r"[^\W_][\w.:-]*(?<![.:])"),
    "entry": re.compile(r"[^\W_][\w.:#$%&+?<>~/-]*(?<![.:?])"),
    "note": re.compile(r"[^\s\[\]^:]+"),
    "term": re.compile(r"[^\[\]{}`*\\\n]*[^\s\[\]{}`*\\]"),
}
"""How a name of each kind may be written (pandoc's manual: citation keys, header identifiers, footnotes)."""


class CannotRename(ReasonedError):
    """A name that is left as it is."""


def rename(workspace: Workspace, symbol: Symbol, name: str) -> dict[str, list[Span]]:
    """The places, by file, where a new name takes the place of the old one.

    Raises:
        CannotRename: where the name cannot be one, is taken, or where the report would not say the same with it.
    """
    if not _FORMS[symbol.kind].fullmatch(name):
        raise CannotRename(Reason("desk_no_name", name=name))
    before = _read(workspace)
    found = occurrences(before)
    if name != symbol.name and any(row.symbol.name == name and _clashes(row, symbol) for row in found):
        raise CannotRename(Reason("desk_name_taken", name=name))
    own = [row for row in found if row.symbol == symbol]
    if not any(row.defines for row in own):
        raise CannotRename(Reason("desk_not_defined", name=symbol.name))
    spans: dict[str, list[Span]] = {}
    for row in own:
        spans.setdefault(row.span.file, []).append(row.span)
    changed = {Path(before.project.root / file): _changed(before, file, rows, name) for file, rows in spans.items()}
    after = _read(workspace, changed)
    new = Symbol(symbol.kind, name)
    is_same = _count(occurrences(after), new) == _count(found, symbol) and not _count(occurrences(after), symbol)
    if name != symbol.name and not (is_same and _told(after.findings) == _told(before.findings)):
        raise CannotRename(Reason("desk_rename_unproved", name=name))
    return spans


def _read(workspace: Workspace, changed: dict[Path, str] | None = None) -> Reading:
    try:
        reading = workspace.read(changed)
    except PipelineError as error:
        raise CannotRename(Reason("desk_not_read")) from error
    if reading.document is None:
        raise CannotRename(Reason("desk_not_read"))
    return reading


def _clashes(row: Occurrence, symbol: Symbol) -> bool:
    """Ids and keys are one namespace: `@name` leads to either."""
    cited = ("target", "entry")
    return row.symbol.kind == symbol.kind or (row.symbol.kind in cited and symbol.kind in cited)


def _changed(reading: Reading, file: str, spans: list[Span], name: str) -> str:
    source = reading.file(file)
    assert source is not None
    return edited(source, spans, name)


def edited(source: SourceText, spans: list[Span], name: str) -> str:
    """A text with a name in all places of one line each."""
    text = source.text
    for span in sorted(spans, key=lambda span: (span.line or 0, span.column or 0), reverse=True):
        start = source.starts[(span.line or 1) - 1]
        first, last = start + (span.column or 1) - 1, start + (span.end_column or 1) - 1
        text = text[:first] + name + text[last:]
    return text


def _count(found: tuple[Occurrence, ...], symbol: Symbol) -> int:
    return sum(row.symbol == symbol for row in found)


def _told(findings: tuple[Finding, ...]) -> Counter[str]:
    return Counter(finding.diagnostic.code for finding in findings)
