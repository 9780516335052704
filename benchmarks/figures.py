"""Times of drawing, and crossings and turns of flows against Graphviz on the same graphs, in one run."""

from __future__ import annotations

import itertools
import json
import math
import random
import shutil
import statistics
import subprocess
import time
from collections.abc import Sequence
from typing import Any

from pipeline.core.languages import Language
from pipeline.core.text import Span
from pipeline.figures import flow_layout, workshop
from pipeline.figures.definition import Flow
from pipeline.figures.kind import DrawingContext
from pipeline.figures.kinds import block_of, validate
from pipeline.figures.lettering import Type
from pipeline.project import STYLES
from pipeline.styling.tokens import load_tokens

BOTH: tuple[Language, Language] = ("zh", "en")
COMMON = {"caption": {"zh": "题", "en": "T"}, "alt": {"zh": "文", "en": "A"}, "credit": {"zh": "源", "en": "C"}}
WORDS = (
    "数据采集",
    "清洗与脱敏",
    "质量评估",
    "授权运营",
    "开放接口",
    "数据集",
    "审核",
    "发布",
    "反馈意见",
    "统计分析",
    "共享平台",
    "标准规范",
)
Point = tuple[float, float]
Segment = tuple[Point, Point]
_TURN = math.radians(8)


def _label(chance: random.Random) -> dict[str, str]:
    return {
        "zh": chance.choice(WORDS) + chance.choice(WORDS),
        "en": chance.choice(("collect", "clean data", "review", "publish it", "open interface")),
    }


def flow(chance: random.Random, count: int) -> Flow:
    """A flow as reports have them: mostly forward, some joins, a label here and there."""
    names = [f"n{place}" for place in range(count)]
    pairs = {(names[chance.randrange(max(place - 4, 0), place)], names[place]) for place in range(1, count)}
    pairs |= {tuple(sorted(chance.sample(names, 2), key=names.index)) for _ in range(count // 3)}  # type: ignore[misc]
    edges: list[dict[str, Any]] = [{"from": a, "to": b} for a, b in sorted(pairs)]
    for edge in edges[::5]:
        edge["label"] = {"zh": "通过", "en": "pass"}
    made = validate(
        {"kind": "flow", "nodes": {name: {"label": _label(chance)} for name in names}, "edges": edges, **COMMON}
    )
    assert isinstance(made, Flow)
    return made


def mixed(chance: random.Random, count: int) -> list[Any]:
    """Figures of the four kinds we lay out ourselves."""
    made: list[Any] = []
    for place in range(count):
        size = chance.randrange(4, 13)
        if place % 4 == 0:
            made.append(flow(chance, size))
        elif place % 4 == 1:
            children = [
                {"label": _label(chance), "children": [{"label": _label(chance)} for _ in range(chance.randrange(4))]}
                for _ in range(size // 3)
            ]
            made.append(validate({"kind": "tree", "root": {"label": _label(chance), "children": children}, **COMMON}))
        elif place % 4 == 2:
            events = [{"date": str(1990 + year), "label": _label(chance)} for year in range(size)]
            made.append(validate({"kind": "timeline", "events": events, **COMMON}))
        else:
            zones = [
                {"in": names, "items": [_label(chance) for _ in range(size // 3)]}
                for names in (["a"], ["a", "b"], ["b"])
            ]
            made.append(
                validate(
                    {
                        "kind": "sets",
                        "sets": {"a": {"label": _label(chance)}, "b": {"label": _label(chance)}},
                        "zones": zones,
                        **COMMON,
                    }
                )
            )
    return made


def seconds_for(figures: Sequence[Any]) -> float:
    """Seconds to draw figures, fonts already open."""
    context = DrawingContext(STYLES, load_tokens([STYLES]))
    blocks = [block_of(figure, "fig-x", Span("x.md", 1)) for figure in figures]
    workshop.draw(context, blocks[0])
    start = time.perf_counter()
    for block in blocks:
        assert workshop.draw(context, block)[0] is not None
    return time.perf_counter() - start


def _crossings(edges: Sequence[Sequence[Segment]]) -> int:
    """Pairs of edges that cross, wherever they do."""
    return sum(any(_cross(a, b) for a in one for b in other) for one, other in itertools.combinations(edges, 2))


def _cross(one: Segment, other: Segment) -> bool:
    def side(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    (a, b), (c, d) = one, other
    return side(a, b, c) * side(a, b, d) < -1e-6 and side(c, d, a) * side(c, d, b) < -1e-6


def _turns(points: Sequence[Point]) -> int:
    """How often a line turns: parts that bend one way by more than eight degrees."""
    count, turned = 0, 0.0
    angles = [math.atan2(b[1] - a[1], b[0] - a[0]) for a, b in itertools.pairwise(points) if math.dist(a, b) > 1e-6]
    for before, after in itertools.pairwise(angles):
        change = (after - before + math.pi) % (2 * math.pi) - math.pi
        if change * turned < 0:
            turned = 0.0
        if abs(turned) <= _TURN < abs(turned + change):
            count += 1
        turned += change
    return count


def _bezier(points: Sequence[Point]) -> list[Point]:
    made = [points[0]]
    for at in range(0, len(points) - 3, 3):
        for step in range(1, 13):
            t = step / 12
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            x, y = (
                sum(w * point[axis] for w, point in zip(weights, points[at : at + 4], strict=True)) for axis in (0, 1)
            )
            made.append((x, y))
    return made


def _measured(lines: Sequence[Sequence[Point]]) -> tuple[int, int]:
    return _crossings([list(itertools.pairwise(line)) for line in lines]), sum(map(_turns, lines))


def ours(figure: Flow, type_: Type) -> tuple[int, int]:
    """Crossings and turns of our layout."""
    lines = []
    for route in flow_layout.lay_out(figure, BOTH, type_, 680).routes:
        line: list[Point] = [route.stretches[0].start]
        for part in route.stretches:
            middle = (part.start[0] + part.end[0]) / 2
            line += (
                [part.end]
                if part.is_straight
                else _bezier([part.start, (middle, part.start[1]), (middle, part.end[1]), part.end])[1:]
            )
        lines.append(line)
    return _measured(lines)


def graphvizs(figure: Flow, type_: Type, splines: str) -> tuple[int, int] | None:
    """Crossings and turns of Graphviz's layout of boxes as large as ours, labels of edges and all; None where Graphviz breaks down."""
    layout = flow_layout.lay_out(figure, BOTH, type_, 680)
    boxes = "".join(
        f'"{name}" [shape=box, label="", fixedsize=true, width={box.width / 96:.3f}, height={box.height / 96:.3f}];'
        for name, (box, _) in layout.boxes.items()
    )
    edges = "".join(
        f'"{edge.source}" -> "{edge.target}"{" [label=pass]" if edge.label else ""};' for edge in figure.edges
    )
    dot = f"digraph {{ rankdir=LR; splines={splines}; {boxes} {edges} }}"
    made = subprocess.run(["dot", "-Tjson"], input=dot.encode(), capture_output=True, check=False)
    if made.returncode:
        return None
    data = json.loads(made.stdout)
    lines = []
    for edge in data["edges"]:
        pairs = [pair for pair in edge["pos"].split() if pair[0] not in "es"]
        lines.append(_bezier([(float(x), float(y)) for x, y in (pair.split(",") for pair in pairs)]))
    return _measured(lines)


def main() -> None:
    """Print the tables of benchmarks/README.md on figures."""
    chance = random.Random(20)
    times = [seconds_for(mixed(chance, 100)) for _ in range(3)]
    print(
        f"100 mixed figures: {statistics.median(times):.2f} s (of three: {', '.join(f'{value:.2f}' for value in times)})"
    )
    if shutil.which("dot") is None:
        print("Graphviz is not installed: no comparison")
        return
    type_ = Type.of(load_tokens([STYLES]))
    flows = [flow(chance, chance.randrange(6, 21)) for _ in range(20)]
    own = [ours(figure, type_) for figure in flows]
    for splines in ("true", "ortho"):
        peer = [graphvizs(figure, type_, splines) for figure in flows]
        pairs = [(one, other) for one, other in zip(own, peer, strict=True) if other]
        for place, name in ((0, "crossings"), (1, "turns")):
            a, b = [one[place] for one, _ in pairs], [other[place] for _, other in pairs]
            told = f"ours median {statistics.median(a)}, sum {sum(a)}; Graphviz median {statistics.median(b)}, sum {sum(b)}"
            print(f"splines={splines}, {len(pairs)} of 20 flows, {name}: {told}")
    start = time.perf_counter()
    for figure in flows:
        flow_layout.lay_out(figure, BOTH, type_, 680)
    middle = time.perf_counter()
    for _ in flows:
        subprocess.run(["dot", "-Tjson"], input=b"digraph { a -> b }", capture_output=True, check=True)
    # A process for each graph is what a report pays for it.
    print(
        f"time of 20 layouts, ours to 20 runs of Graphviz on two nodes: {(middle - start) / (time.perf_counter() - middle):.2f}"
    )


if __name__ == "__main__":
    main()
