"""What is read of a body: one line a test."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core.diagnostics import Diagnostics
from pipeline.core.model import Inventory
from pipeline.core.opening import Folder
from pipeline.core.text import SourceText, Span
from pipeline.reading import markdown
from pipeline.reading.survey import survey


@dataclass(frozen=True)
class Body:
    """The inventory of a body, its tree, and what is told of it."""

    found: Inventory
    blocks: Any
    problems: Diagnostics

    @property
    def words(self) -> list[tuple[str, str]]:
        """The words of each block and their place."""
        return [("|".join(block.segments), place(block.span)) for block in self.found.blocks]

    @property
    def targets(self) -> list[tuple[str, str, str]]:
        return [(target.id, target.kind, place(target.span)) for target in self.found.targets]

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """Code, place and key of each problem."""
        return [(problem.code, place(problem.span), problem.key) for problem in self.problems]


HERE = Folder(Path(), Path())


def body(text: str) -> Body:
    parsed, warnings = markdown.parse(SourceText("t.md", text), 0)
    found, tree, problems = survey(parsed, HERE)
    return Body(found, json.loads(tree)["blocks"], (*warnings, *problems))


def at(line: int | None = None, column: int | None = None, end: int | None = None) -> Span:
    return Span("t.md", line, column, end)


def place(span: Span | None) -> str:
    """A span as `LINE:COLUMN-END`; `-` for the file alone."""
    assert span is not None
    return f"{span.line}:{span.column}-{span.end_column}" if span.line else "-"
