"""Knows how an author's own Vega-Lite specification is drawn; must not know charts that are made from rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.core.reasons import Reason
from pipeline.figures.chartdata import Specification
from pipeline.figures.files import Json, Refused, problem
from pipeline.figures.kind import Rendering, Task
from pipeline.figures.sanitize import clean
from pipeline.styling.tokens import text
from pipeline.tools import vega

LARGEST, LONGEST = 4000, 50_000
"""Pixels of a side, and rows of a sequence, that a specification may ask for."""


def draw(task: Task[Specification]) -> Rendering:
    """The drawing of a specification that carries its own data, in the report's faces unless it names others.

    Raises:
        Refused: FIG110 for one that asks for too much, before it is drawn.
        PipelineError: TOL103 with Vega's own words.
        RefusedSvg: for a drawing that cannot be printed.
    """
    faces = ", ".join(text(task.context.tokens, "font", name) for name in ("sans-han", "sans-latin", "mono"))
    spec = task.figure.spec
    if reason := _too_much(spec):
        raise Refused(problem("FIG110", task.block, reason=reason))
    config = spec.get("config", {})
    own = {"font": f"{faces}, sans-serif", **config} if isinstance(config, dict) else config
    drawn = vega.draw({**spec, "config": own})
    made = clean(drawn.encode(), task.block.id)
    told = (problem("FIG111", task.block, file="spec", removed=made.removed),) if made.removed else ()
    return Rendering((made.width, made.height), made.text, problems=told)


def _too_much(spec: Json) -> Reason | None:
    """What of a specification is larger than a report can print; None for nothing."""
    for view in _views(spec):
        for name in ("width", "height"):
            side = view.get(name)
            value = side.get("step") if isinstance(side, dict) else side
            if isinstance(value, (int, float)) and not abs(value) <= LARGEST:
                return Reason("side_too_long", name=name, limit=LARGEST)
    if any(not _rows(sequence) <= LONGEST for sequence in _sequences(spec)):
        return Reason("sequence_too_long", limit=LONGEST)
    return None


def _views(spec: Json) -> Iterator[dict[str, Json]]:
    """A view and those that it is put together from, which have sides."""
    if isinstance(spec, list):
        for part in spec:
            yield from _views(part)
    elif isinstance(spec, dict):
        yield spec
        for name in ("layer", "concat", "hconcat", "vconcat", "spec"):
            yield from _views(spec.get(name))


def _sequences(spec: Json) -> Iterator[dict[str, Json]]:
    """The generators of rows; what stands in rows of data is none."""
    if isinstance(spec, list):
        for part in spec:
            yield from _sequences(part)
    elif isinstance(spec, dict):
        for name, part in spec.items():
            if name == "sequence" and isinstance(part, dict):
                yield part
            elif name not in ("values", "datasets"):
                yield from _sequences(part)


def _rows(sequence: Mapping[str, Json]) -> float:
    """How many rows a generated sequence has; infinitely many where its step is none."""
    start, stop, step = (sequence.get(name, default) for name, default in (("start", 0), ("stop", 0), ("step", 1)))
    try:
        return abs((float(str(stop)) - float(str(start))) / float(str(step)))
    except (ValueError, ZeroDivisionError):
        return float("inf")
