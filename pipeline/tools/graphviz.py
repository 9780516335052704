"""Knows how to have Graphviz place the nodes of a DOT graph; the only caller of its program. Knows no drawing."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypedDict, cast

from pipeline.core.failures import Phrases, reason_of
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.core.steps import kept
from pipeline.tools import dot, processes
from pipeline.tools.processes import OutOfBounds, bounds

SECONDS = 20
_LINE = re.compile(r"in line (\d+)")
_PHRASES = Phrases(
    "Graphviz",
    (
        ("syntax error in line (?P<line>\\d+) near '(?P<near>--|->)'", "dot_edge"),
        ("syntax error in line (?P<line>\\d+) near '(?P<near>[^\\n]*)'", "dot_syntax"),
        ("syntax error in line (?P<line>\\d+)", "dot_not_closed"),
    ),
)


class PlacedObject(TypedDict, total=False):
    """A node, or a subgraph, which is numbered before the nodes. Lengths are inches, places and boxes text in pt."""

    _gvid: int
    name: str
    label: str
    pos: str
    width: str
    height: str
    bb: str
    lp: str


class PlacedEdge(TypedDict, total=False):
    """An edge between the numbers of two nodes; `pos` is a spline, `lp` where its label stands, in pt."""

    tail: int
    head: int
    label: str
    style: str
    pos: str
    lp: str


class PlacedGraph(TypedDict, total=False):
    """A graph as Graphviz places it (output format `json`); `bb` is its box in pt, origin at the lower left."""

    _subgraph_cnt: int
    name: str
    directed: bool
    bb: str
    objects: list[PlacedObject]
    edges: list[PlacedEdge]


class RefusedGraph(ReasonedError):
    """The text is no DOT, or wants what a report's graph may not have; `line` is where in it, from 1, if known."""

    def __init__(self, reason: Reason, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


class MissingGraphviz(ValueError):
    """Graphviz is not installed."""


def place(graph: str, options: Mapping[str, str], more: str = "") -> PlacedGraph:
    """A graph with its places; `options` as in `-Nname=value`, `more` is DOT that stands at its end.

    Raises:
        MissingGraphviz: where there is no `dot` program.
        RefusedGraph: with Graphviz's words, or for what a graph may not have (`tools/dot.py`).
    """
    program = shutil.which("dot")
    if program is None:
        raise MissingGraphviz
    try:
        text = dot.plain(graph, more)
    except dot.RefusedDot as error:
        raise RefusedGraph(error.reason, error.line) from error
    arguments = [program, "-Tjson", *(f"-{name}={value}" for name, value in sorted(options.items()))]
    placed = kept("placed graph", (*arguments, text), lambda: _run(arguments, text))
    try:
        return cast(PlacedGraph, json.loads(placed))
    except ValueError as error:
        # Nothing, or more than one graph.
        raise RefusedGraph(Reason("no_single_graph")) from error


def _run(arguments: Sequence[str], text: str) -> bytes:
    # Graphviz of old reads no files for a web server.
    environment = {**os.environ, "SERVER_NAME": "kanben", "LC_ALL": "C.UTF-8"}
    try:
        made = processes.run(
            arguments, text.encode(), within=replace(bounds(), seconds=SECONDS), environment=environment
        )
    except (OutOfBounds, OSError) as error:
        raise RefusedGraph(reason_of(error)) from error
    if made.returncode != 0:
        words = made.stderr.decode(errors="replace").strip()
        line = _LINE.search(words)
        said = _PHRASES.worded(words) if words else Reason("said_nothing", who="Graphviz")
        raise RefusedGraph(said, int(line[1]) if line else None)
    return made.stdout
