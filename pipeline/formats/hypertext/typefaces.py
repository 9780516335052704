"""Knows in which families and weights each text of a page is set, or may be, by its style sheet; must not know font
files."""

from __future__ import annotations

import string
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree

from pipeline.formats.hypertext.elements import SVG, Element
from pipeline.tools import css
from pipeline.tools.cascade import Cascade, Held, Value

# What browsers do without a style sheet (HTML, 15.3).
_USUAL = """:is(h1,h2,h3,h4,h5,h6,th,b,strong){font-weight:bold}
:is(code,pre,kbd,samp){font-family:monospace}
button{font-family:sans-serif;font-weight:normal}
"""
_UNSHOWN = frozenset((f"{{{SVG}}}title", f"{{{SVG}}}desc", "{http://www.w3.org/1998/Math/MathML}annotation"))
_PROPERTIES = ("font-family", "font-weight", "font", "content")
_KEPT = frozenset(("inherit", "unset", "revert"))
_BOLD = 600

Families = tuple[str, ...]
"""Families in the order in which they are asked for a character."""


@dataclass(frozen=True)
class Setting:
    """The lists of families, and the weights, that a text may be set in."""

    families: frozenset[Families] = frozenset([()])
    bold: frozenset[bool] = frozenset((False,))


def texts(
    root: Element, sheet: str, every: Families, also: Iterable[tuple[Element, str]] = ()
) -> Mapping[tuple[Families, bool], set[str]]:
    """The characters of a page by the families and the weight (whether it is bold) that they are set in.

    `every` is what a value that cannot be read may ask for; `also` are texts that a script puts into elements.
    """
    more: dict[Element, str] = defaultdict(str)
    for element, text in also:
        more[element] += text
    found: dict[tuple[Families, bool], set[str]] = defaultdict(set)
    settings: dict[Element, Setting] = {}
    for element, held in _cascade(sheet).held(root):
        above = element.getparent()
        setting = _setting(element, held, settings[above] if above is not None else Setting(), every)
        settings[element] = setting
        if element.tag in _UNSHOWN:
            continue
        inner = [element.text or "", *(child.tail or "" for child in element), more.get(element, "")]
        inner += [_marker(element), *_generated(element, held.get("content"))]
        for families in setting.families:
            for bold in setting.bold:
                found[families, bold].update(*inner)
    return found


@lru_cache(maxsize=1)
def _cascade(sheet: str) -> Cascade:
    """A book has one sheet for all of its pages."""
    return Cascade(_USUAL + sheet, _PROPERTIES)


def _marker(element: Element) -> str:
    """What may stand before an item of a list."""
    parent = element.getparent()
    if parent is None or etree.QName(element).localname != "li" or etree.QName(parent).localname != "ol":
        return ""
    return string.digits + ".()" + (string.ascii_letters if parent.get("type", "1") != "1" else "")


def _generated(element: Element, held: Held | None) -> Iterator[str]:
    """What a style sheet puts before and behind an element."""
    for token in css.walk(token for value in (held.possible if held else ()) for token in value):
        if token.type == "string":
            yield str(token.value)
        elif token.type == "function" and token.lower_name == "attr":
            yield from (element.get(part.value, "") for part in token.arguments if part.type == "ident")
        elif token.type == "function" and token.lower_name in ("counter", "counters"):
            yield string.digits


def _setting(element: Element, held: Mapping[str, Held], above: Setting, every: Families) -> Setting:
    setting = above
    if family := element.get("font-family"):
        setting = replace(setting, families=frozenset([_names_of_attribute(family)]))
    if weight := element.get("font-weight"):
        setting = replace(setting, bold=frozenset([_is_bold(weight)]))
    for name, read in (("font", _of_font), ("font-family", _of_family), ("font-weight", _of_weight)):
        if one := held.get(name):
            if one.certain is not None:
                setting = read(one.certain, above, setting, every)
            for value in one.possible:
                other = read(value, above, setting, every)
                setting = Setting(setting.families | other.families, setting.bold | other.bold)
    return setting


def _of_font(value: Value, above: Setting, setting: Setting, every: Families) -> Setting:
    """The short form; but for what is inherited, it may ask for anything."""
    return above if _word(value) in _KEPT else Setting(setting.families | {every}, frozenset((False, True)))


def _of_family(value: Value, above: Setting, setting: Setting, every: Families) -> Setting:
    if _word(value) in _KEPT:
        return replace(setting, families=above.families)
    if any(token.type == "function" for token in value):
        return replace(setting, families=above.families | {every})
    return replace(setting, families=frozenset([_names(value)]))


def _of_weight(value: Value, above: Setting, setting: Setting, _: Families) -> Setting:
    if _word(value) in _KEPT:
        return replace(setting, bold=above.bold)
    if any(token.type == "function" for token in value) or _word(value) == "lighter":
        return replace(setting, bold=frozenset((False, True)))
    number = next((token.value for token in value if token.type == "number"), None)
    return replace(setting, bold=frozenset([_is_bold(_word(value) if number is None else str(number))]))


def _is_bold(weight: str) -> bool:
    return float(weight) >= _BOLD if weight.replace(".", "").isdecimal() else weight in ("bold", "bolder")


def _word(value: Value) -> str:
    words = [token for token in value if token.type != "whitespace"]
    return str(words[0].lower_value) if len(words) == 1 and words[0].type == "ident" else ""


def _names(value: Value) -> Families:
    """The families of a list: strings, or words in a row."""
    names = [""]
    for token in value:
        if token == ",":
            names.append("")
        elif token.type in ("string", "ident"):
            names[-1] = f"{names[-1]} {token.value}".strip()
    return tuple(filter(None, names))


def _names_of_attribute(value: str) -> Families:
    return tuple(name.strip(" \"'") for name in value.split(",") if name.strip(" \"'"))
