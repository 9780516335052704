"""Knows what becomes of the white at both ends of a line: halves of brackets and stops, gaps between scripts; must not
know documents.

A full-width mark is white on one side. At the start of a line an opening mark gives its white up, at the end of a line
a closing one (W3C CLREQ 3.1.6; CSS Text 4, text-spacing-trim: trim-both); with hanging punctuation a stop leaves the
measure (CSS Text 4, 8.2). WeasyPrint 70 has neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.boxes import Box, LineBox
from weasyprint.layout import inline

from pipeline.core.languages import has_centred_marks
from pipeline.core.scripts import CENTRED, CLOSING, OPENING
from pipeline.typesetting.context import LayoutContext

HANGING = "，。、"
_HALF = 0.5
_FULL = 0.9  # em; a mark of a Latin face is narrower
_INVISIBLE = "\u2060\u200b"
_original_text_align: Callable[..., float] = inline.text_align
_Part = tuple[Box, Box | None]
"""A text or a picture of a line, and the box of a gap that it stands in."""


def text_align(context: LayoutContext, line: LineBox, available: float, last: bool) -> float:
    """The offset of a line in px; its width no longer counts the white at its ends."""
    parts = list(_parts(line))
    before = _before(context, line, parts)
    line.width -= before + _after(context, parts)
    return float(_original_text_align(context, line, available, last)) - before


def _parts(box: Box) -> Iterator[_Part]:
    """The text and the pictures of a line, in order, each with the box of a gap that it stands in."""
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, boxes.InlineBox):
            names = str(child.element.get("class") or "").split() if child.element is not None else ()
            is_gap = "gap-before" in names or "gap-after" in names
            yield from ((part, child if is_gap else gap) for part, gap in _parts(child))
        elif not isinstance(child, boxes.TextBox) or child.text.strip(_INVISIBLE):
            yield child, None


def _before(context: LayoutContext, line: LineBox, parts: list[_Part]) -> float:
    """The white before the first part: a gap, or half of an opening mark. An indented line keeps it."""
    for part, gap in parts[:1]:
        width = float(gap.margin_left) if gap is not None else 0.0
        if part.position_x - line.position_x - width > 1:
            return 0.0
        first = part.text.lstrip(_INVISIBLE)[:1] if isinstance(part, boxes.TextBox) else ""
        return width + (_white(context, part, first) if first and first in OPENING else 0.0)
    return 0.0


def _after(context: LayoutContext, parts: list[_Part]) -> float:
    """The white after the last part: a gap, half of a closing mark, or all of a stop that hangs."""
    for part, gap in parts[-1:]:
        width = float(gap.margin_right) if gap is not None else 0.0
        final = part.text.rstrip(_INVISIBLE)[-1:] if isinstance(part, boxes.TextBox) else ""
        if final and final in CLOSING:
            white = _white(context, part, final)
            width += white / _HALF if context.options.hangs and final in HANGING else white
        return width
    return 0.0


def _white(context: LayoutContext, box: Box, mark: str) -> float:
    """The white half of a full-width mark in px; nothing where the face has a narrow one, or the mark is set
    half-width already, or stands in the middle of its square."""
    size = float(box.style["font_size"])
    if not size or (mark in CENTRED and has_centred_marks(str(box.style["lang"] or ""))):
        return 0.0
    _, _, _, width, *_ = inline.split_first_line(mark, box.style, context, None, 0)
    return size * _HALF if width >= size * _FULL else 0.0
