"""Knows how MathML is drawn as SVG; the only importer of ziamath. Knows no documents."""

from __future__ import annotations

import logging
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
    from ziamath import zmath
    from ziamath.config import config

    heard: list[str] = []
    handler = _Ear(heard)
    logger = logging.getLogger()
    config.svg2 = False
    logger.addHandler(handler)
    try:
        made = zmath.Math(mathml, size=_SIZE)
        svg = made.svg()
        width, height = (float(part) for part in made.svgxml().get("viewBox", "").split()[2:])
        depth = -float(made.getyofst())
    except Exception as error:
        raise Undrawable(str(error)[:120] or type(error).__name__) from error
    finally:
        logger.removeHandler(handler)
    if heard:
        raise Undrawable(heard[0][:120])
    return DrawnFormula(svg, width / _SIZE, height / _SIZE, depth / _SIZE)


class _Ear(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.heard = heard

    def emit(self, record: Any) -> None:
        self.heard.append(record.getMessage())
