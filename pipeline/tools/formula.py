"""Knows how MathML is drawn as SVG; the only importer of ziamath beside `formula_words`. Knows no documents."""

from __future__ import annotations

import logging
import unicodedata
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from pipeline.core.failures import quoted
from pipeline.core.reasons import Reason, ReasonedError

_SIZE = 16.0  # px; what is drawn is scaled to the text


@dataclass(frozen=True)
class DrawnFormula:
    """A formula as SVG text; its width, its height and its depth below the baseline in em."""

    svg: str
    width: float
    height: float
    depth: float


class Undrawable(ReasonedError):
    """MathML with something in it that is not known."""


@dataclass(frozen=True)
class Outline:
    """A letter that no face for formulas has: its SVG path in units with y upwards, its advance, and the units of an
    em."""

    path: str
    advance: float
    units: int


Letters = Callable[[str], Outline | None]
"""The outline of a character in a face of the text; None where that has none."""


def draw(mathml: str, letters: Letters) -> DrawnFormula:
    """Draw a formula without annotations.

    Raises:
        Undrawable
    """
    heard: list[str] = []
    handler = _Ear(heard)
    logging.getLogger().addHandler(handler)
    try:
        with warnings.catch_warnings():
            # It finds its own font files in a way that Python means to give up.
            warnings.simplefilter("ignore", DeprecationWarning)
            made = _draw(mathml, letters)
    except Undrawable:
        raise
    except Exception as error:
        raise Undrawable(quoted("ziamath", str(error) or type(error).__name__)) from error
    finally:
        logging.getLogger().removeHandler(handler)
    if heard:
        raise Undrawable(quoted("ziamath", heard[0]))
    return made


def _draw(mathml: str, letters: Letters) -> DrawnFormula:
    from ziamath import zmath
    from ziamath.config import config

    from pipeline.tools.formula_words import set_words

    config.svg2 = False
    tree = ElementTree.fromstring(mathml)
    made = zmath.Math(set_words(tree, _outlines(tree, letters, zmath.loadedfonts["default"])), size=_SIZE)
    drawn = made.svgxml()
    for path in drawn.iter():
        # What has no colour of its own takes that of the whole.
        if path.get("fill") == "black":
            del path.attrib["fill"]
    width, height = (float(part) for part in drawn.get("viewBox", "").split()[2:])
    text = ElementTree.tostring(drawn, encoding="unicode")
    return DrawnFormula(text, width / _SIZE, height / _SIZE, -float(made.getyofst()) / _SIZE)


def _outlines(tree: ElementTree.Element, letters: Letters, font: Any) -> dict[str, Outline]:
    """The outlines of the letters that the formula's own face has not, or has not full width.

    Raises:
        Undrawable: where no face has one.
    """
    found = {}
    for letter in dict.fromkeys("".join(tree.itertext())):
        is_wide = unicodedata.east_asian_width(letter) in "WF"
        if letter.isspace() or unicodedata.category(letter) == "Cf" or (font.glyphindex(letter) and not is_wide):
            continue
        outline = letters(letter)
        if outline is None:
            raise Undrawable(Reason("no_glyph", character=letter))
        found[letter] = outline
    return found


class _Ear(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.heard = heard

    def emit(self, record: Any) -> None:
        self.heard.append(record.getMessage())
