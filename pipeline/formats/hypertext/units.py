"""Knows the units in the heads of tables, which stay whole: what stands in brackets at the end of a line; must not know
what they mean."""

from __future__ import annotations

import re

from pipeline.formats.hypertext.elements import Element, has_class, new
from pipeline.tables.sizing import UNIT

_UNIT = re.compile(UNIT)


def hold_units(head: Element) -> None:
    """Put a span of class `unit` round each unit in the head of a table."""
    for element in list(head.iter("th", "td", "span")):
        if has_class(element, "unit"):
            continue
        if (found := _UNIT.search(element.text or "")) and _ends_line(next(iter(element), None)):
            before, element.text = element.text, None
            element.text = str(before)[: found.start()]
            element.insert(0, new("span", found.group(), class_="unit"))
        for child in list(element):
            found = _UNIT.search(child.tail or "")
            if found and not has_class(child, "unit") and _ends_line(child.getnext()):
                tail, child.tail = str(child.tail), str(child.tail)[: found.start()]
                unit = new("span", tail[found.start() :], class_="unit")
                element.insert(element.index(child) + 1, unit)


def _ends_line(following: Element | None) -> bool:
    return following is None or following.tag == "br"
