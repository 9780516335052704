"""Knows how findings are written as GitHub workflow commands; must not know other forms."""

from __future__ import annotations

from pipeline.core.codes import catalogue, hint, message
from pipeline.core.diagnostics import Level
from pipeline.core.report import Finding
from pipeline.core.visible import visible
from pipeline.reporting.base import ReportContext

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}


def render(context: ReportContext) -> str:
    """One `::error file=…::message` a line."""
    return "".join(_command(finding, context) + "\n" for finding in context.report.findings)


def _command(finding: Finding, context: ReportContext) -> str:
    diagnostic, span = finding.diagnostic, finding.diagnostic.span
    values = {"title": f"{diagnostic.code} {catalogue()[diagnostic.code].title[context.language]}"}
    if span:
        values["file"] = span.file
        values |= {
            name: str(value)
            for name, value in (("line", span.line), ("col", span.column), ("endColumn", span.end_column))
            if value
        }
    properties = ",".join(f"{name}={_escape(value, ',:')}" for name, value in values.items())
    text = f"{message(diagnostic, context.language)} {hint(diagnostic, context.language)}"
    return f"::{_COMMANDS[finding.level]} {properties}::{_escape(text)}"


def _escape(text: str, more: str = "") -> str:
    text = visible(text, keep="\r\n")
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
