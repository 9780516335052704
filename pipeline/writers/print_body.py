"""Knows how a fragment is dressed for pages: notes at their marks, page numbers in references, gaps between scripts; must not know pages."""

from __future__ import annotations

import re

from pipeline.core.wording import word
from pipeline.writers.formulas import set_formulas
from pipeline.writers.fragment import Element, find_all, has_class, new

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_LATIN = "A-Za-z0-9\u00c0-\u024f@#&$€£"
_BOUNDARY = re.compile(f"(?<=[{_HAN}])(?=[{_LATIN}])|(?<=[{_LATIN}%])(?=[{_HAN}])")
_NO_GAP = {"code", "pre", "svg", "math", "script"}


def dress_body(body: Element) -> list[str]:
    """Make a fragment ready for layout; returns the formulas that cannot be drawn."""
    _notes_in_place(body)
    _pages_of_references(body)
    undrawn = set_formulas(body)
    _space_scripts(body)
    return undrawn


def _notes_in_place(body: Element) -> None:
    """Move each note's text to its mark, as CSS footnotes want it (CSS GCPM 3, section 2)."""
    notes = {item.get("id"): item for item in body.iter("li") if str(item.get("id", "")).startswith("fn")}
    for mark in list(find_all(body, "footnote-ref")):
        item = notes.get(mark.get("href", "")[1:])
        parent = mark.getparent()
        if item is None or parent is None:
            continue
        note = new("span", class_="note", id=item.get("id", ""))
        for paragraph in item:
            for back in find_all(paragraph, "back"):
                _remove_keeping_tail(back)
            paragraph.tag = "span"
            paragraph.tail = " "
            note.append(paragraph)
        note.tail = mark.tail
        mark.tail = None
        parent.replace(mark, note)
    for section in [element for element in body.iter("section") if element.get("id") == "footnotes"]:
        _remove_keeping_tail(section)


def _pages_of_references(body: Element) -> None:
    """A cross-reference that asks for it prints the page of its target (CSS GCPM 3, target-counter)."""
    for link in [link for link in find_all(body, "xref") if has_class(link, "page")]:
        language = next((str(node.get("lang")) for node in (link, *link.iterancestors()) if node.get("lang")), "zh")
        before, _, after = word("page", "en" if language.startswith("en") else "zh", number="\0").partition("\0")
        link.text = before
        for child in list(link):
            link.remove(child)
        number = new("span", class_="page-number", data_target=link.get("href", ""))
        number.tail = after
        link.append(number)


def _remove_keeping_tail(element: Element) -> None:
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    element.tail = None
    parent.remove(element)


def _space_scripts(body: Element) -> None:
    """A quarter em between Chinese and Latin or digits, by an empty span that leaves the text alone (CLREQ 3.2.4)."""
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element.tag in _NO_GAP or "}" in element.tag:
            continue
        if element.text and not any(ancestor.tag in _NO_GAP for ancestor in element.iterancestors()):
            _split(element, element.text, is_tail=False)
        if element.tail:
            _split(element, element.tail, is_tail=True)


def _split(element: Element, text: str, *, is_tail: bool) -> None:
    parts = _BOUNDARY.split(text)
    if len(parts) == 1:
        return
    gaps = [new("span", class_="gap") for _ in parts[1:]]
    for gap, part in zip(gaps, parts[1:], strict=True):
        gap.tail = part
    parent = element.getparent() if is_tail else element
    if parent is None:
        return
    place = parent.index(element) + 1 if is_tail else 0
    if is_tail:
        element.tail = parts[0]
    else:
        element.text = parts[0]
    for offset, gap in enumerate(gaps):
        parent.insert(place + offset, gap)
