"""Knows what a bibliography entry must hold to be printed at all; must not know citation styles."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pipeline.checks.base import Source
from pipeline.core.diagnostics import Diagnostic

# A DOI is stored bare (DOI Handbook, 2.2): prefix 10.registrant, slash, suffix.
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+[^\s.,;，。；]")


def check(source: Source) -> Iterator[Diagnostic]:
    """CIT104 no title or type, CIT105 a DOI that is not bare or not well formed."""
    for entry in source.document.bibliography:
        item = json.loads(entry.csl)
        for name in ("type", "title"):
            if not str(item.get(name) or "").strip():
                yield Diagnostic("CIT104", entry.span, {"key": entry.id, "name": name}, entry.id)
        doi = str(item.get("DOI") or "")
        if doi and not _DOI.fullmatch(doi):
            yield Diagnostic("CIT105", entry.span, {"key": entry.id, "doi": doi[:80]}, entry.id)
