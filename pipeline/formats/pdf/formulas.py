"""Knows how formulas stand in print: drawn, in line with the text, with words for who listens; must not know pages.

WeasyPrint prints the text of MathML and no more.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator

from lxml import etree

from pipeline.core.places import Position
from pipeline.core.reasons import Reason
from pipeline.core.scripts import is_full_width
from pipeline.formats.hypertext.elements import Element, language_of, new, position_of
from pipeline.formats.pdf.spoken import spoken
from pipeline.styling.tokens import Tokens, text
from pipeline.tools import fonts, formula

_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_MAX_SHOWN = 80


def set_formulas(body: Element, tokens: Tokens) -> list[tuple[Reason, Position | None]]:
    """Draw the formulas of a fragment in the colour of its text; returns what of them could not be drawn, in TeX, with
    its place in the source. Those stay as they are."""
    left: list[tuple[Reason, Position | None]] = []
    face = fonts.find(text(tokens, "font", "serif-han"))

    def letters(character: str) -> formula.Outline | None:
        path, advance, units = fonts.outline(face, character)
        return formula.Outline(path, advance, units) if path else None

    for math in list(body.iter(f"{_MATHML}math", "math")):
        parent = math.getparent()
        if parent is None:
            continue
        try:
            made = _drawn(math, letters)
            for svg in made.iter("{*}svg"):
                svg.set("fill", text(tokens, "color", "ink"))
        except formula.Undrawable as error:
            reason = Reason("formula_not_drawn", tex="".join(_annotations(math))[:_MAX_SHOWN], detail=error.reason)
            left.append((reason, position_of(math)))
            continue
        made.tail = math.tail
        parent.replace(math, made)
    return left


def _drawn(math: Element, letters: formula.Letters) -> Element:
    display = "display" if math.get("display") == "block" else "inline"
    said = spoken(math, language_of(math))
    holder = new("span", class_=f"math {display}", role="math", aria_label=said)
    for words, run in _runs(math):
        if words:
            holder.append(new("span", words))
            continue
        picture = formula.draw(etree.tostring(run, encoding="unicode", with_tail=False), letters)
        svg = etree.fromstring(picture.svg)
        for name in ("width", "height"):
            svg.attrib.pop(name, None)
        svg.set(
            "style", f"width:{picture.width:.3f}em;height:{picture.height:.3f}em;vertical-align:{-picture.depth:.3f}em"
        )
        holder.append(svg)
    return holder


def _runs(math: Element) -> Iterator[tuple[str, Element]]:
    """The formula cut where Chinese words stand in its row, which stay text: words, or a formula without annotation."""
    row = next(iter(math), math)
    while len(row) == 1 or (str(row.tag).endswith("semantics") and len(row)):
        row = row[0]
    parts = list(row) if str(row.tag).endswith("mrow") else [row]
    waiting: list[Element] = []
    for part in parts:
        words = "".join(part.itertext())
        if any(map(is_full_width, words)) and {str(element.tag).rpartition("}")[2] for element in part.iter()} <= {
            "mrow",
            "mtext",
            "mspace",
        }:
            if waiting:
                yield "", _formula(math, waiting)
            waiting = []
            yield words, part
        else:
            waiting.append(part)
    if waiting:
        yield "", _formula(math, waiting)


def _formula(math: Element, parts: list[Element]) -> Element:
    made = etree.Element(math.tag, {"display": math.get("display", "inline")}, nsmap=math.nsmap)
    row = etree.SubElement(made, f"{_MATHML}mrow" if str(math.tag).startswith("{") else "mrow")
    row.extend(copy.deepcopy(part) for part in parts)
    return made


def _annotations(math: Element) -> Iterator[str]:
    return (element.text or "" for element in math.iter() if str(element.tag).endswith("annotation"))
