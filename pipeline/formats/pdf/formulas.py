"""Knows how formulas stand in print: drawn, in line with the text, with words for who listens; must not know pages.

WeasyPrint prints the text of MathML and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.formulas import place_of, shown
from pipeline.core.model import Document
from pipeline.core.places import Position
from pipeline.core.reasons import Reason
from pipeline.core.text import Span
from pipeline.formats.hypertext.elements import Element, language_of, new, position_of
from pipeline.formats.pdf.formula_lines import Fit, Part
from pipeline.formats.pdf.mathml import letters, name_of
from pipeline.formats.pdf.typst_math import Unwritable, typst
from pipeline.formats.spoken import spoken
from pipeline.styling.tokens import Tokens, text
from pipeline.tools import fonts, formula
from pipeline.tools.formula import DrawnFormula

ADDRESS = "kanben:formula-"
# No formula is so long or so high, in em: the box is not that of its ink.
_LARGEST = 400.0
# What is thinner, in em, has no area; an image of it would have no size either.
_THINNEST = 0.001


@dataclass(frozen=True)
class Place:
    """A formula in a message: its TeX, and where it stands."""

    tex: str
    position: Position | None

    def span(self, document: Document) -> Span:
        """Where it stands in the source."""
        return place_of(document.inventory.formulas, self.tex, document.span(self.position))


@dataclass
class Formulas:
    """The formulas of a fragment: the drawings by the addresses that stand in it, each with the place of its formula,
    and why what is not drawn is not."""

    drawings: dict[str, DrawnFormula] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    undrawn: list[tuple[Place, Reason]] = field(default_factory=list)

    def leave(self, element: Element, reason: Reason) -> None:
        """Print a formula as it is written, and say why."""
        self.undrawn.append((_place(element), reason))
        _replace(element, new("code", "".join(_annotations(element))))

    def letters_left(self) -> frozenset[str]:
        """The letters of what is left as it is written."""
        return frozenset(letter for place, _ in self.undrawn for letter in place.tex)

    def problems(self, document: Document, beyond: Iterable[str]) -> Iterator[Diagnostic]:
        """MTH103 for formulas that are not drawn, MTH104 for those of which a drawing goes beyond its measure, each at
        its place."""
        for place, reason in self.undrawn:
            yield Diagnostic("MTH103", place.span(document), {"tex": shown(place.tex), "reason": reason}, place.tex)
        for place in dict.fromkeys(self.places[address] for address in beyond):
            yield Diagnostic("MTH104", place.span(document), {"tex": shown(place.tex)}, place.tex)


def set_formulas(body: Element, tokens: Tokens) -> Formulas:
    """Put drawings in the places of the MathML of a fragment, or TeX where there is none."""
    found = Formulas()
    mathematics = [element for element in body.iter() if isinstance(element.tag, str) and name_of(element) == "math"]
    if not mathematics:
        return found
    families = [text(tokens, "font", name) for name in ("math", "serif-han")]
    known = frozenset().union(*(fonts.coverage(fonts.find(family)) for family in families))
    parts: dict[Element, Sequence[Part]] = {}
    for element in mathematics:
        lacking = next((letter for letter in letters(element) if ord(letter) not in known), None)
        if lacking:
            found.leave(element, Reason("no_glyph", character=lacking))
        else:
            parts[element] = (Part((element,)),)
    drawn = _draw(parts, families)
    fits = {
        element: Fit.of(element, pieces[0].width if isinstance(pieces[0], DrawnFormula) else 0.0, tokens)
        for element, pieces in drawn.items()
    }
    drawn |= _draw({element: fit.parts for element, fit in fits.items() if fit.parts}, families)
    addresses = (f"{ADDRESS}{number}" for number in count())
    for element, pieces in drawn.items():
        if fault := _fault(element, pieces):
            found.leave(element, fault)
            continue
        images = dict(zip(addresses, (piece for piece in pieces if isinstance(piece, DrawnFormula)), strict=False))
        found.drawings |= images
        found.places |= dict.fromkeys(images, _place(element))
        _put(element, images, fits[element])
    return found


def _draw(
    formulas: Mapping[Element, Sequence[Part]], families: Sequence[str]
) -> dict[Element, list[DrawnFormula | Reason]]:
    """Each formula with the drawings of its parts, or why one has none. What is alike is drawn once."""
    written = {element: [_written(element, part) for part in parts] for element, parts in formulas.items()}
    asked = list(dict.fromkeys(part for parts in written.values() for part in parts if isinstance(part, str)))
    made = dict(zip(asked, formula.draw(asked, families), strict=True))
    return {
        element: [made[part] if isinstance(part, str) else part for part in parts] for element, parts in written.items()
    }


def _written(element: Element, part: Part) -> str | Reason:
    try:
        return typst(part.elements, display=element.get("display") == "block")
    except Unwritable as error:
        return error.reason


def _fault(element: Element, pieces: Iterable[DrawnFormula | Reason]) -> Reason | None:
    """What is wrong with the drawings of a formula, which a reader of the pages alone would see."""
    ink = 0
    for piece in pieces:
        if isinstance(piece, Reason):
            return piece
        if not (0 <= piece.width < _LARGEST and 0 <= piece.height < _LARGEST and abs(piece.depth) < _LARGEST):
            return Reason("senseless_box", width=f"{piece.width:.0f}", height=f"{piece.height:.0f}")
        if piece.outlines and _is_thin(piece):
            return Reason("senseless_box", width=f"{piece.width:.3g}", height=f"{piece.height:.3g}")
        ink += sum(not outline.line for outline in piece.outlines)
    wanted = sum(letter.isalnum() for letter in letters(element))
    return Reason("letters_not_drawn", wanted=wanted, found=ink) if ink < wanted else None


def _is_thin(drawn: DrawnFormula) -> bool:
    """Whether nothing can be seen in a box: white in a line of text, or ink that stands outside of it."""
    return min(drawn.width, drawn.height) < _THINNEST


def _put(element: Element, images: Mapping[str, DrawnFormula], fit: Fit) -> None:
    """Put the images of a formula in the place of its MathML."""
    display = "display" if element.get("display") == "block" else "inline"
    said = spoken(element, language_of(element))
    holder = new("span", class_=f"math {display}", role="math", aria_label=said)
    widths = [drawn.width for drawn in images.values()]
    line = element.getparent()
    if fit.number and line is not None:
        line.set("style", fit.margins(widths))
        line[-1].set("style", f"width:{fit.number:.4f}em;margin-right:{-fit.number:.4f}em")
    depth = max(drawn.depth for drawn in images.values())
    height = max(drawn.height - drawn.depth for drawn in images.values()) + depth
    if style := fit.style(widths, height, depth):
        holder.set("style", style)
    for (address, drawn), gap in zip(images.items(), [*fit.gaps(widths), ""], strict=True):
        if _is_thin(drawn):
            # A formula of white alone, as some authors write for a space.
            holder.append(new("span", style=f"padding-left:{drawn.width:.4f}em"))
        else:
            holder.append(new("img", src=address, alt="", style=f"vertical-align:{-drawn.depth:.4f}em"))
        holder[-1].tail = gap
    _replace(element, holder)


def _replace(element: Element, other: Element) -> None:
    other.tail = element.tail
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, other)


def _place(element: Element) -> Place:
    return Place("".join(_annotations(element)), position_of(element))


def _annotations(element: Element) -> Iterator[str]:
    """The formula in TeX."""
    return (part.text or "" for part in element.iter() if name_of(part) == "annotation")
