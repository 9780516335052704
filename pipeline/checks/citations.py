"""Knows whether citations and the bibliography agree; must not know citation styles."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.base import Source
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.text import nearest
from pipeline.core.vocabulary import is_cross_reference


def check(source: Source) -> Iterator[Diagnostic]:
    """CIT101 an undefined key, CIT102 an entry that nothing cites."""
    known = {entry.id for entry in source.document.bibliography}
    cited = set()
    for citation in source.document.inventory.citations:
        if is_cross_reference(citation.key):
            continue
        cited.add(citation.key)
        if citation.key not in known:
            guess = nearest(citation.key, known)
            yield Diagnostic(
                "CIT101", citation.span, {"key": citation.key, "guess": f" → {guess}?" if guess else ""}, citation.key
            )
    for entry in source.document.bibliography:
        if entry.id not in cited:
            yield Diagnostic("CIT102", entry.span, {"key": entry.id}, entry.id)
