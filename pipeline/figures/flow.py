"""Knows how a laid-out flow is drawn; must not know YAML or output formats."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.text import Language
from pipeline.figures.boxes import GROUP_PADDING
from pipeline.figures.definition import Flow
from pipeline.figures.flow_layout import lay_out
from pipeline.figures.lettering import Type
from pipeline.figures.svg import Canvas, Point
from pipeline.styling.tokens import Tokens, number, text


def draw(flow: Flow, languages: Sequence[Language], tokens: Tokens) -> tuple[Canvas, Point]:
    """Draw a flow; returns the canvas and its size in px."""
    type_ = Type.of(tokens)
    layout = lay_out(flow, languages, type_)
    canvas = Canvas(type_)
    radius, stroke = number(tokens, "figure", "radius"), number(tokens, "figure", "stroke")
    ink, muted, accent, warm = (text(tokens, "color", name) for name in ("ink", "muted", "accent", "warm"))
    for x, y, width, height, title in layout.frames:
        canvas.rectangle(
            x, y, width, height, rx=radius + 3, fill=text(tokens, "color", "warm-soft"), stroke=warm, stroke_width=1, stroke_dasharray="5 4"
        )
        canvas.block(title, x + GROUP_PADDING, y + 6 + title.height / 2, warm, "start")
    for edge, points in zip(flow.edges, layout.arrows, strict=True):
        canvas.arrow(points, muted, stroke, dashed=edge.style == "dashed")
    for label in layout.labels:
        if label:
            canvas.block(label[0], label[1], label[2], ink)
    tones = {
        "plain": (text(tokens, "color", "ground"), ink, accent),
        "soft": (text(tokens, "color", "accent-soft"), ink, accent),
        "strong": (accent, text(tokens, "color", "on-accent"), accent),
    }
    for name, node in flow.nodes.items():
        box = layout.boxes[name]
        fill, foreground, border = tones[node.tone]
        canvas.rectangle(
            box.x, box.middle - box.height / 2, box.width, box.height, rx=radius, fill=fill, stroke=border, stroke_width=stroke
        )
        canvas.block(box.block, box.x + box.width / 2, box.middle, foreground)
    return canvas, layout.size
