"""Knows what WeasyPrint 70 works out anew for each of a report's many thousand texts, and caches it by look; must not
know documents.

The spans that Chinese text asks for make many short texts of few looks. Pango's context and font, the height of a line
and the shapes of short texts are found once for each. Nothing on the page changes by it. What is cached belongs to the
font configuration of one renderer, or to a style of one document.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import weasyprint.text.fonts
from weasyprint.css import Style
from weasyprint.layout import inline
from weasyprint.text import fonts, line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango
from weasyprint.text.line_break import Layout

from pipeline.typesetting.context import LayoutContext

_SHORT = 8  # characters; longer texts come once
_MANY = 4096  # short texts of a face
_UNWRAPPED = ("nowrap", "pre")
_FEATURES = (
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)
_LOOK = (
    *("font_family", "font_size", "font_style", "font_stretch", "font_weight"),
    *_FEATURES,
    *("font_variation_settings", "font_language_override", "lang", "direction", "letter_spacing", "word_spacing"),
    *("overflow_wrap", "tab_size", "white_space"),
)
_Metrics = tuple[Any, ...]
"""The first line of a text as WeasyPrint gives it, but for its layout: length in bytes, the byte to resume at; width,
height and baseline in px."""
_Pointer = Any
"""A pointer into Pango, which cffi leaves untyped."""
_original_setup: Callable[[Layout, Style], None] = Layout.setup
_original_split_first_line: Callable[..., _Metrics] = inline.split_first_line
_original_strut: Callable[[Style], tuple[float, float]] = inline.strut


@dataclass(frozen=True)
class _Shape:
    """A short text on one line: its metrics, with nothing to resume at, and its direction."""

    metrics: _Metrics
    direction: int


@dataclass
class _Face:
    """What texts of one look share: Pango's context, font and features; the shapes of short texts, and their layouts
    once they were drawn."""

    context: _Pointer
    description: _Pointer
    language: _Pointer
    features: bytes
    shapes: dict[str, _Shape] = field(default_factory=dict)
    drawn: dict[str, tuple[str, _Pointer]] = field(default_factory=dict)


class FontConfiguration(weasyprint.text.fonts.FontConfiguration):  # type: ignore[misc]
    """WeasyPrint's font configuration with the faces that texts of one look share, by look."""

    def __init__(self) -> None:
        super().__init__()
        self.faces: dict[tuple[object, ...], _Face] = {}


def _face(style: Style) -> _Face:
    face: _Face | None = style.__dict__.get("kanben_face")
    if face is None:
        faces: dict[tuple[object, ...], _Face] = style.font_config.faces
        look = tuple(
            value if isinstance(value := style[name], (str, int, float, tuple)) else repr(value) for name in _LOOK
        )
        if look not in faces:
            faces[look] = _new_face(style)
        face = style.kanben_face = faces[look]
    return face


def _new_face(style: Style) -> _Face:
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
    return _Face(context, line_break.get_font_description(style), language, written)


def setup(layout: Layout, style: Style) -> None:
    """Give a layout its style: what its face has, and the layout itself."""
    if style["text_decoration_line"] != "none":
        _original_setup(layout, style)
        return
    face = _face(style)
    layout.style, layout.language, layout.first_line_direction = style, face.language, 0
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.layout = ffi.gc(pango.pango_layout_new(face.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, face.description)
    if face.features:
        features = style.font_config.font_features
        if face.features not in features:
            features[face.features] = pango.pango_attr_font_features_new(face.features)
        attributes = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(attributes, features[face.features])
        pango.pango_layout_set_attributes(layout.layout, attributes)


def split_first_line(
    text: str, style: Style, context: LayoutContext | None, max_width: float | None, spacing: float, **options: bool
) -> _Metrics:
    """The first line of a text, its layout first. A short text that fits has its shape from the first time."""
    if len(text) > _SHORT or spacing or style["text_decoration_line"] != "none":
        return _original_split_first_line(text, style, context, max_width, spacing, **options)
    shapes = _face(style).shapes
    shape = shapes.get(text)
    if shape is None or not (max_width is None or shape.metrics[2] <= max_width or style["white_space"] in _UNWRAPPED):
        line = _original_split_first_line(text, style, context, max_width, spacing, **options)
        layout, length, resume_index, *rest = line
        if shape is None and resume_index is None and layout.text == text and len(shapes) < _MANY:
            shapes[text] = _Shape((length, None, *rest), layout.first_line_direction)
        return line
    return (_ShortLayout(text, max_width, shape.direction), *shape.metrics)


class _ShortLayout(Layout):  # type: ignore[misc]
    """The layout of a short text, shaped when it is first drawn."""

    layout: _Pointer

    def __init__(self, text: str, max_width: float | None, direction: int) -> None:
        self.text, self.max_width, self.first_line_direction, self.justification_spacing = text, max_width, direction, 0

    def reactivate(self, style: Style) -> None:
        drawn = _face(style).drawn
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


def strut(style: Style) -> tuple[float, float]:
    """The height of a line and its baseline in px."""
    measured: tuple[float, float] | None = style.__dict__.get("kanben_strut")
    if measured is None:
        measured = style.kanben_strut = _original_strut(style)
    return measured
