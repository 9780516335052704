"""Knows how a fenced figure block becomes a checked definition; must not know how figures are drawn."""

from __future__ import annotations

from pydantic import ValidationError

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.model import FigureBlock
from pipeline.core.text import SourceText, Span
from pipeline.figures import definition
from pipeline.tools import yaml
from pipeline.tools.schema import explain


class FigureBlocks:
    """Collects the figures of a document and what is wrong with their YAML."""

    def __init__(self) -> None:
        self.found: list[FigureBlock] = []
        self.problems: list[Diagnostic] = []

    def read(self, id_: str, text: str, source: SourceText, line: int | None, span: Span) -> None:
        """Validate one block. `line` is the source line of the YAML's first line, None where it is not known."""
        origin = yaml.Origin(source, line or span.line or 1, _indent(text, source, line))
        data, problems = yaml.load(text, origin)
        self.problems += problems
        if data is None:
            return
        try:
            figure = definition.validate(data.data)
        except ValidationError as error:
            self.problems += explain(error, lambda path, key: data.locate(_without_tag(path, data), key=key), definition.known_names())
            return
        self.found.append(FigureBlock(id_, figure.kind, figure.model_dump_json(exclude_none=True, by_alias=True), span))


def _indent(text: str, source: SourceText, line: int | None) -> int:
    """How many columns a fence inside a list item cut from each line."""
    first = text.split("\n", maxsplit=1)[0]
    found = source.line(line).find(first) if line and first else 0
    return max(found, 0)


def _without_tag(path: tuple[str | int, ...], data: yaml.YamlData) -> tuple[str | int, ...]:
    """A validation path without the kind of figure, which the discriminated union puts in front."""
    kind = data.data.get("kind") if isinstance(data.data, dict) else None
    return path[1:] if path and path[0] == kind else path
