"""Knows how to make lines of Chinese flush at both ends in WeasyPrint 70; must not know documents.

WeasyPrint justifies at spaces only, and Chinese has none. Here the missing width is shared by every gap that touches a
Chinese character, and by the spaces (W3C CLREQ 3.2.2, CSS Text 3 section 6.4 `inter-character`). Dashes and ellipses
stay whole.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.boxes import Box, LineBox
from weasyprint.layout import inline
from weasyprint.text import ffi as pango_ffi
from weasyprint.text.line_break import Layout

from pipeline.core.scripts import FULL_WIDTH
from pipeline.typesetting.context import LayoutContext

# Ideographs, CJK punctuation, full-width forms and Chinese quotes; no dash and no ellipsis, which come in unbreakable
# pairs.
_HAN = FULL_WIDTH + "\u2018\u2019\u201c\u201d\u00b7"
_STRETCHABLE = re.compile(f"[{_HAN}]")
_RUN = re.compile(f"[{_HAN}]+")
_SPACES = re.compile("[ \u00a0]")
# WeasyPrint writes a glyph's added width as an offset (512 parts of 1,000) and an adjustment cut to a whole thousandth
# of an em (488 parts). Spacing that is a multiple of 1/488 em, and a hair more, loses nothing to the cut.
_STEPS_PER_EM = 488
_MARGIN = 0.04
_MOST = 1.0  # em a gap
_original_justify_line: Callable[..., None] = inline.justify_line
_original_set_text: Callable[..., None] = Layout.set_text


@dataclass(frozen=True)
class _Gaps:
    """How many gaps a text has inside, and what share its two ends have in the gaps to their neighbours.

    Pango puts half of a letter's spacing on either side of it and none at the ends of the text.
    """

    inside: float
    start: float
    end: float


def _gaps(text: str) -> _Gaps:
    start = 0.5 if _STRETCHABLE.match(text[:1]) else 0.0
    end = 0.5 if _STRETCHABLE.match(text[-1:]) else 0.0
    return _Gaps(len(_STRETCHABLE.findall(text)) - start - end + len(_SPACES.findall(text)), start, end)


def _leaves(box: Box) -> Iterator[Box]:
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _leaves(child)
    elif not isinstance(box, boxes.TextBox) or box.text:
        yield box


def justify_line(context: LayoutContext, line: LineBox, extra: float) -> None:
    """Share `extra` px over a line's gaps; a line without Chinese is left to WeasyPrint."""
    leaves = list(_leaves(line))
    texts = [leaf.text if isinstance(leaf, boxes.TextBox) else "" for leaf in leaves]
    if extra <= 0 or not any(_STRETCHABLE.search(text) for text in texts):
        _original_justify_line(context, line, extra)
        return
    gaps = [_gaps(text) for text in texts]
    last = len(leaves) - 1
    total = sum(
        own.inside + (own.start if index else 0) + (own.end if index < last else 0) for index, own in enumerate(gaps)
    )
    # A line that has too little to stretch is left ragged, as a compositor would.
    if total > 0 and extra / total <= _MOST * line.style["font_size"]:
        order = {id(leaf): (index, gaps[index]) for index, leaf in enumerate(leaves)}
        _Spreader(extra / total, order, last).move(line)


class _Spreader:
    """Moves the boxes of one line to the right by what the gaps before them have grown."""

    def __init__(self, step: float, order: dict[int, tuple[int, _Gaps]], last: int) -> None:
        self.step, self.order, self.last = step, order, last
        self.shift = 0.0

    def move(self, box: Box) -> None:
        if isinstance(box, boxes.LineBox | boxes.InlineBox):
            before = self.shift
            box.position_x += before
            for child in box.children:
                if child.is_in_normal_flow():
                    self.move(child)
            box.width += self.shift - before
        elif id(box) not in self.order:
            box.position_x += self.shift
        else:
            self._move_leaf(box, *self.order[id(box)])

    def _move_leaf(self, box: Box, index: int, gaps: _Gaps) -> None:
        if index:
            self.shift += gaps.start * self.step
        if isinstance(box, boxes.TextBox):
            box.position_x += self.shift
            if gaps.inside:
                box.justification_spacing = self.step
                # A layout that is put by keeps its text and its spacing alone.
                box.pango_layout = copy.copy(box.pango_layout)
                box.pango_layout.justification_spacing, box.pango_layout.max_width = self.step, None
                box.width += gaps.inside * self.step
                self.shift += gaps.inside * self.step
        else:
            box.translate(self.shift, 0)
        if index < self.last:
            self.shift += gaps.end * self.step


def set_text(layout: Layout, text: str, justify: bool = False) -> None:
    """Add letter spacing to the Chinese runs when a justified line is drawn."""
    _original_set_text(layout, text, justify)
    if not (justify and layout.justification_spacing and _STRETCHABLE.search(layout.text)):
        return
    ffi, pango = pango_ffi.ffi, pango_ffi.pango
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    own = layout.style["letter_spacing"]
    wanted = layout.justification_spacing + (0 if own == "normal" else own)
    quantum = layout.style["font_size"] / _STEPS_PER_EM
    carried = 0.0
    for run in _RUN.finditer(layout.text):
        start = len(layout.text[: run.start()].encode())
        for character in run.group():
            carried += wanted
            steps = round(carried / quantum)
            carried -= steps * quantum
            end = start + len(character.encode())
            attribute = pango.pango_attr_letter_spacing_new(round((steps + _MARGIN) * quantum * pango_ffi.TO_UNITS))
            attribute.start_index, attribute.end_index = start, end
            pango.pango_attr_list_change(attributes, attribute)
            start = end
    pango.pango_layout_set_attributes(layout.layout, attributes)
