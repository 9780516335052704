"""Knows whether citations and the bibliography agree; must not know citation styles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.base import Source
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.reasons import Reason
from pipeline.core.text import nearest
from pipeline.core.vocabulary import CROSS_REFERENCE_KINDS, is_cross_reference

# How other programs name what is referred to: `fig:a`, `eq-growth`, `thm-b`.
_OTHER_KINDS = re.compile(r"(eq|fig|tbl|tab|sec|lst|box|thm|lem|def|ch|chap|app)[:.-]\S")


def check(source: Source) -> Iterator[Diagnostic]:
    """CIT101 an undefined key where the bibliography could be read, CIT102 an entry that nothing cites, XRF108 a key
    that names a part of the report as other programs do."""
    known = {entry.id for entry in source.document.bibliography}
    cited = set()
    for citation in source.document.inventory.citations:
        if is_cross_reference(citation.key):
            continue
        cited.add(citation.key)
        if citation.key not in known and _OTHER_KINDS.match(citation.key):
            kinds = tuple(f"{kind}-" for kind in CROSS_REFERENCE_KINDS)
            meant = Reason("other_id", kinds=kinds)
            yield Diagnostic("XRF108", citation.span, {"key": citation.key, "meant": meant}, citation.key)
        elif citation.key not in known and source.document.is_bibliography_read:
            guess = nearest(citation.key, known)
            yield Diagnostic(
                "CIT101", citation.span, {"key": citation.key, "guess": f" → {guess}?" if guess else ""}, citation.key
            )
    for entry in source.document.bibliography:
        if entry.id not in cited:
            yield Diagnostic("CIT102", entry.span, {"key": entry.id}, entry.id)
