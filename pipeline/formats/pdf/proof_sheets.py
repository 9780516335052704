"""Knows what a proof shows in its margins: line numbers, places in the source, remarks, marks of change; must not
know PDF objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.core.wording import word
from pipeline.formats.hypertext.elements import Element, new, serialize
from pipeline.formats.inputs import Proof, Remark
from pipeline.tools.overlay import Comment

if TYPE_CHECKING:
    from pipeline.typesetting.places import Mark, PagePlaces

MARGIN = 58.0  # mm that a proof is wider than the release, so that its lines are the same
_PX_PER_MM = 96 / 25.4
_PT_PER_PX = 0.75
_NOTE_LINE = 11.0  # px
_NOTE_LETTERS = 22  # Chinese characters in a line of a remark


class Sheets:
    """Makes an overlay page for each page, and the comments that say the same to who listens.

    `left` and `right` are the edges of the text in px. A paragraph runs from its mark to the next one.
    """

    def __init__(self, proof: Proof, pages: Sequence[PagePlaces], left: float, right: float) -> None:
        self.proof, self.pages, self.left, self.right = proof, pages, left, right
        self.comments: list[Comment] = []

    def html(self) -> str:
        """All overlay pages, one section each."""
        remarks = self._by_page()
        body = new("body", class_="proof")
        for index, page in enumerate(self.pages):
            sheet = new("section", class_="wide" if page.width > page.height and index else "tall")
            sheet.extend(self._header(page))
            sheet.extend(self._lines(page))
            sheet.extend(self._sources(page))
            sheet.extend(self._bars(index))
            sheet.extend(self._notes(index, remarks[index]))
            body.append(sheet)
        head = new("head")
        head.append(new("title", "x"))
        root = new("html", lang=self.proof.languages.tag)
        root.extend((head, body))
        return f"<!DOCTYPE html>{serialize(root)}"

    def _by_page(self) -> list[list[tuple[float, Remark]]]:
        """Each remark on the page of the last paragraph that begins at or before its line."""
        found: list[list[tuple[float, Remark]]] = [[] for _ in self.pages]
        starts = [(mark.line, index, mark.top) for index, page in enumerate(self.pages) for mark in page.marks]
        for remark in self.proof.remarks:
            before = [start for start in starts if start[0] <= remark.line] if remark.line else []
            _, index, top = max(before, default=(0, 0, 60.0), key=lambda start: start[0])
            found[index].append((top, remark))
        return found

    def _header(self, page: PagePlaces) -> Iterator[Element]:
        yield _at(30, self.left, new("span", self.proof.header, class_="draft"))
        stamp = " ".join(word("draft", language) for language in self.proof.languages)
        yield _at(page.height - 190, self.right + 90, new("span", stamp, class_="stamp"))

    def _lines(self, page: PagePlaces) -> Iterator[Element]:
        for number, (top, bottom) in enumerate(page.lines, 1):
            yield _at((top + bottom) / 2 - 5, self.left - 26, new("span", str(number), class_="line-number"))

    def _sources(self, page: PagePlaces) -> Iterator[Element]:
        last = -99.0
        for mark in page.marks:
            if mark.top - last > 8:
                place = f"{self.proof.place(mark.line)} ¶{mark.id.removeprefix('par-')}"
                yield _at(mark.top + 3, self.right + 8, new("span", place, class_="source"))
                last = mark.top

    def _bars(self, index: int) -> Iterator[Element]:
        page = self.pages[index]
        ends = [*(mark.top for mark in page.marks[1:]), max((bottom for _, bottom in page.lines), default=0.0)]
        before = self._open_mark(index)
        spans = (
            [(before, min((top for top, _ in page.lines), default=0.0), page.marks[0].top if page.marks else ends[-1])]
            if before
            else []
        )
        spans += [(mark, mark.top, end) for mark, end in zip(page.marks, ends, strict=False)]
        for mark, top, limit in spans:
            end = max((bottom for _, bottom in page.lines if bottom <= limit + 1), default=top)
            if end > top and self._is_changed(mark):
                place = f"top:{top:.1f}px;left:{self.left - 36:.1f}px;height:{end - top:.1f}px"
                yield new("div", class_="bar", style=place)

    def _open_mark(self, index: int) -> Mark | None:
        """The paragraph that runs on from an earlier page."""
        return next((page.marks[-1] for page in reversed(self.pages[:index]) if page.marks), None)

    def _is_changed(self, mark: Mark) -> bool:
        later = [other.line for page in self.pages for other in page.marks if other.line > mark.line]
        end = min(later, default=mark.line + 1) - 1
        return any(first <= max(end, mark.line) and last >= mark.line for first, last in self.proof.changed)

    def _notes(self, index: int, remarks: Sequence[tuple[float, Remark]]) -> Iterator[Element]:
        free = 40.0
        page = self.pages[index]
        for beside, remark in sorted(remarks, key=lambda row: (row[0], row[1].line)):
            top = max(beside + 14, free)
            free = top + _NOTE_LINE * (2 + len(remark.text) // _NOTE_LETTERS) + 6
            label = f"{self.proof.place(remark.line)} {remark.kind}" if remark.line else remark.kind
            yield _at(top, self.right + 26, _remark(label, remark.text))
            corner = (self.right + 8) * _PT_PER_PX, (page.height - top) * _PT_PER_PX
            self.comments.append(Comment(index, *corner, label, remark.text))


def _remark(label: str, text: str) -> Element:
    lead = new("b", label)
    lead.tail = f" {text}"
    remark = new("div", class_="remark")
    remark.append(lead)
    return remark


def _at(top: float, left: float, content: Element) -> Element:
    holder = new("div", class_="at", style=f"top:{top:.1f}px;left:{left:.1f}px")
    holder.append(content)
    return holder


def edges(left_mm: float, width_mm: float, right_mm: float) -> tuple[float, float]:
    """The edges of the text in px, from the margins of the release in mm."""
    return left_mm * _PX_PER_MM, (width_mm - right_mm) * _PX_PER_MM
