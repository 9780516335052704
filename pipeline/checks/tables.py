"""Knows what every table must say of itself; must not know formats."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.base import Source, named
from pipeline.core.diagnostics import Diagnostic


def check(source: Source) -> Iterator[Diagnostic]:
    """TBL101 no id, TBL102 a caption is missing in a language, TBL103 never referred to, TBL107 no caption at all."""
    languages = source.document.metadata.languages
    cited = {citation.key for citation in source.document.inventory.citations}
    for table in source.document.inventory.tables:
        if not any(table.caption[language] for language in languages):
            yield Diagnostic("TBL107", table.span, {}, table.id)
            continue
        yield from named(table.id, table.span, "tbl-", ("TBL101", "TBL103"), cited)
        for language in languages:
            if not table.caption[language]:
                yield Diagnostic("TBL102", table.span, {"id": table.id, "missing": language}, table.id)
