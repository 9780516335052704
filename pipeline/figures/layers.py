"""Knows which column each node of a graph is in, and what each of its edges passes; must not know sizes or text.

The layered method of Sugiyama, Tagawa and Toda (1981), DOI 10.1109/TSMC.1981.4308636: ranks of least total length, a
dummy node wherever an edge passes a column. A label is a node too, in a column of its own, so that nothing can run
across it.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.figures.crossings import order
from pipeline.figures.simplex import Span, solve

Edge = tuple[str, str]


@dataclass(frozen=True)
class Graph:
    """Nodes in the author's order, edges, which edges bear a label, the group's number of a grouped node, and least
    columns."""

    nodes: Sequence[str]
    edges: Sequence[Edge]
    labelled: Collection[int] = ()
    groups: Mapping[str, int] = field(default_factory=dict)
    least: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Layers:
    """`columns` hold names from top to bottom, dummies and labels too; `chains` the names that each edge passes, by
    rising column.

    `reversed_edges` are those that run against the columns because the graph has a circle; `labels` gives the edge of
    a label's name. `strips` orders what lies in or beside the bands of groups: group g is strip 2g + 1, free places are
    even. A name without a strip lies in a column that no group reaches.
    """

    columns: tuple[tuple[str, ...], ...]
    chains: tuple[tuple[str, ...], ...]
    reversed_edges: frozenset[int]
    labels: Mapping[str, int]
    strips: Mapping[str, int]
    reaches: Mapping[int, tuple[int, int]]


def arrange(graph: Graph) -> Layers:
    """Arrange a graph in columns with few crossings; an edge from a node to itself has an empty chain."""
    backwards = _back_edges(graph)
    forward = [
        (target, source) if index in backwards else (source, target)
        for index, (source, target) in enumerate(graph.edges)
    ]
    places = _columns(graph, forward)
    chains: list[tuple[str, ...]] = []
    labels: dict[str, int] = {}
    label_columns = {
        places[target] - 1
        for index, (source, target) in enumerate(forward)
        if source != target and index in graph.labelled
    }
    for index, (source, target) in enumerate(forward):
        if source == target:
            chains.append(())
            continue
        between = [
            f"\0{index}.{column}"
            for column in range(places[source] + 1, places[target])
            if column % 2 == 0 or column in label_columns
        ]
        if index in graph.labelled:
            between[-1] = f"\0{index}.{places[target] - 1}"
            labels[between[-1]] = index
        places.update({name: int(name.rpartition(".")[2]) for name in between})
        chains.append((source, *between, target))
    used = sorted(set(places.values()))
    number = {column: place for place, column in enumerate(used)}
    places = {name: number[column] for name, column in places.items()}
    reaches = _reaches(graph.groups, places)
    strips = _strips(graph, chains, places, reaches)
    columns: list[list[str]] = [[] for _ in used]
    for name, column in places.items():
        columns[column].append(name)
    ordered = order(columns, chains, strips)
    return Layers(tuple(map(tuple, ordered)), tuple(chains), frozenset(backwards), labels, strips, reaches)


def _back_edges(graph: Graph) -> set[int]:
    """The edges to turn round so that no circle is left: those that close one in a depth-first search."""
    outgoing: dict[str, list[tuple[int, str]]] = {name: [] for name in graph.nodes}
    for index, (source, target) in enumerate(graph.edges):
        if source != target:
            outgoing[source].append((index, target))
    state: dict[str, int] = {}
    found: set[int] = set()
    for root in graph.nodes:
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(outgoing[root]))]
        while stack:
            name, following = stack[-1]
            step = next(following, None)
            if step is None:
                state[name] = 2
                stack.pop()
            elif state.get(step[1]) == 1:
                found.add(step[0])
            elif step[1] not in state:
                state[step[1]] = 1
                stack.append((step[1], iter(outgoing[step[1]])))
    return found


def _columns(graph: Graph, forward: Sequence[Edge]) -> dict[str, int]:
    """The column of each node: even numbers, so that labels find room at the odd ones."""
    index = {name: place for place, name in enumerate(graph.nodes)}
    spans = [Span(index[source], index[target], 1, 1) for source, target in forward if source != target]
    start = len(graph.nodes)
    # A first variable for the first column holds the others to the author's least columns.
    spans += [Span(start, index[name], column, 0) for name, column in graph.least.items()]
    spans += [Span(start, place, 0, 0) for place in range(start)]
    ranks = solve(start + 1, spans)
    return {name: 2 * (ranks[place] - ranks[start]) for name, place in index.items()}


def _reaches(groups: Mapping[str, int], places: Mapping[str, int]) -> dict[int, tuple[int, int]]:
    """The first and last column of each group."""
    found: dict[int, tuple[int, int]] = {}
    for name, group in groups.items():
        low, high = found.get(group, (places[name], places[name]))
        found[group] = (min(low, places[name]), max(high, places[name]))
    return found


def _strips(
    graph: Graph, chains: Sequence[Sequence[str]], places: Mapping[str, int], reaches: Mapping[int, tuple[int, int]]
) -> dict[str, int]:
    strips = {name: 2 * group + 1 for name, group in graph.groups.items()}
    for chain in chains:
        for name in chain[1:-1]:
            # A passing edge stays in the band it comes from or goes to, as far as that band reaches.
            for end in (chain[0], chain[-1]):
                group = graph.groups.get(end)
                if group is not None and reaches[group][0] <= places[name] <= reaches[group][1]:
                    strips.setdefault(name, 2 * group + 1)
    beside = {
        name for name, column in places.items() if any(low <= column <= high for low, high in reaches.values())
    } - set(strips)
    if not beside:
        return strips
    near: dict[str, list[str]] = {name: [] for name in places}
    for chain in chains:
        for left, right in itertools.pairwise(chain):
            near[left].append(right)
            near[right].append(left)
    middle = float(len(reaches))
    wanted = {name: float(strips.get(name, middle)) for name in places}
    for _ in range(8):
        for name in places:
            if name not in strips and near[name]:
                wanted[name] = sum(wanted[other] for other in near[name]) / len(near[name])
    return strips | {name: 2 * round(wanted[name] / 2) for name in sorted(beside)}
