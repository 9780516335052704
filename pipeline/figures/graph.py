"""Knows how a DOT graph becomes a drawing in our own hand, placed by Graphviz; must not know YAML or output formats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.core.languages import of_text
from pipeline.core.model import Bilingual
from pipeline.core.reasons import Reason
from pipeline.core.text import Language
from pipeline.figures.boxes import MARGIN, PADDING
from pipeline.figures.definition import Diagram
from pipeline.figures.flow import TONES
from pipeline.figures.lettering import Block, Type, letter
from pipeline.figures.routes import HEAD, Point
from pipeline.figures.svg import Canvas
from pipeline.styling.tokens import Tokens, number
from pipeline.tools import graphviz

_LIMIT = 9.0
_POINTS_PER_INCH, _PX_PER_POINT = 72.0, 96 / 72


def labels(diagram: Diagram, placed: dict[str, Any]) -> dict[str, Bilingual]:
    r"""The label of each node: the author's for its name, else Graphviz's own, where \N stands for the name."""
    found = {}
    for item in placed.get("objects", ()):
        name = str(item["name"])
        if "nodes" in item or "subgraphs" in item or name.startswith("cluster"):
            continue
        own = diagram.nodes.get(name)
        text = str(item.get("label", r"\N")).replace(r"\N", name).replace(r"\n", " ").replace(r"\l", " ")
        found[name] = own.label.bilingual() if own else Bilingual(text, text)
    return found


def arrange(diagram: Diagram, languages: Sequence[Language], type_: Type) -> tuple[dict[str, Any], dict[str, Block]]:
    """Graphviz's layout with boxes as large as our lettering, and the lettering by node.

    Raises:
        graphviz.MissingGraphviz, graphviz.RefusedGraph
    """
    options = {
        "Gfontname": type_.han,
        "Nfontname": type_.han,
        "Efontname": type_.han,
        "Efontsize": f"{type_.second / _PX_PER_POINT:.2f}",
    }
    names = labels(diagram, graphviz.place(diagram.dot, options))
    unknown = sorted(set(diagram.nodes) - set(names))
    if unknown:
        raise graphviz.RefusedGraph(Reason("not_among", name=unknown[0], names="dot"))
    blocks = {
        name: letter(label, languages, type_, _LIMIT * type_.size, bold=_tone(diagram, name) == "strong")
        for name, label in names.items()
    }
    sizes = "".join(
        f'"{_quoted(name)}" [label="", shape=box, fixedsize=true, width={(block.width + 2 * PADDING) / 96:.4f}, height={(block.height + 2 * PADDING) / 96:.4f}];\n'
        for name, block in blocks.items()
    )
    end = diagram.dot.rindex("}")
    return graphviz.place(diagram.dot[:end] + "\n" + sizes + diagram.dot[end:], options), blocks


def _tone(diagram: Diagram, name: str) -> str:
    node = diagram.nodes.get(name)
    return node.tone if node else "plain"


def _quoted(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')


def draw(diagram: Diagram, languages: Sequence[Language], type_: Type, tokens: Tokens) -> tuple[Canvas, Point]:
    """Draw a graph; returns the canvas and its size in px.

    Raises:
        graphviz.MissingGraphviz, graphviz.RefusedGraph
    """
    placed, blocks = arrange(diagram, languages, type_)
    left, bottom, right, top = _numbers(placed["bb"])
    canvas = Canvas(type_, tokens)

    def point(pair: str) -> Point:
        x, y = _numbers(pair)
        return (x - left) * _PX_PER_POINT + MARGIN, (top - y) * _PX_PER_POINT + MARGIN

    for item in placed.get("objects", ()):
        if item["name"].startswith("cluster") and "bb" in item:
            low_x, low_y, high_x, high_y = _numbers(item["bb"])
            (x, y), (end, floor) = point(f"{low_x},{high_y}"), point(f"{high_x},{low_y}")
            canvas.rectangle(
                x, y, end - x, floor - y, rx=10, fill="warm-soft", stroke="warm", stroke_width=1, stroke_dasharray="5 4"
            )
            if item.get("lp"):
                canvas.block(_written(str(item["label"]), type_), *point(item["lp"]), "warm")
    for edge in placed.get("edges", ()):
        if "pos" in edge:
            _edge(canvas, edge, [point(pair) for pair in edge["pos"].split() if pair[0] not in "es"], point)
        if edge.get("lp") and edge.get("label"):
            block, (x, y) = _written(str(edge["label"]), type_), point(edge["lp"])
            # Graphviz lets labels touch lines: a piece of ground under the words keeps them legible.
            canvas.rectangle(
                x - block.width / 2 - 2,
                y - block.height / 2,
                block.width + 4,
                block.height,
                fill="ground",
                fill_opacity=0.86,
            )
            canvas.block(block, x, y, "ink")
    for item in placed.get("objects", ()):
        if item["name"] in blocks and "pos" in item:
            x, y = point(item["pos"])
            width, height = float(item["width"]) * 96, float(item["height"]) * 96
            fill, foreground, border = TONES[_tone(diagram, item["name"])]
            canvas.rectangle(
                x - width / 2,
                y - height / 2,
                width,
                height,
                rx=number(tokens, "figure", "radius"),
                fill=fill,
                stroke=border,
            )
            canvas.block(blocks[item["name"]], x, y, foreground)
    size = ((right - left) * _PX_PER_POINT + 2 * MARGIN, (top - bottom) * _PX_PER_POINT + 2 * MARGIN)
    return canvas, size


def _edge(canvas: Canvas, edge: dict[str, Any], points: Sequence[Point], point: Any) -> None:
    ends = {pair[0]: point(pair[2:]) for pair in edge["pos"].split() if pair[0] in "es"}
    dashed = edge.get("style") in ("dashed", "dotted")
    canvas.curve(points, "muted", dashed=dashed)
    for mark, tail in (("e", points[-1]), ("s", points[0])):
        if mark in ends:
            canvas.head(ends[mark], tail, "muted", HEAD - 1.5)


def _written(text: str, type_: Type) -> Block:
    """A label of the DOT text in small type, in the language of its letters."""
    small = Type(type_.latin, type_.han, type_.second, type_.second)
    language = of_text(text)
    return letter(Bilingual(text, text), (language,), small, 10_000)


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(","))


def told(diagram: Diagram, type_: Type) -> list[tuple[Bilingual, Bilingual, Bilingual]]:
    """The edges in words: source, target and label of each.

    Raises:
        graphviz.MissingGraphviz, graphviz.RefusedGraph
    """
    placed = graphviz.place(diagram.dot, {"Nfontname": type_.han})
    words = labels(diagram, placed)
    names = {item["_gvid"]: str(item["name"]) for item in placed.get("objects", ())}
    found = []
    for edge in placed.get("edges", ()):
        label = str(edge.get("label", ""))
        found.append((words[names[edge["tail"]]], words[names[edge["head"]]], Bilingual(label, label)))
    return found
