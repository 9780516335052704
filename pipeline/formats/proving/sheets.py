"""Knows that a finished page is styled by the report's own sheets and by nothing else; must not know who writes
them."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.text import Span
from pipeline.formats.proving import foreign
from pipeline.styling import themes
from pipeline.styling.shaking import said, shaken
from pipeline.styling.tokens import Tokens
from pipeline.tools import webface

_RULE = re.compile(r"\s*([^{}]*\{(?:[^{}]|\{[^{}]*\})*\}|\S)")
_NOTICE = re.compile(r"\s*/\*(?:[^*]|\*(?!/))*\*/")
"""Who made the faces that follow."""
_FACE = re.compile(r"@font-face\s*\{[^{}]*\}")
_SOURCE = re.compile(r"url\(\s*[\"']?([^)\"']*)")


@dataclass(frozen=True)
class Sheet:
    """What a style sheet of an output may be: one of the `forms` of the report's sheets, before it faces from where
    `fonts` says, and colours of drawings, each that of a token.

    With `names`, those that stand on the page, rules that ask for another name are left out.
    """

    forms: Sequence[str]
    fonts: str
    tokens: Tokens
    names: frozenset[str] | None = None


def check(sheet: str, expected: Sheet, span: Span) -> Iterator[Diagnostic]:
    """OUT127 for each rule before or behind the sheets of the report, or that stands in their place."""
    names = expected.names
    paints = frozenset(themes.paint_of(rule) for rule in _RULE.findall(sheet))
    forms = [text if names is None else shaken(text, names, paints) for text in expected.forms]
    sheet, forms = sheet.rstrip(), sorted((text.rstrip() for text in forms), key=len, reverse=True)
    own = next((text for text in forms if sheet.endswith(text)), None)
    before = sheet if own is None else sheet[: len(sheet) - len(own)]
    rules = [
        rule.strip() for rule in _RULE.findall(_NOTICE.sub("", before, count=1) if _NOTICE.match(before) else before)
    ]
    strange = [rule for rule in rules if not (_is_face(rule, expected.fonts) or themes.is_rule(rule, expected.tokens))]
    if own is None:
        # Told by the rules that are no part of any form, the last first: what is added stands behind. A rule that asks
        # for a name that is gone from the page, or says more than it now would, is told as what is gone.
        known = [said(rule) for text in expected.forms for rule in _RULE.findall(text)]
        there = [said(rule) for rule in rules]
        is_whole = any(all(_is_part(said(rule), there) for rule in _RULE.findall(text)) for text in forms)
        strange = [rule for rule in strange if not _is_part(said(rule), known)] or ([] if is_whole else ["style"])
    yield from (foreign.found(span, rule[:60]) for rule in strange)


def _is_part(rule: frozenset[str], of: Sequence[frozenset[str]]) -> bool:
    return any(rule <= whole for whole in of)


def _is_face(rule: str, fonts: str) -> bool:
    sources = _SOURCE.findall(rule)
    is_from_there = bool(sources) and all(re.match(fonts, source) for source in sources)
    return _FACE.fullmatch(rule) is not None and is_from_there and all(map(_is_whole, sources))


def _is_whole(source: str) -> bool:
    """Whether a face that is in the sheet itself can be read; others are files, and held against their kind."""
    if not source.startswith("data:"):
        return True
    try:
        return webface.is_whole(base64.b64decode(source.partition(",")[2], validate=True))
    except binascii.Error:
        return False
