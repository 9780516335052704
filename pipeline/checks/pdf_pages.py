"""Knows what must hold of the pages of a PDF that no validator sees: notes, contents, edges; must not know how they are laid out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.base import Artifact
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.text import Span
from pipeline.styling.tokens import number
from pipeline.tools import pdf_structure

_END = 18.0  # pt; nearer to the edge a printer or a binder may lose it
_POINTS_PER_MM = 72 / 25.4


def check(artifact: Artifact) -> Iterator[Diagnostic]:
    """OUT115 a note that is not on the page of its call or not there, OUT116 a wrong number in the contents, OUT117 text outside the measure."""
    span = Span(artifact.name)
    found = pdf_structure.read(artifact.data)
    for place, (call, note) in enumerate(found.notes, 1):
        if call != note:
            yield Diagnostic("OUT115", span, {"note": place, "call": call, "page": note}, f"note {place}")
    wanted = artifact.document.ast.count('"t": "Note"') or artifact.document.ast.count('"t":"Note"')
    if wanted != len(found.notes):
        yield Diagnostic("OUT118", span, {"wanted": wanted, "found": len(found.notes)}, "notes")
    for entry in found.entries:
        if not entry.text.endswith(entry.label):
            yield Diagnostic("OUT116", span, {"entry": entry.text[:60], "label": entry.label}, entry.text[:60])
    # A stop that hangs stands an em outside the measure.
    margins = [number(artifact.tokens, "page", f"margin-{side}") for side in ("inside", "outside")]
    side = min(margins) * _POINTS_PER_MM - 1.3 * number(artifact.tokens, "size", "body")
    for page, letters in pdf_structure.outside(artifact.data, side, _END):
        yield Diagnostic("OUT117", span, {"page": page, "text": letters[:24]}, f"page {page}")
