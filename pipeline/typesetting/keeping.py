"""Knows which blocks a page may not end between although their styles would let it; must not know documents.

Orphans keep two lines of one paragraph together. A heading whose first paragraph is a single line would stand at the
foot of a page with that line alone; with class `lead` the paragraph keeps with what follows it then, but for a figure,
which would leave the page white.
"""

from __future__ import annotations

from collections.abc import Callable

from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import block

_original_block_level_page_break: Callable[[Box | None, Box | None], str] = block.block_level_page_break


def block_level_page_break(before: Box | None, after: Box | None) -> str:
    """What the styles of two blocks say of a page break between them; `avoid` after the first line under a heading."""
    result = _original_block_level_page_break(before, after)
    if result != "auto" or after is None or after.element_tag == "figure":
        return result
    return "avoid" if _is_first_line(before) else result


def _is_first_line(box: Box | None) -> bool:
    if box is None or box.element is None or "lead" not in str(box.element.get("class") or "").split():
        return False
    return len(box.children) == 1 and isinstance(box.children[0], boxes.LineBox)
