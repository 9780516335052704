"""Knows how a checked definition becomes a `Drawing`, whatever its kind; must not know Markdown or output formats."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.core.diagnostics import Diagnostics, PipelineError
from pipeline.core.failures import quoted
from pipeline.core.model import Bilingual, Drawing, FigureBlock
from pipeline.core.reasons import Reason
from pipeline.core.text import Language
from pipeline.figures import chart, flow, graph, sets, textures, timeline, tree
from pipeline.figures.chartdata import Chart, Specification, table
from pipeline.figures.definition import Diagram, Figure, Picture, load
from pipeline.figures.describe import describe
from pipeline.figures.files import MAX_FILE, Refused, inline_data, locate, problem, read_rows
from pipeline.figures.lettering import Type
from pipeline.figures.routes import Point
from pipeline.figures.sanitize import RefusedSvg, clean
from pipeline.figures.svg import Canvas
from pipeline.styling.tokens import Tokens, number
from pipeline.tools import graphviz, vega
from pipeline.tools.raster import RefusedPicture, clean_picture

_CHART = re.compile(rb"^[ \t]*kind:[ \t]*(chart|vega-lite)\b", re.M)
_SCREEN_DPI, _PRINT_DPI = 96, 300
_MIN_TEXT_PT = 6.0
_MAX_HEIGHT_MM = 200
_HANDS: Mapping[str, Callable[[Any, Sequence[Language], Type, Tokens], tuple[Canvas, Point]]] = {
    "flow": flow.draw,
    "sets": sets.draw,
    "tree": tree.draw,
    "timeline": timeline.draw,
    "graph": graph.draw,
}


@dataclass(frozen=True)
class DrawingContext:
    """What drawing needs beside the definition: the folder that files are looked for in, the tokens, and the report's
    terms."""

    folder: Path
    tokens: Tokens
    terms: Sequence[str] = ()

    @property
    def text_width(self) -> float:
        """The width of the printed text, in px."""
        page = (number(self.tokens, "page", name) for name in ("width", "margin-inside", "margin-outside"))
        width, inside, outside = page
        return (width - inside - outside) / 25.4 * _SCREEN_DPI


def draw(context: DrawingContext, block: FigureBlock) -> tuple[Drawing | None, Diagnostics]:
    """Draw one figure in the languages it asks for.

    None, with a finding that says why, where nothing can be drawn.
    """
    figure = load(block.definition)
    return draw_in(context, figure, block, ("zh", "en") if figure.labels == "both" else (figure.labels,))


def draw_in(
    context: DrawingContext, figure: Figure, block: FigureBlock, languages: Sequence[Language]
) -> tuple[Drawing | None, Diagnostics]:
    """Draw one figure in these languages, the first of them leading."""
    try:
        if isinstance(figure, Picture):
            return _picture(figure, block, context)
        if isinstance(figure, Chart):
            return _chart(figure, block, context, languages)
        if isinstance(figure, Specification):
            made = clean(
                vega.draw(_in_our_type(inline_data(figure.spec, context.folder, block), context.tokens)).encode(),
                block.id,
            )
            return _drawing(figure, block, made.text, (made.width, made.height)), ()
        return _own(figure, block, context, languages)
    except Refused as refused:
        return None, (refused.problem,)
    except graphviz.MissingGraphviz:
        return None, (problem("FIG112", block),)
    except graphviz.RefusedGraph as error:
        return None, (problem("FIG110", block, reason=error.reason),)
    except PipelineError as error:
        if error.diagnostics[0].code != "TOL103":
            raise
        return None, (problem("FIG110", block, reason=_words_of_tool(error)),)


def _words_of_tool(error: PipelineError) -> Reason:
    """What the tool that failed said, as its own words."""
    values = error.diagnostics[0].values
    return quoted(str(values["tool"]), str(values["reason"]))


def warm_up(report: Path) -> None:
    """Start the engine that a report's charts will need; it takes half a second, and the report is still being read."""
    try:
        needs_charts = report.stat().st_size < MAX_FILE and _CHART.search(report.read_bytes()) is not None
    except OSError:
        return
    if needs_charts:
        vega.warm_up()


def _own(
    figure: Any, block: FigureBlock, context: DrawingContext, languages: Sequence[Language]
) -> tuple[Drawing, Diagnostics]:
    type_ = Type.of(context.tokens, context.terms)
    canvas, size = _HANDS[figure.kind](figure, languages, type_, context.tokens)
    described = describe(figure, relations=graph.told(figure, type_) if isinstance(figure, Diagram) else ())
    drawing = _drawing(
        figure,
        block,
        canvas.svg(size, block.id, figure.alt.zh or figure.alt.en, described.zh),
        size,
        described=described,
    )
    faint = [
        problem("FIG117", block, color=color, ground=ground, ratio=f"{ratio:.1f}")
        for color, ground, ratio in sorted(canvas.faint, key=lambda pair: pair[2])[:1]
    ]
    return drawing, (*faint, *_size(drawing, block, context))


def _chart(
    figure: Chart, block: FigureBlock, context: DrawingContext, languages: Sequence[Language]
) -> tuple[Drawing, Diagnostics]:
    rows = read_rows(figure, context.folder, block)
    spec = chart.specification(figure, rows, languages, Type.of(context.tokens, context.terms), context.tokens)
    made = clean(textures.finish(vega.draw(spec), context.tokens), block.id)
    drawing = _drawing(figure, block, made.text, (made.width, made.height), described=describe(figure, rows))
    return replace(drawing, data=table(figure, rows)), _size(drawing, block, context)


def _in_our_type(spec: dict[str, Any], tokens: Tokens) -> dict[str, Any]:
    """A specification set in the report's faces, unless it names its own."""
    faces = ", ".join(str(tokens["font"][name]) for name in ("sans-han", "sans-latin"))
    return {**spec, "config": {"font": f"{faces}, sans-serif", **spec.get("config", {})}}


def _size(drawing: Drawing, block: FigureBlock, context: DrawingContext) -> Diagnostics:
    """FIG118 where the smallest text of a drawing would print under 6 pt."""
    scale = min(context.text_width / drawing.width, _MAX_HEIGHT_MM / 25.4 * _SCREEN_DPI / drawing.height, 1.0)
    printed = number(context.tokens, "figure", "text-second") * scale * 0.75
    return (
        (problem("FIG118", block, size=f"{printed:.1f}", limit=f"{_MIN_TEXT_PT:g}"),) if printed < _MIN_TEXT_PT else ()
    )


def _drawing(
    figure: Figure, block: FigureBlock, svg: str, size: Point, *, described: Bilingual | None = None
) -> Drawing:
    return Drawing(
        block.id, block.kind, size[0], size[1], svg, b"", figure.alt.bilingual(), described or describe(figure)
    )


def _picture(figure: Picture, block: FigureBlock, context: DrawingContext) -> tuple[Drawing, Diagnostics]:
    path = locate(context.folder, figure.file, block)
    data = path.read_bytes()
    wanted = min((figure.width or 0.0) / 25.4 * _SCREEN_DPI, context.text_width)
    try:
        if path.suffix.lower() == ".svg":
            made = clean(data, block.id)
            removed = (
                (problem("FIG111", block, file=figure.file, removed=", ".join(made.removed)),) if made.removed else ()
            )
            width = wanted or made.width
            return _drawing(figure, block, made.text, (width, made.height * width / made.width)), removed
        picture = clean_picture(data)
    except (RefusedSvg, RefusedPicture) as error:
        raise Refused(problem("FIG109", block, file=figure.file, reason=error.reason)) from error
    width = wanted or min(picture.width * _SCREEN_DPI / _PRINT_DPI, context.text_width)
    dpi = round(picture.width / (width / _SCREEN_DPI))
    problems = (
        [problem("FIG114", block, file=figure.file, dpi=dpi, least=_PRINT_DPI, width=round(width / _SCREEN_DPI * 25.4))]
        if dpi < _PRINT_DPI
        else []
    )
    if picture.has_location:
        problems.append(problem("FIG115", block, file=figure.file))
    if picture.converted_from:
        problems.append(problem("FIG116", block, file=figure.file, mode=picture.converted_from))
    drawing = _drawing(figure, block, "", (width, picture.height * width / picture.width))
    return replace(drawing, raster=picture.data), tuple(problems)
