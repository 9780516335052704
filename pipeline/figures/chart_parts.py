"""Knows the parts that Vega-Lite charts of every type share: axes, numbers, colours, names; must not know any one
type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

from pipeline.core.languages import Bilingual, Language
from pipeline.core.wording import bracketed
from pipeline.figures.chartdata import Chart, Row, amount
from pipeline.figures.lettering import LEADING, Type, letter
from pipeline.styling.tokens import Tokens, number, text

Spec = dict[str, Any]
"""A part of a Vega-Lite specification."""
Datum = TypedDict(
    "Datum",
    {
        "label": str,
        "series": str,
        "value": float | None,
        "text": str,
        "order": int,
        "low": float | None,
        "high": float | None,
        "from": float,
        "to": float,
        "middle": float,
        "end": float,
    },
    total=False,
)
"""A number of a chart with its name and its place, as marks are made from it."""
LABEL_LIMIT = 170.0
# Room for the number at the end of the longest bar.
_HEADROOM = 1.14
_PLAIN, _PARTED = "format(datum.value, '.10~r')", "format(datum.value, ',.10~r')"
_NUMBER = {
    "zh": f"replace(abs(datum.value) < 10000 ? {_PLAIN} : {_PARTED}, regexp(',', 'g'), '\u00a0')",
    "en": _PARTED,
}


def is_range(rows: Sequence[Row]) -> bool:
    """Whether some row is a range."""
    return any(row.low is not None for row in rows)


class Design:
    """One chart to be: its rows, and how the tokens want its parts."""

    def __init__(
        self, chart: Chart, rows: Sequence[Row], languages: Sequence[Language], type_: Type, tokens: Tokens
    ) -> None:
        self.chart, self.rows, self.languages, self.type, self.tokens = chart, rows, languages, type_, tokens
        self.language: Language = languages[0]
        self.series = [self.joined(name.bilingual()) for name in chart.series]
        upright = chart.type in ("line", "area") or chart.direction == "up"
        self.width = number(tokens, "figure", "width") - (90 if upright else LABEL_LIMIT + 40)

    def color(self, name: str) -> str:
        return text(self.tokens, "color", name)

    def colors(self) -> list[str]:
        return [self.color(f"series-{place}") for place in range(1, 7)]

    def text(self, lines: int) -> float:
        """The height of some lines of small text, in px."""
        return lines * self.type.second * LEADING

    def joined(self, name: Bilingual) -> str:
        """A name on one line, in the drawing's languages."""
        return " ".join(dict.fromkeys(name[language] for language in self.languages if name[language]))

    def label(self, row: Row, limit: float = LABEL_LIMIT) -> str:
        return "\n".join(line.text for line in letter(row.label.bilingual(), self.languages, self.type, limit).lines)

    def values(self) -> list[Datum]:
        """A record for each row and series."""
        limit = (
            LABEL_LIMIT
            if self.chart.direction == "right" and self.chart.type != "line"
            else max(self.width / len(self.rows) - 6, 44)
        )
        return [
            {
                "label": self.label(row, limit),
                "series": self.series[place] if self.series else "",
                "value": value,
                "text": "" if value is None else amount(row, place, self.chart.decimals, self.language),
            }
            for row in self.rows
            for place, value in enumerate(row.numbers())
        ]

    def titles(self) -> list[str]:
        name, unit = self.chart.axis.bilingual(), self.chart.unit.bilingual()
        return list(
            dict.fromkeys(
                bracketed(name[language], unit[language], language) for language in self.languages if name[language]
            )
        )

    def names(self, channel: str, padding: float | None = None) -> Spec:
        """The axis of names, in the author's order."""
        limit = LABEL_LIMIT if channel == "y" else max(self.width / len(self.rows) - 6, 44)
        axis = {
            "labelFontSize": self.type.second,
            "domain": channel == "x",
            "domainColor": self.color("rule"),
            "ticks": False,
            "title": None,
        }
        labels = {
            "labelColor": self.color("ink"),
            "labelExpr": "split(datum.label, '\\n')",
            "labelPadding": 10 if channel == "y" else 6,
            "labelLimit": 400,
        }
        angle = {"labelAngle": 0, "labelOverlap": True} if channel == "x" else {}
        scale = {"scale": {"paddingInner": padding}} if padding is not None else {}
        return {
            "field": "label",
            "type": "nominal",
            "sort": [self.label(row, limit) for row in self.rows],
            "axis": {**axis, **labels, **angle},
            **scale,
        }

    def value_axis(self, numbers: Sequence[float], *, up: bool = False, zero: bool = True) -> Spec:
        """Axis and scale for numbers; the axis of an upright chart is named by the chart's title."""
        low, high = min(numbers), max(numbers)
        if zero:
            low, high = min(low, 0.0), max(high, 0.0)
        room = (high - low) * (_HEADROOM - 1) or 1e-9
        domain = [low - room if low < 0 or not zero else low, high + room if high > 0 or not zero else high]
        muted = self.color("muted")
        axis = {
            "labelFontSize": self.type.second,
            "domain": False,
            "ticks": False,
            "grid": True,
            "tickCount": 5,
            "labelColor": muted,
            "labelFlush": False,
        }
        title = {"titleColor": muted, "titleFontSize": self.type.second, "titleFontWeight": "normal"}
        shown = {
            "title": None if up else self.titles(),
            **title,
            "gridColor": self.color("hairline"),
            "labelExpr": _NUMBER[self.language],
        }
        return {"axis": {**axis, **shown}, "scale": {"domain": domain, "nice": False, "zero": zero}}

    def series_color(self) -> Spec:
        if not self.series:
            return {"color": {"value": self.color("series-1")}}
        scale = {"domain": self.series, "range": self.colors()[: len(self.series)]}
        legend = {
            "title": None,
            "orient": "top",
            "direction": "horizontal",
            "labelFontSize": self.type.second,
            "labelColor": self.color("ink"),
        }
        shape = {
            "symbolType": "square",
            "symbolSize": 140,
            "labelLimit": 400,
            "columnPadding": 18,
            "offset": 12,
            "columns": 3,
        }
        return {"color": {"field": "series", "type": "nominal", "scale": scale, "legend": {**legend, **shape}}}

    def numbers(self, encoding: Spec, field: str, *, up: bool = False, inside: bool = False) -> list[Spec]:
        """Two layers of text: the ground's colour round a number keeps lines off it."""
        negative = f"datum.{field} < 0"
        if inside:
            place: Spec = {"align": "center", "baseline": "middle"}
        elif up:
            place = {
                "align": "center",
                "baseline": {"expr": f"{negative} ? 'top' : 'bottom'"},
                "dy": {"expr": f"{negative} ? 5 : -5"},
            }
        else:
            place = {
                "align": {"expr": f"{negative} ? 'right' : 'left'"},
                "baseline": "middle",
                "dx": {"expr": f"{negative} ? -7 : 7"},
            }
        mark = {
            "type": "text",
            "fontSize": self.type.second if self.series else self.type.size - 1,
            "fontWeight": "bold",
            **place,
        }
        paints = (
            {"color": self.color("ground"), "stroke": self.color("ground"), "strokeWidth": 5, "strokeJoin": "round"},
            {"color": self.color("ink")},
        )
        return [{"mark": {**mark, **paint}, "encoding": dict(encoding)} for paint in paints]

    def finish(
        self, values: Sequence[Datum], layers: Sequence[Spec], encoding: Spec, *, height: float, legend: bool = False
    ) -> Spec:
        """The whole specification; without a legend the colours are the author's only series."""
        upright = not (self.chart.type == "dot" or (self.chart.type == "bar" and self.chart.direction == "right"))
        titled = upright and self.chart.type != "pie"
        title = {
            "text": self.titles(),
            "anchor": "start",
            "frame": "bounds",
            "fontSize": self.type.second,
            "fontWeight": "normal",
            "color": self.color("muted"),
            "offset": 14,
        }
        for layer in layers:
            color = layer.get("encoding", {}).get("color", {})
            if not legend and "field" in color:
                color["legend"] = None
        others = text(self.tokens, "font", "mono")
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "width": self.width,
            "height": height,
            "background": None,
            **({"title": title} if titled else {}),
            "data": {"values": list(values)},
            "encoding": encoding,
            "layer": list(layers),
            "config": {"font": f"{self.type.han}, {self.type.latin}, {others}, sans-serif", "view": {"stroke": None}},
        }
