"""Knows which editorial notes are still in the text; must not know how proofs show them."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.base import Source
from pipeline.core.diagnostics import Diagnostic


def check(source: Source) -> Iterator[Diagnostic]:
    """EDT101 a to-do or query is left; a release does not print it."""
    language = source.document.metadata.languages.leading
    for note in source.document.inventory.notes:
        yield Diagnostic("EDT101", note.span, {"kind": note.kind, "text": note.said(language)[:60]}, note.kind)
