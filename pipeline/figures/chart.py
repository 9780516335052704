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
    rows = [_values(row, languages, type_) for row in chart.rows]
    accent, ink, ground = (text(tokens, "color", name) for name in ("accent", "ink", "ground"))
    value = {"x": {"field": "high", "type": "quantitative"}, "text": {"field": "text", "type": "nominal"}}
    # The ground's colour round the number keeps grid lines off it.
    paints = ({"color": ground, "stroke": ground, "strokeWidth": 6}, {"color": ink})
    number_mark = {"type": "text", "align": "left", "dx": 7, "fontSize": type_.size - 1, "fontWeight": "bold"}
    bar = {"type": "bar", "height": 20, "cornerRadius": 2, "color": accent}
    x, y = _axes(chart, rows, languages, tokens)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": number(tokens, "figure", "width") - LABEL_LIMIT - 40,
        "height": ROW_HEIGHT * len(rows),
        "background": None,
        "data": {"values": rows},
        "encoding": {"y": y},
        "layer": [
            {"mark": bar, "encoding": {"x": x, "x2": {"field": "high"}}},
            *({"mark": {**number_mark, **paint}, "encoding": value} for paint in paints),
        ],
        "config": {"font": f"{type_.han}, {type_.latin}, sans-serif", "view": {"stroke": None}},
    }


def _values(row: Row, languages: Sequence[Language], type_: Type) -> dict[str, Any]:
    label = "\n".join(line.text for line in letter(row.label.bilingual(), languages, type_, LABEL_LIMIT).lines)
    low, high = (0.0, row.value) if row.value is not None else (row.low, row.high)
    return {"label": label, "low": low, "high": high, "text": amount(row)}


def _axes(
    chart: Chart, rows: Sequence[dict[str, Any]], languages: Sequence[Language], tokens: Tokens
) -> tuple[dict[str, Any], dict[str, Any]]:
    type_ = Type.of(tokens)
    ink, muted = text(tokens, "color", "ink"), text(tokens, "color", "muted")
    axis = {"labelFontSize": type_.second, "domain": False, "ticks": False, "title": None}
    labels = {"labelColor": ink, "labelExpr": "split(datum.label, '\\n')", "labelPadding": 10, "labelLimit": 400}
    y = {"field": "label", "type": "nominal", "sort": [row["label"] for row in rows], "axis": {**axis, **labels}}
    name, unit = chart.axis.bilingual(), chart.unit.bilingual()
    title = [_AXIS_TITLE[language].format(name[language], unit[language]) for language in languages if name[language]]
    titles = {"title": title, "titleColor": muted, "titleFontSize": type_.second, "titleFontWeight": "normal"}
    grid = {"grid": True, "tickCount": 5, "labelColor": muted, "gridColor": text(tokens, "color", "hairline")}
    # Room for the number at the end of the longest bar.
    ceiling = max(max(float(row["high"]) for row in rows) * 1.14, 1e-9)
    x = {"field": "low", "type": "quantitative", "axis": {**axis, **titles, **grid}, "scale": {"domain": [0, ceiling], "nice": False}}
    return x, y


def amount(row: Row) -> str:
    """A row's number as text, a range with an en dash."""
    if row.value is not None:
        return _plain(row.value)
    return f"{_plain(row.low or 0.0)}–{_plain(row.high or 0.0)}"


def _plain(value: float) -> str:
    return f"{value:,.10g}"
