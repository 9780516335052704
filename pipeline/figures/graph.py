"""Knows how a DOT graph becomes a drawing in our own hand, placed by Graphviz; must not know YAML or output formats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.core.diagnostics import Diagnostics
from pipeline.core.languages import Bilingual, Language, of_text
from pipeline.core.model import FigureBlock
from pipeline.core.reasons import Reason
from pipeline.figures.boxes import MARGIN, PADDING
from pipeline.figures.definition import Diagram
from pipeline.figures.files import line_of, problem
from pipeline.figures.flow import TONES
from pipeline.figures.lettering import Block, Type, letter
from pipeline.figures.routes import HEAD, Point
from pipeline.figures.svg import Canvas
from pipeline.styling.tokens import Tokens, number
from pipeline.tools import dot, graphviz
from pipeline.tools.graphviz import PlacedEdge, PlacedGraph, PlacedObject

_LIMIT = 9.0
_PX_PER_INCH, _PX_PER_POINT = 96.0, 96 / 72


@dataclass(frozen=True)
class _Frame:
    """The box of a whole graph in pt, from the lower left; what it places lies on the drawing in px, from the upper
    left."""

    left: float
    bottom: float
    right: float
    top: float

    def point(self, x: float, y: float) -> Point:
        return (x - self.left) * _PX_PER_POINT + MARGIN, (self.top - y) * _PX_PER_POINT + MARGIN

    def size(self) -> Point:
        width, height = self.right - self.left, self.top - self.bottom
        return width * _PX_PER_POINT + 2 * MARGIN, height * _PX_PER_POINT + 2 * MARGIN


def draw(diagram: Diagram, languages: Sequence[Language], type_: Type, tokens: Tokens) -> tuple[Canvas, Point]:
    """Draw a graph; returns the canvas and its size in px.

    Raises:
        graphviz.MissingGraphviz, graphviz.RefusedGraph
    """
    placed, blocks = _arrange(diagram, languages, type_)
    frame = _Frame(*_numbers(placed["bb"]))
    canvas = Canvas(type_, tokens)
    for item in placed.get("objects", ()):
        if item["name"].startswith("cluster") and "bb" in item:
            _draw_cluster(canvas, item, frame)
    for edge in placed.get("edges", ()):
        _draw_edge(canvas, edge, frame)
    for item in _nodes(placed):
        tone = _tone(diagram, item["name"])
        _draw_node(canvas, item, blocks[item["name"]], tone, frame)
    return canvas, frame.size()


def relations(diagram: Diagram) -> list[tuple[Bilingual, Bilingual, Bilingual]]:
    """The edges in words: source, target and label of each.

    Raises:
        graphviz.MissingGraphviz, graphviz.RefusedGraph
    """
    placed = _place(diagram, {})
    words = _labels(diagram, placed)
    names = {item["_gvid"]: item["name"] for item in placed.get("objects", ())}
    found = []
    for edge in placed.get("edges", ()):
        label = edge.get("label", "")
        found.append((words[names[edge["tail"]]], words[names[edge["head"]]], Bilingual(label, label)))
    return found


def doubts(diagram: Diagram, block: FigureBlock) -> Diagnostics:
    """FIG120 for each node that has only its name for a label, where others have labels under `nodes`."""
    bare = dot.bare_nodes(diagram.dot).items() if diagram.nodes else ()
    return tuple(
        problem("FIG120", block, line_of(block, line), node=node) for node, line in bare if node not in diagram.nodes
    )


def _arrange(diagram: Diagram, languages: Sequence[Language], type_: Type) -> tuple[PlacedGraph, dict[str, Block]]:
    """Graphviz's layout with boxes as large as our lettering, and the lettering by node."""
    options = {
        "Gfontname": type_.han,
        "Nfontname": type_.han,
        "Efontname": type_.han,
        "Efontsize": f"{type_.second / _PX_PER_POINT:.2f}",
    }
    names = _labels(diagram, _place(diagram, options))
    if not names:
        raise graphviz.RefusedGraph(Reason("no_node_in_dot"), 1)
    unknown = sorted(set(diagram.nodes) - set(names))
    if unknown:
        raise graphviz.RefusedGraph(Reason("not_among", name=unknown[0], names="dot"))
    blocks = {
        name: letter(label, languages, type_, _LIMIT * type_.size, bold=_tone(diagram, name) == "strong")
        for name, label in names.items()
    }
    return _place(diagram, options, _sizes(blocks)), blocks


def _place(diagram: Diagram, options: Mapping[str, str], more: str = "") -> PlacedGraph:
    r"""Graphviz's layout, with labels as they are read: `\N` is a node's name, `\E` an edge's, `\G` the graph's."""
    placed = graphviz.place(diagram.dot, options, more)
    graph = {"G": placed.get("name", ""), "L": ""}
    names = {item["_gvid"]: item["name"] for item in placed.get("objects", ())}
    for item in placed.get("objects", ()):
        own = {"N": item["name"], "G": item["name"] if item["_gvid"] < placed.get("_subgraph_cnt", 0) else graph["G"]}
        item["label"] = dot.label(item.get("label", ""), {**graph, **own})
    for edge in placed.get("edges", ()):
        ends = {"T": names[edge["tail"]], "H": names[edge["head"]]}
        line = "->" if placed.get("directed") else "--"
        edge["label"] = dot.label(edge.get("label", ""), {**graph, **ends, "E": f"{ends['T']}{line}{ends['H']}"})
    return placed


def _sizes(blocks: Mapping[str, Block]) -> str:
    """DOT that gives each node a box of our size and no words of its own."""
    lines = []
    for name, block in blocks.items():
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        width, height = ((side + 2 * PADDING) / _PX_PER_INCH for side in (block.width, block.height))
        size = f"fixedsize=true, width={width:.4f}, height={height:.4f}"
        lines.append(f'"{quoted}" [label="", shape=box, {size}];\n')
    return "".join(lines)


def _nodes(placed: PlacedGraph) -> Iterator[PlacedObject]:
    """The nodes alone; Graphviz numbers the subgraphs before them."""
    subgraphs = placed.get("_subgraph_cnt", 0)
    return (item for item in placed.get("objects", ()) if item["_gvid"] >= subgraphs)


def _labels(diagram: Diagram, placed: PlacedGraph) -> dict[str, Bilingual]:
    """The label of each node: the author's for its name, else Graphviz's own."""
    found = {}
    for item in _nodes(placed):
        name = item["name"]
        own = diagram.nodes.get(name)
        text = item["label"]
        found[name] = own.label.bilingual() if own else Bilingual(text, text)
    return found


def _tone(diagram: Diagram, name: str) -> str:
    node = diagram.nodes.get(name)
    return node.tone if node else "plain"


def _draw_cluster(canvas: Canvas, item: PlacedObject, frame: _Frame) -> None:
    low_x, low_y, high_x, high_y = _numbers(item["bb"])
    (x, y), (end, floor) = frame.point(low_x, high_y), frame.point(high_x, low_y)
    border: dict[str, str | float] = {"stroke_width": 1, "stroke_dasharray": "5 4"}
    canvas.rectangle(x, y, end - x, floor - y, rx=10, fill="warm-soft", stroke="warm", **border)
    if item.get("lp"):
        canvas.block(_written(item["label"], canvas.type), *frame.point(*_numbers(item["lp"])), "warm")


def _draw_edge(canvas: Canvas, edge: PlacedEdge, frame: _Frame) -> None:
    # A spline as Graphviz writes it: perhaps the tips `e,x,y` and `s,x,y` of arrows, then its points.
    pairs = edge.get("pos", "").split()
    points = [frame.point(*_numbers(pair)) for pair in pairs if pair[0] not in "es"]
    tips = {pair[0]: frame.point(*_numbers(pair[2:])) for pair in pairs if pair[0] in "es"}
    if points:
        canvas.curve(points, "muted", dashed=edge.get("style") in ("dashed", "dotted"))
        for mark, tail in (("e", points[-1]), ("s", points[0])):
            if mark in tips:
                canvas.head(tips[mark], tail, "muted", HEAD - 1.5)
    if edge.get("lp") and edge.get("label"):
        block, (x, y) = _written(edge["label"], canvas.type), frame.point(*_numbers(edge["lp"]))
        left, top = x - block.width / 2 - 2, y - block.height / 2
        # Graphviz lets labels touch lines: a piece of ground under the words keeps them legible.
        canvas.rectangle(left, top, block.width + 4, block.height, fill="ground", fill_opacity=0.86)
        canvas.block(block, x, y, "ink")


def _draw_node(canvas: Canvas, item: PlacedObject, block: Block, tone: str, frame: _Frame) -> None:
    x, y = frame.point(*_numbers(item["pos"]))
    width, height = float(item["width"]) * _PX_PER_INCH, float(item["height"]) * _PX_PER_INCH
    fill, foreground, border = TONES[tone]
    radius = number(canvas.tokens, "figure", "radius")
    canvas.rectangle(x - width / 2, y - height / 2, width, height, rx=radius, fill=fill, stroke=border)
    canvas.block(block, x, y, foreground)


def _written(text: str, type_: Type) -> Block:
    """A label of the DOT text in small type, in the language of its letters."""
    small = Type(type_.latin, type_.han, type_.second, type_.second)
    language = of_text(text)
    return letter(Bilingual(text, text), (language,), small, 10_000)


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(","))
