"""Knows how to put the nodes of a graph into columns and order them with few crossings; must not know sizes or text.

The layered method of Sugiyama, Tagawa and Toda (1981), DOI 10.1109/TSMC.1981.4308636: ranks by longest path, a dummy
node wherever an edge passes a column, order by repeated medians of the neighbours.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Edge = tuple[str, str]
_SWEEPS = 12


@dataclass(frozen=True)
class Layers:
    """`columns` hold names from top to bottom, dummies too; `chains` the names that each edge passes, by rising rank.

    `reversed_edges` are those that run against the columns because the graph has a cycle.
    """

    columns: tuple[tuple[str, ...], ...]
    chains: tuple[tuple[str, ...], ...]
    reversed_edges: frozenset[int]
    dummies: frozenset[str]


def arrange(nodes: Sequence[str], edges: Sequence[Edge], blocks: Mapping[str, int]) -> Layers:
    """Arrange a graph; nodes of the same block (a group's number) stay together in each column."""
    backwards = _back_edges(nodes, edges)
    forward = [(target, source) if index in backwards else (source, target) for index, (source, target) in enumerate(edges)]
    ranks = _ranks(nodes, [edge for edge in forward if edge[0] != edge[1]])
    chains: list[tuple[str, ...]] = []
    for index, (source, target) in enumerate(forward):
        between = tuple(f"\0{index}.{rank}" for rank in range(ranks[source] + 1, ranks[target]))
        ranks.update({name: ranks[source] + 1 + step for step, name in enumerate(between)})
        chains.append((source, *between, target))
    columns: list[list[str]] = [[] for _ in range(max(ranks.values()) + 1)]
    for name, rank in ranks.items():
        columns[rank].append(name)
    _order(columns, chains, blocks)
    dummies = frozenset(name for name in ranks if name.startswith("\0"))
    return Layers(tuple(map(tuple, columns)), tuple(chains), frozenset(backwards), dummies)


def _back_edges(nodes: Sequence[str], edges: Sequence[Edge]) -> set[int]:
    outgoing: dict[str, list[tuple[int, str]]] = {name: [] for name in nodes}
    for index, (source, target) in enumerate(edges):
        outgoing[source].append((index, target))
    state: dict[str, int] = {}
    found: set[int] = set()
    for root in nodes:
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


def _ranks(nodes: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    ranks = dict.fromkeys(nodes, 0)
    for _ in nodes:
        changed = False
        for source, target in edges:
            if ranks[target] < ranks[source] + 1:
                ranks[target] = ranks[source] + 1
                changed = True
        if not changed:
            break
    return ranks


def _order(columns: list[list[str]], chains: Sequence[tuple[str, ...]], blocks: Mapping[str, int]) -> None:
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for chain in chains:
        for left, right in itertools.pairwise(chain):
            after.setdefault(left, []).append(right)
            before.setdefault(right, []).append(left)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        neighbours = before if forward else after
        indexes = range(1, len(columns)) if forward else range(len(columns) - 2, -1, -1)
        for index in indexes:
            fixed = {name: place for place, name in enumerate(columns[index - 1 if forward else index + 1])}
            own = {name: place for place, name in enumerate(columns[index])}

            def weight(name: str, fixed: Mapping[str, int] = fixed, own: Mapping[str, int] = own) -> tuple[float, float, int]:
                places = [fixed[other] for other in neighbours.get(name, ()) if other in fixed]  # noqa: B023
                # Grouped nodes stand in the order of their groups, after the free ones of the same median.
                return (float(blocks.get(name, -1)), median(places) if places else own[name], own[name])

            columns[index].sort(key=weight)
