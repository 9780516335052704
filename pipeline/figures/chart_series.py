"""Knows charts of lines, areas, dots and parts; must not know bars, Markdown or output formats."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from pipeline.figures.chart_parts import Datum, Design, Spec
from pipeline.figures.chartdata import amount
from pipeline.figures.lettering import Block, letter

HEIGHT, PIE = 270, 112
MARKERS = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
DASHES = ([1, 0], [7, 3], [2, 3], [9, 3, 2, 3], [5, 2], [3, 5])
_NAME_WIDTH = 128.0


def lines(design: Design) -> Spec:
    """A line for each series, with its own marker and dashes, and its name where it ends."""
    values = design.values()
    numbers = [float(value["value"]) for value in values if value["value"] is not None]
    design.width -= _NAME_WIDTH if design.series else 0
    axis = design.value_axis(
        numbers or [0.0], up=True, zero=bool(numbers) and min(numbers) > 0 and min(numbers) < 0.6 * max(numbers)
    )
    y = {"y": {"field": "value", "type": "quantitative", **axis}}
    told: Spec = {}
    if design.series:
        told = {
            "shape": {
                "field": "series",
                "type": "nominal",
                "legend": None,
                "scale": {"domain": design.series, "range": list(MARKERS[: len(design.series)])},
            },
        }
    dash = {
        "strokeDash": {
            "field": "series",
            "type": "nominal",
            "legend": None,
            "scale": {"domain": design.series, "range": list(DASHES[: len(design.series)])},
        }
    }
    stroke = {
        "mark": {"type": "line", "strokeWidth": 2.2},
        "encoding": {**y, **design.series_color(), **(dash if design.series else {})},
    }
    point = {
        "mark": {"type": "point", "filled": True, "size": 62, "opacity": 1},
        "encoding": {**y, **design.series_color(), **told},
    }
    place = {"y": {"field": "value", "type": "quantitative"}, "text": {"field": "text", "type": "nominal"}}
    # The numbers of several lines would run into each other; the table of the data has them.
    shown = design.numbers(place, "value", up=True) if len(design.series) < 2 else []
    layers = [stroke, point, *shown, *_line_names(design, values, axis["scale"]["domain"], HEIGHT)]
    return design.finish(values, layers, {"x": _points(design)}, height=HEIGHT)


def areas(design: Design) -> Spec:
    """Areas on each other, or one area; with several that are not stacked, lines over them would hide less, so they
    are stacked."""
    values = design.values()
    totals: dict[str, float] = {}
    for value in values:
        value["order"] = design.series.index(value["series"]) if design.series else 0
        value["from"] = totals.get(value["label"], 0.0)
        totals[value["label"]] = value["to"] = value["from"] + (value["value"] or 0.0)
    axis = design.value_axis([0.0, *totals.values(), *(value["from"] for value in values)], up=True)
    extent = {"y": {"field": "from", "type": "quantitative", **axis}, "y2": {"field": "to"}}
    mark = {"type": "area", "line": {"strokeWidth": 1.5}, "opacity": 1}
    area = {"mark": mark, "encoding": {**extent, **design.series_color()}}
    place = {"y": {"field": "to", "type": "quantitative"}, "text": {"field": "text", "type": "nominal"}}
    shown = design.numbers(place, "value", up=True) if len(design.series) < 2 else []
    return design.finish(values, [area, *shown], {"x": _points(design)}, height=HEIGHT, legend=bool(design.series))


def dots(design: Design) -> Spec:
    """A dot for each value, on a rule from low to high where there is a range; several series share a row."""
    values: list[Datum] = []
    for row in design.rows:
        for place, value in enumerate(row.numbers()):
            text = amount(row, place, design.chart.decimals, design.language)
            end = max((number for number in (value, row.high) if number is not None), default=0.0)
            datum: Datum = {
                "label": design.label(row),
                "value": value,
                "low": row.low,
                "high": row.high,
                "text": text if len(design.series) < 2 else "",
                "series": design.series[place] if design.series else "",
                "end": end,
            }
            values.append(datum)
    numbers = [
        float(number)
        for value in values
        for number in (value["value"], value["low"], value["high"])
        if number is not None
    ]
    axis = design.value_axis(numbers or [0.0])
    x = {"field": "value", "type": "quantitative", **axis}
    accent = design.color("series-1")
    color, shape = design.series_color(), {}
    if design.series:
        scale = {"domain": design.series, "range": list(MARKERS[: len(design.series)])}
        legend = {name: value for name, value in color["color"]["legend"].items() if name != "symbolType"}
        # Vega joins two legends into one, of colour and marker, where their settings are the same.
        color["color"]["legend"] = legend
        shape = {"shape": {"field": "series", "type": "nominal", "scale": scale, "legend": legend}}
    range_ = {
        "mark": {"type": "rule", "strokeWidth": 3, "strokeCap": "round", "color": accent},
        "transform": [{"filter": "datum.low != null"}],
    }
    layers = [
        {**range_, "encoding": {"x": {"field": "low", "type": "quantitative", **axis}, "x2": {"field": "high"}}},
        {
            "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
            "transform": [{"filter": "datum.value != null"}],
            "encoding": {"x": x, **color, **shape},
        },
        *design.numbers(
            {"x": {"field": "end", "type": "quantitative"}, "text": {"field": "text", "type": "nominal"}}, "end"
        ),
    ]
    return design.finish(values, layers, {"y": design.names("y")}, height=46 * len(design.rows), legend=True)


def pie(design: Design) -> Spec:
    """A few parts of a whole, each with its name, value and share beside it."""
    total = sum(row.value or 0.0 for row in design.rows)
    colors = design.colors()
    values: list[Datum] = []
    for order, row in enumerate(design.rows):
        share = f"{(row.value or 0.0) / total:.0%}"
        value = amount(row, 0, design.chart.decimals, design.language)
        unit = design.chart.unit.bilingual()[design.language]
        told = f"{value}%" if unit == "%" else f"{value} {unit} ({share})".replace("  ", " ")
        values.append({"order": order, "value": row.value, "text": f"{design.label(row, _NAME_WIDTH + 22)}\n{told}"})
    theta: Spec = {
        "theta": {"field": "value", "type": "quantitative", "stack": True},
        "order": {"field": "order", "type": "quantitative"},
    }
    scale = {"domain": list(range(len(values))), "range": colors[: len(values)]}
    arc: Spec = {
        "mark": {"type": "arc", "outerRadius": PIE, "stroke": design.color("ground"), "strokeWidth": 2},
        "encoding": {"color": {"field": "order", "type": "nominal", "scale": scale, "legend": None}},
    }
    places = _around([value["value"] or 0.0 for value in values])
    half = [design.text(value["text"].count("\n")) / 2 for value in values]
    names: list[Spec] = [
        {
            "mark": {
                "type": "text",
                "fontSize": design.type.second,
                "color": design.color("ink"),
                "align": align,
                "baseline": "middle",
                "lineBreak": "\n",
                "lineHeight": design.text(1),
                # Centred on its ray at the sides, beyond it at the top and the bottom.
                "dy": -half[order] * (1 + math.cos(angle)),
            },
            "transform": [{"filter": f"datum.order === {order}"}],
            "encoding": {"text": {"field": "text"}, "theta": {"value": angle}, "radius": {"value": PIE + 16}},
        }
        for order, (align, angle) in enumerate(places)
    ]
    design.width = 420
    return design.finish(values, [{**arc, "encoding": {**arc["encoding"], **theta}}, *names], {}, height=2 * PIE + 90)


def _around(numbers: Sequence[float]) -> list[tuple[str, float]]:
    """For each part, how its name is aligned and the angle of its middle, clockwise from the top."""
    places: list[tuple[str, float]] = []
    passed, total = 0.0, sum(numbers)
    for number in numbers:
        angle = (passed + number / 2) / total * 2 * math.pi
        passed += number
        lean = math.sin(angle)
        places.append(("left" if lean > 0.25 else "right" if lean < -0.25 else "center", angle))
    return places


def _points(design: Design) -> Spec:
    """The axis of names of a line or area, from edge to edge."""
    axis = design.names("x")
    return {**axis, "scale": {"type": "point", "padding": 0.35}}


def _line_names(design: Design, values: Sequence[Datum], domain: Sequence[float], height: float) -> list[Spec]:
    """The name of each line beside its last point, pushed apart where lines end near each other."""
    wanted: list[tuple[float, int, Block]] = []
    for order, name in enumerate(design.series):
        last = next(
            (value["value"] for value in reversed(values) if value["series"] == name and value["value"] is not None),
            None,
        )
        if last is None:
            continue
        block = letter(design.chart.series[order].bilingual(), design.languages, design.type, _NAME_WIDTH - 12)
        wanted.append((height * (1 - (last - domain[0]) / (domain[1] - domain[0])), order, block))
    wanted.sort(key=lambda item: item[:2])
    places = [middle for middle, _, _ in wanted]
    for _ in range(40):
        for (upper, (_, _, one)), (lower, (_, _, other)) in itertools.pairwise(enumerate(wanted)):
            overlap = places[upper] + one.height / 2 + 2 - (places[lower] - other.height / 2)
            if overlap > 0.01:
                places[upper] -= overlap / 2
                places[lower] += overlap / 2
    made = []
    for place, (_, order, block) in zip(places, wanted, strict=True):
        mark = {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "fontSize": design.type.second,
            "fontWeight": "bold",
            "lineBreak": "\n",
        }
        text = "\n".join(line.text for line in block.lines)
        encoding = {"x": {"value": design.width + 4}, "y": {"value": place}}
        paint = {"color": design.colors()[order], "lineHeight": design.text(1), "text": text}
        made.append({"data": {"values": [{}]}, "mark": {**mark, **paint}, "encoding": encoding})
    return made
