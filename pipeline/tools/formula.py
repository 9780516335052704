"""Knows how mathematics of Typst is drawn as outlines, all formulas of a report in one run; must not know documents."""

from __future__ import annotations

import json
import math
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from pipeline.core.failures import quoted
from pipeline.core.reasons import Reason
from pipeline.core.steps import kept, standing
from pipeline.tools import fonts, processes
from pipeline.tools.processes import Bounds, OutOfBounds, bounds

_NAME = "Typst"
# The share of the time that all formulas have together; the rest is for finding the one that takes too long.
_FIRST = 0.5
_SIZE = 10.0  # pt; what is drawn is scaled to the text
_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class Outline:
    """A shape as an SVG path, where it stands (x' = a x + c y + e, y' = b x + d y + f, y downwards, in hundredths of an
    em), and how thick its line is in the same unit; 0 for a shape that is filled."""

    path: str
    matrix: Matrix
    line: float = 0.0


@dataclass(frozen=True)
class DrawnFormula:
    """A formula as outlines; its width, its height and its depth below the baseline in em."""

    outlines: tuple[Outline, ...]
    width: float
    height: float
    depth: float


@dataclass(frozen=True)
class _Engine:
    """Typst with some faces, which lie in a folder, and until when it may draw."""

    folder: Path
    faces: Sequence[str]
    files: Sequence[str]
    end: float

    def draw(self, formulas: Sequence[str], seconds: float) -> list[Any]:
        """What it answers for each formula. Those that together take too long or too much are drawn in halves, as long
        as there is time; what then is not drawn has the reason."""
        try:
            return self._run(formulas, Bounds(max(round(seconds, 1), 0.1), bounds().memory))
        except OutOfBounds as error:
            left = self.end - time.monotonic()
            if len(formulas) == 1 or left <= 0:
                return [error.reason] * len(formulas)
        # One formula costs one half that fails at each level.
        half, share = len(formulas) // 2, left / (math.log2(len(formulas)) + 1)
        return [*self.draw(formulas[:half], share), *self.draw(formulas[half:], share)]

    def _run(self, formulas: Sequence[str], limits: Bounds) -> list[Any]:
        # By its file: nothing of the pipeline is loaded there.
        script = Path(__file__).with_name("formula_engine.py")
        asked = json.dumps({"formulas": list(formulas), "faces": list(self.faces), "size": _SIZE})

        def run() -> bytes:
            result = processes.run([sys.executable, "-I", str(script), str(self.folder)], asked.encode(), within=limits)
            if result.returncode:
                raise OutOfBounds(Reason("engine_ended", size=f"{limits.memory / 2**30:g}"))
            return result.stdout

        return list(json.loads(kept("formulas", (asked, *self.files), run)))


def draw(formulas: Sequence[str], families: Sequence[str]) -> list[DrawnFormula | Reason]:
    """Draw formulas in the letters of the first family that has them; why not, in the place of one that cannot be.

    Raises:
        PipelineError: TOL102 where a family is not there.
    """
    if not formulas:
        return []
    files, seconds = [fonts.find(family) for family in families], bounds().seconds
    standings = [standing(file.path) for file in files]
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        (Path(folder) / "faces").mkdir()
        for place, file in enumerate(files):
            (Path(folder) / "faces" / f"{place}{file.path.suffix}").symlink_to(file.path)
        made = _Engine(Path(folder), families, standings, time.monotonic() + seconds).draw(formulas, seconds * _FIRST)
    return [_answer(answer) for answer in made]


def _answer(answer: Any) -> DrawnFormula | Reason:
    if isinstance(answer, Reason):
        return answer
    return quoted(_NAME, answer) if isinstance(answer, str) else _drawn(answer)


def _drawn(answer: dict[str, Any]) -> DrawnFormula:
    page, (width, above) = ElementTree.fromstring(answer["svg"]), answer["size"]
    # The page is as high as the formula: to have it measured once more costs as much as the drawing.
    height = float(str(page.get("viewBox")).split()[3])
    glyphs = {
        str(symbol.get("id")): " ".join(str(path.get("d")) for path in symbol.iter(f"{_SVG}path"))
        for symbol in page.iter(f"{_SVG}symbol")
    }
    return DrawnFormula(
        tuple(_outlines(page, _IDENTITY, glyphs)), width / _SIZE, height / _SIZE, (height - above) / _SIZE
    )


def _outlines(parent: ElementTree.Element, outer: Matrix, glyphs: dict[str, str]) -> Iterator[Outline]:
    """What an element of the picture holds, each shape with the matrix that takes it to the page."""
    for element in parent:
        matrix = _within(outer, _matrix(str(element.get("transform", ""))))
        if element.tag == f"{_SVG}use":
            place: Matrix = (1.0, 0.0, 0.0, 1.0, float(element.get("x", "0")), float(element.get("y", "0")))
            if path := glyphs[str(element.get(_LINK))[1:]]:
                yield Outline(path, _within(matrix, place))
        elif element.tag == f"{_SVG}path":
            stroked = element.get("fill") == "none"
            yield Outline(str(element.get("d")), matrix, float(element.get("stroke-width", "1")) if stroked else 0.0)
        elif element.tag == f"{_SVG}g":
            yield from _outlines(element, matrix, glyphs)


def _matrix(transform: str) -> Matrix:
    name, _, rest = transform.partition("(")
    numbers = [float(number) for number in re.split(r"[\s,]+", rest.rstrip(") "))] if rest else []
    if name == "translate":
        return (1.0, 0.0, 0.0, 1.0, numbers[0], numbers[1] if len(numbers) > 1 else 0.0)
    if name == "scale":
        return (numbers[0], 0.0, 0.0, numbers[-1], 0.0, 0.0)
    if name == "matrix":
        a, b, c, d, e, f = numbers
        return (a, b, c, d, e, f)
    return _IDENTITY


def _within(outer: Matrix, inner: Matrix) -> Matrix:
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (
        a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f,
    )  # fmt: skip
