"""Knows how a fragment is dressed for pages: notes at their marks, page numbers in references, Chinese dressed; must
not know pages."""

from __future__ import annotations

from pipeline.core.places import Position
from pipeline.core.reasons import Reason
from pipeline.core.wording import word
from pipeline.formats.hypertext.elements import (
    Element,
    find_all,
    has_class,
    language_of,
    new,
    remove_keeping_tail,
    text_of,
)
from pipeline.formats.pdf import chinese
from pipeline.formats.pdf.formulas import set_formulas
from pipeline.styling.tokens import Tokens


def dress_body(body: Element, tokens: Tokens) -> list[tuple[Reason, Position | None]]:
    """Make a fragment ready for layout; returns the formulas that cannot be drawn, with their places."""
    _notes_in_place(body)
    _pages_of_references(body)
    undrawn = set_formulas(body, tokens)
    _annotations(body)
    chinese.dress(body)
    return undrawn


def _annotations(body: Element) -> None:
    """Readings above their characters, dots under each one: as boxes, since WeasyPrint has neither ruby nor emphasis
    marks."""
    for ruby in list(body.iter("ruby")):
        readings = ruby.findall("rt")
        bases = [ruby.text or "", *(reading.tail or "" for reading in readings[:-1])]
        pairs = list(zip((new("rb", base) for base in bases), readings, strict=True))
        parent = ruby.getparent()
        if parent is None:
            continue
        place, tail = parent.index(ruby), ruby.tail
        parent.remove(ruby)
        for offset, (base, reading) in enumerate(pairs):
            single = new("ruby")
            reading.tail = None
            single.extend((reading, base))
            single.tail = tail if offset == len(pairs) - 1 else None
            parent.insert(place + offset, single)
    for stressed in find_all(body, "dots"):
        letters = text_of(stressed)
        for child in list(stressed):
            stressed.remove(child)
        stressed.text = None
        stressed.extend(new("span", letter, class_="dot") for letter in letters)


def _notes_in_place(body: Element) -> None:
    """Move each note's text to its mark, as CSS footnotes want it (CSS GCPM 3, section 2)."""
    notes = {item.get("id"): item for item in body.iter("li") if str(item.get("id", "")).startswith("fn")}
    for mark in list(find_all(body, "footnote-ref")):
        item = notes.get(mark.get("href", "")[1:])
        parent = mark.getparent()
        if item is None or parent is None:
            continue
        note = new("span", class_="note", id=item.get("id", ""))
        for paragraph in list(item):
            if has_class(paragraph, "back"):
                continue
            for back in find_all(paragraph, "back"):
                remove_keeping_tail(back)
            paragraph.tag = "span"
            paragraph.tail = " "
            note.append(paragraph)
        note.tail = mark.tail
        mark.tail = None
        parent.replace(mark, note)
    for section in [element for element in body.iter("section") if element.get("id") == "footnotes"]:
        remove_keeping_tail(section)


def _pages_of_references(body: Element) -> None:
    """A cross-reference that asks for it prints the page of its target (CSS GCPM 3, target-counter)."""
    for link in [link for link in find_all(body, "xref") if has_class(link, "page")]:
        before, _, after = word("page", language_of(link), number="\0").partition("\0")
        link.text = before
        for child in list(link):
            link.remove(child)
        number = new("span", class_="page-number", data_target=link.get("href", ""))
        number.tail = after
        link.append(number)
