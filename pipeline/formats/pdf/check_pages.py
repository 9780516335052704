"""Knows what must hold of the pages of a PDF that no validator sees: notes, contents, edges, ink; must not know how
they are laid out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.text import Span
from pipeline.formats.inputs import Artifact
from pipeline.formats.proving.sources import line_of, line_of_heading, line_of_note
from pipeline.styling.tokens import contrast, number
from pipeline.tools import pdf_ink, pdf_structure, raster

LEAST_FINENESS = 220  # pixels to the inch, as printed
_LARGE = 18.0  # pt
_END = 18.0  # pt; nearer to the edge a printer or a binder may lose it
_POINTS_PER_MM = 72 / 25.4


def check(artifact: Artifact) -> Iterator[Diagnostic]:
    """OUT115 notes, OUT116 contents, OUT117 edges, OUT119 pictures, OUT120 contrast."""
    span = Span(artifact.name)
    found = pdf_structure.read(artifact.data)
    for index, (call, note) in enumerate(found.notes, 1):
        if call != note:
            place = line_of_note(artifact.document, index, span)
            yield Diagnostic("OUT115", place, {"note": index, "call": call, "page": note}, f"note {index}")
    for entry in found.entries:
        if not entry.text.endswith(entry.label):
            heading = line_of_heading(artifact.document, entry.text, span)
            yield Diagnostic("OUT116", heading, {"entry": entry.text[:60], "label": entry.label}, entry.text[:60])
    # A stop that hangs stands an em outside the measure.
    margins = [number(artifact.tokens, "page", f"margin-{side}") for side in ("inside", "outside")]
    side = min(margins) * _POINTS_PER_MM - 1.3 * number(artifact.tokens, "size", "body")
    for page, letters in pdf_structure.outside(artifact.data, side, _END):
        place = line_of(artifact.document, letters, span)
        yield Diagnostic("OUT117", place, {"page": page, "text": letters[:24]}, f"page {page}")
    yield from _check_ink(artifact, span)


def _check_ink(artifact: Artifact, span: Span) -> Iterator[Diagnostic]:
    for picture in pdf_ink.pictures(artifact.data):
        if picture.fineness < LEAST_FINENESS:
            coarse: dict[str, str | int] = {
                "page": picture.page,
                "dpi": round(picture.fineness),
                "least": LEAST_FINENESS,
            }
            yield Diagnostic("OUT119", _place(artifact, picture), coarse, f"page {picture.page}")
    told = set()
    for faint in pdf_ink.lettering(artifact.data, _is_faint):
        if (faint.page, faint.color, faint.ground) in told:
            continue
        told.add((faint.page, faint.color, faint.ground))
        ratio = f"{contrast(faint.color, faint.ground):.1f}"
        values: dict[str, str | int] = {
            "page": faint.page,
            "text": faint.text[:24],
            "color": faint.color,
            "ground": faint.ground,
            "ratio": ratio,
        }
        yield Diagnostic("OUT120", line_of(artifact.document, faint.text, span), values, f"page {faint.page}")


def _is_faint(size: float, color: str, ground: str) -> bool:
    """WCAG 2.2, 1.4.3: 4.5, and 3 for large text."""
    return contrast(color, ground) < (3 if size >= _LARGE else 4.5)


def _place(artifact: Artifact, picture: pdf_ink.Picture) -> Span:
    """Where the figure of a picture is defined: the only one of as many pixels; the file where that cannot be told."""
    document = artifact.document
    sizes = {drawing.id: raster.pixel_size(drawing.raster) for drawing in document.drawings if drawing.raster}
    places = [figure.span for figure in document.pictures() if sizes.get(figure.id) == picture.size]
    return places[0] if len(places) == 1 else Span(artifact.name)
