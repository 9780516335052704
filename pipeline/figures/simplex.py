"""Knows how to give numbers to variables so that weighted distances are least; must not know what the variables stand
for.

The network simplex method for ranks and coordinates of Gansner, Koutsofios, North and Vo (1993), DOI
10.1109/32.221135, section 4. A spanning tree of edges without slack holds the variables in place; while a part of the
tree would be pulled one way by the edges that leave it, it is let go until another edge is without slack.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_MAX_PIVOTS = 600


class Span(NamedTuple):
    """`head` lies at least `least` after `tail`; every unit more costs `weight`."""

    tail: int
    head: int
    least: int
    weight: int


class Tie(NamedTuple):
    """`first` and `second` want to lie level, `first` shifted by `offset`; every unit off costs `weight`."""

    first: int
    second: int
    offset: int
    weight: int


def solve(count: int, spans: Sequence[Span], ties: Sequence[Tie] = ()) -> list[int]:
    """Values from 0 up for `count` variables that keep every span, at the least cost found.

    The spans hold for any answer, also where the search is ended early on a very large drawing.

    Raises:
        ValueError: if the spans contradict each other.
    """
    # Variable 0 is the origin, which all others lie after; each tie has a variable that lies before both its ends.
    edges = [Span(0, index + 1, 0, 0) for index in range(count)]
    edges += [Span(span.tail + 1, span.head + 1, span.least, span.weight) for span in spans]
    values, parents = _start(count + 1, edges)
    for tie in ties:
        hub, base = len(values), max(tie.offset, 0)
        first, second = len(edges), len(edges) + 1
        edges += [Span(hub, tie.first + 1, base - tie.offset, tie.weight), Span(hub, tie.second + 1, base, tie.weight)]
        reach = (values[tie.first + 1] - base + tie.offset, values[tie.second + 1] - base)
        values.append(min(reach))
        parents.append(first if reach[0] <= reach[1] else second)
    _improve(values, edges, {parent for parent in parents if parent >= 0})
    return [value - values[0] for value in values[1 : count + 1]]


def _start(count: int, edges: Sequence[Span]) -> tuple[list[int], list[int]]:
    """The least values that keep the spans, and for each variable the edge that holds it there."""
    following: list[list[int]] = [[] for _ in range(count)]
    waiting = [0] * count
    for index, edge in enumerate(edges):
        following[edge.tail].append(index)
        waiting[edge.head] += 1
    values, parents = [0] * count, [-1] * count
    ready, done = [0], 0
    while ready:
        tail = ready.pop()
        done += 1
        for index in following[tail]:
            _, head, least, _ = edges[index]
            if parents[head] < 0 or values[tail] + least > values[head]:
                values[head], parents[head] = values[tail] + least, index
            waiting[head] -= 1
            if not waiting[head]:
                ready.append(head)
    if done < count:
        raise ValueError("the spans go round in a circle")
    return values, parents


def _improve(values: list[int], edges: Sequence[Span], tree: set[int]) -> None:
    pull = [0] * len(values)
    for edge in edges:
        pull[edge.tail] += edge.weight
        pull[edge.head] -= edge.weight
    for _ in range(_MAX_PIVOTS):
        order, above = _hang(len(values), edges, tree)
        total = pull[:]
        worst, leaving = 0, -1
        for node in reversed(order[1:]):
            index = above[node]
            up = edges[index].tail == node
            # The weights of edges inside a part cancel out: its sum is what pulls at its tree edge.
            cut = total[node] if up else -total[node]
            total[edges[index].tail + edges[index].head - node] += total[node]
            if cut < worst:
                worst, leaving = cut, index
        if leaving < 0:
            return
        low = _part(edges[leaving].tail, order, above, edges, leaving)
        entering, slack = -1, 0
        for index, (tail, head, least, _) in enumerate(edges):
            if low[head] and not low[tail]:
                room = values[head] - values[tail] - least
                if entering < 0 or room < slack:
                    entering, slack = index, room
        if entering < 0:
            return
        tree.remove(leaving)
        tree.add(entering)
        if slack:
            for node, inside in enumerate(low):
                if inside:
                    values[node] -= slack


def _hang(count: int, edges: Sequence[Span], tree: set[int]) -> tuple[list[int], list[int]]:
    """The tree hung up by the origin: its nodes from the top down, and the edge above each."""
    near: list[list[int]] = [[] for _ in range(count)]
    for index in sorted(tree):
        near[edges[index].tail].append(index)
        near[edges[index].head].append(index)
    above, order, seen = [-1] * count, [0], [False] * count
    seen[0] = True
    for node in order:
        for index in near[node]:
            other = edges[index].tail + edges[index].head - node
            if not seen[other]:
                seen[other], above[other] = True, index
                order.append(other)
    return order, above


def _part(start: int, order: Sequence[int], above: Sequence[int], edges: Sequence[Span], cut: int) -> list[bool]:
    """Which nodes hang together with `start` once the edge `cut` is gone."""
    below = [False] * len(above)
    for node in order[1:]:
        index = above[node]
        parent = edges[index].tail + edges[index].head - node
        below[node] = index == cut or below[parent]
    return below if below[start] else [not inside for inside in below]
