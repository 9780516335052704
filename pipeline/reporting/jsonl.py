"""Knows how findings are written as JSON lines; must not know other forms."""

from __future__ import annotations

import json

from pipeline.core.codes import hint, message
from pipeline.core.text import Span
from pipeline.core.visible import visible
from pipeline.reporting.base import ReportContext


def render(context: ReportContext) -> str:
    """One JSON object a line; keys as documented in README.md."""
    lines = []
    for finding in context.report.findings:
        diagnostic = finding.diagnostic
        span = diagnostic.span or Span("")
        row = {
            "level": finding.level.name.lower(),
            "code": diagnostic.code,
            "message": message(diagnostic, context.language),
            "file": span.file or None,
            "line": span.line,
            "column": span.column,
            "end_column": span.end_column,
            "hint": hint(diagnostic, context.language),
            "key": diagnostic.key,
        }
        lines.append(visible(json.dumps(row, ensure_ascii=False)) + "\n")
    return "".join(lines)
