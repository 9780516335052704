"""Knows which family of a pan-Chinese design draws the forms of a language; must not know documents.

A face of the design has the forms of all regions, and shaping picks those of a language, but for punctuation that
stands alone in its text: that has no script, and would have the forms of the mainland beside those of Taiwan. The
families of the other regions have theirs without being asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from weasyprint.css import Style
from weasyprint.text import line_break
from weasyprint.text.ffi import pango

from pipeline.core.faces import regional

_original_get_font_description: Callable[[Style], Any] = line_break.get_font_description


def get_font_description(style: Style) -> Any:
    """What Pango looks for to set text of a style: the families of its region before those that it names."""
    description = _original_get_font_description(style)
    families = _regional(style["font_family"], str(style["lang"] or ""))
    if families is not None:
        pango.pango_font_description_set_family(description, ",".join(families).encode())
    return description


def _regional(families: Sequence[str], tag: str) -> list[str] | None:
    named = {family: regional(family, tag) for family in families}
    if all(family == own for family, own in named.items()):
        return None
    return [name for family, own in named.items() for name in dict.fromkeys((own, family))]
