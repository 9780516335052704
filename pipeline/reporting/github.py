"""Knows how findings are written as GitHub workflow commands; must not know other forms."""

from __future__ import annotations

from pipeline.core.codes import catalogue, hint, message
from pipeline.core.diagnostics import Level
from pipeline.core.report import Finding
from pipeline.reporting.base import Showing

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}


def render(showing: Showing) -> str:
    """One `::error file=…::message` a line."""
    return "".join(_command(finding, showing) + "\n" for finding in showing.report.findings)


def _command(finding: Finding, showing: Showing) -> str:
    diagnostic, span = finding.diagnostic, finding.diagnostic.span
    values = {"title": f"{diagnostic.code} {catalogue()[diagnostic.code].title[showing.language]}"}
    if span:
        values["file"] = span.file
        values |= {name: str(value) for name, value in (("line", span.line), ("col", span.column), ("endColumn", span.end_column)) if value}
    properties = ",".join(f"{name}={_escape(value, ',:')}" for name, value in values.items())
    text = f"{message(diagnostic, showing.language)} {hint(diagnostic, showing.language)}"
    return f"::{_COMMANDS[finding.level]} {properties}::{_escape(text)}"


def _escape(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
