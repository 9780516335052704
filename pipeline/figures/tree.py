"""Knows how an organisation or a classification is laid out and drawn; must not know YAML or output formats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.core.languages import Language
from pipeline.figures.boxes import MARGIN, MIN_BOX, PADDING
from pipeline.figures.definition import Branch, Tree
from pipeline.figures.flow import TONES
from pipeline.figures.flow_layout import Rectangle
from pipeline.figures.lettering import Block, Type, letter
from pipeline.figures.routes import Point
from pipeline.figures.svg import Canvas
from pipeline.styling.tokens import Tokens, number

LEVEL_GAP = 34.0
_SIBLING_GAP, _COUSIN_GAP = 12.0, 22.0
_LIMITS = (10.0, 8.0, 6.4, 5.2)


@dataclass
class Twig:
    """A box of the tree, in (along, across) until it is turned; `length` along, `breadth` across."""

    branch: Branch
    block: Block
    depth: int
    length: float
    breadth: float
    children: list[Twig] = field(default_factory=list)
    start: float = 0.0
    middle: float = 0.0

    def walk(self) -> Iterator[Twig]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class TreeLayout:
    """A finished layout in px: boxes in reading order, and for each the points of the line from the box above it."""

    size: Point
    boxes: Sequence[tuple[Branch, Rectangle, Block]]
    lines: Sequence[Sequence[Point]]


def lay_out(tree: Tree, languages: Sequence[Language], type_: Type, width: float) -> TreeLayout:
    """Boxes of a level in line with each other, each above the middle of those below it; as wide as fits into `width`
    px."""
    down = tree.direction == "down"
    layout = None
    for limit in _LIMITS:
        root = _measure(tree.root, languages, type_, limit * type_.size, 0, down=down)
        _align_levels(root)
        _spread(root, 0.0)
        layout = _turned(root, down=down)
        if layout.size[0] <= width:
            break
    assert layout is not None
    return layout


def _measure(
    branch: Branch, languages: Sequence[Language], type_: Type, limit: float, depth: int, *, down: bool
) -> Twig:
    block = letter(branch.label.bilingual(), languages, type_, limit, bold=branch.tone == "strong")
    width, height = max(block.width + 2 * PADDING, MIN_BOX), block.height + 2 * PADDING - 4
    twig = Twig(branch, block, depth, *((height, width) if down else (width, height)))
    twig.children = [_measure(child, languages, type_, limit, depth + 1, down=down) for child in branch.children]
    return twig


def _align_levels(root: Twig) -> None:
    lengths: dict[int, float] = {}
    for twig in root.walk():
        lengths[twig.depth] = max(lengths.get(twig.depth, 0.0), twig.length)
    for twig in root.walk():
        twig.length = lengths[twig.depth]
        twig.start = sum(lengths[depth] + LEVEL_GAP for depth in range(twig.depth))


def _spread(twig: Twig, offset: float) -> list[tuple[float, float]]:
    """Place a twig and all below it from `offset` across on; returns for each level from here how far it reaches,
    from and to.

    Subtrees are pushed together until their outlines touch: Reingold and Tilford (1981), DOI 10.1109/TSE.1981.234519.
    """
    outline: list[tuple[float, float]] = []
    for child in twig.children:
        made = _spread(child, offset)
        gap = _SIBLING_GAP if not child.children else _COUSIN_GAP
        push = max((there[1] + gap - here[0] for there, here in zip(outline, made, strict=False)), default=0.0)
        for part in child.walk():
            part.middle += push
        made = [(low + push, high + push) for low, high in made]
        depth = min(len(outline), len(made))
        outline = [(outline[level][0], made[level][1]) for level in range(depth)] + (outline[depth:] or made[depth:])
    if twig.children:
        twig.middle = (twig.children[0].middle + twig.children[-1].middle) / 2
    else:
        twig.middle = offset + twig.breadth / 2
    return [(twig.middle - twig.breadth / 2, twig.middle + twig.breadth / 2), *outline]


def _turned(root: Twig, *, down: bool) -> TreeLayout:
    twigs = list(root.walk())
    top = min(twig.middle - twig.breadth / 2 for twig in twigs) - MARGIN
    end, bottom = max(twig.start + twig.length for twig in twigs), max(twig.middle + twig.breadth / 2 for twig in twigs)

    def point(along: float, across: float) -> Point:
        x, y = along + MARGIN, across - top
        return (y, x) if down else (x, y)

    boxes, lines = [], []
    for twig in twigs:
        (x, y), (right, low) = (
            point(twig.start, twig.middle - twig.breadth / 2),
            point(twig.start + twig.length, twig.middle + twig.breadth / 2),
        )
        boxes.append((twig.branch, Rectangle(x, y, right - x, low - y), twig.block))
        for child in twig.children:
            turn = child.start - LEVEL_GAP / 2
            points = [
                (twig.start + twig.length, twig.middle),
                (turn, twig.middle),
                (turn, child.middle),
                (child.start, child.middle),
            ]
            straight = abs(child.middle - twig.middle) < 0.5
            lines.append([point(*place) for place in ((points[0], points[3]) if straight else points)])
    return TreeLayout(point(end + MARGIN, bottom + MARGIN), boxes, lines)


def draw(tree: Tree, languages: Sequence[Language], type_: Type, tokens: Tokens) -> tuple[Canvas, Point]:
    """Draw a tree; returns the canvas and its size in px."""
    layout = lay_out(tree, languages, type_, number(tokens, "figure", "width"))
    canvas = Canvas(type_, tokens)
    for points in layout.lines:
        canvas.line(points, "muted")
    for branch, box, block in layout.boxes:
        fill, foreground, border = TONES[branch.tone]
        canvas.rectangle(
            box.x, box.y, box.width, box.height, rx=number(tokens, "figure", "radius"), fill=fill, stroke=border
        )
        canvas.block(block, *box.center, foreground)
    return canvas, layout.size
