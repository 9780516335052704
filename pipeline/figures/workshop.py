"""Knows how the figure of a block becomes a `Drawing`, whatever its kind; must not know Markdown or output formats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.core.diagnostics import Diagnostics, PipelineError
from pipeline.core.languages import LANGUAGES, Language
from pipeline.core.model import FigureBlock
from pipeline.core.opening import Unopened, read_within
from pipeline.core.pictures import Drawing
from pipeline.core.reasons import HEARD, Reason
from pipeline.figures.files import MAX_FILE, Refused, line_of, problem
from pipeline.figures.kind import MM_PER_INCH, PX_PER_INCH, DrawingContext, Task
from pipeline.figures.kinds import KINDS, description, kind_of, load
from pipeline.figures.lean import lean
from pipeline.figures.pixels import png
from pipeline.figures.sanitize import RefusedSvg
from pipeline.styling.tokens import number
from pipeline.tools import graphviz, vega

_CHARTS = "|".join(re.escape(kind.name) for kind in KINDS if kind.needs_chart_engine)
_NEEDS_ENGINE = re.compile(rf"^[ \t]*kind:[ \t]*({_CHARTS})\b".encode(), re.M)
_MIN_TEXT_PT = 6.0
_MAX_HEIGHT_MM = 200


def draw(
    context: DrawingContext, block: FigureBlock, languages: Sequence[Language] = ()
) -> tuple[Drawing | None, Diagnostics]:
    """Draw one figure in some languages, the first of them leading; in those it asks for where none are given.

    None, with a finding that says why, where nothing can be drawn.
    """
    try:
        return _drawn(context, block, languages)
    except Refused as refused:
        return None, (refused.problem,)
    except graphviz.MissingGraphviz:
        return None, (problem("FIG112", block),)
    except graphviz.RefusedGraph as error:
        return None, (problem("FIG110", block, line_of(block, error.line), reason=error.reason),)
    except RefusedSvg as error:
        return None, (problem("FIG110", block, reason=error.reason),)
    except PipelineError as error:
        if error.diagnostics[0].code not in ("TOL103", "TOL107"):
            raise
        return None, (problem("FIG110", block, reason=_words_of_tool(error)),)


def too_slow(block: FigureBlock, reason: Reason) -> tuple[Drawing | None, Diagnostics]:
    """What comes of a figure that took too long to draw: FIG110."""
    return None, (problem("FIG110", block, reason=reason),)


def _words_of_tool(error: PipelineError) -> Reason:
    """That the tool failed, with its own words kept aside; or what it took too much of."""
    values = error.diagnostics[0].values
    reason = values.get("reason")
    return reason if isinstance(reason, Reason) else Reason("chart_specification", words=values.get(HEARD, ""))


def warm_up(report: Path) -> None:
    """Start the engine that a report's charts will need; it takes half a second, and the report is still being read."""
    try:
        text = read_within(report, None, MAX_FILE)
    except Unopened:
        return
    if _NEEDS_ENGINE.search(text):
        vega.warm_up()


def _drawn(context: DrawingContext, block: FigureBlock, languages: Sequence[Language]) -> tuple[Drawing, Diagnostics]:
    figure = load(block)
    kind = kind_of(figure)
    figure = kind.fill(figure, context.folder, block, context.languages)
    report = context.languages
    wanted = languages or ((figure.labels,) if figure.labels in LANGUAGES else tuple(report))
    told = report.only(description(figure))
    made = kind.draw(Task(figure, block, wanted, told, context))
    width, height = made.size
    drawing = Drawing(
        id=block.id,
        width=width,
        height=height,
        svg=lean(made.svg) if made.svg and not made.is_foreign else made.svg,
        raster=made.raster,
        alt=block.alt,
        description=told,
        data=tuple(tuple(map(report.only, row)) for row in kind.table(figure)) if kind.table else (),
        from_tokens=kind.from_tokens,
        is_foreign=made.is_foreign,
    )
    if context.has_pixels and drawing.svg:
        drawing = replace(drawing, pixels=png(drawing, context.tokens))
    tiny = _tiny(drawing, block, context) if kind.from_tokens else ()
    return drawing, (*made.problems, *tiny, *kind.doubts(figure, block))


def _tiny(drawing: Drawing, block: FigureBlock, context: DrawingContext) -> Diagnostics:
    """FIG118 where the smallest text of a drawing would print under 6 pt."""
    scale = min(context.text_width / drawing.width, _MAX_HEIGHT_MM / MM_PER_INCH * PX_PER_INCH / drawing.height, 1.0)
    printed = number(context.tokens, "figure", "text-second") * scale * 0.75
    if printed >= _MIN_TEXT_PT:
        return ()
    return (problem("FIG118", block, size=f"{printed:.1f}", limit=f"{_MIN_TEXT_PT:g}"),)
