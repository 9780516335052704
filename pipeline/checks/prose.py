"""Knows what looks like a citation and is none; must not know styles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.base import Source
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.text import Span

# pandoc starts no citation after a letter or a digit, and a character of Chinese text is one, in every plane; nor
# does it
# end a bare key before one.
_AFTER_LETTER = re.compile(r"(?<=[^\W\x00-\x7f])@(?:\{(?P<braced>[^{}\s]+)\}|(?P<bare>[A-Za-z0-9_][A-Za-z0-9_-]*))")


def check(source: Source) -> Iterator[Diagnostic]:
    """CIT106 an @key that a letter before it hides from the parser."""
    known = {entry.id for entry in source.document.bibliography} | set(source.document.cross_reference_ids())
    read = {_place(citation.span, citation.key) for citation in source.document.inventory.citations}
    for match in _AFTER_LETTER.finditer(source.text.text, source.body_start):
        name = "braced" if match["braced"] else "bare"
        key = match[name].rstrip("-_")
        if key in known and _place(source.text.span(match.start(name)), key) not in read:
            yield Diagnostic("CIT106", source.text.span(match.start(), match.end() - match.start()), {"key": key}, key)


def _place(span: Span, key: str) -> tuple[int | None, int | None, str]:
    """Where a key stands; the reader knows of a key of one letter only the line."""
    return span.line, span.column if len(key) > 1 else None, key
