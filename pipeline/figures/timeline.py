"""Knows how events are laid out along a line in order of time and drawn; must not know YAML or output formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.core.languages import LANGUAGES, Bilingual, Language
from pipeline.core.wording import word
from pipeline.figures.boxes import MARGIN
from pipeline.figures.definition import Event, Timeline
from pipeline.figures.flow_layout import Placed
from pipeline.figures.lettering import Block, Type, letter
from pipeline.figures.routes import Point
from pipeline.figures.svg import Canvas
from pipeline.styling.tokens import Tokens, number

_GAP, _LEADER, _DOT = 14.0, 30.0, 5.5
_MAX_ACROSS = 8
_ROW_GAP = 16.0


@dataclass(frozen=True)
class TimelineLayout:
    """A finished layout in px: the axis, a tick and lettering for each event, and the line from one to the other."""

    size: Point
    axis: tuple[Point, Point]
    ticks: Sequence[Point]
    dates: Sequence[Placed]
    labels: Sequence[Placed]
    leaders: Sequence[tuple[Point, Point]]
    down: bool


def in_order(timeline: Timeline) -> list[Event]:
    """The events by date; those of one date in the author's order."""
    return sorted(timeline.events, key=lambda event: event.date)


def when(event: Event) -> Bilingual:
    """An event's date or period in words."""
    dates = [_date(event.date), *([_date(event.until)] if event.until else [])]
    return Bilingual(*(word("period_dash", language).join(date[language] for date in dates) for language in LANGUAGES))


def _date(iso: str) -> Bilingual:
    names = ("date_year", "date_month", "date_day")
    parts = [int(part) for part in iso.split("-")]
    values: dict[str, str | int] = dict(zip(("year", "month", "day"), parts, strict=False))
    english = {**values, "month": word("months", "en").split()[parts[1] - 1]} if len(parts) > 1 else values
    name = names[len(parts) - 1]
    return Bilingual(word(name, "zh", **values), word(name, "en", **english))


def lay_out(timeline: Timeline, languages: Sequence[Language], type_: Type, width: float) -> TimelineLayout:
    """To the right, with labels above and below in turn, where the events are few and fit; else down, one under the
    other."""
    events = in_order(timeline)
    if timeline.direction == "right" or (timeline.direction is None and len(events) <= _MAX_ACROSS):
        layout = _across(events, languages, type_, width)
        if layout.size[0] <= width or timeline.direction == "right":
            return layout
    return _down(events, languages, type_, width)


def _lettered(event: Event, languages: Sequence[Language], type_: Type, limit: float) -> tuple[Block, Block]:
    small = Type(type_.latin, type_.han, type_.second, type_.second, type_.terms)
    date = letter(when(event), languages, small, limit, bold=True)
    return date, letter(event.label.bilingual(), languages, type_, limit, bold=event.tone == "strong")


def _across(events: Sequence[Event], languages: Sequence[Language], type_: Type, width: float) -> TimelineLayout:
    count = len(events)
    # Labels stand above and below in turn, so each has the room of two.
    limit = max((width - 2 * MARGIN) / ((count + 1) / 2) - _GAP, type_.size * 4.5)
    made = [_lettered(event, languages, type_, limit) for event in events]
    widths = [max(date.width, label.width) for date, label in made]
    step = max([(a + b) / 2 + _GAP for a, b in zip(widths, widths[2:], strict=False)], default=0.0) / 2
    step = max(
        step, 48.0, (width - 2 * MARGIN - widths[0] / 2 - widths[-1] / 2) / max(count - 1, 1) if count > 2 else 120.0
    )
    left = MARGIN + max(widths[place] / 2 - place * step for place in range(min(count, 2)))
    heights = [date.height + label.height + 2 for date, label in made]
    axis = MARGIN + max(heights[::2]) + _LEADER
    below = max(heights[1::2], default=0.0)
    xs = [left + place * step for place in range(count)]
    right = max(x + width_ / 2 for x, width_ in zip(xs, widths, strict=True)) + MARGIN
    dates, labels, leaders = [], [], []
    for place, (x, (date, label)) in enumerate(zip(xs, made, strict=True)):
        top = axis - _LEADER - heights[place] if place % 2 == 0 else axis + _LEADER
        dates.append(Placed(date, x, top + date.height / 2))
        labels.append(Placed(label, x, top + date.height + 2 + label.height / 2))
        leaders.append(((x, axis - _LEADER + 3), (x, axis)) if place % 2 == 0 else ((x, axis), (x, axis + _LEADER - 3)))
    height = axis + (_LEADER + below if count > 1 else _DOT + 2) + MARGIN
    return TimelineLayout(
        (right, height),
        ((MARGIN, axis), (right - MARGIN, axis)),
        [(x, axis) for x in xs],
        dates,
        labels,
        leaders,
        down=False,
    )


def _down(events: Sequence[Event], languages: Sequence[Language], type_: Type, width: float) -> TimelineLayout:
    date_limit = type_.second * 9.0
    dates = [_lettered(event, languages, type_, date_limit)[0] for event in events]
    column = max(date.width for date in dates)
    axis = MARGIN + column + _GAP + _DOT
    text = axis + _DOT + _GAP
    blocks = [_lettered(event, languages, type_, max(width - MARGIN - text, type_.size * 8))[1] for event in events]
    y, placed_dates, placed, ticks = float(MARGIN), [], [], []
    for date, block in zip(dates, blocks, strict=True):
        height = max(date.height, block.height, 2 * _DOT)
        middle = y + height / 2
        ticks.append((axis, middle))
        placed_dates.append(Placed(date, axis - _DOT - _GAP - date.width / 2, middle))
        placed.append(Placed(block, text + block.width / 2, middle))
        y += height + _ROW_GAP
    bottom = y - _ROW_GAP + MARGIN
    right = text + max(block.width for block in blocks) + MARGIN
    return TimelineLayout(
        (right, bottom), ((axis, MARGIN), (axis, bottom - MARGIN)), ticks, placed_dates, placed, [], down=True
    )


def draw(timeline: Timeline, languages: Sequence[Language], type_: Type, tokens: Tokens) -> tuple[Canvas, Point]:
    """Draw a timeline; returns the canvas and its size in px."""
    layout = lay_out(timeline, languages, type_, number(tokens, "figure", "width"))
    canvas = Canvas(type_, tokens)
    canvas.line(layout.axis, "muted", width=2.6)
    for leader in layout.leaders:
        canvas.line(leader, "muted", width=1.0)
    for event, tick in zip(in_order(timeline), layout.ticks, strict=True):
        strong = event.tone == "strong"
        canvas.dot(*tick, _DOT + (1.5 if strong else 0), "accent" if strong else "ground", "accent")
    for date, label in zip(layout.dates, layout.labels, strict=True):
        if layout.down:
            canvas.block(date.block, date.x + date.block.width / 2, date.y, "accent", "end")
            canvas.block(label.block, label.x - label.block.width / 2, label.y, "ink", "start")
        else:
            canvas.block(date.block, date.x, date.y, "accent")
            canvas.block(label.block, label.x, label.y, "ink")
    return canvas, layout.size
