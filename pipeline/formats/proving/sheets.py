"""Knows that a finished page is styled by the report's own sheets and by nothing else; must not know who writes
them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.text import Span
from pipeline.formats.proving import foreign

_RULE = re.compile(r"\s*([^{}]*\{(?:[^{}]|\{[^{}]*\})*\}|\S)")
_FACE = re.compile(r"@font-face\s*\{[^{}]*\}")
_SOURCE = re.compile(r"url\(\s*[\"']?([^)\"']*)")
_COLOR = re.compile(r"svg \.([fs])-([\w-]+) \{ (fill|stroke): var\(--color-([\w-]+)\); \}")


def check(sheet: str, expected: Iterable[str], fonts: str, span: Span) -> Iterator[Diagnostic]:
    """OUT127 for each rule before or behind the sheets of the report, or that stands in their place.

    `expected` are the forms that they may have; before them stand faces, from where `fonts` says, and colours of
    drawings.
    """
    sheet, forms = sheet.rstrip(), sorted((text.rstrip() for text in expected), key=len, reverse=True)
    own = next((text for text in forms if sheet.endswith(text)), None)
    before = sheet if own is None else sheet[: len(sheet) - len(own)]
    rules = [rule.strip() for rule in _RULE.findall(before)]
    strange = [rule for rule in rules if not (_is_face(rule, fonts) or _is_color(rule))]
    if own is None:
        # Told by the rules that are no part of any form, the last first: what is added stands behind.
        known = {" ".join(rule.split()) for text in forms for rule in _RULE.findall(text)}
        strange = [rule for rule in strange if " ".join(rule.split()) not in known] or ["style"]
    yield from (foreign.found(span, rule[:60]) for rule in strange)


def _is_face(rule: str, fonts: str) -> bool:
    sources = _SOURCE.findall(rule)
    return _FACE.fullmatch(rule) is not None and bool(sources) and all(re.match(fonts, source) for source in sources)


def _is_color(rule: str) -> bool:
    found = _COLOR.fullmatch(rule)
    return found is not None and found[2] == found[4] and found[3][0] == found[1]
