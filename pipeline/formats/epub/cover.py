"""Knows how the cover picture of an e-book is drawn; must not know EPUB."""

from __future__ import annotations

import base64
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.core.dates import in_words
from pipeline.core.languages import Bilingual, Languages
from pipeline.core.model import Metadata
from pipeline.core.pictures import Drawing, picture_file
from pipeline.core.wording import word
from pipeline.figures.lettering import Block, Type, letter
from pipeline.figures.routes import Point
from pipeline.figures.svg import Canvas
from pipeline.styling.tokens import Tokens, text
from pipeline.tools import fonts, raster

WIDTH, HEIGHT = 1200.0, 1600.0
_LEFT, _TOP, _BELOW, _FOOT = 150.0, 190.0, 60.0, 150.0
_SMALLER, _STEPS = 0.95, 40
"""By how much all lines of a cover that is too full become smaller, and how many times at most."""
_MM_PER_PX = 25.4 / 96
Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True)
class _Design:
    """Where the lines of a cover stand and how; `color` is that of its titles, where it is one; `parts` are rectangles
    of colour, in mm of the printed page, with names of tokens in the place of lengths."""

    x: float = _LEFT
    anchor: str = "start"
    color: str = ""
    parts: tuple[tuple[tuple[str, str, str, str], str], ...] = ()

    def grounds(self, tokens: Tokens) -> Iterator[tuple[Rectangle, str]]:
        lengths = {name: float(value) for name, value in (*tokens["page"].items(), *tokens["cover"].items())}
        across, down = WIDTH / lengths["width"], HEIGHT / lengths["height"]
        for (x, y, width, height), color in self.parts:
            found = [lengths.get(name, 0.0) for name in (x, y, width, height)]
            yield (found[0] * across, found[1] * down, found[2] * across, found[3] * down), color


@dataclass(frozen=True)
class _Mark:
    """The logo: its address, and its size in px of the cover."""

    address: str
    width: float
    height: float

    @classmethod
    def of(cls, logo: Drawing, tokens: Tokens) -> _Mark:
        scale = _MM_PER_PX * WIDTH / float(tokens["page"]["width"])
        file = picture_file(logo.id, logo.svg, logo.raster)
        address = f"data:{file.media_type};base64,{base64.b64encode(file.data).decode()}"
        return cls(address, logo.width * scale, logo.height * scale)

    @property
    def size(self) -> Point:
        return self.width, self.height


_DESIGNS = {
    "edge": _Design(parts=((("", "", "edge", "height"), "accent"),)),
    "band": _Design(color="on-accent", parts=((("", "", "width", "band"), "accent-strong"),)),
    "centred": _Design(WIDTH / 2, "middle", parts=((("", "", "width", "rule"), "accent-strong"),)),
}


def draw_cover(metadata: Metadata, tokens: Tokens, logo: Drawing | None = None) -> bytes:
    """The cover as PNG, 1,200 by 1,600 pixels."""
    families = [text(tokens, "font", name) for name in ("sans-latin", "sans-han", "mono")]
    files = [fonts.find(family, bold=bold).path for family in families for bold in (False, True)]
    return raster.in_palette(raster.png_from_svg(cover_svg(metadata, tokens, logo), int(WIDTH), files))


def cover_svg(metadata: Metadata, tokens: Tokens, logo: Drawing | None = None) -> str:
    """The cover as SVG: the title block of the print edition at the size of a screen."""
    languages = metadata.languages
    latin, han = text(tokens, "font", "sans-latin"), text(tokens, "font", "sans-han")
    canvas = Canvas(Type(latin, han, 84, 44, leading=languages.leading), tokens)
    design = _DESIGNS[metadata.cover]
    canvas.rectangle(0, 0, WIDTH, HEIGHT, fill="ground")
    mark = _Mark.of(logo, tokens) if logo else None
    # On a ground of colour it stands below, as in print.
    beside = mark.height + _BELOW if mark else 0.0
    top, bottom = (0.0, beside) if design.color else (beside, 0.0)
    lines, end, foot = _fitted(metadata, canvas.type, _TOP + top, HEIGHT - _FOOT - bottom)
    for (x, y, width, height), color in design.grounds(tokens):
        canvas.rectangle(x, y, width, max(height, end + _BELOW) if design.color else height, fill=color)
    for block, middle, color in lines:
        canvas.block(block, design.x, middle, design.color or color, design.anchor)
    canvas.block(foot, design.x, HEIGHT - _FOOT - foot.height / 2, "ink", design.anchor)
    if mark:
        top = HEIGHT - _FOOT - foot.height - _BELOW - mark.height if design.color else _TOP
        canvas.picture(mark.address, design.x - (mark.width / 2 if design.anchor == "middle" else 0), top, mark.size)
    date = languages.text(_spaced(in_words(metadata.date)[languages.leading])) if metadata.date else Bilingual()
    canvas.block(_set(date, languages, canvas.type, 32.0, False), design.x, HEIGHT - 110, "muted", design.anchor)
    return canvas.svg((WIDTH, HEIGHT), "cover", languages.first(metadata.title), languages.second(metadata.title))


_Placed = list[tuple[Block, float, str]]
"""Lines with their middle heights and colours."""


def _fitted(metadata: Metadata, faces: Type, top: float, bottom: float) -> tuple[_Placed, float, Block]:
    """The lines from a height on, where they end, and the names that end at another height, all as large as leaves some
    room between them."""
    languages = metadata.languages
    separator = word("list_separator", languages.leading)
    names = Bilingual.each(lambda language: separator.join(person.name[language] for person in metadata.authors))

    def set_(step: int) -> tuple[_Placed, float, Block]:
        scale = _SMALLER**step
        return *_placed(metadata, faces, top, scale), _set(names, languages, faces, 32.0 * scale, False)

    def fits(step: int) -> bool:
        _, end, foot = set_(step)
        return end + _BELOW <= bottom - foot.height

    return set_(0 if fits(0) else bisect_left(range(_STEPS), True, key=fits))


def _placed(metadata: Metadata, faces: Type, y: float, scale: float) -> tuple[_Placed, float]:
    """The lines of series and titles from a height on, and where they end."""
    languages, made = metadata.languages, []
    for content, size, color, bold in (
        *([(metadata.watermark, 40.0, "alert", True)] if metadata.watermark else []),
        (metadata.series, 34.0, "muted", False),
        *_parted(metadata.title, languages, ((84.0, "accent-strong", True), (46.0, "accent", False))),
        *_parted(metadata.subtitle, languages, ((48.0, "ink", False), (38.0, "muted", False))),
    ):
        block = _set(content, languages, faces, size * scale, bold)
        made.append((block, y + block.height / 2, color))
        y += block.height + (150 if content is metadata.series else 34)
    return made, y


def _parted(
    text: Bilingual, languages: Languages, styles: Sequence[tuple[float, str, bool]]
) -> Iterator[tuple[Bilingual, float, str, bool]]:
    """A text in each language with a size, a colour and a weight of its own."""
    for language, style in zip(languages, styles, strict=False):
        yield (Bilingual.each(lambda one: text[one] if one == language else ""), *style)  # noqa: B023


def _set(content: Bilingual, languages: Languages, faces: Type, size: float, bold: bool) -> Block:
    sized = Type(faces.latin, faces.han, size, size * 0.9)
    return letter(content, tuple(languages), sized, WIDTH - _LEFT - 130, bold=bold)


def _spaced(date: str) -> str:
    """A date with the white between digits and Chinese that pages have by themselves, and a drawing has not."""
    return re.sub(r"(?<=\d)(?=[年月日])|(?<=[年月])(?=\d)", " ", date)
