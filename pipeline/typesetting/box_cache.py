"""Knows what WeasyPrint 70 works out anew for each of a report's many thousand boxes, and caches it by style; must not
know documents.

Fixed lengths, whether a box is in the flow and the absence of a background hang on the style alone, and the many small
boxes of Chinese text have few styles. Nothing on the page changes by it. What is cached belongs to the style.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from weasyprint.css import Style
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.boxes import Box, PageBox
from weasyprint.layout import background, inline

_SIDES = ("left", "right", "top", "bottom")
_LENGTHS = (
    *(f"{name}_{side}" for name in ("margin", "padding") for side in _SIDES),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_RADII = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_original_resolve_percentages: Callable[[Box, object], None] = inline.resolve_percentages
_original_is_in_normal_flow: Callable[[Box], bool] = Box.is_in_normal_flow
_original_layout_box_backgrounds: Callable[..., None] = background.layout_box_backgrounds


@dataclass
class _Facts:
    """What boxes of one style share, as far as it was asked for; `lengths` are empty where they are not fixed."""

    lengths: Mapping[str, object] | None = None
    is_bare: bool | None = None
    is_in_flow: bool | None = None


def _facts(style: Style) -> _Facts:
    facts: _Facts | None = style.__dict__.get("kanben_facts")
    if facts is None:
        facts = style.kanben_facts = _Facts()
    return facts


def resolve_percentages(box: Box, containing_block: object) -> None:
    """Set the lengths of a box. Those of lines and what stands in them are fixed more often than not."""
    if not isinstance(box, (boxes.LineBox, boxes.InlineBox, boxes.TextBox)):
        _original_resolve_percentages(box, containing_block)
        return
    facts = _facts(box.style)
    if facts.lengths is None:
        _original_resolve_percentages(box, containing_block)
        values = [box.style[name] for name in _LENGTHS]
        is_fixed = box.style["box_sizing"] == "content-box" and all(
            value == "auto" or getattr(value, "unit", "") == "px" for value in values
        )
        facts.lengths = {name: getattr(box, name) for name in (*_LENGTHS, *_BORDERS)} if is_fixed else {}
    elif facts.lengths:
        box.__dict__.update(facts.lengths)
    else:
        _original_resolve_percentages(box, containing_block)


def is_in_normal_flow(box: Box) -> bool:
    """Whether a box is in the flow. Styles that layout has met change no more."""
    facts: _Facts | None = box.style.__dict__.get("kanben_facts")
    if facts is None:
        return _original_is_in_normal_flow(box)
    if facts.is_in_flow is None:
        facts.is_in_flow = _original_is_in_normal_flow(box)
    return facts.is_in_flow


def layout_box_backgrounds(
    page: PageBox,
    box: Box,
    get_image: Callable[..., object],
    layout_children: bool = True,
    style: Style | None = None,
) -> None:
    """Place the background of a box and of what is in it. Most boxes have none."""
    if style is not None or box is page or not _is_bare(box.style):
        _original_layout_box_backgrounds(page, box, get_image, layout_children, style)
        return
    # A placeholder passes on what is set, and has a dictionary of its own.
    for name in _RADII:
        setattr(box, name, (0, 0))
    box.background = None
    if layout_children:
        for child in box.all_children():
            layout_box_backgrounds(page, child, get_image)


def _is_bare(style: Style) -> bool:
    facts = _facts(style)
    if facts.is_bare is None:
        facts.is_bare = (
            all((0, "px") in style[name] for name in _RADII)
            and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and style["visibility"] != "hidden"
            and all(type_ == "none" for type_, _ in style["background_image"])
            and get_color(style, "background_color").alpha == 0
            and not style["box_shadow"]
        )
    return facts.is_bare
