"""Knows how an author's own Vega-Lite specification is drawn; must not know charts that are made from rows."""

from __future__ import annotations

from pipeline.figures.chartdata import Specification
from pipeline.figures.files import problem
from pipeline.figures.kind import Rendering, Task
from pipeline.figures.sanitize import clean
from pipeline.styling.tokens import text
from pipeline.tools import vega


def draw(task: Task[Specification]) -> Rendering:
    """The drawing of a specification that carries its own data, in the report's faces unless it names others.

    Raises:
        PipelineError: TOL103 with Vega's own words.
        RefusedSvg: for a drawing that cannot be printed.
    """
    faces = ", ".join(text(task.context.tokens, "font", name) for name in ("sans-han", "sans-latin"))
    spec = task.figure.spec
    drawn = vega.draw({**spec, "config": {"font": f"{faces}, sans-serif", **spec.get("config", {})}})
    made = clean(drawn.encode(), task.block.id)
    told = (problem("FIG111", task.block, file="spec", removed=made.removed),) if made.removed else ()
    return Rendering((made.width, made.height), made.text, problems=told)
