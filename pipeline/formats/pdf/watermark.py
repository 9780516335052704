"""Knows how the watermark of a draft is drawn behind its pages; must not know pages."""

from __future__ import annotations

from pipeline.core.languages import Languages, is_chinese
from pipeline.core.model import Metadata
from pipeline.styling.tokens import Tokens, text
from pipeline.tools import fonts

ADDRESS = "kanben:watermark"
# Paper is white; a ground of its own would hide what is behind it. Drawings are made for white, and have it.
RULE = (
    f'html {{ background: none }} @page {{ background: url("{ADDRESS}") no-repeat center / contain }}'
    " .figure-scroll { background: #fff }"
)
_SIDE, _HIGHEST, _WIDEST = 1000.0, 220.0, 1150.0
_CAPITAL = 0.72


def drawn(metadata: Metadata, tokens: Tokens) -> bytes:
    """The words of the watermark from corner to corner of a square, as SVG of outlines: it is no text, which would be
    found in the pages and read out on each of them."""
    languages = metadata.languages
    words = languages.first(metadata.watermark)
    path, width = fonts.path_of(words, _families(languages, tokens))
    size = min(_HIGHEST, _WIDEST / max(width, 1))
    middle = _SIDE / 2
    place = (
        f"translate({middle:g} {middle:g}) rotate(-45) scale({size:.3f} {-size:.3f})"
        f" translate({-width / 2:.3f} {-_CAPITAL / 2:g})"
    )
    color = text(tokens, "color", "watermark")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIDE:g} {_SIDE:g}">'
        f'<path transform="{place}" fill="{color}" d="{path}"/></svg>'
    ).encode()


def _families(languages: Languages, tokens: Tokens) -> tuple[str, ...]:
    """The faces that letters are looked for in, one after the other."""
    names = ("sans-han", "sans-latin") if is_chinese(languages.leading) else ("sans-latin", "sans-han")
    return tuple(text(tokens, "font", name) for name in names)
