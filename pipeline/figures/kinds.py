"""Knows all kinds of figures, one row each, and which of them a block defines; must not know how a figure becomes a
`Drawing`."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, reduce
from operator import or_
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from pipeline.core.languages import BOTH, Bilingual, Languages
from pipeline.core.model import FigureBlock, LongDescription
from pipeline.core.text import Span
from pipeline.figures import (
    chart,
    chartdata,
    describe,
    files,
    flow,
    graph,
    picture,
    sets,
    specification,
    timeline,
    tree,
)
from pipeline.figures.chartdata import Chart, Specification
from pipeline.figures.common import Figure
from pipeline.figures.definition import Diagram, Flow, Picture, Sets, Timeline, Tree
from pipeline.figures.kind import Kind, on_canvas
from pipeline.tools import schema_forms

KINDS: tuple[Kind[Any], ...] = (
    Kind(Flow, on_canvas(flow.draw), describe.flow),
    Kind(Sets, on_canvas(sets.draw), describe.sets),
    Kind(Tree, on_canvas(tree.draw), describe.tree),
    Kind(Timeline, on_canvas(timeline.draw), describe.timeline),
    Kind(Diagram, on_canvas(graph.draw), describe.graph, doubts=graph.doubts, text="dot"),
    Kind(Chart, chart.draw, describe.chart, fill=files.with_rows, table=chartdata.table, needs_chart_engine=True),
    Kind(Specification, specification.draw, fill=files.with_data, from_tokens=False, needs_chart_engine=True),
    Kind(Picture, picture.draw, from_tokens=False),
)
_OF_SCHEMA = {kind.schema: kind for kind in KINDS}
_UNION: Any = Annotated[reduce(or_, _OF_SCHEMA), Field(discriminator="kind")]
_ADAPTER: TypeAdapter[Figure] = TypeAdapter(_UNION)


def kind_of(figure: Figure) -> Kind[Any]:
    """The row of a figure."""
    return _OF_SCHEMA[type(figure)]


def validate(data: object, languages: Languages = BOTH) -> Figure:
    """A figure from plain data.

    Raises:
        pydantic.ValidationError: with a path that starts with the kind.
    """
    return _ADAPTER.validate_python(data, context=languages)


def block_of(figure: Figure, id_: str, span: Span, place: Callable[[str], Span | None] = lambda _: None) -> FigureBlock:
    """A figure as it travels in the document; `place` tells where the text of a field begins."""
    kind = kind_of(figure)
    described: LongDescription = "author" if figure.description else "data" if kind.tell else "none"
    return FigureBlock(
        id=id_,
        kind=kind.name,
        span=span,
        caption=figure.caption.bilingual(),
        alt=figure.alt.bilingual(),
        credit=figure.credit.bilingual(),
        long_description=described,
        description=figure.description.bilingual() if figure.description else Bilingual(),
        definition=figure.model_dump_json(exclude_none=True, by_alias=True),
        text=place(kind.text) if kind.text else None,
        file=place("file") or place("data"),
    )


def load(block: FigureBlock) -> Figure:
    """The figure of a block; a definition of no kind, as that of a logo, is a picture."""
    if block.kind:
        return _ADAPTER.validate_json(block.definition)
    kind = next(kind for kind in KINDS if kind.schema is Picture)
    return Picture.model_validate({**json.loads(block.definition), "kind": kind.name})


def description(figure: Figure) -> Bilingual:
    """The long description of a figure with all data in it: the author's own where given, else made from the data;
    empty for a kind that cannot be told."""
    if figure.description:
        return figure.description.bilingual()
    tell = kind_of(figure).tell
    return tell(figure) if tell else Bilingual()


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a figure block."""
    return _ADAPTER.json_schema()


@cache
def forms(name: str = "") -> dict[str, str]:
    """How the keys of a kind are written; of all where there is none of that name."""
    schema = next((kind.schema for kind in KINDS if kind.name == name), None)
    if schema is None:
        return schema_forms.forms(*(kind.schema for kind in KINDS))
    return {**schema_forms.forms(schema), **schema_forms.own(schema)}
