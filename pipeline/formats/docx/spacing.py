"""Knows the white under the tables of a Word file (ECMA-376, part 1, 17.3.1.33), which has none of its own; must not
know its text."""

from __future__ import annotations

from lxml import etree

from pipeline.formats.docx.boxes import is_in_box
from pipeline.formats.docx.keeping import paragraph_properties, style_of, under_table
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w

_WHITE, _LITTLE = 200, 60
"""In twentieths of a point: as above a caption, and between a table and its notes."""
_HEADING = "Heading"
_BEHIND = ("ind", "contextualSpacing", "jc", "outlineLvl", "rPr", "sectPr")
"""What follows the spacing in the properties of a paragraph, of what the writer writes (17.3.1.26)."""


def space_under_tables(body: Element) -> None:
    """White under each table: round its notes, or before the paragraph that follows.

    Headings have more of their own, and so have boxes."""
    for table in body.iter(clark("w:tbl")):
        notes, following = under_table(table)
        if notes:
            _space(notes[0], "before", _LITTLE)
            _space(notes[-1], "after", _WHITE)
        elif following is not None and _is_text(following):
            _space(following, "before", _WHITE)


def _is_text(element: Element) -> bool:
    has_words = any(child.tag != clark("w:pPr") for child in element)
    is_text = element.tag == clark("w:p") and has_words and _HEADING not in style_of(element)
    return is_text and not is_in_box(element)


def _space(paragraph: Element, side: str, white: int) -> None:
    properties = paragraph_properties(paragraph)
    spacing = properties.find("w:spacing", NAMESPACES)
    if spacing is None:
        spacing = w("spacing")
        behind = next((row for row in properties if etree.QName(row).localname in _BEHIND), None)
        if behind is None:
            properties.append(spacing)
        else:
            behind.addprevious(spacing)
    spacing.set(clark(f"w:{side}"), str(white))
