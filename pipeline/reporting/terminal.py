"""Knows how findings look to a person at a terminal: the line, a caret, a hint; must not know other forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TypeAlias

from pipeline.core.codes import heard, hint, message
from pipeline.core.decoding import with_plain_ends
from pipeline.core.diagnostics import Level
from pipeline.core.opening import Unopened, read_within
from pipeline.core.report import Finding
from pipeline.core.scripts import columns
from pipeline.core.text import Span
from pipeline.core.visible import visible
from pipeline.core.wording import word
from pipeline.reporting.base import ReportContext

MOST_SHOWN = 50
"""Findings of one code that are shown; the other reports have all."""
Lines: TypeAlias = Callable[[str], list[str]]
_MAX_BYTES = 16 * 2**20
_COLORS = {Level.ERROR: "31", Level.WARNING: "33", Level.INFO: "36"}


def render(context: ReportContext) -> str:
    """The findings with their source lines, and a count."""
    found: dict[str, int] = {}
    blocks = []
    lines = cache(partial(_lines, context.root))
    for finding in context.report.findings:
        code = finding.diagnostic.code
        found[code] = found.get(code, 0) + 1
        if found[code] <= MOST_SHOWN:
            blocks.append(_finding(finding, context, lines))
    if not blocks:
        return word("findings_none", context.language) + "\n"
    over = {code: number - MOST_SHOWN for code, number in found.items() if number > MOST_SHOWN}
    blocks += [word("more_of_a_code", context.language, code=code, count=number) for code, number in over.items()]
    counts = {
        name: context.report.count(level)
        for name, level in (("errors", Level.ERROR), ("warnings", Level.WARNING), ("infos", Level.INFO))
    }
    return "\n".join([*blocks, word("findings_count", context.language, **counts)]) + "\n"


def _finding(finding: Finding, context: ReportContext, lines_of: Lines) -> str:
    diagnostic = finding.diagnostic
    name = word(f"level_{finding.level.name.lower()}", context.language)
    place = f"{diagnostic.span}: " if diagnostic.span else ""
    head = f"{_paint(visible(place), '1', context)}{_paint(name, _COLORS[finding.level], context)}"
    lines = [f"{head} {diagnostic.code}: {visible(message(diagnostic, context.language))}"]
    lines += _excerpt(diagnostic.span, lines_of)
    lines.append(f"    {word('hint', context.language)}: {hint(diagnostic, context.language)}")
    lines += [f"    ↳ {span}" for span in diagnostic.related]
    lines += [f"    › {words}" for words in heard(diagnostic) if context.verbose]
    # What stands in a source must not steer the terminal.
    return "\n".join([lines[0], *map(visible, lines[1:])])


def _lines(root: Path, file: str) -> list[str]:
    return with_plain_ends(read_within(root / file, root, _MAX_BYTES).decode("utf-8")).split("\n")


def _paint(text: str, color: str, context: ReportContext) -> str:
    return f"\033[{color}m{text}\033[0m" if context.color and text else text


def _excerpt(span: Span | None, lines_of: Lines) -> list[str]:
    """The source line and a caret under the place, as wide as its characters are shown."""
    if span is None or span.line is None:
        return []
    try:
        line = lines_of(span.file)[span.line - 1]
    except (Unopened, UnicodeDecodeError, IndexError):
        return []
    shown = "".join(character if character.isprintable() else " " for character in line.rstrip("\r"))
    if span.column is None:
        return [f"    | {shown[:100]}"]
    start = max(span.column - 1 - 60, 0)
    end = span.end_column or span.column + 1
    before, marked = shown[start : span.column - 1], shown[span.column - 1 : end - 1]
    return [
        f"    | {shown[start : start + 100]}",
        f"    | {' ' * columns(before)}{'^' * max(min(columns(marked), 100), 1)}",
    ]
