"""Knows how the cover picture of an e-book is drawn; must not know EPUB."""

from __future__ import annotations

from pipeline.core.dates import in_words
from pipeline.core.languages import LANGUAGES, Bilingual
from pipeline.core.model import Metadata
from pipeline.figures.lettering import Block, Type, letter
from pipeline.figures.svg import Canvas
from pipeline.styling.tokens import Tokens, text
from pipeline.tools import fonts, raster

WIDTH, HEIGHT = 1200.0, 1600.0
_LEFT = 150.0


def draw_cover(metadata: Metadata, tokens: Tokens) -> bytes:
    """The cover as PNG, 1,200 by 1,600 pixels."""
    families = [text(tokens, "font", name) for name in ("sans-latin", "sans-han", "mono")]
    files = [fonts.find(family, bold=bold).path for family in families for bold in (False, True)]
    return raster.png_from_svg(cover_svg(metadata, tokens), int(WIDTH), files)


def cover_svg(metadata: Metadata, tokens: Tokens) -> str:
    """The cover as SVG: the title block of the print edition at the size of a screen."""
    canvas = Canvas(Type(text(tokens, "font", "sans-latin"), text(tokens, "font", "sans-han"), 84, 44), tokens)
    canvas.rectangle(0, 0, WIDTH, HEIGHT, fill="ground")
    canvas.rectangle(0, 0, 66, HEIGHT, fill="accent")
    y = 190.0
    for content, size, color, bold in (
        (metadata.series, 34.0, "muted", False),
        (Bilingual(metadata.title.zh), 84.0, "accent-strong", True),
        (Bilingual(en=metadata.title.en), 46.0, "accent", False),
        (Bilingual(metadata.subtitle.zh), 48.0, "ink", False),
        (Bilingual(en=metadata.subtitle.en), 38.0, "muted", False),
    ):
        block = _set(content, canvas.type, size, bold)
        canvas.block(block, _LEFT, y + block.height / 2, color, "start")
        y += block.height + (150 if content is metadata.series else 34)
    names = Bilingual.each(lambda language: "、".join(person.name[language] for person in metadata.authors))
    foot = _set(names, canvas.type, 32.0, False)
    canvas.block(foot, _LEFT, HEIGHT - 150 - foot.height / 2, "ink", "start")
    date = Bilingual(in_words(metadata.date).zh) if metadata.date else Bilingual()
    canvas.block(_set(date, canvas.type, 32.0, False), _LEFT, HEIGHT - 110, "muted", "start")
    return canvas.svg((WIDTH, HEIGHT), "cover", metadata.title.zh, metadata.title.en)


def _set(content: Bilingual, faces: Type, size: float, bold: bool) -> Block:
    sized = Type(faces.latin, faces.han, size, size * 0.9)
    return letter(content, LANGUAGES, sized, WIDTH - _LEFT - 130, bold=bold)
