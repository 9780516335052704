"""Knows which subsets of which faces a fragment needs; must not know where a format keeps them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.core.places import Position
from pipeline.formats.hypertext.elements import SVG, Element, position_of
from pipeline.formats.hypertext.typefaces import Families
from pipeline.styling import css
from pipeline.styling.faces import CODE_FACES, TEXT_FACES, lacking
from pipeline.styling.tokens import Tokens, text
from pipeline.tools import fonts

_DRAWING_FACES = (*TEXT_FACES, "mono")


@dataclass(frozen=True)
class WebFont:
    """A subset face: the CSS family it answers to, its file name, weight and bytes."""

    family: str
    name: str
    weight: int
    data: bytes

    def rule(self, address: str) -> str:
        """The @font-face rule for a file at an address; a face in the address itself is not waited for."""
        name = f"font-family:'{self.family}';font-weight:{self.weight};"
        if address.startswith("data:"):
            return f"@font-face{{{name}src:url({address})}}"
        return f"@font-face{{{name}font-display:swap;src:url({address}) format('woff2')}}"


Texts = Mapping[tuple[Families, bool], set[str]]
"""Characters by the families, in their order, and the weight that they are set in."""
_KINDS = {"serif": ("serif-latin", "serif-han"), "sans": ("sans-latin", "sans-han"), "kai": ("serif-latin", "kai-han")}


def embed(pages: Sequence[Texts], mathematical: set[str], tokens: Tokens, *, small: bool) -> list[WebFont]:
    """Subsets of the faces for all texts of some pages, each of the characters that are set in it; the same bytes every
    time. `small` takes three times as long for a tenth less."""
    wanted: dict[tuple[str, bool], set[str]] = defaultdict(set)
    known, formulas = families(tokens), text(tokens, "font", "math")
    wanted[formulas, False] |= mathematical
    marks = {css.marks_family(kind): text(tokens, "font", latin) for kind, (latin, _) in _KINDS.items()}
    for asked, bold, characters in ((*key, characters) for page in pages for key, characters in page.items()):
        left, first = set(characters), next((name for name in asked if name in marks), None)
        for family in (name for name in asked if name in known):
            weight = bold and _has_bold(known[family], tokens)
            has = fonts.coverage(fonts.find(known[family], bold=weight))
            own = {one for one in left if ord(one) in has}
            if family == formulas:
                # Its letters are others, which are known.
                left -= own
                continue
            if first and (family == first or family == marks[first]):
                own = {one for one in own if _is_latin(one) != (family == first)}
            wanted[family, weight] |= own
            # Which of them its Latin face is cut to, so that marks are needed for them, is known at the end.
            left -= set() if family == first else own
    for family, bold in list(wanted):
        if family in marks:
            wanted[family, bold] &= wanted[marks[family], bold and _has_bold(marks[family], tokens)]
    return [
        _face(family, known[family], characters, bold=bold, small=small)
        for (family, bold), characters in sorted(wanted.items())
        if characters
    ]


def families(tokens: Tokens) -> Mapping[str, str]:
    """The families of style sheets that may be brought, and the family that each of them is cut from."""
    names = sorted({*(name for pair in _KINDS.values() for name in pair), "math"})
    own = {text(tokens, "font", name): text(tokens, "font", name) for name in names}
    return {**{css.marks_family(kind): text(tokens, "font", han) for kind, (_, han) in _KINDS.items()}, **own}


def _has_bold(family: str, tokens: Tokens) -> bool:
    """Bold text is set in the sans faces; where another is asked for it, browsers embolden it."""
    return family in (text(tokens, "font", "sans-latin"), text(tokens, "font", "sans-han"))


def _is_latin(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _latin_ranges())


@cache
def _latin_ranges() -> Sequence[tuple[int, int]]:
    pairs = (part.strip().removeprefix("U+").partition("-") for part in css.LATIN_RANGE.split(","))
    return [(int(first, 16), int(last or first, 16)) for first, _, last in pairs]


def _face(family: str, source: str, characters: Iterable[str], *, bold: bool, small: bool) -> WebFont:
    name = family.replace(" ", "") + ("-Bold" if bold else "-Regular")
    data = fonts.web(fonts.find(source, bold=bold), characters, small=small, has_rights=family == source)
    return WebFont(family, name, 700 if bold else 400, data)


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
