"""Knows the schema of a figure block, one class a kind; must not know how a kind is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from pipeline.core.reasons import Reason, ReasonedError
from pipeline.figures.common import Figure, Name
from pipeline.tools.schema import Strict, Text

MAX_NODES = 60
Direction = Literal["right", "down"]


class Node(Strict):
    """A box. `tone` sets how much it stands out."""

    label: Text
    tone: Literal["plain", "strong", "soft"] = "plain"
    column: Annotated[int, Field(ge=1, le=20, description="the first column that the box may stand in")] = 1


class Edge(Strict):
    """An arrow from one node to another."""

    source: Annotated[Name, Field(alias="from")]
    target: Annotated[Name, Field(alias="to")]
    label: Text | None = None
    style: Literal["solid", "dashed"] = "solid"


class Group(Strict):
    """A frame round some nodes, with a label."""

    label: Text
    nodes: Annotated[list[Name], Field(min_length=1)]


class Flow(Figure):
    """Boxes and arrows in columns from left to right, or in rows from top to bottom."""

    kind: Literal["flow"]
    direction: Direction = "right"
    nodes: Annotated[dict[Name, Node], Field(min_length=1, max_length=MAX_NODES)]
    edges: Annotated[list[Edge], Field(max_length=3 * MAX_NODES)] = []
    groups: list[Group] = []

    @model_validator(mode="after")
    def _names_exist(self) -> Flow:
        _known([name for edge in self.edges for name in (edge.source, edge.target)], self.nodes, "node")
        grouped = [name for group in self.groups for name in group.nodes]
        _known(grouped, self.nodes, "node")
        for name in grouped:
            if grouped.count(name) > 1:
                raise ReasonedError(Reason("in_two_groups", name=name))
        loops = [edge.source for edge in self.edges if edge.source == edge.target]
        if len(set(loops)) < len(loops):
            raise ReasonedError(Reason("two_loops"))
        return self


def _known(names: Iterable[str], known: Iterable[str], what: str) -> None:
    for name in names:
        if name not in known:
            raise ReasonedError(Reason("not_among", name=name, names=f"{what}s"))


class Circle(Strict):
    """A set, with a note in smaller type."""

    label: Text
    note: Text | None = None


class Zone(Strict):
    """What lies in exactly these sets."""

    sets: Annotated[list[Name], Field(alias="in", min_length=1)]
    items: Annotated[list[Text], Field(max_length=12)] = []


class Sets(Figure):
    """Sets that contain each other or overlap, as regions over a row of zones."""

    kind: Literal["sets"]
    sets: Annotated[dict[Name, Circle], Field(min_length=1, max_length=5)]
    zones: Annotated[
        list[Zone],
        Field(min_length=1, max_length=6, description="from left to right; the zones of a set are neighbours"),
    ]

    @model_validator(mode="after")
    def _sets_hold_together(self) -> Sets:
        _known([name for zone in self.zones for name in zone.sets], self.sets, "set")
        for name in self.sets:
            places = [place for place, zone in enumerate(self.zones) if name in zone.sets]
            if not places:
                raise ReasonedError(Reason("set_without_zone", name=name))
            if places[-1] - places[0] + 1 != len(places):
                raise ReasonedError(Reason("zones_apart", name=name))
        return self


class Branch(Strict):
    """A box of a tree and those below it."""

    label: Text
    tone: Literal["plain", "strong", "soft"] = "plain"
    children: list[Branch] = []

    def count(self) -> int:
        return 1 + sum(child.count() for child in self.children)


class Tree(Figure):
    """An organisation or a classification: one box at the root, the others below it."""

    kind: Literal["tree"]
    direction: Direction = "right"
    root: Branch

    @model_validator(mode="after")
    def _not_too_many(self) -> Tree:
        if self.root.count() > MAX_NODES:
            raise ReasonedError(Reason("too_many_boxes", limit=MAX_NODES))
        return self


class Event(Strict):
    """A point in time, or a period with `until`; dates are YYYY, YYYY-MM or YYYY-MM-DD."""

    date: str
    until: str | None = None
    label: Text
    tone: Literal["plain", "strong"] = "plain"

    @field_validator("date", "until", mode="before")
    @classmethod
    def _is_date(cls, value: object) -> str | None:
        if value is not None and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", str(value)):
            raise ReasonedError(Reason("date_form_short"))
        return value if value is None else str(value)

    @model_validator(mode="after")
    def _in_order(self) -> Event:
        if self.until is not None and self.until < self.date:
            raise ReasonedError(Reason("until_before_date"))
        return self


class Timeline(Figure):
    """Events along a line, in order of time."""

    kind: Literal["timeline"]
    direction: Direction | None = None
    events: Annotated[list[Event], Field(min_length=1, max_length=MAX_NODES)]


class Diagram(Figure):
    """A free graph in the DOT language, laid out by Graphviz; `nodes` gives labels in both languages."""

    kind: Literal["graph"]
    dot: Annotated[str, Field(max_length=20_000)]
    nodes: dict[str, Node] = {}


class Picture(Figure):
    """An SVG, PNG or JPEG file of the project; `width` is the printed width in mm."""

    kind: Literal["image"]
    file: Annotated[str, Field(description="path inside the source folder")]
    width: Annotated[float | None, Field(gt=5, le=400)] = None
