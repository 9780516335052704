"""Knows how rows of numbers become a Vega-Lite chart with direct labels; must not know Markdown or output formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.figures import textures
from pipeline.figures.chart_parts import Datum, Design, Spec, is_range
from pipeline.figures.chart_series import areas, dots, lines, pie
from pipeline.figures.chartdata import Chart, amount
from pipeline.figures.kind import Rendering, Task
from pipeline.figures.sanitize import clean
from pipeline.tools import vega

ROW_HEIGHT, BAR, COLUMN_HEIGHT = 58, 20, 260


def draw(task: Task[Chart]) -> Rendering:
    """The drawing of a chart whose rows are in it; every mark says its own value, so no reader needs the axis or the
    colour."""
    chart, context = task.figure, task.context
    design = Design(chart, chart.rows, task.languages, context.type, context.tokens)
    drawn = vega.draw(_TYPES[chart.type](design))
    made = clean(textures.finish(drawn, context.tokens), task.block.id)
    return Rendering((made.width, made.height), made.text)


def _bars(design: Design) -> Spec:
    if is_range(design.rows):
        return _ranges(design)
    return _stacked(design) if design.chart.stacked and design.series else _grouped(design)


def _ranges(design: Design) -> Spec:
    """Single bars and ranges, each with its numbers at its end."""
    chart = design.chart
    values: list[Datum] = [
        {
            "label": design.label(row),
            "low": 0.0 if row.low is None else row.low,
            "high": row.value if row.high is None else row.high,
            "text": amount(row, 0, chart.decimals, design.language),
        }
        for row in design.rows
    ]
    ends = [number for value in values for number in (float(value["low"] or 0), float(value["high"] or 0))]
    place = {"x": {"field": "high", "type": "quantitative"}, "text": {"field": "text", "type": "nominal"}}
    bar = {"type": "bar", "height": BAR, "cornerRadius": 2, "color": design.color("series-1")}
    x = {"field": "low", "type": "quantitative", **design.value_axis(ends)}
    layers = [{"mark": bar, "encoding": {"x": x, "x2": {"field": "high"}}}, *design.numbers(place, "high")]
    return design.finish(values, layers, {"y": design.names("y")}, height=ROW_HEIGHT * len(values))


def _grouped(design: Design) -> Spec:
    """Bars of one or several series beside each other."""
    up, count = design.chart.direction == "up", max(len(design.series), 1)
    values = design.values()
    along, across = ("y", "x") if up else ("x", "y")
    height = design.text(1)
    band = (
        {
            f"{across}Offset": {
                "field": "series",
                "type": "nominal",
                "sort": design.series,
                "scale": {"paddingInner": 0.12},
            }
        }
        if count > 1
        else {}
    )
    numbers = [float(value["value"]) for value in values if value["value"] is not None]
    value = {"field": "value", "type": "quantitative", **design.value_axis([0.0, *numbers], up=up)}
    bar = {
        "type": "bar",
        "cornerRadius": 2,
        **({} if count > 1 else {"width" if up else "height": min(BAR + 8 * up, 28)}),
    }
    place = {along: {"field": "value", "type": "quantitative"}, "text": {"field": "text", "type": "nominal"}, **band}
    layers = [
        {"mark": bar, "encoding": {along: value, **design.series_color()}},
        *design.numbers(place, "value", up=up),
    ]
    names = design.names(across, padding=0.28)
    size = COLUMN_HEIGHT if up else len(design.rows) * max(ROW_HEIGHT, count * height + 16)
    return design.finish(values, layers, {across: names, **band}, height=size, legend=count > 1)


def _stacked(design: Design) -> Spec:
    """Bars of several series on each other; a number stands inside its part where there is room."""
    up = design.chart.direction == "up"
    values = design.values()
    along, across = ("y", "x") if up else ("x", "y")
    totals: dict[str, float] = {}
    for value in values:
        value["order"] = design.series.index(value["series"])
        value["from"] = totals.get(value["label"], 0.0)
        totals[value["label"]] = value["to"] = value["from"] + (value["value"] or 0.0)
        value["middle"] = (value["from"] + value["to"]) / 2
    longest = COLUMN_HEIGHT if up else design.width
    ceiling = max([*totals.values(), 1e-9]) * 1.04
    for value in values:
        need = design.text(1) + 2 if up else design.type.width(value["text"], design.type.second, "en", bold=True) + 8
        value["text"] = value["text"] if (value["to"] - value["from"]) / ceiling * longest > need else ""
    axis = design.value_axis([0.0, ceiling / 1.14], up=up)
    bar = {"type": "bar", "width" if up else "height": 34 if up else 26}
    extent = {along: {"field": "from", "type": "quantitative", **axis}, f"{along}2": {"field": "to"}}
    place = {along: {"field": "middle", "type": "quantitative"}, "text": {"field": "text", "type": "nominal"}}
    layers = [
        {"mark": bar, "encoding": {**extent, **design.series_color()}},
        *design.numbers(place, "middle", inside=True),
    ]
    size = COLUMN_HEIGHT if up else ROW_HEIGHT * len(design.rows)
    return design.finish(values, layers, {across: design.names(across, padding=0.3)}, height=size, legend=True)


_TYPES: Mapping[str, Callable[[Design], Spec]] = {
    "bar": _bars,
    "line": lines,
    "area": areas,
    "dot": dots,
    "pie": pie,
}
