"""Knows which notes are called more than once; must not know how notes are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.base import Source
from pipeline.core.diagnostics import Diagnostic

_DEFINED = re.compile(r"^ {0,3}\[\^([^\[\]\s]+)\]:", re.M)
# Its lines, and paragraphs behind an indent.
_WHOLE = re.compile(rf"{_DEFINED.pattern}[^\n]*(?:\n[^\n]*\S[^\n]*|(?:\n[ \t]*)+\n(?: {{4}}|\t)[^\n]*)*", re.M)
_CALL = re.compile(r"(?<!\\)\[\^([^\[\]\s]+)\](?!:)")


def check(source: Source) -> Iterator[Diagnostic]:
    """SRC133 a note that is called again, and so printed again under another number."""
    text = source.bare
    defined = set(_DEFINED.findall(text))
    notes = [found.span() for found in _WHOLE.finditer(text)]
    first: dict[str, int] = {}
    for call in _CALL.finditer(text, source.body_start):
        if any(start < call.start() < end for start, end in notes):
            # One in a note is told as that.
            continue
        start = first.setdefault(call[1], call.start())
        if start != call.start() and call[1] in defined:
            span = source.text.span(call.start(), len(call.group()))
            related = (source.text.span(start, len(call.group())),)
            yield Diagnostic("SRC133", span, {"note": call.group()}, call[1], related)
