"""Knows how the pages of the printed edition are marked in the text of the e-book (EPUB Accessibility 1.1, 3.3); must
not know where they are read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.core.pagination import PageStart, found, letters
from pipeline.core.vocabulary import part_id
from pipeline.formats.epub.access import BREAK
from pipeline.formats.epub.chapters import Chapter
from pipeline.formats.epub.page import EPUB_TYPE
from pipeline.formats.hypertext.elements import Element, find_all, has_class, new, remove_keeping_tail, text_of

_APART = frozenset(["details", "figure", "table", "math", "rt", "svg"])
_APART_CLASSES = ("footnote-ref", "backlinks", "back", "footnotes")
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])


@dataclass
class _Texts:
    """The letters of all chapters, and where each stretch of them stands: in the text of an element or behind it."""

    letters: list[str] = field(default_factory=list)
    places: list[tuple[Element, bool]] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    length: int = 0

    def add(self, element: Element, text: str | None, *, behind: bool) -> None:
        said = letters(text or "")
        if said:
            self.begins.append(self.length)
            self.places.append((element, behind))
            self.letters.append(said)
            self.length += len(said)


def mark(chapters: Sequence[Chapter], starts: Sequence[PageStart]) -> list[tuple[str, str]]:
    """Mark in the chapters where pages begin; the address and the number of each."""
    texts = _Texts()
    for chapter in chapters:
        _read(chapter.body, texts)
    where = found(starts, "".join(texts.letters))
    # From behind, so that what comes before stays where it is.
    for start, offset in reversed(where):
        stretch = bisect_right(texts.begins, offset) - 1
        element, behind = texts.places[stretch]
        _insert(_new(start.label), element, offset - texts.begins[stretch], behind=behind)
    _mark_apart(chapters, starts)
    return list(_marked(chapters))


def _mark_apart(chapters: Sequence[Chapter], starts: Sequence[PageStart]) -> None:
    """Mark the figure, table or row that a page begins with that has no other text, where it stands between the pages
    round its own."""
    order = [start.label for start in starts]
    holders = [(one, _caption(one)) for one in _holders(chapters)]
    rows = [(row, _row(row)) for chapter in chapters for row in chapter.body.iterfind(".//tbody/tr")]
    for start in (one for one in starts if one.kind != "text" and one.letters):
        candidates = rows if start.kind == "row" else holders
        named = [one for one, said in candidates if said.startswith(start.letters)]
        if len(named) != 1:
            continue
        sign = _new(start.label)
        if start.kind == "row":
            # Nothing but cells may stand in a row.
            _insert(sign, named[0][0], 0, behind=False)
        else:
            named[0].addprevious(sign)
        labels = [order.index(label) for _, label in _marked(chapters)]
        if labels != sorted(labels):
            remove_keeping_tail(sign)


def _row(row: Element) -> str:
    return letters("".join(text_of(cell) for cell in row))


def _holders(chapters: Sequence[Chapter]) -> Iterator[Element]:
    for chapter in chapters:
        yield from chapter.body.iter("figure")
        yield from find_all(chapter.body, "table")


def _caption(holder: Element) -> str:
    return letters("".join(text_of(line) for line in find_all(holder, "caption")))


def _marked(chapters: Sequence[Chapter]) -> Iterator[tuple[str, str]]:
    for chapter in chapters:
        for element in chapter.body.iter("span"):
            if element.get(EPUB_TYPE) == BREAK:
                yield f"{chapter.name}#{element.get('id')}", element.get("title", "")


def _new(label: str) -> Element:
    return new("span", id=part_id("page", label), **{EPUB_TYPE: BREAK}, role=f"doc-{BREAK}", title=label)


def _read(element: Element, texts: _Texts) -> None:
    if not isinstance(element.tag, str) or element.tag.rpartition("}")[2] in _APART:
        return
    if any(has_class(element, name) for name in _APART_CLASSES):
        return
    texts.add(element, element.text, behind=False)
    for child in element:
        _read(child, texts)
        texts.add(child, child.tail, behind=True)


def _insert(sign: Element, element: Element, count: int, *, behind: bool) -> None:
    """Put a sign before a letter of the text in an element or behind it, of which so many come before; before a heading
    that it begins, since it is no part of that."""
    text = (element.tail if behind else element.text) or ""
    at = _offset(text, count)
    heading = next((one for one in (element, *element.iterancestors()) if one.tag in _HEADINGS), None)
    if heading is not None:
        heading.addprevious(sign)
    elif behind:
        element.tail, sign.tail = text[:at] or None, text[at:]
        parent = element.getparent()
        assert parent is not None
        parent.insert(parent.index(element) + 1, sign)
    else:
        element.text, sign.tail = text[:at] or None, text[at:]
        element.insert(0, sign)


def _offset(text: str, count: int) -> int:
    """The offset of the letter of a text before which so many stand."""
    for at in range(len(text)):
        if count <= 0 and letters(text[at]):
            return at
        count -= len(letters(text[at]))
    return len(text)
