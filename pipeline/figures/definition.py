"""Knows the schema of a figure block, one class a kind; must not know how a kind is drawn."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, model_validator

from pipeline.tools.schema import Strict, Text, field_names

Name = Annotated[str, Field(pattern=r"^[\w-]+$")]
Labels = Literal["zh", "en", "both"]


class Common(Strict):
    """What every figure has."""

    caption: Text
    alt: Annotated[Text, Field(description="what a reader who cannot see the figure needs to know, in a sentence or two")]
    credit: Text
    description: Annotated[Text | None, Field(description="replaces the long description made from the data")] = None
    labels: Annotated[Labels, Field(description="languages of the labels in the drawing")] = "both"


class Node(Strict):
    """A box. `tone` sets how much it stands out."""

    label: Text
    tone: Literal["plain", "strong", "soft"] = "plain"


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


class Flow(Common):
    """Boxes and arrows in columns from left to right."""

    kind: Literal["flow"]
    nodes: Annotated[dict[Name, Node], Field(min_length=1, max_length=60)]
    edges: list[Edge] = []
    groups: list[Group] = []

    @model_validator(mode="after")
    def _names_exist(self) -> Flow:
        used = [name for edge in self.edges for name in (edge.source, edge.target)] + [
            name for group in self.groups for name in group.nodes
        ]
        for name in used:
            if name not in self.nodes:
                raise ValueError(f"no node is called '{name}'")
        return self


class Circle(Strict):
    """A set with the items that are in it alone."""

    label: Text
    items: list[Text] = []
    note: Text | None = None


class Sets(Common):
    """Two sets that overlap, or one inside the other."""

    kind: Literal["sets"]
    first: Circle
    second: Circle
    relation: Literal["overlap", "within"] = "overlap"
    shared: Annotated[list[Text], Field(description="items in both sets")] = []


class Row(Strict):
    """A bar (`value`) or a range (`low` to `high`) with its label."""

    label: Text
    value: float | None = None
    low: float | None = None
    high: float | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Row:
        if (self.value is None) == (self.low is None) or (self.low is None) != (self.high is None):
            raise ValueError("give either value, or low and high")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("low is greater than high")
        return self


class Chart(Common):
    """Horizontal bars or ranges on one axis."""

    kind: Literal["chart"]
    axis: Annotated[Text, Field(description="what is measured")]
    unit: Text
    rows: Annotated[list[Row], Field(min_length=1, max_length=40)]


class Picture(Common):
    """An SVG, PNG or JPEG file of the project."""

    kind: Literal["image"]
    file: Annotated[str, Field(description="path inside the source folder")]


Figure = Flow | Sets | Chart | Picture
_ADAPTER: TypeAdapter[Figure] = TypeAdapter(Annotated[Figure, Field(discriminator="kind")])


def validate(data: Any) -> Figure:
    """A figure from plain data.

    Raises:
        pydantic.ValidationError: with a path that starts with the kind.
    """
    return _ADAPTER.validate_python(data)


def load(definition: str) -> Figure:
    """A figure from the JSON text that `model_dump_json` wrote."""
    return _ADAPTER.validate_json(definition)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a figure block."""
    return _ADAPTER.json_schema()


@cache
def known_names() -> frozenset[str]:
    """All key names of all kinds, for did-you-mean."""
    return frozenset().union(*(field_names(kind) for kind in (Flow, Sets, Chart, Picture)))
