"""Knows how text comes back to the baseline grid after what is not a whole number of lines high; must not know
documents.

CSS has a name for it (CSS Line Grid 1, box-snap), and WeasyPrint 70 nothing. A block of text that would begin off the
grid gets more room before it, so that lines of facing pages and of both sides of a leaf stand at one height (W3C CLREQ
2.3.2).
"""

from __future__ import annotations

from collections.abc import Callable

from weasyprint.formatting_structure.boxes import Box, LineBox
from weasyprint.layout import block, inline
from weasyprint.text import line_break

from pipeline.typesetting.context import LayoutContext
from pipeline.typesetting.options import Grid

_SNAPPED = ("p", "ul", "ol", "dl", "blockquote", "pre")
_CELLS = ("td", "th", "caption", "figcaption", "li", "dd")
_NEAR = 0.05  # px
# A line may grow by so much over its height before it is taken for a line with something tall in it.
_SLIP = 0.15
_original_line_box_verticality: Callable[[LineBox], tuple[float, float]] = inline.line_box_verticality


def snap(context: LayoutContext, box: Box, containing_block: Box, adjoining: list[float]) -> None:
    """Let a block that is set on the grid of its page begin there; `adjoining` are the margins that it meets."""
    grid = context.options.grid
    if grid is None or not _is_snapped(box, containing_block, grid):
        return
    margin = block.collapse_margin([*adjoining, box.margin_top])
    over = (box.position_y + margin - grid.top) % grid.step
    if _NEAR < over < grid.step - _NEAR:
        box.margin_top = margin + grid.step - over


def line_box_verticality(line: LineBox) -> tuple[float, float]:
    """The lowest and highest point of a line in px, its baseline at 0: as high as its style says, whatever faces stand
    in it.

    Each face has its own idea of where in a line its letters stand; a line of two faces would be higher than one of
    either.
    """
    lowest, highest = _original_line_box_verticality(line)
    height, baseline = line_break.strut(line.style)
    if height and height < lowest - highest < height * (1 + _SLIP):
        return height - baseline, -baseline
    return lowest, highest


def _is_in_columns(box: Box) -> bool:
    """Whether a box is one of columns, or what holds them: they begin on the grid together."""
    return bool(box.style["column_count"] != "auto")


def _is_snapped(box: Box, containing_block: Box, grid: Grid) -> bool:
    """Whether a block is a heading, or text set at the distance of the grid, and stands in the flow of the page."""
    if box.element is not None and box.element.get("data-title"):
        return True
    if (
        box.element is None
        or getattr(containing_block, "element_tag", "") in _CELLS
        or _is_in_columns(containing_block)
    ):
        return False
    if box.element_tag not in _SNAPPED and not _is_in_columns(box):
        return False
    return abs(float(box.style["font_size"]) - grid.size) < _NEAR
