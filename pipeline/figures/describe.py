"""Knows how to tell a figure in words, from its data; must not know how it looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pipeline.core.model import LANGUAGES, Bilingual
from pipeline.core.text import Language
from pipeline.core.wording import word
from pipeline.figures.chart import amount
from pipeline.figures.definition import Chart, Circle, Figure, Flow, Sets


def describe(figure: Figure) -> Bilingual:
    """The long description: the author's own where given, else made from the data; empty for a picture without one."""
    if figure.description:
        return figure.description.bilingual()
    teller = _TELLERS.get(figure.kind)
    return Bilingual(*(teller(figure, language) for language in LANGUAGES)) if teller else Bilingual()


def _sentences(parts: list[str], language: Language) -> str:
    return word("clause_separator", language).join(parts) + word("full_stop", language) if parts else ""


def _flow(flow: Flow, language: Language) -> str:
    names = {name: node.label.bilingual()[language] for name, node in flow.nodes.items()}
    parts = [
        word(
            "flow_group",
            language,
            group=group.label.bilingual()[language],
            members=word("list_separator", language).join(names[name] for name in group.nodes),
        )
        for group in flow.groups
    ]
    for edge in flow.edges:
        values = {"source": names[edge.source], "target": names[edge.target]}
        label = edge.label.bilingual()[language] if edge.label else ""
        parts.append(word("flow_edge_label", language, **values, label=label) if label else word("flow_edge", language, **values))
    return _sentences(parts, language)


def _sets(sets: Sets, language: Language) -> str:
    first, second = (circle.label.bilingual()[language] for circle in (sets.first, sets.second))
    parts = (
        [word("sets_within", language, inner=first, outer=second)]
        if sets.relation == "within"
        else [word("sets_overlap", language, first=first, second=second)]
    )

    def listed(circle: Circle) -> list[str]:
        items = word("list_separator", language).join(item.bilingual()[language] for item in circle.items)
        return [word("sets_items", language, set=circle.label.bilingual()[language], items=items)] if items else []

    parts += listed(sets.first) + listed(sets.second)
    if sets.shared:
        both = word("set_conjunction", language).join((first, second))
        parts.append(
            word(
                "sets_both",
                language,
                sets=both,
                items=word("list_separator", language).join(item.bilingual()[language] for item in sets.shared),
            )
        )
    return _sentences(parts, language)


def _chart(chart: Chart, language: Language) -> str:
    unit, colon = chart.unit.bilingual()[language], word("label_colon", language)
    rows = [f"{row.label.bilingual()[language]}{colon}{amount(row)} {unit}" for row in chart.rows]
    return f"{chart.axis.bilingual()[language]}{colon}{_sentences(rows, language)}"


_TELLERS: Mapping[str, Callable[[Any, Language], str]] = {"flow": _flow, "sets": _sets, "chart": _chart}
