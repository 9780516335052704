"""Knows what is taken from a publisher's Word template: its styles, its theme and its page; must not know how ours are
made."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.core.reasons import Reason
from pipeline.formats.docx.letterhead import Letterhead
from pipeline.formats.docx.opened import BODY, RefusedWord, parsed, parts_of, refuse_what_acts
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w

THEME = "word/theme/theme1.xml"
_STYLES = "word/styles.xml"
_PAGE = ("pgSz", "pgMar", "docGrid")
_SIZED = {"pgSz": ("w", "h"), "pgMar": ("top", "right", "bottom", "left")}
_LARGEST = 31_680
"""Of a side of a page, in twentieths of a point: 22 inches, Word's own limit."""


@dataclass(frozen=True)
class House:
    """The styles of a template, its page, and its theme, empty where it has none; and its headers and footers."""

    styles: Element
    page: tuple[Element, ...] = ()
    theme: bytes = b""
    letterhead: Letterhead = field(default_factory=Letterhead)

    @classmethod
    def open(cls, data: bytes) -> House:
        """Read a template.

        Raises:
            RefusedWord: where it is no Word file, is damaged, has a password or macros, or leads outside.
        """
        parts = parts_of(data)
        refuse_what_acts(parts)
        if _STYLES not in parts:
            raise RefusedWord(Reason("no_word_document"))
        if theme := parts.get(THEME, b""):
            parsed(theme)
        styles = _words_own(parsed(parts[_STYLES]))
        return cls(styles, tuple(_page(parsed(parts[BODY]))), theme, Letterhead.of(parts))

    def measure(self) -> int:
        """How wide its lines are, in twentieths of a point; 0 where the page is ours."""
        found = {str(one.tag): one for one in self.page}
        size, margins = found.get(clark("w:pgSz")), found.get(clark("w:pgMar"))
        if size is None or margins is None:
            return 0
        return _number(size, "w") - _number(margins, "left") - _number(margins, "right")


def _words_own(styles: Element) -> Element:
    """Styles without what extends them, which the root of ours does not announce (part 3: mc:Ignorable)."""
    prefix = clark("w:")
    for element in list(styles.iter(etree.Element)):
        if not str(element.tag).startswith(prefix):
            _drop(element)
        for name in [name for name in element.attrib if not str(name).startswith(prefix)]:
            del element.attrib[name]
    return styles


def _page(body: Element) -> Iterator[Element]:
    """The page of the last section, as far as it can be one."""
    section = body.find("w:body/w:sectPr", NAMESPACES)
    for name in _PAGE if section is not None else ():
        found = None if section is None else section.find(f"w:{name}", NAMESPACES)
        if found is not None and all(0 < _number(found, side) <= _LARGEST for side in _SIZED.get(name, ())):
            yield copy.deepcopy(found)


def _number(element: Element, name: str) -> int:
    value = str(element.get(clark(f"w:{name}"), ""))
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else 0


@dataclass
class Dressed:
    """Our styles as a house has them, and where the two clash: the name of a style, and why ours was kept; `ids` are
    those of the house's styles among ours."""

    styles: Element
    clashes: list[tuple[str, Reason]] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)


def dressed(ours: Element, house: House) -> Dressed:
    """Ours in the looks of a house: a style that it has by the name (or the Chinese name) of one of ours takes the
    place of that; those that it lacks are added. Numbers of headings stay ours."""
    named = {name: style for style in house.styles.iterfind("w:style", NAMESPACES) for name in reversed(_names(style))}
    made = Dressed(w("styles"))
    ids = made.ids
    taken: list[tuple[Element, Element]] = []
    for own in ours.iterfind("w:style", NAMESPACES):
        found = next((named[name] for name in _names(own) if name in named), None)
        if found is not None and (why := _clash(own, found)):
            made.clashes.append((_names(found)[0], why))
            found = None
        taken.append((own, found if found is not None else own))
        if found is not None:
            ids[_id(found)] = _id(own)
    known = {_id(own) for own, _ in taken}
    ours_alone = {name for own, found in taken if found is own for name in _names(own)}
    others = _bases([found for own, found in taken if found is not own], house, ids, ours_alone)
    for name in others:
        ids[name] = f"House{name}" if name in known else name
    known |= {ids[name] for name in others}
    defaults = house.styles.find("w:docDefaults", NAMESPACES)
    defaults = ours.find("w:docDefaults", NAMESPACES) if defaults is None else defaults
    made.styles.extend(copy.deepcopy(one) for one in (defaults,) if one is not None)
    for own, found in taken:
        made.styles.append(copy.deepcopy(own) if found is own else _as_ours(own, found, ids, known, made.clashes))
    made.styles.extend(_plain(style, ids, known) for style in others.values())
    return made


def _names(style: Element) -> list[str]:
    """What a style is called: its name, then its other names, in small letters."""
    name, others = (style.find(f"w:{tag}", NAMESPACES) for tag in ("name", "aliases"))
    said = [] if name is None else [str(name.get(clark("w:val"), ""))]
    said += [] if others is None else str(others.get(clark("w:val"), "")).split(",")
    return [text.strip().casefold() for text in said]


def _id(style: Element) -> str:
    return str(style.get(clark("w:styleId"), ""))


def _clash(own: Element, found: Element) -> Reason | None:
    """Why a style of the house cannot take the place of ours."""
    if own.get(clark("w:type")) != found.get(clark("w:type"), "paragraph"):
        return Reason("style_of_another_kind")
    if found.find(".//w:vanish", NAMESPACES) is not None:
        return Reason("style_that_hides")
    return None


def _bases(styles: list[Element], house: House, ids: dict[str, str], ours: set[str]) -> dict[str, Element]:
    """The styles of a house that others are based on, or its headers are set in, which have no name of ours; none of
    headers that hides."""
    by_id = {_id(style): style for style in house.styles.iterfind("w:style", NAMESPACES)}
    asked = (by_id[name] for name in house.letterhead.styles if name in by_id)
    found = {_id(one): one for one in asked if _id(one) not in ids and _is_taken(one, ours)}
    styles = [*found.values(), *styles]
    while styles:
        base = styles.pop().find("w:basedOn", NAMESPACES)
        name = "" if base is None else str(base.get(clark("w:val")))
        if name in by_id and name not in ids and name not in found:
            found[name] = by_id[name]
            styles.append(by_id[name])
    return found


def _is_taken(style: Element, ours: set[str]) -> bool:
    return style.find(".//w:vanish", NAMESPACES) is None and not ours & set(_names(style))


def _as_ours(
    own: Element, found: Element, ids: dict[str, str], known: set[str], clashes: list[tuple[str, Reason]]
) -> Element:
    """A style of the house under our id, with our name and our numbers."""
    made = _plain(found, ids, known)
    if found.find("w:pPr/w:numPr", NAMESPACES) is not None:
        clashes.append((_names(found)[0], Reason("style_that_numbers")))
    for name in ("name", "aliases"):
        for one in made.findall(f"w:{name}", NAMESPACES):
            made.remove(one)
    names = [one for one in (own.find("w:name", NAMESPACES), own.find("w:aliases", NAMESPACES)) if one is not None]
    for place, one in enumerate(names):
        made.insert(place, copy.deepcopy(one))
    for attribute in ("styleId", "default", "customStyle"):
        made.attrib.pop(clark(f"w:{attribute}"), None)
        if (value := own.get(clark(f"w:{attribute}"))) is not None:
            made.set(clark(f"w:{attribute}"), value)
    for path in ("w:pPr/w:keepNext", "w:pPr/w:keepLines", "w:pPr/w:numPr", "w:pPr/w:outlineLvl"):
        if (kept := own.find(path, NAMESPACES)) is not None:
            _give(made, copy.deepcopy(kept))
    return made


def _plain(style: Element, ids: dict[str, str], known: set[str]) -> Element:
    """A style of the house without its lists, that names only what is there."""
    made = copy.deepcopy(style)
    made.set(clark("w:styleId"), ids.get(_id(style), _id(style)))
    made.attrib.pop(clark("w:default"), None)
    for one in made.findall("w:pPr/w:numPr", NAMESPACES):
        _drop(one)
    for tag in ("basedOn", "next", "link"):
        for one in made.findall(f"w:{tag}", NAMESPACES):
            target = ids.get(str(one.get(clark("w:val"))), str(one.get(clark("w:val"))))
            one.set(clark("w:val"), target)
            if tag == "link" or target not in known:
                _drop(one)
    return made


def _give(style: Element, element: Element) -> None:
    """Put a property of ours in the place of the house's; the order of the schema comes later."""
    properties = style.find("w:pPr", NAMESPACES)
    if properties is None:
        properties = w("pPr")
        before = style.find("w:rPr", NAMESPACES)
        style.append(properties) if before is None else before.addprevious(properties)
    for one in properties.findall(str(element.tag)):
        properties.remove(one)
    properties.append(element)


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
