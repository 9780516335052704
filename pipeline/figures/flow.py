"""Knows how a laid-out flow is drawn; must not know YAML or output formats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.core.languages import Language
from pipeline.figures.definition import Flow
from pipeline.figures.flow_layout import lay_out
from pipeline.figures.lettering import Type
from pipeline.figures.routes import Point
from pipeline.figures.svg import Canvas
from pipeline.styling.tokens import Tokens, number

# Fill, lettering and border of a box.
TONES: Mapping[str, tuple[str, str, str]] = {
    "plain": ("ground", "ink", "accent"),
    "soft": ("accent-soft", "ink", "accent"),
    "strong": ("accent", "on-accent", "accent"),
}


def draw(flow: Flow, languages: Sequence[Language], type_: Type, tokens: Tokens) -> tuple[Canvas, Point]:
    """Draw a flow; returns the canvas and its size in px."""
    layout = lay_out(flow, languages, type_, number(tokens, "figure", "width"))
    canvas = Canvas(type_, tokens)
    radius = number(tokens, "figure", "radius")
    for frame, title in layout.frames:
        canvas.rectangle(
            frame.x,
            frame.y,
            frame.width,
            frame.height,
            rx=radius + 3,
            fill="warm-soft",
            stroke="warm",
            stroke_width=1,
            stroke_dasharray="5 4",
        )
        canvas.block(title.block, title.x - title.block.width / 2, title.y, "warm", "start")
    for edge, route in zip(flow.edges, layout.routes, strict=True):
        canvas.route(route, "muted", dashed=edge.style == "dashed", down=layout.down)
    for label in layout.labels:
        if label:
            canvas.block(label.block, label.x, label.y, "ink")
    for name, (box, block) in layout.boxes.items():
        fill, foreground, border = TONES[flow.nodes[name].tone]
        canvas.rectangle(box.x, box.y, box.width, box.height, rx=radius, fill=fill, stroke=border)
        canvas.block(block, *box.center, foreground)
    return canvas, layout.size
