"""Knows how MathML is drawn as SVG; the only importer of ziamath. Knows no documents."""

from __future__ import annotations

import logging
import warnings
from dataclasses import dataclass
from typing import Any

_SIZE = 16.0  # px; what is drawn is scaled to the text


@dataclass(frozen=True)
class DrawnFormula:
    """A formula as SVG text; its width, its height and its depth below the baseline in em."""

    svg: str
    width: float
    height: float
    depth: float


class Undrawable(ValueError):
    """MathML with something in it that is not known."""


def draw(mathml: str) -> DrawnFormula:
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
            made = _draw(mathml)
    except Exception as error:
        raise Undrawable(str(error)[:120] or type(error).__name__) from error
    finally:
        logging.getLogger().removeHandler(handler)
    if heard:
        raise Undrawable(heard[0][:120])
    return made


def _draw(mathml: str) -> DrawnFormula:
    from ziamath import zmath
    from ziamath.config import config

    config.svg2 = False
    made = zmath.Math(mathml, size=_SIZE)
    width, height = (float(part) for part in made.svgxml().get("viewBox", "").split()[2:])
    return DrawnFormula(made.svg(), width / _SIZE, height / _SIZE, -float(made.getyofst()) / _SIZE)


class _Ear(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.heard = heard

    def emit(self, record: Any) -> None:
        self.heard.append(record.getMessage())
