"""Knows what looks like a citation and is none; must not know the rules of style (a later check's work)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.base import Source
from pipeline.core.diagnostics import Diagnostic

# pandoc starts no citation after a letter, and a Chinese character is one; nor does it end a bare key before one.
_AFTER_HAN = re.compile(r"(?<=[\u4e00-\u9fff])@([A-Za-z][\w-]*[A-Za-z0-9])")


def check(source: Source) -> Iterator[Diagnostic]:
    """CIT106 an @key that Chinese text hides from the parser."""
    known = {entry.id for entry in source.document.bibliography} | set(source.document.cross_reference_ids())
    starts = _starts_of_body(source.text.text)
    for match in _AFTER_HAN.finditer(source.text.text, starts):
        key = re.match(r"[A-Za-z0-9_-]+", match[1])
        if key and key.group() in known:
            yield Diagnostic(
                "CIT106", source.text.span(match.start(), len(key.group()) + 1), {"key": key.group()}, key.group()
            )


def _starts_of_body(text: str) -> int:
    match = re.match(r"---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", text, re.S | re.M)
    return match.end() if match else 0
