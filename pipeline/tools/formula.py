"""Knows how MathML is drawn as SVG; the only importer of ziamath beside `formula_words`. Knows no documents."""

from __future__ import annotations

import logging
import unicodedata
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from pipeline.core.failures import quoted
from pipeline.core.reasons import Reason, ReasonedError

if TYPE_CHECKING:
    from ziamath.mathfont import MathFont

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
    log = _Log()
    logging.getLogger().addHandler(log)
    try:
        with warnings.catch_warnings():
            # It finds its own font files in a way that Python means to give up.
            warnings.simplefilter("ignore", DeprecationWarning)
            drawn = _draw(mathml, letters)
    except Undrawable:
        raise
    except Exception as error:
        raise Undrawable(quoted("ziamath", str(error) or type(error).__name__)) from error
    finally:
        logging.getLogger().removeHandler(log)
    if log.messages:
        raise Undrawable(quoted("ziamath", log.messages[0]))
    return drawn


def _draw(mathml: str, letters: Letters) -> DrawnFormula:
    from ziamath import zmath

    from pipeline.tools.formula_words import MathWithWords

    tree = ElementTree.fromstring(mathml)
    with _svg_1():
        formula = MathWithWords(tree, _outlines(tree, letters, zmath.loadedfonts["default"]), _SIZE)
        svg = formula.svgxml()
    for path in svg.iter():
        # What has no colour of its own takes that of the whole.
        if path.get("fill") == "black":
            del path.attrib["fill"]
    width, height = (float(part) for part in svg.get("viewBox", "").split()[2:])
    text = ElementTree.tostring(svg, encoding="unicode")
    return DrawnFormula(text, width / _SIZE, height / _SIZE, -float(formula.getyofst()) / _SIZE)


@contextmanager
def _svg_1() -> Iterator[None]:
    """Let ziamath write SVG 1.1, which is a setting of the process there."""
    from ziamath.config import config

    before, config.svg2 = config.svg2, False
    try:
        yield
    finally:
        config.svg2 = before


def _outlines(tree: ElementTree.Element, letters: Letters, font: MathFont) -> dict[str, Outline]:
    """The outlines of the letters that the formula's own face has not, or has not full width.

    Raises:
        Undrawable: where no face has one.
    """
    outlines = {}
    for letter in dict.fromkeys("".join(tree.itertext())):
        is_wide = unicodedata.east_asian_width(letter) in "WF"
        if letter.isspace() or unicodedata.category(letter) == "Cf" or (font.glyphindex(letter) and not is_wide):
            continue
        outline = letters(letter)
        if outline is None:
            raise Undrawable(Reason("no_glyph", character=letter))
        outlines[letter] = outline
    return outlines


class _Log(logging.Handler):
    """What ziamath warns of, which it says to the root logger."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
