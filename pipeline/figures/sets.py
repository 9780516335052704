"""Knows how two overlapping or nested sets are drawn; must not know YAML or output formats."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.text import Language
from pipeline.figures.definition import Circle, Sets
from pipeline.figures.lettering import Block, Type, letter
from pipeline.figures.svg import Canvas, Point
from pipeline.styling.tokens import Tokens, number, text
from pipeline.tools.schema import Text

PADDING = 18.0
GAP = 10.0
MARGIN = 4.0


def draw(sets: Sets, languages: Sequence[Language], tokens: Tokens) -> tuple[Canvas, Point]:
    """Draw two sets as rounded regions side by side that share a middle, or one within the other; size in px."""
    type_ = Type.of(tokens)
    canvas = Canvas(type_)
    width = number(tokens, "figure", "width")
    parts = _Parts(sets, languages, type_, width)
    body = max(_height(parts.first), _height(parts.shared), _height(parts.second))
    head = max(parts.first_head.height, parts.second_head.height)
    height = head + body + 3 * PADDING
    ink, ground, accent, warm = (text(tokens, "color", name) for name in ("ink", "ground", "accent", "warm"))
    # Three zones: only in the first, in both, only in the second. A nested set has no zone of its own outside.
    left, middle, right = parts.zones
    ends = (MARGIN, MARGIN + left, MARGIN + left + middle, MARGIN + left + middle + right)
    inset = PADDING / 2 if sets.relation == "within" else 0.0
    second = {"x": ends[0] if inset else ends[1], "width": ends[3] - (ends[0] if inset else ends[1])}
    first = {"x": ends[0] + inset, "width": ends[2] - ends[0] - inset}
    regions = [(second, "accent-soft", accent, 0.0), (first, "warm-soft", warm, inset)]
    for place, fill, _, shrink in regions:
        canvas.rectangle(
            place["x"], MARGIN + shrink, place["width"], height - 2 * shrink, rx=26, fill=text(tokens, "color", fill), fill_opacity=0.72
        )
    top = MARGIN + PADDING
    # The outlines once more on top: both sets are whole to the eye where they overlap.
    for place, _, stroke, shrink in regions:
        canvas.rectangle(
            place["x"], MARGIN + shrink, place["width"], height - 2 * shrink, rx=26, fill="none", stroke=stroke, stroke_width=1.8
        )
    canvas.block(parts.first_head, (ends[0] + ends[1]) / 2 if left else (ends[0] + ends[2]) / 2, top + head / 2, warm)
    canvas.block(parts.second_head, (ends[2] + ends[3]) / 2, top + head / 2, accent)
    for blocks, start, end, stroke in (
        (parts.first, ends[0], ends[1], warm),
        (parts.shared, ends[1], ends[2], ink),
        (parts.second, ends[2], ends[3], accent),
    ):
        y = top + head + PADDING + (body - _height(blocks)) / 2
        for block in blocks:
            box = block.height + 14
            canvas.rectangle(start + 13, y, end - start - 26, box, rx=8, fill=ground, stroke=stroke, stroke_width=1.2)
            canvas.block(block, (start + end) / 2, y + box / 2, ink)
            y += box + GAP
    return canvas, (ends[3] + MARGIN, height + 2 * MARGIN)


class _Parts:
    """The lettering of the three zones and their widths."""

    def __init__(self, sets: Sets, languages: Sequence[Language], type_: Type, width: float) -> None:
        shares = [0.34 if sets.first.items or sets.relation == "overlap" else 0.0, 0.3, 0.36]
        scale = (width - 2 * MARGIN) / sum(shares)
        self.zones = tuple(share * scale for share in shares)

        def items(texts: Sequence[Text], zone: float) -> list[Block]:
            return [letter(item.bilingual(), languages, type_, zone - 46) for item in texts]

        def head(circle: Circle, zone: float) -> Block:
            title = letter(circle.label.bilingual(), languages, type_, zone - 24, bold=True)
            note = letter(circle.note.bilingual(), languages, type_, zone - 24) if circle.note else Block(())
            small = tuple(type(line)(line.text, type_.second, line.language, line.width * type_.second / line.size) for line in note.lines)
            return Block(title.lines + small)

        self.first = items(sets.first.items, self.zones[0])
        self.shared = items(sets.shared, self.zones[1])
        self.second = items(sets.second.items, self.zones[2])
        self.first_head = head(sets.first, self.zones[0] or self.zones[1])
        self.second_head = head(sets.second, self.zones[2])


def _height(blocks: Sequence[Block]) -> float:
    return sum(block.height + 14 for block in blocks) + GAP * max(len(blocks) - 1, 0)
