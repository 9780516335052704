"""Knows how text comes back to the baseline grid after what is not a whole number of lines high; must not know
documents.

CSS has a name for it (CSS Line Grid 1, box-snap), and WeasyPrint 70 nothing. A block of text that would begin off the
grid gets more
room before it, so that lines of facing pages and of both sides of a leaf stand at one height (W3C CLREQ 2.3.2).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from weasyprint.layout import block, inline
from weasyprint.text import line_break

_SNAPPED = ("p", "ul", "ol", "dl", "blockquote", "pre")
_CELLS = ("td", "th", "caption", "figcaption", "li", "dd")
_NEAR = 0.05  # px
# A line may grow by so much over its height before it is taken for a line with something tall in it.
_SLIP = 0.15
_placing: Callable[[Any], tuple[float, float]] = inline.line_box_verticality
_laying_out: Callable[..., Any] = block.block_level_layout_switch


@dataclass(frozen=True)
class Grid:
    """The grid of pages: where the first line begins, how far lines are apart, and the size of the type that stands
    on it, in px."""

    top: float
    step: float
    size: float


_grid: Grid | None = None


def _layout(context: Any, box: Any, bottom_space: float, skip_stack: Any, containing_block: Any, *rest: Any) -> Any:
    if _grid is not None and skip_stack is None and _is_snapped(box, containing_block):
        adjoining = rest[3]
        margin = block.collapse_margin([*adjoining, box.margin_top])
        over = (box.position_y + margin - _grid.top) % _grid.step
        if _NEAR < over < _grid.step - _NEAR:
            box.margin_top = margin + _grid.step - over
    return _laying_out(context, box, bottom_space, skip_stack, containing_block, *rest)


def _line_box_verticality(line: Any) -> tuple[float, float]:
    """The lowest and highest point of a line, its baseline at 0: as high as its style says, whatever faces stand in it.

    Each face has its own idea of where in a line its letters stand; a line of two faces would be higher than one of
    either.
    """
    lowest, highest = _placing(line)
    height, baseline = line_break.strut(line.style)
    if height and height < lowest - highest < height * (1 + _SLIP):
        return height - baseline, -baseline
    return lowest, highest


def _is_snapped(box: Any, containing_block: Any) -> bool:
    """Whether a block is a heading, or text set at the distance of the grid, and stands in the flow of the page."""
    if box.element is not None and box.element.get("data-title"):
        return True
    if box.element is None or box.element_tag not in _SNAPPED or getattr(containing_block, "element_tag", "") in _CELLS:
        return False
    return _grid is not None and abs(box.style["font_size"] - _grid.size) < _NEAR


def install(grid: Grid | None) -> None:
    """Let text come back to a grid, or to none; calling it again changes only which."""
    global _grid  # noqa: PLW0603 (WeasyPrint calls a function of a module)
    _grid = grid
    block.block_level_layout_switch = _layout
    inline.line_box_verticality = _line_box_verticality
