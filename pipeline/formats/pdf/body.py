"""Knows how a fragment is dressed for pages: notes at their marks, page numbers in references, Chinese dressed; must
not know pages."""

from __future__ import annotations

import re
from itertools import count

from pipeline.core.scripts import LATIN
from pipeline.core.vocabulary import CALLED_AGAIN, part_id
from pipeline.core.wording import word
from pipeline.formats.hypertext.elements import (
    Element,
    find_all,
    has_class,
    language_of,
    new,
    remove_keeping_tail,
    text_of,
    unwrap,
)
from pipeline.formats.pdf import chinese
from pipeline.formats.pdf.formulas import Formulas, set_formulas
from pipeline.formats.pdf.hints import say_as_styles
from pipeline.formats.pdf.keeping import mark_kept
from pipeline.formats.pdf.tables import set_tables
from pipeline.styling.tokens import Tokens

_APOSTROPHE = re.compile(f"(?<=[{LATIN}])’(?=[{LATIN}])")


def dress_body(body: Element, tokens: Tokens) -> Formulas:
    """Make a fragment ready for layout; returns its formulas."""
    # Nothing leads back on paper.
    for links in find_all(body, "backlinks"):
        remove_keeping_tail(links)
    for entry in find_all(body, "csl-entry"):
        _speak_whole(next(iter(find_all(entry, "csl-right-inline")), entry))
    _notes_in_place(body)
    _pages_of_references(body)
    formulas = set_formulas(body, tokens)
    set_tables(body)
    mark_kept(body)
    _annotations(body)
    for heading in body.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        heading.set("data-running", running(heading.get("data-title", "")))
    say_as_styles(body)
    chinese.dress(body)
    return formulas


def _speak_whole(block: Element) -> None:
    """Give a block the language of a span that holds all its text: WeasyPrint would break words at the ends of the
    span's lines."""
    text = block[0] if len(block) == 1 else block
    if text.tag == "span" and text.get("lang") and not f"{block.text or ''}{text.tail or ''}".strip():
        block.set("lang", text.get("lang", ""))
        unwrap(text)


def running(title: str) -> str:
    """A title for a running head, which is one text in one style: the apostrophe of a Latin word is a letter there
    (U+02BC), and comes from the Latin face."""
    return _APOSTROPHE.sub("\u02bc", title)


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
            if offset == 0 and ruby.get("id"):
                single.set("id", ruby.get("id", ""))
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
    again = count(1)
    for mark in list(find_all(body, "footnote-ref")):
        item = notes.get(mark.get("href", "")[1:])
        parent = mark.getparent()
        if has_class(mark, CALLED_AGAIN):
            # By its id the page is known that it stands on.
            mark.set("class", CALLED_AGAIN)
            mark.set("id", part_id(mark.get("href", "")[1:], f"call-{next(again)}"))
            continue
        if item is None or parent is None:
            continue
        note = new("span", class_="note", id=item.get("id", ""))
        for back in find_all(item, "back"):
            remove_keeping_tail(back)
        note.extend(block for block in item if len(block) or (block.text or "").strip())
        if len(note) and note[0].tag == "p":
            # In line with its number.
            note[0].tag = "span"
        _without_blanks(note)
        note.tail = mark.tail
        mark.tail = None
        parent.replace(mark, note)
    for section in [element for element in body.iter("section") if element.get("id") == "footnotes"]:
        remove_keeping_tail(section)


def _without_blanks(note: Element) -> None:
    """Take out white space between the blocks of a note, which would be lines of their own at the foot of a page."""
    holders = [note, *(element for element in note.iter() if element.tag in ("ul", "ol", "li", "dl", "blockquote"))]
    for holder in holders:
        for element, name in ((holder, "text"), *((child, "tail") for child in holder)):
            if not (getattr(element, name) or "").strip():
                setattr(element, name, None)


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
