"""Knows which styles and sequences of Word stand for the classes and numbers of the tree, as tables; must not know how
elements are dressed."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.core.numbers import EQUATION, FIGURE, LISTING, TABLE
from pipeline.core.vocabulary import STATEMENTS

# Class of a Div, and the style of its paragraphs in the leading language.
STYLES: Mapping[str, str] = {
    "watermark": "Cover Watermark",
    "logo": "Cover Logo",
    "series": "Cover Line",
    "title": "Cover Title",
    "subtitle": "Cover Subtitle",
    "author": "Cover Line",
    "issuer": "Cover Line",
    "date": "Cover Line",
    "classification": "Cover Line",
    "report-number": "Cover Line",
    "summary": "Summary",
    "credit": "Source Line",
    "table-note": "Table Note",
    "keywords": "Keywords",
    "callout-title": "Box Heading",
    "statement-title": "Statement Title",
}
# Class of a span, and its style.
SPAN_STYLES = {"dots": "Emphasis Dots", "proper-name": "Proper Name", "book-title": "Book Title Line"}
SEQUENCES = {FIGURE: "Figure", TABLE: "Table", LISTING: "Listing", EQUATION: "Equation"}
SEQUENCES |= {kind: kind.title() for kind, prefix in STATEMENTS.items() if prefix}
"""What Word counts the captions of a kind by (SEQ, 17.16.5.63)."""
CAPTION_STYLES = {FIGURE: "Image Caption", TABLE: "Table Caption", LISTING: "Listing Caption"}
HeadingRow = tuple[int, str, str]
"""Level, id and title with number."""
