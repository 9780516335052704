"""Knows what stands on the pages before the text, and how pages are numbered; must not know WeasyPrint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.core.dates import to_the_day
from pipeline.core.facts import folded, named
from pipeline.core.languages import Language
from pipeline.core.model import Metadata
from pipeline.core.vocabulary import CALLED_AGAIN
from pipeline.core.wording import word
from pipeline.formats.hypertext.elements import Element, find_all, has_class, language_of, new, serialize
from pipeline.formats.hypertext.outline import Entry, contents, cover_of, part_cover, title_of
from pipeline.formats.pdf.keeping import gathered


def front_matter(
    parts: Sequence[Element], entries: Sequence[Entry], numbers: Mapping[str, str], leading: Language
) -> str:
    """Cover, abstracts and contents; without numbers yet, the contents take as much room as with them."""
    body = new("body")
    body.extend(parts)
    cover = cover_of(body)
    before = serialize(cover) if cover is not None else ""
    listing = new("nav", class_="contents", id="contents", role="doc-toc")
    listing.append(new("h2", word("contents", leading)))
    listing.append(contents(entries, lambda id_: f"#{id_}", lambda id_: numbers.get(id_, "000")))
    for link in [link for part in parts if has_class(part, "listing") for link in find_all(part, "entry")]:
        link.set("data-page", numbers.get(link.get("href", "")[1:], "000"))
    lists = [part for part in parts if has_class(part, "listing")]
    others = [part for part in parts if part is not cover and part not in lists]
    return before + section("front", [*others, listing, *gathered(lists)])


def section(name: str, parts: Sequence[Element], kind: str = "") -> str:
    """A part of the document as HTML, with a class of its own and perhaps another."""
    return f'<div id="{name}" class="{f"{name} {kind}".strip()}">{"".join(serialize(part) for part in parts)}</div>'


def dress_cover(cover: Element, running_title: str, tag: str) -> None:
    """Part the cover in its head and its foot, and give the title its form for running heads."""
    part_cover(cover)
    title = title_of(cover, tag)
    title.tag = "h1"
    title.set("class", "running-title")
    title.set("data-running", running_title)


def back_cover(metadata: Metadata) -> str:
    """The last page of a printed report: who published it, in which series, under which numbers and licence."""
    page = new("div", class_="back-cover")
    for text in (metadata.series, metadata.title, metadata.publisher):
        page.extend(new("p", text[language], lang=tag) for language, tag in metadata.languages.tags if text[language])
    page.extend(new("p", named(item, metadata.languages.leading), class_="code") for item in metadata.identifiers)
    page.append(new("p", metadata.license))
    return serialize(page)


def number_notes(parts: Sequence[Element], anchors: Sequence[frozenset[str]]) -> bool:
    """Number the notes anew on each page, by the pages of a layout; whether a number has changed. Where a note is
    called again on another page, its page stands beside its number."""
    notes = [note for part in parts for note in find_all(part, "note") if note.get("id")]
    pages = {id_: index for index, ids in enumerate(anchors) for id_ in ids}
    counts: dict[int, int] = {}
    changed = False
    for note in notes:
        page = pages.get(str(note.get("id")), -1)
        counts[page] = counts.get(page, 0) + 1
        changed = changed or note.get("data-number") != str(counts[page])
        note.set("data-number", str(counts[page]))
    numbers = {str(note.get("id")): str(note.get("data-number")) for note in notes}
    printed = page_numbers(anchors, start_of(anchors))
    for call in [call for part in parts for call in find_all(part, CALLED_AGAIN)]:
        id_ = call.get("href", "")[1:]
        said = numbers[id_]
        if pages.get(id_) != pages.get(str(call.get("id"))):
            said = word("note_of_page", language_of(call), number=said, page=printed.get(id_, "000"))
        changed = changed or call[0].text != said
        call[0].text = said
    return changed


def start_of(anchors: Sequence[frozenset[str]]) -> int:
    """The number of pages before the text."""
    return next((number for number, ids in enumerate(anchors) if "body" in ids), 0)


def page_numbers(anchors: Sequence[frozenset[str]], starts: int) -> dict[str, str]:
    """The printed number of the page that each id is on: roman before the text, arabic from 1 in it."""
    numbers: dict[str, str] = {}
    for index, ids in enumerate(anchors):
        for id_ in ids:
            # A section that runs on is met again on its later pages.
            numbers.setdefault(id_, roman(index + 1) if index < starts else str(index - starts + 1))
    return numbers


def roman(number: int) -> str:
    """A number in lower-case roman numerals."""
    result = ""
    for value, letters in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= value:
            result, number = result + letters, number - value
    return result


def html_page(metadata: Metadata, front: str, body: str) -> str:
    """The page that is laid out; its head is what the file's information dictionary says."""
    languages = metadata.languages
    keywords = [keyword[language] for language in languages for keyword in metadata.keywords if keyword[language]]
    facts = [
        *(("author", languages.first(person.name)) for person in metadata.authors),
        ("keywords", ", ".join(keywords)),
        ("description", languages.first(folded(metadata.abstract))),
        ("dcterms.created", to_the_day(metadata.date)),
        ("generator", "Kanben"),
    ]
    head = new("head")
    head.append(new("meta", charset="utf-8"))
    head.append(new("title", " / ".join(languages.all(metadata.title))))
    head.extend(new("meta", name=name, content=content) for name, content in facts)
    start = f'<!DOCTYPE html><html lang="{metadata.languages.tag}">{serialize(head)}'
    return f"{start}<body>{front}{body}</body></html>"
