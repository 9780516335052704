"""Knows what looks like a citation and is none; must not know styles."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.base import Source
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.vocabulary import is_cross_reference


def check(source: Source) -> Iterator[Diagnostic]:
    """CIT106 an @key that stayed text, since a letter stands before it."""
    document = source.document
    known = {entry.id for entry in document.bibliography} | set(document.cross_reference_ids())
    for loose in document.inventory.loose_keys:
        if loose.key in known or is_cross_reference(loose.key):
            yield Diagnostic("CIT106", loose.span, {"key": loose.key}, loose.key)
