"""Knows how the numbers of a column stand with their points under each other: flush right, and set in by the digits
that others have more (ECMA-376, part 1, 17.3.1.12); must not know which those are.

Blanks as wide as digits would go along when a number is copied into a sheet, where it would be no number then. To a
decimal tab numbers in a cell go by themselves in Word alone.
"""

from __future__ import annotations

from pipeline.formats.docx.keeping import paragraph_properties
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w
from pipeline.tools import ast

_MARK = "lacking"
_DIGIT, _POINT = 90, 45
"""How wide a digit and a point of a table are, in twentieths of a point: of the Latin face, at nine points."""


def lacking(classes: list[str]) -> list[ast.Node]:
    """The mark of a number whose classes say how many digits others have more (`pad-2`, `pad-point`)."""
    digits = next((int(name.removeprefix("pad-")) for name in classes if name.removeprefix("pad-").isdigit()), 0)
    width = digits * _DIGIT + ("pad-point" in classes) * _POINT
    return [ast.RawInline(f'<{_MARK} width="{width}"/>', format="openxml")] if digits else []


def set_in_numbers(body: Element) -> None:
    """Set in each cell with a mark, and take the marks away."""
    for mark in list(body.iter(_MARK)):
        paragraph = next(mark.iterancestors(clark("w:p")))
        properties = paragraph_properties(paragraph)
        indent = properties.find("w:ind", NAMESPACES)
        if indent is None:
            indent = w("ind")
            properties.append(indent)
        indent.set(clark("w:right"), str(mark.get("width")))
        holder = mark.getparent()
        if holder is not None:
            holder.remove(mark)


def set_in(cell: Element) -> int:
    """How far what stands in a cell is set in from the right."""
    found = cell.find("w:p/w:pPr/w:ind", NAMESPACES)
    return 0 if found is None else int(str(found.get(clark("w:right"), "0")))
