"""Knows how findings are written as SARIF 2.1.0 (OASIS); must not know other forms."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from pipeline import __version__
from pipeline.core.codes import catalogue, hint, message
from pipeline.core.diagnostics import Level
from pipeline.core.languages import Language
from pipeline.core.report import Finding
from pipeline.core.text import Span
from pipeline.core.visible import visible
from pipeline.reporting.base import ReportContext

_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}


def render(context: ReportContext) -> str:
    """One run with its rules and results; columns count Unicode code points (SARIF 3.14.17)."""
    findings = context.report.findings
    codes = sorted({finding.diagnostic.code for finding in findings})
    rules = [_rule(code, context.language) for code in codes]
    driver = {"name": "Kanben", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, codes, context.language) for finding in findings],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return visible(json.dumps(log, ensure_ascii=False, indent=1), keep="\n") + "\n"


def _rule(id_: str, language: Language) -> dict[str, Any]:
    code = catalogue()[id_]
    return {
        "id": id_,
        "shortDescription": {"text": code.title[language]},
        "fullDescription": {"text": code.why[language]},
        "defaultConfiguration": {"level": _LEVELS[code.level]},
    }


def _result(finding: Finding, codes: list[str], language: Language) -> dict[str, Any]:
    diagnostic = finding.diagnostic
    text = f"{message(diagnostic, language)} {hint(diagnostic, language)}"
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": codes.index(diagnostic.code),
        "level": _LEVELS[finding.level],
        "message": {"text": text},
    }
    if diagnostic.span:
        result["locations"] = [_location(diagnostic.span)]
    if diagnostic.related:
        result["relatedLocations"] = [_location(span) for span in diagnostic.related]
    return result


def _location(span: Span) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(span.file.encode("utf-8", "surrogatepass"))}}
    if span.line:
        region = {"startLine": span.line, "startColumn": span.column, "endColumn": span.end_column}
        place["region"] = {name: value for name, value in region.items() if value is not None}
    return {"physicalLocation": place}
