"""Knows the outline of a fragment and how contents lists are made of it; must not know formats."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pipeline.core.cover import foot_of_cover
from pipeline.core.vocabulary import TITLES_BESIDE
from pipeline.formats.hypertext.elements import Element, find_all, has_class, new
from pipeline.formats.hypertext.inlines import quoted_inlines


@dataclass
class Entry:
    """A section: its id, title with number as plain text and as the children of an element, and the sections inside
    it; its title in the other language, as an element, where it is asked for and there is one."""

    id: str
    title: str
    inlines: Element
    level: int
    language: str
    """Its tag, where it is another than that of the report."""
    children: list[Entry] = field(default_factory=list)
    beside: Element | None = None


def outline(body: Element, depth: int, tag: str, *, with_beside: bool = False) -> list[Entry]:
    """The sections of a fragment in a language down to a depth, perhaps with their titles in the other one; those
    inside boxes and notes are left out."""
    return _entries(body, depth, tag, with_beside)


def _entries(parent: Element, depth: int, tag: str, with_beside: bool) -> list[Entry]:
    entries = []
    for section in parent.iterchildren("section", "div"):
        if section.tag == "div":
            # A wrapper (front, body, abstract) is looked through; a figure, table or box is not.
            if (
                has_class(section, "front")
                or has_class(section, "body")
                or has_class(section, "abstract")
                or has_class(section, "preface")
            ):
                entries += _entries(section, depth, tag, with_beside)
            continue
        heading = next((child for child in section if child.get("data-title")), None)
        level = next((int(name[5:]) for name in section.get("class", "").split() if name.startswith("level")), 0)
        if heading is None or not level or level > depth:
            continue
        title, inlines = heading.get("data-title", ""), quoted_inlines(heading)
        spoken = next((one.get("lang", "") for one in (heading, *heading.iterancestors()) if one.get("lang")), tag)
        language = "" if spoken == tag else spoken
        inner = _entries(section, depth, tag, with_beside)
        beside = _beside(heading) if with_beside else None
        entries.append(Entry(section.get("id", ""), title, inlines, level, language, inner, beside))
    return entries


def _beside(heading: Element) -> Element | None:
    after = heading.getnext()
    name = next((one for one in TITLES_BESIDE.values() if after is not None and has_class(after, one)), "")
    if after is None or not name:
        return None
    found = quoted_inlines(after[0])
    found.set("class", name)
    found.set("lang", after.get("lang", ""))
    return found


def contents(
    entries: Sequence[Entry], address: Callable[[str], str], page: Callable[[str], str] | None = None
) -> Element:
    """A nested ordered list of links; with `page`, each link carries its page number as `data-page`."""
    listing = new("ol")
    for entry in entries:
        item = new("li")
        link = copy.deepcopy(entry.inlines)
        link.tag = "a"
        link.set("href", address(entry.id))
        if entry.language:
            link.set("lang", entry.language)
        if entry.beside is not None:
            # A blank parts the titles where they stand on one line, as in the list of a reading system.
            last = link[-1] if len(link) else None
            if last is None:
                link.text = f"{link.text or ''} "
            else:
                last.tail = f"{last.tail or ''} "
            link.append(copy.deepcopy(entry.beside))
        if page:
            link.set("data-page", page(entry.id))
        item.append(link)
        if entry.children:
            item.append(contents(entry.children, address, page))
        listing.append(item)
    return listing


def split_front(body: Element) -> tuple[list[Element], list[Element]]:
    """The top-level parts before the text (cover, abstracts, prefaces, lists) and the others."""
    parts = list(body)
    names = ("cover", "abstract", "preface", "listing")
    count = next(
        (index for index, part in enumerate(parts) if not any(has_class(part, name) for name in names)), len(parts)
    )
    return parts[:count], parts[count:]


def part_cover(cover: Element) -> None:
    """Put numbers, series and titles in the cover's head; author, issuing body and date in its foot, with a logo that
    stands before them; a watermark stays above both."""
    head, foot = new("div", class_="cover-head"), new("div", class_="cover-foot")
    parts = [part for part in cover if not has_class(part, "watermark")]
    start = foot_of_cover([part.get("class", "").split() for part in parts])
    head.extend(parts[:start])
    foot.extend(parts[start:])
    cover.extend((head, foot))


def cover_of(body: Element) -> Element | None:
    """The cover's element, if there is one."""
    return next(iter(find_all(body, "cover")), None)


def title_of(cover: Element, tag: str) -> Element:
    """The paragraph of the title on the cover, in the language of a BCP 47 tag where it is there in several."""
    titles = [element for element in find_all(cover, "title") if len(element)]
    return next((element for element in titles if element.get("lang") == tag), titles[0])[0]
