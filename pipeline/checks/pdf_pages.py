"""Knows what must hold of the pages of a PDF that no validator sees: notes, contents, edges; must not know how they are laid out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.base import Artifact
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.text import Span
from pipeline.tools import pdf_structure

_MARGIN = 18.0  # pt; nearer to the edge a printer or a binder may lose it


def check(artifact: Artifact) -> Iterator[Diagnostic]:
    """OUT115 a note that is not on the page of its call or not there, OUT116 a wrong number in the contents, OUT117 text at the edge."""
    span = Span(artifact.name)
    found = pdf_structure.read(artifact.data)
    for number, (call, note) in enumerate(found.notes, 1):
        if call != note:
            yield Diagnostic("OUT115", span, {"note": number, "call": call, "page": note}, f"note {number}")
    wanted = artifact.document.ast.count('"t": "Note"') or artifact.document.ast.count('"t":"Note"')
    if wanted != len(found.notes):
        yield Diagnostic("OUT118", span, {"wanted": wanted, "found": len(found.notes)}, "notes")
    for entry in found.entries:
        if not entry.text.endswith(entry.label):
            yield Diagnostic("OUT116", span, {"entry": entry.text[:60], "label": entry.label}, entry.text[:60])
    for page, letters in pdf_structure.outside(artifact.data, _MARGIN):
        yield Diagnostic("OUT117", span, {"page": page, "text": letters[:24]}, f"page {page}")
