"""Knows how the text of the e-book is cut into chapters, each with its notes and links; must not know files of the
book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.core.languages import Language
from pipeline.core.vocabulary import APART, APPENDIX, part_id
from pipeline.core.wording import word
from pipeline.formats.epub.drawings import keep_legible
from pipeline.formats.epub.page import EPUB_TYPE
from pipeline.formats.hypertext.elements import Element, find_all, has_class, new, text_of

TYPES = {
    "cover": "titlepage",
    "abstract-zh": "abstract",
    "abstract-en": "abstract",
    "references": "bibliography",
    "colophon": "colophon",
}
"""What a part outside the text is, by its id."""
_LISTS = {"list-figures": "loi", "list-tables": "lot"}
_WITHOUT_ROLE = ("titlepage", *_LISTS.values(), "")
"""What WAI-ARIA has no role for; of all else the role has the name of the type (EPUB Type to ARIA Role Authoring
Guide)."""


_LARGEST = 100_000
"""How many characters of text that no heading divides stand in one file."""

_TITLE = 40


@dataclass
class Chapter:
    """A part of the spine: the file it is in, its id, title and content."""

    name: str
    id: str
    title: str
    body: Element


def split_chapters(body: Element, leading: Language) -> list[Chapter]:
    """A chapter for the cover text, each abstract, each first-level section, the references and the colophon."""
    notes = {str(item.get("id")): item for item in body.iter("li") if str(item.get("id", "")).startswith("fn")}
    chapters: list[Chapter] = []
    for part in _parts([element for element in body if element.get("id") != "footnotes"]):
        id_ = part.get("id", "")
        heading = next((element for element in part.iter() if element.get("data-title")), None)
        title = heading.get("data-title", "") if heading is not None else _opening(part)
        # A rule, or numbers of nothing, has no words of its own.
        title = title or word("body_matter", leading)
        part.tail = None
        chapters.append(
            Chapter(f"{len(chapters):02d}-{_file_name(id_)}.xhtml", id_, title, _with_notes(part, notes, leading))
        )
    return chapters


def file_names(chapters: Sequence[Chapter]) -> dict[str, str]:
    """The file that each id is in."""
    return {
        str(element.get("id")): chapter.name
        for chapter in chapters
        for element in chapter.body.iter()
        if element.get("id")
    }


def finish(chapter: Chapter, places: Mapping[str, str], leading: Language) -> None:
    """Lead the links of a chapter to the files that their targets are in, and say what its elements are."""
    _relink(chapter, places)
    _semantics(chapter, leading)


def _parts(pieces: Sequence[Element]) -> list[Element]:
    """The parts that have a file each: the cover, and what has a heading. Text without one, as before the first one, is
    one part with all its tables and statements, or as many as reading systems open with ease."""
    parts: list[Element] = []
    room: int | None = None
    for piece in pieces:
        if piece.get("id") and (piece.tag == "section" or piece.get("id") in TYPES):
            parts.append(piece)
            room = None
            continue
        is_text = not (has_class(piece, "preface") or has_class(piece, "listing"))
        size = len(text_of(piece))
        if not is_text or room is None or room < size:
            parts.append(new("div", id=f"part-{len(parts)}"))
            room = _LARGEST
        parts[-1].append(piece)
        room = room - size if is_text else None
    return parts


def _opening(part: Element) -> str:
    """The first words of a text that no heading names, without the numbers of its notes."""
    return next((line[:_TITLE].strip() for line in map(in_words, part) if line), "")


def in_words(element: Element) -> str:
    """A text as lists say it: formulas in their words, no numbers of notes."""
    return " ".join("".join(_words(element)).replace("\u2060", "").split())


def _words(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str) or has_class(element, "footnote-ref"):
        return
    if element.get("alttext"):
        yield element.get("alttext", "")
        return
    yield element.text or ""
    for child in element:
        yield from _words(child)
        yield child.tail or ""


def _file_name(id_: str) -> str:
    return "".join(
        character if character.isascii() and (character.isalnum() or character in "-_") else "-" for character in id_
    )


def _with_notes(part: Element, notes: Mapping[str, Element], leading: Language) -> Element:
    marks = [str(mark.get("href", ""))[1:] for mark in find_all(part, "footnote-ref") if mark.get("id")]
    if not marks:
        return part
    listing = new("section", class_="footnotes", role="doc-endnotes", aria_label=word("notes", leading))
    for number, id_ in ((mark.split("fn")[-1], mark) for mark in marks if mark in notes):
        note = new("aside", class_="note", id=id_, **{EPUB_TYPE: "footnote"}, role="doc-footnote")
        note.extend(list(notes[id_]))
        if not len(note) or note[0].tag != "p":
            # A list or code has no line for the number.
            note.insert(0, new("p"))
        lead = new("span", f"{number}. ", class_="note-number")
        lead.tail, note[0].text = note[0].text, None
        note[0].insert(0, lead)
        listing.append(note)
    part.append(listing)
    return part


def _relink(chapter: Chapter, places: Mapping[str, str]) -> None:
    for link in chapter.body.iter("a"):
        target = link.get("href", "")
        if target.startswith("#") and places.get(target[1:], chapter.name) != chapter.name:
            link.set("href", places[target[1:]] + target)


def _reach_table(wrapper: Element) -> None:
    """A table that is too wide scrolls, by the keyboard too (WCAG 2.2, 2.1.1), named by its caption."""
    caption = wrapper.find("table/caption")
    if caption is not None and wrapper.get("id"):
        caption.set("id", part_id(wrapper.get("id", ""), "caption"))
        wrapper.set("aria-labelledby", caption.get("id", ""))
        wrapper.set("role", "group")
        wrapper.set("tabindex", "0")


def _reach_formula(formula: Element) -> None:
    """A formula on a line of its own scrolls too; it has its words itself."""
    parent, tail = formula.getparent(), formula.tail
    if parent is not None:
        holder = new("span", class_="formula-scroll", role="group", tabindex="0", aria_label=formula.get("alttext", ""))
        parent.replace(formula, holder)
        holder.append(formula)
        formula.tail, holder.tail = None, tail


def _kind(chapter: Chapter) -> str:
    """What a part is (EPUB Structural Semantics Vocabulary 1.1); nothing for lists that it has no name for."""
    if known := TYPES.get(chapter.id) or _LISTS.get(chapter.id):
        return known
    if has_class(chapter.body, "listing"):
        return ""
    return next((name for name in (APPENDIX, "preface", *APART) if has_class(chapter.body, name)), "chapter")


def _semantics(chapter: Chapter, leading: Language) -> None:
    """`epub:type` beside the ARIA roles, and `xml:lang` beside `lang`."""
    kind = _kind(chapter)
    if kind:
        chapter.body.set(EPUB_TYPE, kind)
    if kind not in _WITHOUT_ROLE:
        chapter.body.set("role", f"doc-{kind}")
    for mark in find_all(chapter.body, "footnote-ref"):
        mark.set(EPUB_TYPE, "noteref")
    for wrapper in find_all(chapter.body, "table"):
        _reach_table(wrapper)
    for figure in chapter.body.iter("figure"):
        keep_legible(figure, leading)
    for formula in [one for one in chapter.body.iter("{*}math") if one.get("display") == "block"]:
        _reach_formula(formula)
    for element in chapter.body.iter():
        for name in ("data-title", "data-cites"):
            element.attrib.pop(name, None)
