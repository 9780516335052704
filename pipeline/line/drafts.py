"""Knows how the Word edition of a report is made for its text alone, in a moment: with a blank in the place of each
drawing; must not know what is done with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline import citing
from pipeline.core.diagnostics import Diagnostics
from pipeline.core.model import FigureBlock
from pipeline.core.pictures import Drawing
from pipeline.formats import FORMATS
from pipeline.formats.inputs import WriterInput
from pipeline.line.session import Session
from pipeline.transforms import transform

EDITED = next(row for row in FORMATS if row.for_editors)
"""The format that editors edit."""
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" width="8" height="8"><path d="M0 0h8v8H0z"/></svg>'


def draft(session: Session) -> bytes:
    """The Word edition of a report, as it would be written but for its pictures."""
    project = session.project
    transformed, _ = transform(session.document, _blanks, proof=project.edition.proof)
    document = citing.cite(transformed, project.style, by_strokes=project.by_strokes)
    # With blanks in the place of drawings nothing is on its page.
    docx = project.options.docx
    options = replace(project.options, docx=replace(docx, pages="word" if docx.pages == "word" else "draft"))
    given = WriterInput(document, session.tokens, session.sheets, project.edition, options, source=session.text)
    return EDITED.write(given)[0]


def _blanks(blocks: Sequence[FigureBlock]) -> Iterable[tuple[Drawing | None, Diagnostics]]:
    return [(Drawing(block.id, 8, 8, _SVG, alt=block.alt, description=block.description), ()) for block in blocks]
