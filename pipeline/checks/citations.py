"""Knows whether citations and the bibliography agree; must not know citation styles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.base import Source
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.reasons import Reason
from pipeline.core.text import Span, nearest
from pipeline.core.vocabulary import CROSS_REFERENCE_KINDS, is_cross_reference

# How other programs name what is referred to: `fig:a`, `eq-growth`, `thm-b`.
_OTHER_KINDS = re.compile(r"(eq|fig|tbl|tab|sec|lst|box|thm|lem|def|ch|chap|app)[:.-]\S")

_MANY = 10
"""Uncited entries above which a bibliography is taken for a library."""


def check(source: Source) -> Iterator[Diagnostic]:
    """CIT101 an undefined key where the bibliography could be read, CIT102 an entry that nothing cites, CIT128 a
    library of such, XRF108 a key that names a part of the report as other programs do."""
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
    idle = [entry for entry in source.document.bibliography if entry.id not in cited]
    if len(idle) > _MANY:
        # A whole library, of which a report cites a part.
        values = {"count": len(idle), "all": len(source.document.bibliography)}
        yield Diagnostic("CIT128", Span(idle[0].span.file), values, idle[0].span.file)
        return
    for entry in idle:
        if not entry.csl:
            continue
        yield Diagnostic("CIT102", entry.span, {"key": entry.id}, entry.id)
