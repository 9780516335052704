"""Knows what of a heading may stand a second time, inside a link of the contents; must not know where that is.

Emphasis, code, formulas and languages stay. Links, ids, notes, citations, readings and
what abbreviations stand for belong to the heading alone.
"""

from __future__ import annotations

import copy

from pipeline.core.vocabulary import CALLED_AGAIN
from pipeline.formats.hypertext.elements import Element, has_class, new, remove_keeping_tail, unwrap

_NOTHING = ("footnote-ref", "note", CALLED_AGAIN, "citation", "backlinks", "source-line")
_WITHOUT_TAGS = ("a", "abbr", "ruby", "rb")
_HOLD = "\u2060"


def quoted_inlines(heading: Element) -> Element:
    """A copy of the inlines of a heading, as the children of a span."""
    holder = new("span")
    holder.text = heading.text
    holder.extend(copy.deepcopy(child) for child in heading)
    for element in list(holder.iter()):
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.rpartition("}")[2]
        # TeX beside MathML would be read as text by what knows no mathematics.
        if tag in ("rt", "rp", "annotation") or any(has_class(element, name) for name in _NOTHING):
            remove_keeping_tail(element)
        elif tag == element.tag:
            for name in [name for name in element.attrib if name == "id" or str(name).startswith("data-")]:
                del element.attrib[name]
    for element in [element for element in holder.iter(*_WITHOUT_TAGS) if element is not holder]:
        unwrap(element)
    for element in holder.iter():
        # What was held on the line of its word is gone.
        element.text = element.text.replace(_HOLD, "") if element.text else element.text
        element.tail = element.tail.replace(_HOLD, "") if element.tail else element.tail
    for element in [element for element in holder.iter("span") if element is not holder][::-1]:
        if not len(element) and not element.text:
            remove_keeping_tail(element)
    return holder
