"""Knows which subsets of which faces a fragment needs; must not know where a format keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.core.places import Position
from pipeline.core.scripts import is_full_width
from pipeline.formats.hypertext.elements import SVG, Element, find_all, position_of
from pipeline.formats.hypertext.mathematics import for_browsers, letters_of
from pipeline.styling.css import LATIN_RANGE
from pipeline.styling.faces import CODE_FACES, TEXT_FACES, lacking
from pipeline.styling.tokens import Tokens, text
from pipeline.tools import fonts

_DRAWING_FACES = (*TEXT_FACES, "mono")
_PUNCTUATION = frozenset("“”‘’…—·")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "th", "strong", "em", "dt", "figcaption", "caption", "summary")


@dataclass(frozen=True)
class WebFont:
    """A subset face: the CSS family it answers to, its file name, weight, range and bytes."""

    family: str
    name: str
    weight: int
    unicode_range: str
    data: bytes

    def rule(self, address: str, kind: str) -> str:
        """The @font-face rule for a file at an address."""
        extent = f"unicode-range:{self.unicode_range};" if self.unicode_range else ""
        name = f"font-family:'{self.family}';font-weight:{self.weight};font-display:swap;"
        return f"@font-face{{{name}{extent}src:url({address}) format('{kind}')}}"


def embed(body: Element, tokens: Tokens, extra: str, *, woff: bool) -> list[WebFont]:
    """Subsets of the Chinese and Latin faces for all text of a fragment and some extra text; the same bytes every
    time."""
    everything = set("".join(str(part) for part in body.itertext())) | set(extra)
    sans = set("".join(str(part) for element in body.iter(*_HEADINGS) for part in element.itertext())) | set(extra)
    for name in ("title", "subtitle", "series", "label"):
        sans |= set("".join(str(part) for element in find_all(body, name) for part in element.itertext()))
    drawn = set(
        "".join(
            str(part)
            for element in body.iter("{http://www.w3.org/2000/svg}text", "{http://www.w3.org/2000/svg}tspan")
            for part in element.itertext()
        )
    )
    faces: list[WebFont] = []
    stressed = {
        letter
        for element in body.iter("em")
        for part in element.itertext()
        for letter in str(part)
        if is_full_width(letter)
    }
    if stressed:
        kai = text(tokens, "font", "kai-han")
        faces.append(_face(kai, "", stressed, bold=False, woff=woff))
    for_browsers(body)
    if mathematical := letters_of(body):
        faces.append(_face(text(tokens, "font", "math"), "", mathematical, bold=False, woff=woff))
    for kind, characters, bold in (
        ("serif", everything, False),
        ("sans", sans | drawn, False),
        ("sans", sans | drawn, True),
    ):
        latin = {character for character in characters if 0x20 <= ord(character) < 0x250}
        # Whatever else there is, arrows and Greek too, comes from the Chinese face as far as that has it.
        han, latin = (characters - latin) | (characters & _PUNCTUATION), latin | (characters & _PUNCTUATION)
        faces.append(
            _face(text(tokens, "font", f"{kind}-han"), "", han | latin if kind == "sans" else han, bold=bold, woff=woff)
        )
        latin_family = text(tokens, "font", f"{kind}-latin")
        faces.append(_face(latin_family, "", latin, bold=bold, woff=woff))
        faces.append(WebFont(f"Kanben {kind} Latin", faces[-1].name, faces[-1].weight, LATIN_RANGE, faces[-1].data))
    return faces


def _face(family: str, unicode_range: str, characters: Iterable[str], *, bold: bool, woff: bool) -> WebFont:
    name = family.replace(" ", "") + ("-Bold" if bold else "-Regular")
    data = fonts.subset(fonts.find(family, bold=bold), characters)
    return WebFont(family, name, 700 if bold else 400, unicode_range, fonts.to_woff2(data) if woff else data)


# What no page shows: the words of a picture for who cannot see it.
_UNSHOWN = ("details", f"{{{SVG}}}title", f"{{{SVG}}}desc")


def missing_glyphs(body: Element, tokens: Tokens) -> list[tuple[str, Position | None]]:
    """The visible characters of a fragment that no face of the design has where they stand, each with its first
    place."""
    found: dict[str, Position | None] = {}
    unshown = {part for element in body.iter(*_UNSHOWN) for part in element.iter()}
    for element in body.iter():
        texts = (element.text if isinstance(element.tag, str) else "", element.tail)
        for owner, text_ in zip((element, element.getparent()), texts, strict=True):
            if owner is None or owner in unshown:
                continue
            for character in lacking(text_ or "", tokens, _faces_of(owner)) - found.keys():
                found[character] = position_of(owner)
    return sorted(found.items())


def _faces_of(element: Element) -> Sequence[str]:
    if str(element.tag).startswith(f"{{{SVG}}}"):
        return _DRAWING_FACES
    return CODE_FACES if _is_code(element) else TEXT_FACES


def _is_code(element: Element) -> bool:
    return any(one.tag in ("code", "pre") for one in (element, *element.iterancestors()))
