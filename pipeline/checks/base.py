"""Knows what a check is given; must not know any check."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pipeline.checks.bare import bare
from pipeline.checks.fields import fields
from pipeline.checks.finding import Finder
from pipeline.checks.runs import Run, runs
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.formulas import Formula
from pipeline.core.model import Document
from pipeline.core.text import SourceText, Span


@dataclass(frozen=True)
class Source:
    """The document as read, the text it was read from, and the offset where the body begins in it."""

    document: Document
    text: SourceText
    body_start: int = 0

    @cached_property
    def blocks(self) -> Any:
        """The blocks of pandoc's tree."""
        return json.loads(self.document.ast)["blocks"]

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The text of each block."""
        return tuple(runs(self.blocks))

    @cached_property
    def bare(self) -> str:
        """The text with nothing in the place of code and comments."""
        return bare(self.text.text)

    @cached_property
    def finder(self) -> Finder:
        """Finds texts of blocks, which come first in what it has found, and of fields."""
        return Finder(self.text, self.bare, self.body_start, (*self.runs, *fields(self.document)))

    @cached_property
    def attributes(self) -> frozenset[tuple[str, str]]:
        """The names and values of all attributes."""
        return frozenset(_attributes(self.blocks))


def _attributes(node: Any) -> Iterator[tuple[str, str]]:
    """In pandoc's tree an attribute is the one list of two texts."""
    left = [node]
    while left:
        node = left.pop()
        children = node.values() if isinstance(node, dict) else node
        if isinstance(node, list) and len(node) == 2 and all(isinstance(child, str) for child in node):
            yield node[0], node[1]
        left += [child for child in children if isinstance(child, dict | list)]


def named(id_: str, span: Span, prefix: str, codes: tuple[str, str], cited: Container[str]) -> Iterator[Diagnostic]:
    """The first code for what has an id of another kind, the second for what no text refers to."""
    if not id_.startswith(prefix):
        yield Diagnostic(codes[0], span, {"id": id_}, id_)
    elif id_ not in cited:
        yield Diagnostic(codes[1], span, {"id": id_}, id_)


def inside_formula(text: SourceText, formula: Formula, offset: int, length: int) -> Span:
    """The span of a part of a formula; of the formula where its lines are not those of the source."""
    span = formula.span
    if span.line is None or span.column is None or span.file != text.name:
        return span
    start = text.starts[span.line - 1] + span.column - 1
    is_there = text.text.startswith(formula.tex[: offset + length], start)
    return text.span(start + offset, length) if is_there else span
