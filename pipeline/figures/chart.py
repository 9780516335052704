"""Knows how rows of numbers become a Vega-Lite chart with direct labels; must not know Markdown or output formats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.core.text import Language
from pipeline.figures.definition import Chart, Row
from pipeline.figures.lettering import Type, letter
from pipeline.styling.tokens import Tokens, number, text
from pipeline.tools import vega

ROW_HEIGHT = 58
LABEL_LIMIT = 170.0
_AXIS_TITLE = {"zh": "{}（{}）", "en": "{} ({})"}


def draw(chart: Chart, languages: Sequence[Language], tokens: Tokens) -> str:
    """The chart as Vega's SVG; every bar says its own value, so no reader needs the axis or the colour."""
    return vega.draw(specification(chart, languages, tokens))


def specification(chart: Chart, languages: Sequence[Language], tokens: Tokens) -> dict[str, Any]:
    """The Vega-Lite specification of a chart."""
    type_ = Type.of(tokens)
    rows = [
        {
            "label": "\n".join(line.text for line in letter(row.label.bilingual(), languages, type_, LABEL_LIMIT).lines),
            "low": row.low if row.low is not None else 0.0,
            "high": row.high if row.high is not None else row.value,
            "text": amount(row),
        }
        for row in chart.rows
    ]
    order = [row["label"] for row in rows]
    accent, ink, muted = (text(tokens, "color", name) for name in ("accent", "ink", "muted"))
    family = f"{type_.han}, {type_.latin}, sans-serif"
    axis = {"labelColor": ink, "labelFontSize": type_.second, "domain": False, "ticks": False, "title": None}
    y = {
        "field": "label",
        "type": "nominal",
        "sort": order,
        "axis": {**axis, "labelExpr": "split(datum.label, '\\n')", "labelPadding": 10, "labelLimit": 400},
    }
    axis_name, unit = chart.axis.bilingual(), chart.unit.bilingual()
    title = [_AXIS_TITLE[language].format(axis_name[language], unit[language]) for language in languages if axis_name[language]]
    x_axis = {
        **axis,
        "title": title,
        "titleColor": muted,
        "titleFontSize": type_.second,
        "titleFontWeight": "normal",
        "grid": True,
        "tickCount": 5,
        "labelColor": muted,
    }
    ceiling = max(float(row["high"] or 0.0) for row in rows) * 1.14
    x = {
        "field": "low",
        "type": "quantitative",
        "axis": {**x_axis, "gridColor": text(tokens, "color", "hairline")},
        "scale": {"domain": [0, ceiling], "nice": False},
    }
    ground = text(tokens, "color", "ground")
    value = {"x": {"field": "high", "type": "quantitative"}, "text": {"field": "text", "type": "nominal"}}
    paints = ({"color": ground, "stroke": ground, "strokeWidth": 6}, {"color": ink})
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": number(tokens, "figure", "width") - LABEL_LIMIT - 40,
        "height": ROW_HEIGHT * len(rows),
        "background": None,
        "data": {"values": rows},
        "encoding": {"y": y},
        "layer": [
            {"mark": {"type": "bar", "height": 20, "cornerRadius": 2, "color": accent}, "encoding": {"x": x, "x2": {"field": "high"}}},
            # The ground's colour round the number keeps grid lines off it.
            *(
                {
                    "mark": {"type": "text", "align": "left", "dx": 7, "fontSize": type_.size - 1, "fontWeight": "bold", **paint},
                    "encoding": value,
                }
                for paint in paints
            ),
        ],
        "config": {"font": family, "view": {"stroke": None}},
    }


def amount(row: Row) -> str:
    """A row's number as text, a range with an en dash."""
    if row.value is not None:
        return _plain(row.value)
    return f"{_plain(row.low or 0.0)}–{_plain(row.high or 0.0)}"


def _plain(value: float) -> str:
    return f"{value:,.10g}"
