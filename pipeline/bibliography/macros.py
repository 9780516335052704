"""Knows how much the macros of a CSL style come to, before citeproc puts them in; must not know what they print."""

from __future__ import annotations

from lxml import etree

from pipeline.core.reasons import Reason

LARGEST = 2_000_000
"""Elements that a macro, or the style's layout, may come to with all macros in it; Chicago's come to 1.2 million."""
_CSL = "{http://purl.org/net/xbiblio/csl}"


def fault_of(style: etree._Element) -> tuple[int, Reason] | None:
    """The line and the reason of a macro that is not there, comes to too much or calls itself; None where none does."""
    found = {str(macro.get("name", "")): macro for macro in style.iterfind(f"{_CSL}macro")}
    for place in style.iter(f"{_CSL}text", f"{_CSL}key"):
        if (called_name := str(place.get("macro", ""))) and called_name not in found:
            return place.sourceline or 1, Reason("macro_unknown", name=called_name[:60])
    sizes: dict[str, int] = {}
    left = list(found)
    called: set[str] = set()
    while left:
        name = left[-1]
        calls = [str(text.get("macro")) for text in found[name].iter(f"{_CSL}text") if text.get("macro") in found]
        below = [call for call in calls if call not in sizes]
        if name in called and name not in sizes and any(call in called for call in below):
            return found[name].sourceline or 1, Reason("macro_calls_itself", name=name)
        called.add(name)
        if below:
            left += below
            continue
        sizes[name] = sum(1 for _ in found[name].iter()) + sum(sizes[call] for call in calls)
        if sizes[name] > LARGEST:
            return found[name].sourceline or 1, Reason("macro_too_large", name=name, limit=LARGEST)
        left.pop()
    return None
