"""Knows whether the metadata of an output carry the facts of the report; must not know how a format spells them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.facts import Carried
from pipeline.core.model import Metadata
from pipeline.core.text import Span


def check(metadata: Metadata, carried: Sequence[Carried], said: Sequence[str], span: Span) -> Iterator[Diagnostic]:
    """OUT102 for each fact that stands in none of the texts of an output's metadata.

    A text may hold more than one fact (a list of keywords, a title in two languages).
    """
    everything = [" ".join(text.split()) for text in said]
    for fact in carried:
        if any(not any(value in text for text in everything) for value in fact.values(metadata)):
            yield Diagnostic("OUT102", span, {"name": fact.name}, fact.name)


def texts_of(tree: etree._Element) -> list[str]:
    """The texts and the values of attributes of a tree of metadata."""
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    return [text for element in elements for text in (element.text or "", *map(str, element.attrib.values())) if text]
