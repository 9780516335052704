"""Knows how a checked definition becomes a `Drawing`, whatever its kind; must not know Markdown or output formats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.core.diagnostics import Diagnostic, Diagnostics, PipelineError
from pipeline.core.model import Drawing, FigureBlock
from pipeline.core.text import Language
from pipeline.figures import chart, flow, sets
from pipeline.figures.definition import Chart, Figure, Flow, Picture, load
from pipeline.figures.describe import describe
from pipeline.figures.sanitize import RefusedSvg, clean
from pipeline.styling.tokens import Tokens
from pipeline.tools import vega
from pipeline.tools.raster import RefusedPicture, clean_picture

MAX_FILE = 20 * 2**20
_CHART = re.compile(rb"^[ \t]*kind:[ \t]*chart\b", re.M)
_SCREEN_DPI, _PRINT_DPI = 96, 300


class _Refused(Exception):
    def __init__(self, problem: Diagnostic) -> None:
        self.problem = problem
        super().__init__(problem.code)


def draw(folder: Path, tokens: Tokens, block: FigureBlock) -> tuple[Drawing | None, Diagnostics]:
    """Draw one figure; pictures are looked for inside `folder` and nowhere else.

    None, with FIG107 to FIG110 saying why, where nothing can be drawn.
    """
    figure = load(block.definition)
    try:
        return _draw(figure, block, folder, tokens)
    except _Refused as refused:
        return None, (refused.problem,)
    except PipelineError as error:
        if error.diagnostics[0].code != "TOL103":
            raise
        return None, (_problem("FIG110", block, reason=str(error.diagnostics[0].values["reason"])),)


def warm_up(report: Path) -> None:
    """Start the engine that a report's charts will need; it takes half a second, and the report is still being read."""
    try:
        needs_charts = report.stat().st_size < MAX_FILE and _CHART.search(report.read_bytes()) is not None
    except OSError:
        return
    if needs_charts:
        vega.warm_up()


def _draw(figure: Figure, block: FigureBlock, folder: Path, tokens: Tokens) -> tuple[Drawing, Diagnostics]:
    languages: Sequence[Language] = ("zh", "en") if figure.labels == "both" else (figure.labels,)
    if isinstance(figure, Picture):
        return _picture(figure, block, folder)
    if isinstance(figure, Chart):
        made = clean(chart.draw(figure, languages, tokens).encode(), block.id)
        return _drawing(figure, block, made.text, (made.width, made.height)), ()
    canvas, size = flow.draw(figure, languages, tokens) if isinstance(figure, Flow) else sets.draw(figure, languages, tokens)
    description = describe(figure).zh
    return _drawing(figure, block, canvas.svg(size, block.id, figure.alt.zh, description), size), ()


def _drawing(figure: Figure, block: FigureBlock, svg: str, size: tuple[float, float], raster: bytes = b"") -> Drawing:
    return Drawing(block.id, block.kind, size[0], size[1], svg, raster, figure.alt.bilingual(), describe(figure))


def _picture(figure: Picture, block: FigureBlock, folder: Path) -> tuple[Drawing, Diagnostics]:
    path = (folder / figure.file).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise _Refused(_problem("FIG108", block, file=figure.file))
    if not path.is_file():
        raise _Refused(_problem("FIG107", block, file=figure.file))
    if path.stat().st_size > MAX_FILE:
        raise _Refused(_problem("FIG109", block, file=figure.file, reason=f"more than {MAX_FILE // 2**20} MB"))
    data = path.read_bytes()
    try:
        if path.suffix.lower() == ".svg":
            made = clean(data, block.id)
            removed = (_problem("FIG111", block, file=figure.file, removed=", ".join(made.removed)),) if made.removed else ()
            return _drawing(figure, block, made.text, (made.width, made.height)), removed
        pixels, width, height = clean_picture(data)
    except (RefusedSvg, RefusedPicture) as error:
        raise _Refused(_problem("FIG109", block, file=figure.file, reason=str(error))) from error
    scale = _SCREEN_DPI / _PRINT_DPI
    return _drawing(figure, block, "", (width * scale, height * scale), pixels), ()


def _problem(code: str, block: FigureBlock, **values: str) -> Diagnostic:
    return Diagnostic(code, block.span, {"id": block.id, **values}, block.id)
