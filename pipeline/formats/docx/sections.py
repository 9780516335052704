"""Knows what holds over whole pages of a Word file: sections, and rows that are not broken; must not know its text."""

from __future__ import annotations

import copy
import itertools
from typing import TypeGuard

from pipeline.formats.docx.bookmarks import hand_on
from pipeline.formats.docx.keeping import paragraph_properties
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w

_TEXT = clark("w:t")
_GRIDS = {"lines": "lines", "characters": "linesAndChars"}


def hold_rows(body: Element) -> None:
    """Rows do not break over pages (17.4.6)."""
    for row in body.iter(clark("w:tr")):
        properties = row.find("w:trPr", NAMESPACES)
        if properties is None:
            properties = w("trPr")
            row.insert(0 if row.find("w:tblPrEx", NAMESPACES) is None else 1, properties)
        properties.insert(0, w("cantSplit"))


def number_notes(body: Element, *, by_page: bool) -> None:
    """Let notes be numbered anew on each page, in the last section, which all others are made after (17.11.19)."""
    last = body.find("w:body/w:sectPr", NAMESPACES)
    if by_page and last is not None:
        references = len(last.findall("w:headerReference", NAMESPACES)) + len(
            last.findall("w:footerReference", NAMESPACES)
        )
        last.insert(references, w("footnotePr", w("numRestart", val="eachPage")))


def finish_sections(body: Element) -> None:
    """Give each section the page, headers and footers of the last one (17.6.17), and what it has of its own.

    The cover is the first; pages are numbered from the front matter on, and from the text on."""
    last = body.find("w:body/w:sectPr", NAMESPACES)
    if last is None:
        return
    _drop_blank_pages(body)
    sections = [*body.findall(".//w:pPr/w:sectPr", NAMESPACES), last]
    page = copy.deepcopy(last)
    is_begun = False
    for number, own in enumerate(sections):
        made = copy.deepcopy(page)
        if own.find("w:titlePg", NAMESPACES) is None or number:
            _drop(made, "titlePg")
        is_turned = own is not last and own.find("w:pgSz", NAMESPACES) is not None
        if is_turned:
            _turn(made)
        numbers = own.find("w:pgNumType", NAMESPACES)
        if numbers is None and number and not is_begun:
            is_begun, numbers = True, w("pgNumType", start=1)
        if numbers is not None:
            _behind_margins(made, numbers)
        columns = own.find("w:cols", NAMESPACES)
        if columns is not None:
            _drop(made, "cols")
            _go_on(made)
            _behind_margins(made, columns, after="pgNumType")
        elif number and _has_columns(sections[number - 1]) and not is_turned:
            _go_on(made)
        sections[number] = made
        parent = own.getparent()
        if parent is not None:
            parent.replace(own, made)


def _drop_blank_pages(body: Element) -> None:
    """Before a page on its side a page break says nothing, nor does the end of a section where one ends already: each
    would be a page with nothing on it."""
    whole = body.find("w:body", NAMESPACES)
    assert whole is not None
    for ends, turned in itertools.pairwise(whole.findall("w:p/w:pPr/w:sectPr", NAMESPACES)):
        if len(ends) or turned.find("w:pgSz", NAMESPACES) is None:
            continue
        paragraph = next(ends.iterancestors(clark("w:p")))
        while (before := paragraph.getprevious()) is not None and _is_page_break(before):
            hand_on(before, paragraph)
            whole.remove(before)
        if before is not None and before.find("w:pPr/w:sectPr", NAMESPACES) is not None:
            hand_on(paragraph, paragraph.xpath("following::w:p[1]", namespaces=NAMESPACES)[0])
            whole.remove(paragraph)


def _is_page_break(element: Element) -> bool:
    return element.find("w:r/w:br[@w:type='page']", NAMESPACES) is not None and next(element.iter(_TEXT), None) is None


def _has_columns(section: Element) -> bool:
    return section.find("w:cols", NAMESPACES) is not None


def _behind_margins(section: Element, element: Element, after: str = "pgMar") -> None:
    """Put something into a section in the order of the schema (17.6.17)."""
    place = section.find(f"w:{after}", NAMESPACES)
    place = section.find("w:pgMar", NAMESPACES) if place is None else place
    if place is not None:
        place.addnext(copy.deepcopy(element))


def _go_on(section: Element) -> None:
    """Let a section begin where the one before it ends (17.6.22)."""
    size = section.find("w:pgSz", NAMESPACES)
    if size is not None and section.find("w:type", NAMESPACES) is None:
        size.addprevious(w("type", val="continuous"))


def _drop(section: Element, name: str) -> None:
    for found in section.findall(f"w:{name}", NAMESPACES):
        section.remove(found)


def _turn(section: Element) -> None:
    """Put the page of a section on its side."""
    size = section.find("w:pgSz", NAMESPACES)
    if size is not None:
        width, height = size.get(clark("w:w"), ""), size.get(clark("w:h"), "")
        size.set(clark("w:w"), height)
        size.set(clark("w:h"), width)
        size.set(clark("w:orient"), "landscape")


def lay_grid(body: Element, kind: str, pitch: int) -> None:
    """Have lines, or lines and characters, keep to a grid (17.6.5), unless a house has its own; the last of what a
    section says. The cover keeps its own lines, whose white is counted. `pitch` is in twentieths of a point."""
    grid = _GRIDS.get(kind)
    for section in body.iter(clark("w:sectPr")) if grid else ():
        if all(section.find(f"w:{name}", NAMESPACES) is None for name in ("docGrid", "titlePg")):
            section.append(w("docGrid", type=grid, linePitch=pitch))


def without_empty(body: Element) -> None:
    """Let paragraphs that only end a section or a page give that to their neighbours, where these are paragraphs."""
    whole = body.find("w:body", NAMESPACES)
    assert whole is not None
    for paragraph in list(whole):
        if paragraph.tag != clark("w:p") or paragraph.find("w:r/w:t", NAMESPACES) is not None:
            continue
        before, after = paragraph.getprevious(), paragraph.getnext()
        section = paragraph.find("w:pPr/w:sectPr", NAMESPACES)
        breaks = paragraph.find("w:r/w:br[@w:type='page']", NAMESPACES)
        if section is not None and _can_take(before, "sectPr"):
            paragraph_properties(before).append(section)
            whole.remove(paragraph)
        elif section is None and breaks is not None and after is not None and after.tag == clark("w:p"):
            _begin_page(paragraph_properties(after))
            hand_on(paragraph, after)
            whole.remove(paragraph)


def _can_take(paragraph: Element | None, name: str) -> TypeGuard[Element]:
    if paragraph is None or paragraph.tag != clark("w:p"):
        return False
    return paragraph.find(f"w:pPr/w:{name}", NAMESPACES) is None


def _begin_page(properties: Element) -> None:
    """In the order of the schema (17.3.1.26)."""
    if properties.find("w:pageBreakBefore", NAMESPACES) is None:
        first = ("pStyle", "keepNext", "keepLines")
        place = sum(properties.find(f"w:{name}", NAMESPACES) is not None for name in first)
        properties.insert(place, w("pageBreakBefore"))
