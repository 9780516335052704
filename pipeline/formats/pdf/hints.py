"""Knows which attributes of HTML WeasyPrint leaves aside, and says each as a style; must not know what they are used
for.

Browsers take these for style sheets of their own (HTML, 15.3: presentational hints); WeasyPrint does not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.formats.hypertext.elements import Element, has_class

HINTS: Mapping[tuple[str, str], Callable[[str], str]] = {
    ("ol", "start"): lambda value: f"counter-reset:list-item {int(value) - 1}",
    ("li", "value"): lambda value: f"counter-reset:list-item {value};counter-increment:none",
    ("img", "width"): lambda value: f"width:{value}px",
    # Rounded to pixels; the picture keeps its proportions.
    ("img", "height"): lambda _: "height:auto",
}
"""The style that says what an attribute of an element says."""


def say_as_styles(body: Element) -> None:
    """Give the elements of a fragment the styles that their attributes stand for."""
    for (tag, attribute), style in HINTS.items():
        for element in body.iter(tag):
            if value := element.get(attribute):
                own = element.get("style", "").rstrip(";")
                element.set("style", ";".join(part for part in (own, style(value)) if part))
    for listing in body.iter("ol"):
        _make_room(listing)


# What the style sheet leaves room for before an item, in characters; and half of one more.
_ROOM, _WIDTH = 5, 0.5


def _make_room(listing: Element) -> None:
    """Leave more room before the items of a list whose numbers are long; they would stand out of the measure."""
    last = int(listing.get("start", "1")) + len(listing) - 1
    length = len(str(last)) + (2 if has_class(listing, "two-parens") else 1)
    if listing.get("type", "1") == "1" and length > _ROOM:
        listing.set("style", f"{listing.get('style', '')};padding-left:{(length + 1) * _WIDTH:g}em".strip(";"))
