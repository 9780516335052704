"""Knows what stays whole on a line: the units in the heads of tables, which stand in brackets at the end of a line, the
dots of names with what they follow, and formulas with the marks round them; must not know what they mean."""

from __future__ import annotations

import re

from pipeline.core.scripts import CLOSING, HAN, INTERPUNCTS, OPENING
from pipeline.formats.hypertext.elements import Element, change_texts, has_class, new
from pipeline.tables.sizing import UNIT

_UNIT = re.compile(UNIT)
_DOT = re.compile(rf"([{HAN}][{INTERPUNCTS}])(?=\S|$)")
_BEFORE = re.compile(rf"[{OPENING}(\[{{]+$")
_BEHIND = re.compile(rf"[{CLOSING}？！…,.;:?!)\]}}%]+")
_THIN = frozenset(["em", "strong", "span", "a", "del"])
_CLOSED = frozenset(["code", "pre", "svg", "math", "script", "style", "ruby"])


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


def hold_dots(element: Element) -> None:
    """Put a span of class `unit` round each dot of a Chinese name and the character before it: no line begins with a
    dot (W3C CLREQ 3.1.4), and the name may be broken behind each."""
    change_texts(element, _held, lambda one: one.tag in _CLOSED or has_class(one, "unit"))


def hold_formulas(body: Element) -> None:
    """Put a span of class `unit` round each formula in a line and the marks that touch it. To browsers a formula is a
    thing that a line may end before and behind, whatever stands there (CSS Text 3, 5.1): no comma and no closing
    bracket begins a line, and no opening one ends it."""
    for formula in [one for one in body.iter("{*}math") if one.get("display") != "block"]:
        one = formula
        while (above := one.getparent()) is not None and above.tag in _THIN and len(above) == 1:
            if above.text or one.tail or above.getparent() is None:
                break
            one = above
        if (parent := one.getparent()) is None:
            continue
        before, (place, words) = one.getprevious(), (parent.index(one), one.tail or "")
        said = (parent.text if before is None else before.tail) or ""
        opening, closing = _BEFORE.search(said), _BEHIND.match(words)
        if not (opening or closing):
            continue
        start, end = opening.start() if opening else len(said), closing.end() if closing else 0
        unit = new("span", said[start:] or None, class_="unit")
        if before is None:
            parent.text = said[:start]
        else:
            before.tail = said[:start]
        one.tail, unit.tail = words[:end] or None, words[end:] or None
        unit.append(one)
        parent.insert(place, unit)


def _held(text: str, parent: Element, index: int) -> str:
    """What of a text stands before its first dot; the rest becomes children of its parent from an index on."""
    first, *rest = _DOT.split(text)
    for place in range(0, len(rest), 2):
        unit = new("span", rest[place], class_="unit")
        unit.tail = rest[place + 1] or None
        parent.insert(index + place // 2, unit)
    return first


def _ends_line(following: Element | None) -> bool:
    return following is None or following.tag == "br"
