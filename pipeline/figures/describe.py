"""Knows how to tell a figure in words, from its data; must not know how it looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from pipeline.core.languages import LANGUAGES, Bilingual, Language
from pipeline.core.wording import word
from pipeline.figures.chartdata import Chart, Row, amount
from pipeline.figures.common import Figure
from pipeline.figures.definition import Branch, Diagram, Flow, Sets, Timeline, Tree
from pipeline.figures.graph import relations
from pipeline.figures.timeline import in_order, when

F = TypeVar("F", bound=Figure)


def _in_both(tell: Callable[[F, Language], str]) -> Callable[[F], Bilingual]:
    """What is told in one language, told in each."""
    return lambda figure: Bilingual(*(tell(figure, language) for language in LANGUAGES))


def _sentences(parts: Sequence[str], language: Language) -> str:
    text = word("clause_separator", language).join(parts)
    return text[:1].upper() + text[1:] + word("full_stop", language) if parts else ""


def _listed(names: Iterable[str], language: Language) -> str:
    return word("list_separator", language).join(names)


def _edge(source: str, target: str, label: str, language: Language) -> str:
    values = {"source": source, "target": target}
    return word("flow_edge_label", language, **values, label=label) if label else word("flow_edge", language, **values)


@_in_both
def flow(flow: Flow, language: Language) -> str:
    names = {name: node.label.bilingual()[language] for name, node in flow.nodes.items()}
    parts = [
        word(
            "flow_group",
            language,
            group=group.label.bilingual()[language],
            members=_listed((names[name] for name in group.nodes), language),
        )
        for group in flow.groups
    ]
    for edge in flow.edges:
        label = edge.label.bilingual()[language] if edge.label else ""
        parts.append(_edge(names[edge.source], names[edge.target], label, language))
    alone = [names[name] for name in flow.nodes if not any(name in (edge.source, edge.target) for edge in flow.edges)]
    grouped = {name for group in flow.groups for name in group.nodes}
    free = [names[name] for name in flow.nodes if names[name] in alone and name not in grouped]
    return _sentences(
        [*parts, *([word("flow_alone", language, nodes=_listed(free, language))] if free else [])], language
    )


def graph(diagram: Diagram) -> Bilingual:
    """The edges, with the labels that Graphviz gives them.

    Raises:
        graphviz.MissingGraphviz, graphviz.RefusedGraph
    """
    edges = relations(diagram)

    def told(language: Language) -> str:
        parts = [
            _edge(source[language], target[language], label[language], language) for source, target, label in edges
        ]
        return _sentences(parts, language)

    return Bilingual(*map(told, LANGUAGES))


@_in_both
def sets(sets: Sets, language: Language) -> str:
    names = {name: circle.label.bilingual()[language] for name, circle in sets.sets.items()}
    zones = {name: {place for place, zone in enumerate(sets.zones) if name in zone.sets} for name in names}
    parts = []
    for place, (one, inside) in enumerate(zones.items()):
        for other, around in list(zones.items())[place + 1 :]:
            if inside == around or not inside & around:
                continue
            if inside < around or around < inside:
                inner, outer = (one, other) if inside < around else (other, one)
                parts.append(word("sets_within", language, inner=names[inner], outer=names[outer]))
            else:
                parts.append(word("sets_overlap", language, first=names[one], second=names[other]))
    for zone in sets.zones:
        if zone.items:
            items = _listed((item.bilingual()[language] for item in zone.items), language)
            both = word("set_conjunction", language).join(names[name] for name in zone.sets)
            parts.append(
                word("sets_items" if len(zone.sets) == 1 else "sets_both", language, sets=both, set=both, items=items)
            )
    return _sentences(parts, language)


@_in_both
def tree(tree: Tree, language: Language) -> str:
    parts: list[str] = []

    def tell(branch: Branch) -> None:
        if branch.children:
            members = _listed((child.label.bilingual()[language] for child in branch.children), language)
            parts.append(word("tree_branch", language, parent=branch.label.bilingual()[language], children=members))
        for child in branch.children:
            tell(child)

    tell(tree.root)
    return _sentences(parts or [tree.root.label.bilingual()[language]], language)


@_in_both
def timeline(timeline: Timeline, language: Language) -> str:
    colon = word("label_colon", language)
    return _sentences(
        [when(event)[language] + colon + event.label.bilingual()[language] for event in in_order(timeline)], language
    )


@_in_both
def chart(chart: Chart, language: Language) -> str:
    """The rows with their numbers; of a chart whose file has been read."""
    unit, colon = chart.unit.bilingual()[language], word("label_colon", language)
    series = [name.bilingual()[language] for name in chart.series]

    def told(row: Row) -> str:
        amounts = [amount(row, place, chart.decimals, language) for place in range(len(row.numbers()))]
        shown = [f"{text} {unit}".strip() if text != "—" else text for text in amounts]
        return (
            _listed((f"{name} {text}" for name, text in zip(series, shown, strict=True)), language)
            if series
            else shown[0]
        )

    rows = _sentences([row.label.bilingual()[language] + colon + told(row) for row in chart.rows], language)
    return chart.axis.bilingual()[language] + colon + rows
