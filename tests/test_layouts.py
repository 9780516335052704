"""Layouts of random figures, measured with the fonts' own metrics: nothing overlaps, every label fits and crosses nothing."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.languages import Language
from pipeline.figures import flow_layout, sets, timeline, tree
from pipeline.figures.definition import Flow, Sets, Timeline, Tree
from pipeline.figures.flow_layout import FlowLayout, Placed, Rectangle
from pipeline.figures.kinds import validate
from pipeline.figures.lettering import Type
from pipeline.figures.routes import Point, Route
from pipeline.figures.simplex import Span, Tie, solve
from pipeline.project import STYLES
from pipeline.styling.tokens import load_tokens

TOKENS = load_tokens([STYLES])
TYPE = Type.of(TOKENS, ("开源软件", "数字公共产品"))
WIDTH = 680.0
COMMON = {"caption": {"zh": "题", "en": "T"}, "alt": {"zh": "文", "en": "A"}, "credit": {"zh": "源", "en": "C"}}
BOTH: tuple[Language, Language] = ("zh", "en")
_WORD = st.text(alphabet="开源软件数字公共产品，、。（）《》·—% abcdefgXYZ09.,()", min_size=1, max_size=60).filter(
    lambda text: bool(text.strip())
)
_LABEL = st.builds(lambda zh, en: {"zh": zh, "en": en}, _WORD, _WORD)
Box = tuple[float, float, float, float]


@st.composite
def _flows(draw: st.DrawFn) -> Flow:
    count = draw(st.integers(1, 60))
    labels = draw(st.lists(_LABEL, min_size=6, max_size=6))
    names = [f"n{number}" for number in range(count)]
    tones = ("plain", "soft", "strong")
    nodes = {
        name: {"label": labels[place % 6], "tone": tones[place % 3], "column": 1 + (place % 17 == 16)}
        for place, name in enumerate(names)
    }
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=min(count * 3 // 2, 70)))
    loops = {a for a, b in pairs if a == b}
    edges: list[dict[str, Any]] = [{"from": a, "to": b} for a, b in pairs if a != b] + [
        {"from": a, "to": a} for a in sorted(loops)
    ]
    for edge in edges[:: draw(st.integers(1, 4))]:
        edge["label"] = labels[len(edge["from"]) % 6]
    cuts = sorted(draw(st.lists(st.integers(0, count), max_size=3)))
    parts = [names[low:high] for low, high in itertools.pairwise([0, *cuts, count]) if high > low]
    groups = [{"label": labels[place], "nodes": part} for place, part in enumerate(parts) if draw(st.booleans())]
    direction = draw(st.sampled_from(["right", "down"]))
    made = validate(
        {"kind": "flow", "direction": direction, "nodes": nodes, "edges": edges, "groups": groups, **COMMON}
    )
    assert isinstance(made, Flow)
    return made


def _box(rectangle: Rectangle) -> Box:
    return rectangle.x, rectangle.y, rectangle.x + rectangle.width, rectangle.y + rectangle.height


def _text(placed: Placed) -> Box:
    width, height = placed.block.width, placed.block.height
    return placed.x - width / 2, placed.y - height / 2, placed.x + width / 2, placed.y + height / 2


def _apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] + 0.6 or other[2] <= one[0] + 0.6 or one[3] <= other[1] + 0.6 or other[3] <= one[1] + 0.6


def _inside(inner: Box, outer: Box) -> bool:
    return all(a >= b - 0.6 for a, b in zip(inner[:2], outer[:2], strict=True)) and all(
        a <= b + 0.6 for a, b in zip(inner[2:], outer[2:], strict=True)
    )


def _points(route: Route, *, down: bool) -> Iterator[Point]:
    """Points along an edge, close enough to meet anything that is as large as a letter."""
    for stretch in route.stretches:
        (x0, y0), (x1, y1) = stretch.start, stretch.end
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)
        first, second = ((x0, middle[1]), (x1, middle[1])) if down else ((middle[0], y0), (middle[0], y1))
        steps = max(int(max(abs(x1 - x0), abs(y1 - y0)) / 4), 1)
        for step in range(steps + 1):
            t = step / steps
            if stretch.is_straight:
                yield x0 + (x1 - x0) * t, y0 + (y1 - y0) * t
            else:
                weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
                yield tuple(
                    sum(w * p[axis] for w, p in zip(weights, (stretch.start, first, second, stretch.end), strict=True))
                    for axis in (0, 1)
                )  # type: ignore[misc]


def _crosses(points: Sequence[Point], box: Box) -> bool:
    return any(box[0] + 0.6 < x < box[2] - 0.6 and box[1] + 0.6 < y < box[3] - 0.6 for x, y in points)


@settings(max_examples=60, deadline=None)
@given(_flows())
def test_a_flow_is_clear(figure: Flow) -> None:
    layout = flow_layout.lay_out(figure, BOTH, TYPE, WIDTH)
    boxes = {name: _box(rectangle) for name, (rectangle, _) in layout.boxes.items()}
    whole = (0.0, 0.0, *layout.size)
    for one, other in itertools.combinations(boxes.values(), 2):
        assert _apart(one, other)
    for name, (rectangle, block) in layout.boxes.items():
        assert _inside(_text(Placed(block, *rectangle.center)), boxes[name])
        assert _inside(boxes[name], whole)
    lines = [list(_points(route, down=layout.down)) for route in layout.routes]
    _check_edges(figure, layout, boxes, lines)
    words = [_text(label) for label in layout.labels if label] + [_text(title) for _, title in layout.frames]
    for one, other in itertools.combinations(words, 2):
        assert _apart(one, other)
    for text in words:
        assert _inside(text, whole)
        assert all(_apart(text, box) for box in boxes.values())
        assert not any(_crosses(line, text) for line in lines)
    _check_frames(figure, layout, boxes, words)


def _check_edges(figure: Flow, layout: FlowLayout, boxes: dict[str, Box], lines: Sequence[Sequence[Point]]) -> None:
    for edge, line in zip(figure.edges, lines, strict=True):
        for name, end in ((edge.source, line[0]), (edge.target, line[-1])):
            left, top, right, bottom = boxes[name]
            assert left - 0.6 <= end[0] <= right + 0.6
            assert top - 0.6 <= end[1] <= bottom + 0.6
            assert not _crosses([end], boxes[name])
        for box in boxes.values():
            assert not _crosses(line, box)
        assert all(-0.6 <= x <= layout.size[0] + 0.6 and -0.6 <= y <= layout.size[1] + 0.6 for x, y in line)


def _check_frames(figure: Flow, layout: FlowLayout, boxes: dict[str, Box], words: Sequence[Box]) -> None:
    frames = [_box(frame) for frame, _ in layout.frames]
    for one, other in itertools.combinations(frames, 2):
        assert _apart(one, other)
    for group, frame in zip(figure.groups, frames, strict=True):
        for name, box in boxes.items():
            assert _inside(box, frame) if name in group.nodes else _apart(box, frame)
        # A word stands inside a frame or outside it, never on its border.
        assert all(_inside(text, frame) or _apart(text, frame) for text in words)


_branch = st.recursive(
    st.builds(lambda label: {"label": label}, _LABEL),
    lambda inner: st.builds(
        lambda label, children: {"label": label, "children": children}, _LABEL, st.lists(inner, max_size=5)
    ),
    max_leaves=24,
)


@settings(max_examples=60, deadline=None)
@given(_branch, st.sampled_from(["right", "down"]))
def test_a_tree_is_clear(root: dict[str, Any], direction: str) -> None:
    figure = Tree.model_construct(
        kind="tree", direction=direction, root=tree.Branch.model_validate(root), labels="both"
    )
    layout = tree.lay_out(figure, BOTH, TYPE, WIDTH)
    boxes = [_box(rectangle) for _, rectangle, _ in layout.boxes]
    whole = (0.0, 0.0, *layout.size)
    assert len(boxes) == figure.root.count()
    for one, other in itertools.combinations(boxes, 2):
        assert _apart(one, other)
    for (_, rectangle, block), box in zip(layout.boxes, boxes, strict=True):
        assert _inside(_text(Placed(block, *rectangle.center)), box)
        assert _inside(box, whole)
    for line in layout.lines:
        ends = [
            any(left - 0.6 <= x <= right + 0.6 and top - 0.6 <= y <= bottom + 0.6 for left, top, right, bottom in boxes)
            for x, y in (line[0], line[-1])
        ]
        assert all(ends)
        path = [
            point
            for a, b in itertools.pairwise(line)
            for point in _points(Route((flow_layout.Stretch(a, b),)), down=False)
        ]
        assert not any(_crosses(path, box) for box in boxes)


_DATE = st.builds(
    lambda y, m, form: (f"{y}", f"{y}-{m:02}", f"{y}-{m:02}-0{1 + m % 9}")[form],
    st.integers(1900, 2030),
    st.integers(1, 12),
    st.integers(0, 2),
)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.builds(lambda date, label: {"date": date, "label": label}, _DATE, _LABEL), min_size=1, max_size=60),
    st.sampled_from(["right", "down", None]),
)
def test_a_timeline_is_clear(events: list[dict[str, Any]], direction: str | None) -> None:
    figure = validate({"kind": "timeline", "direction": direction, "events": events, **COMMON})
    assert isinstance(figure, Timeline)
    layout = timeline.lay_out(figure, BOTH, TYPE, WIDTH)
    words = [_text(placed) for placed in (*layout.dates, *layout.labels)]
    for one, other in itertools.combinations(words, 2):
        assert _apart(one, other)
    lines = [layout.axis, *layout.leaders]
    for text in words:
        assert _inside(text, (0.0, 0.0, *layout.size))
        for a, b in lines:
            assert not _crosses(list(_points(Route((flow_layout.Stretch(a, b),)), down=False)), text)
    assert len(layout.ticks) == len(figure.events)
    along = [tick[1 if layout.down else 0] for tick in layout.ticks]
    assert along == sorted(along)


@st.composite
def _sets(draw: st.DrawFn) -> Sets:
    names = [f"s{number}" for number in range(draw(st.integers(1, 5)))]
    count = draw(st.integers(1, 6))
    spans = {name: sorted(draw(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)))) for name in names}
    spans[names[0]] = [0, count - 1]
    zones = [
        {
            "in": [name for name, (low, high) in spans.items() if low <= place <= high],
            "items": draw(st.lists(_LABEL, max_size=4)),
        }
        for place in range(count)
    ]
    note = draw(st.one_of(st.none(), _LABEL))
    made = validate(
        {
            "kind": "sets",
            "sets": {name: {"label": draw(_LABEL), "note": note} for name in names},
            "zones": zones,
            **COMMON,
        }
    )
    assert isinstance(made, Sets)
    return made


@settings(max_examples=60, deadline=None)
@given(_sets())
def test_sets_are_clear(figure: Sets) -> None:
    layout = sets.lay_out(figure, BOTH, TYPE, WIDTH)
    whole = (0.0, 0.0, *layout.size)
    items = [_box(rectangle) for _, rectangle, _ in layout.items]
    regions = {name: _box(rectangle) for name, rectangle in layout.regions.items()}
    heads = {name: _text(head) for name, head in layout.heads.items()}
    for one, other in itertools.combinations([*items, *heads.values()], 2):
        assert _apart(one, other)
    for place, rectangle, block in layout.items:
        box = _box(rectangle)
        assert _inside(_text(Placed(block, *rectangle.center)), box)
        for name, region in regions.items():
            assert _inside(box, region) if name in figure.zones[place].sets else _apart(box, region)
    for name, head in heads.items():
        assert _inside(head, regions[name])
        assert all(_inside(head, region) or _apart(head, region) for region in regions.values())
    assert all(_inside(region, whole) for region in regions.values())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_simplex_finds_the_least_cost(data: st.DataObject) -> None:
    number = st.integers(0, 3)
    pairs = list(itertools.combinations(range(4), 2))
    spans = [
        Span(*pair, data.draw(st.integers(0, 2)), data.draw(number))
        for pair in data.draw(st.lists(st.sampled_from(pairs), max_size=4, unique=True))
    ]
    ties = [
        Tie(*pair, data.draw(st.integers(-2, 2)), data.draw(number))
        for pair in data.draw(st.lists(st.sampled_from(pairs), max_size=4))
    ]

    def cost(values: Sequence[int]) -> int:
        pulled = sum(tie.weight * abs(values[tie.first] + tie.offset - values[tie.second]) for tie in ties)
        return pulled + sum(span.weight * (values[span.head] - values[span.tail]) for span in spans)

    def holds(values: Sequence[int]) -> bool:
        return all(values[span.head] - values[span.tail] >= span.least for span in spans)

    found = solve(4, spans, ties)
    assert holds(found)
    assert cost(found) == min(cost(values) for values in itertools.product(range(8), repeat=4) if holds(values))
