"""Knows what every listing of code must say of itself; must not know formats."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.base import Source, named
from pipeline.core.diagnostics import Diagnostic


def check(source: Source) -> Iterator[Diagnostic]:
    """LST101 another id than a listing has, LST102 a caption is missing in a language, LST103 never referred to."""
    languages = source.document.metadata.languages
    cited = {citation.key for citation in source.document.inventory.citations}
    for listing in source.document.inventory.listings:
        yield from named(listing.id, listing.span, "lst-", ("LST101", "LST103"), cited)
        missing = tuple(language for language in languages if not listing.caption[language])
        if missing:
            yield Diagnostic("LST102", listing.span, {"id": listing.id, "missing": missing}, listing.id)
