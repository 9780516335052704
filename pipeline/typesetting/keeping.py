"""Knows what WeasyPrint 70 works out anew for each of a report's many thousand boxes, and keeps it by style; must not
know documents.

The spans that Chinese text asks for make many small boxes of few styles. What hangs on the style alone is found once:
Pango's context and
font, the height of a line, fixed lengths, the absence of a background, and the shapes of short texts. Nothing on the
page changes by it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background, inline
from weasyprint.text import fonts, line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango

_SHORT = 8  # characters; longer texts come once
_MANY = 4096  # short texts of a face
_UNWRAPPED = ("nowrap", "pre")
_FACE = (
    "font_family", "font_size", "font_style", "font_stretch", "font_weight", "font_kerning", "font_variant_ligatures", "font_variant_position",
    "font_variant_caps", "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
    "font_variation_settings", "font_language_override", "lang", "direction", "letter_spacing", "word_spacing", "overflow_wrap", "tab_size",
    "white_space",
)  # fmt: skip
_FEATURES = _FACE[5:13]
_LENGTHS = (
    *(f"{name}_{side}" for name in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    "width", "min_width", "max_width", "height", "min_height", "max_height",
)  # fmt: skip
_BORDERS = tuple(f"border_{side}_width" for side in ("left", "right", "top", "bottom"))
_SHARP = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_setting_up: Callable[..., None] = line_break.Layout.setup
_splitting: Callable[..., Any] = inline.split_first_line
_measuring: Callable[..., tuple[float, float]] = inline.strut
_resolving: Callable[..., None] = inline.resolve_percentages
_flowing: Callable[[Any], bool] = boxes.Box.is_in_normal_flow
_laying_backgrounds: Callable[..., None] = background.layout_box_backgrounds


@dataclass(frozen=True)
class _Shape:
    """A short text on one line: its metrics as WeasyPrint gives them (length in bytes, nothing to resume at; width,
    height, baseline in px)."""

    metrics: tuple[Any, ...]
    direction: int


@dataclass
class _Face:
    """What texts of one look share: Pango's context, font and features; the shapes of short texts, and their layouts
    once they were drawn."""

    context: Any
    description: Any
    language: Any
    features: bytes
    shapes: dict[str, _Shape] = field(default_factory=dict)
    drawn: dict[str, tuple[str, Any]] = field(default_factory=dict)


@dataclass
class _Known:
    """What is known of one style object."""

    face: _Face
    strut: tuple[float, float] | None = None
    lengths: Mapping[str, Any] | None = None
    is_bare: bool | None = None
    is_in_flow: bool | None = None


def _known(style: Any) -> _Known:
    known: _Known | None = style.__dict__.get("kanben_known")
    if known is None:
        faces = style.font_config.__dict__.setdefault("kanben_faces", {})
        key = tuple(
            value if isinstance(value := style[name], (str, int, float, tuple)) else repr(value) for name in _FACE
        )
        if key not in faces:
            faces[key] = _face(style)
        known = style.kanben_known = _Known(faces[key])
    return known


def _face(style: Any) -> _Face:
    """What `Layout.setup` of WeasyPrint makes for each layout before the layout itself."""
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    override = style["font_language_override"]
    name = style["lang"] if override == "normal" else LST_TO_ISO.get(override.lower(), override)
    language = (
        pango.pango_language_from_string(ffi.new("char[]", name.encode()))
        if name
        else pango.pango_language_get_default()
    )
    if name:
        pango.pango_context_set_language(context, language)
    features = fonts.font_features(*(style[name] for name in _FEATURES))
    written = ",".join(f"{key} {value}" for key, value in features.items()).encode()
    return _Face(context, fonts.get_font_description(style), language, written)


def _set_up(layout: Any, style: Any) -> None:
    """Give a layout its style; takes the place of `Layout.setup`."""
    if style["text_decoration_line"] != "none":
        _setting_up(layout, style)
        return
    face = _known(style).face
    layout.style, layout.language, layout.first_line_direction = style, face.language, 0
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.layout = ffi.gc(pango.pango_layout_new(face.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, face.description)
    if face.features:
        kept = style.font_config.font_features
        if face.features not in kept:
            kept[face.features] = pango.pango_attr_font_features_new(face.features)
        attributes = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(attributes, kept[face.features])
        pango.pango_layout_set_attributes(layout.layout, attributes)


def _split_first_line(
    text: str, style: Any, context: Any, max_width: float | None, spacing: float, **options: Any
) -> Any:
    """The first line of a text; takes the place of WeasyPrint's. A short text that fits has its shape from the first
    time."""
    if len(text) > _SHORT or spacing or style["text_decoration_line"] != "none":
        return _splitting(text, style, context, max_width, spacing, **options)
    shapes = _known(style).face.shapes
    shape = shapes.get(text)
    if shape is None or not (max_width is None or shape.metrics[2] <= max_width or style["white_space"] in _UNWRAPPED):
        found = _splitting(text, style, context, max_width, spacing, **options)
        layout, length, resume_index, *rest = found
        if shape is None and resume_index is None and layout.text == text and len(shapes) < _MANY:
            shapes[text] = _Shape((length, None, *rest), layout.first_line_direction)
        return found
    return (_ShortLayout(text, max_width, shape.direction), *shape.metrics)


class _ShortLayout(line_break.Layout):  # type: ignore[misc]
    """The layout of a short text, shaped when it is first drawn."""

    layout: Any

    def __init__(self, text: str, max_width: float | None, direction: int) -> None:
        self.text, self.max_width, self.first_line_direction, self.justification_spacing = text, max_width, direction, 0

    def reactivate(self, style: Any) -> None:
        drawn = _known(style).face.drawn
        if self.justification_spacing or style["text_decoration_line"] != "none":
            super().reactivate(style)
        elif self.text not in drawn:
            text = self.text
            super().reactivate(style)
            drawn[text] = self.text, self.layout
        else:
            self.style, self.language = style, None
            self.text, self.layout = drawn[self.text]
            # What was drawn in a box that cuts its lines was cut.
            pango.pango_layout_set_width(self.layout, -1)
            pango.pango_layout_set_ellipsize(self.layout, pango.PANGO_ELLIPSIZE_NONE)

    def set_text(self, text: str, justify: bool = False) -> None:
        if text != self.text:
            self.setup(self.style)
        super().set_text(text, justify)


def _strut(style: Any) -> tuple[float, float]:
    """The height of a line and its baseline in px; takes the place of WeasyPrint's."""
    known = _known(style)
    if known.strut is None:
        known.strut = _measuring(style)
    return known.strut


def _resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set the lengths of a box; takes the place of WeasyPrint's. Those of lines and what stands in them are fixed
    more often than not."""
    if not isinstance(box, (boxes.LineBox, boxes.InlineBox, boxes.TextBox)):
        _resolving(box, containing_block)
        return
    known = _known(box.style)
    if known.lengths is None:
        _resolving(box, containing_block)
        values = [box.style[name] for name in _LENGTHS]
        is_fixed = box.style["box_sizing"] == "content-box" and all(
            value == "auto" or getattr(value, "unit", "") == "px" for value in values
        )
        known.lengths = {name: getattr(box, name) for name in (*_LENGTHS, *_BORDERS)} if is_fixed else {}
    elif known.lengths:
        box.__dict__.update(known.lengths)
    else:
        _resolving(box, containing_block)


def _is_in_normal_flow(box: Any) -> bool:
    """Whether a box is in the flow; takes the place of WeasyPrint's. Styles that layout has met change no more."""
    known: _Known | None = box.style.__dict__.get("kanben_known")
    if known is None:
        return _flowing(box)
    if known.is_in_flow is None:
        known.is_in_flow = _flowing(box)
    return known.is_in_flow


def _layout_box_backgrounds(
    page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Place the background of a box and of what is in it; takes the place of WeasyPrint's. Most boxes have none."""
    if style is not None or box is page or not _is_bare(box.style):
        _laying_backgrounds(page, box, get_image, layout_children, style)
        return
    # A placeholder passes on what is set, and has a dictionary of its own.
    for name in _SHARP:
        setattr(box, name, (0, 0))
    box.background = None
    if layout_children:
        for child in box.all_children():
            _layout_box_backgrounds(page, child, get_image)


def _is_bare(style: Any) -> bool:
    known = _known(style)
    if known.is_bare is None:
        known.is_bare = (
            all((0, "px") in style[name] for name in _SHARP)
            and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and style["visibility"] != "hidden"
            and all(type_ == "none" for type_, _ in style["background_image"])
            and get_color(style, "background_color").alpha == 0
            and not style["box_shadow"]
        )
    return known.is_bare


def install() -> None:
    """Let WeasyPrint ask here first; calling it again changes nothing."""
    line_break.Layout.setup = _set_up
    inline.split_first_line = _split_first_line
    inline.strut = _strut
    inline.resolve_percentages = _resolve_percentages
    boxes.Box.is_in_normal_flow = _is_in_normal_flow
    background.layout_box_backgrounds = _layout_box_backgrounds
