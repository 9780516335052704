"""Knows how Word calls a note again: by a field that repeats the number of its first call (NOTEREF, ECMA-376, part 1,
17.16.5.40), and that all of a note is set small; must not know how notes are written."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.vocabulary import CALLED_AGAIN
from pipeline.formats.docx import fields
from pipeline.formats.docx.bookmarks import target_name
from pipeline.formats.docx.keeping import paragraph_properties, style_of
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, markup, w
from pipeline.tools import ast

_STYLE = "FootnoteReference"
_TEXT = "FootnoteText"
_LARGE = ("", "Compact", "BodyText", "FirstParagraph", "Verse")
"""Styles of the text, which items of lists and verses come in."""


def repeat_numbers(tree: ast.Doc) -> None:
    """Put a field in the place of each further call of a note; the span round its first call becomes a bookmark."""
    elements = list(ast.descend(tree))
    notes = (element for element in elements if isinstance(element, ast.Note))
    numbers = {getattr(note.parent, "identifier", ""): number for number, note in enumerate(notes, 1)}
    for link in [element for element in elements if isinstance(element, ast.Link) and CALLED_AGAIN in element.classes]:
        id_ = link.url.removeprefix("#")
        made = fields.field(f"NOTEREF {target_name(id_)} \\f \\h", str(numbers[id_]), _STYLE)
        link.container[link.index] = ast.RawInline(markup(made), format="openxml")


def left_in(element: ast.Node) -> Iterator[ast.Node]:
    """The notes that are called in what is left out, which may be called again."""
    for note in [one for one in ast.descend(element) if isinstance(one, ast.Note)]:
        call = note.parent if isinstance(note.parent, ast.Span) and note.parent is not element else note
        yield call if isinstance(element, ast.Span) else ast.Plain(call)


def set_small(notes: Element) -> None:
    """Give lists and verses in notes the size of notes."""
    for paragraph in notes.iter(clark("w:p")):
        if style_of(paragraph) in _LARGE and paragraph.find("w:r/w:t", NAMESPACES) is not None:
            properties = paragraph_properties(paragraph)
            for style in properties.findall("w:pStyle", NAMESPACES):
                properties.remove(style)
            properties.insert(0, w("pStyle", val=_TEXT))
