"""Knows how what is printed is read from pages of HTML; must not know which format they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import unquote

from pipeline.core.model import Document
from pipeline.core.wording import word
from pipeline.formats.proving import pictures
from pipeline.formats.proving.contents import Row
from pipeline.formats.proving.formulas import as_mathml, letters, told_of
from pipeline.formats.proving.labels import item_label
from pipeline.formats.proving.markup import Element, local
from pipeline.formats.proving.printed import Kind, Printed, Recorder
from pipeline.formats.proving.shown import Shown

_WRAPPERS: Mapping[str, Kind] = {
    "em": "emphasis",
    "strong": "strong",
    "sup": "superscript",
    "sub": "subscript",
    "del": "strikeout",
    "code": "code",
}
_BLOCKS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "td", "th", "pre", "div", "section", "figcaption")
) | frozenset(("caption", "aside", "figure", "details", "summary", "table", "ol", "ul", "dl", "blockquote", "nav"))
_STYLES = {"1": "Decimal", "a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}
_HIDDEN = frozenset(("style", "script", "head", "title", "rt", "rp"))
_SHOWN = 60
_INLINE = ("csl-left-margin", "csl-right-inline")
"""Classes of blocks that stand in one line."""


@dataclass(frozen=True)
class Book:
    """What is read beside the pages: notes by their ids, what is `apart` and not read, the bytes of a picture by the
    name of its page and its address, where a link of a page leads (`#id` inside), and how far the levels of headings
    are raised."""

    notes: Mapping[str, Element]
    apart: Callable[[Element], bool]
    picture: Callable[[str, str], bytes]
    target: Callable[[str, str], str]
    raised: int = 0


class Pages:
    """Reads pages in the order of reading; a note where it is called."""

    def __init__(self, book: Book, language: str) -> None:
        self.recorder = Recorder()
        self._book = book
        self._page = ""
        self._called: set[str] = set()
        self._read: set[Element] = set()
        self._numbers: dict[Element, str] = {}
        self._held = ExitStack()
        self._held.enter_context(self.recorder.holding("language", language))

    def printed(self) -> Printed:
        """All that was read."""
        self._held.close()
        return self.recorder.printed()

    def read_page(self, name: str, body: Element) -> None:
        """A page of a book, which is another place."""
        self._page = name
        self.recorder.place(f"!{name}")
        self.read(body)

    def read(self, element: Element) -> None:
        """An element with what is in it, without what follows it."""
        name = local(element)
        if not name or name in _HIDDEN or self._book.apart(element) or element in self._read:
            return
        is_block = name in _BLOCKS and element.get("class") not in _INLINE
        if is_block:
            self.recorder.end_block()
        if id_ := element.get("id"):
            self.recorder.mark("anchor", id_)
            self.recorder.place(f"!{self._page}#{id_}" if self._page else f"#{id_}")
        if name == "svg":
            self.recorder.mark("picture", pictures.of_svg(element))
        elif name == "img":
            data = self._book.picture(self._page, element.get("src", ""))
            self.recorder.mark("picture", pictures.of_file(data, element.get("alt", "")))
        elif name == "math":
            self.recorder.mark("formula", letters(element))
        elif name == "ruby":
            self._ruby(element)
        elif "footnote-ref" in element.get("class", "").split():
            self._call(element)
        else:
            with self._features(element, name):
                self._content(element, name)
        if is_block:
            self.recorder.end_block()
        elif name == "br":
            self.recorder.write(" ")

    def _content(self, element: Element, name: str) -> None:
        self.recorder.write(element.text or "")
        place = 0
        for child in element:
            if local(child) == "li" and child not in self._read:
                self.recorder.end_block()
                self.recorder.mark("item", _label(element, place))
                place += 1
            self.read(child)
            self.recorder.write(child.tail or "")

    @contextmanager
    def _features(self, element: Element, name: str) -> Iterator[None]:
        hold = self.recorder.holding
        with ExitStack() as held:
            if name in ("td", "th"):
                spans = element.get("rowspan", "1"), element.get("colspan", "1")
                self.recorder.mark("cell", " ".join(("head" if _is_head(element) else "body", *spans)))
            if language := element.get("lang"):
                held.enter_context(hold("language", language.partition("-")[0].lower()))
            if name == "a":
                held.enter_context(hold("link", self._book.target(self._page, element.get("href", ""))))
            elif name in _WRAPPERS:
                held.enter_context(hold(_WRAPPERS[name]))
            elif name == "pre":
                held.enter_context(hold("listing", "".join(element.itertext()).strip("\n")))
            elif name[0] == "h" and name[1:].isdigit() and int(name[1]) > self._book.raised and not _is_title(element):
                held.enter_context(hold("heading", str(int(name[1]) - self._book.raised)))
            yield

    def _ruby(self, ruby: Element) -> None:
        """Each base with the reading that follows it (HTML, 4.5.10)."""
        base = ruby.text or ""
        for child in ruby:
            if local(child) == "rt":
                with self.recorder.holding("reading", " ".join("".join(child.itertext()).split())):
                    self.recorder.write(base)
                base = ""
            base += child.tail or ""
        self.recorder.write(base)

    def _call(self, call: Element) -> None:
        id_ = unquote(call.get("href", "").rpartition("#")[2])
        self.recorder.mark("note", self._number(call, self._book.notes.get(id_)))
        if id_ in self._book.notes and id_ not in self._called:
            self._note(id_, self._book.notes[id_])

    def _number(self, call: Element, note: Element | None) -> str:
        """The number of a note as its call has it, raised, and as stands before it; both where they are not the
        same."""
        called = "".join("".join(child.itertext()) for child in call if local(child) == "sup").strip()
        if note is not None and note not in self._numbers:
            self._numbers.update(_own_numbers(note))
        own = "" if note is None else self._numbers[note]
        return called if own == called else f"{called}, {own}"

    def _note(self, id_: str, note: Element) -> None:
        self._called.add(id_)
        self._read.add(note)
        for block in note:
            self.read(block)


def _own_numbers(note: Element) -> Iterator[tuple[Element, str]]:
    """What a note begins with; each of a list of notes with its place in it."""
    parent = note.getparent()
    if local(note) != "li" or parent is None:
        yield note, next(("".join(part.itertext()).strip(" .") for part in note.iter() if _is_number(part)), "")
        return
    for place, item in enumerate(child for child in parent if local(child) == "li"):
        yield item, _label(parent, place).rstrip(".")


def _is_number(element: Element) -> bool:
    return element.get("class", "") == "note-number"


def _is_head(cell: Element) -> bool:
    return any(local(above) == "thead" for above in cell.iterancestors())


def _label(listing: Element, place: int) -> str:
    if local(listing) == "ul":
        return "•"
    names = listing.get("class", "").split()
    delimiter = "OneParen" if "one-paren" in names else "TwoParens" if "two-parens" in names else "Period"
    start = listing.get("start", "1")
    style = _STYLES.get(listing.get("type", "1"), "Decimal")
    return item_label(int(start) if start.lstrip("-").isdigit() else 1, {"t": style}, {"t": delimiter}, place)


def _is_title(heading: Element) -> bool:
    """Whether a heading is the title on the cover, which heads no section."""
    parent = heading.getparent()
    return parent is not None and parent.get("class") == "title"


def shown(document: Document) -> Shown:
    """What pages show of a document."""
    languages, mathml = document.metadata.languages, as_mathml(document)
    return Shown(
        description=word("long_description", languages.leading),
        picture=lambda drawing: pictures.of_drawing(drawing, languages),
        formula=lambda tex, is_display, _: told_of(mathml, (tex, is_display), letters),
    )


def rows(nav: Element, title: str, target: Callable[[str], str]) -> Iterator[Row]:
    """The entries of a list of contents, and what else it says but its title."""
    links = [element for element in nav.iter() if local(element) == "a"]
    for link in links:
        yield target(link.get("href", "")).removeprefix("#"), "".join(link.itertext())
    said = "".join("".join(nav.itertext()).split())
    known = "".join("".join("".join(link.itertext()).split()) for link in links)
    if said != "".join(title.split()) + known:
        yield "", said[:_SHOWN]
