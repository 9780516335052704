"""Edits a Word file as Word does: with tracked changes or without, comments, new and deleted paragraphs."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from itertools import count

from lxml import etree

from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w
from pipeline.tools import zips

BODY, NOTES, COMMENTS = "word/document.xml", "word/footnotes.xml", "word/comments.xml"
DATE = "2026-11-26T10:00:00Z"
_SPACE = f"{{{NAMESPACES['xml']}}}space"


class Editor:
    """A file that is edited; `author` of what is tracked."""

    def __init__(self, data: bytes, author: str = "编辑甲") -> None:
        self.parts = dict(zips.read(data))
        self.author = author
        self.roots = {name: etree.fromstring(self.parts[name]) for name in (BODY, NOTES) if name in self.parts}
        self._ids = count(9000)
        self._comments: list[Element] = []

    def paragraphs(self) -> Iterator[Element]:
        """The paragraphs of body and notes that are no contents."""
        for root in self.roots.values():
            for paragraph in root.iter(clark("w:p")):
                style = paragraph.find("w:pPr/w:pStyle", NAMESPACES)
                if style is None or not str(style.get(clark("w:val"))).startswith("TOC"):
                    yield paragraph

    def find(self, words: str) -> Element:
        return next(paragraph for paragraph in self.paragraphs() if words in text_of(paragraph))

    def mark(self, tag: str) -> Element:
        return w(tag, id=next(self._ids), author=self.author, date=DATE)

    def replace(
        self, words: str, old: str, new: str, *, tracked: bool = True, bold: bool = False, cell: bool = False
    ) -> None:
        """Put `new` in the place of `old`, which stands in a paragraph (or a `cell` that is no more) with some words;
        behind the words for no `old`."""
        paragraph = (
            next(one for one in self.paragraphs() if words == text_of(one).strip()) if cell else self.find(words)
        )
        said = text_of(paragraph)
        place = said.index(words)
        start = place + words.index(old) if old and old in words else (said.index(old) if old else place + len(words))
        self.edit(paragraph, start, start + len(old), new, tracked=tracked, bold=bold)

    def edit(
        self, paragraph: Element, start: int, end: int, new: str, *, tracked: bool = True, bold: bool = False
    ) -> None:
        """Put `new` in the place of the letters from `start` to before `end` of a paragraph."""
        runs = self.cut(paragraph, start, end)
        like = runs[0] if runs else self._run_before(paragraph, start)
        if new:
            made = _like(like, new)
            if bold:
                properties = made.find("w:rPr", NAMESPACES)
                if properties is None:
                    properties = w("rPr")
                    made.insert(0, properties)
                properties.append(w("b"))
            if tracked:
                change = self.mark("ins")
                change.append(made)
                made = change
            if runs:
                runs[-1].addnext(made)
            elif start:
                like.addnext(made)
            else:
                like.addprevious(made)
        for run in runs:
            self._delete(run, tracked=tracked)

    def _delete(self, run: Element, *, tracked: bool) -> None:
        if not tracked:
            run.getparent().remove(run)
            return
        change = self.mark("del")
        run.addprevious(change)
        change.append(run)
        for text in run.iter(clark("w:t")):
            text.tag = clark("w:delText")

    def cut(self, paragraph: Element, start: int, end: int) -> list[Element]:
        """The runs of just the letters from `start` to before `end`."""
        found, place = [], 0
        for run in list(paragraph.iter(clark("w:r"))):
            texts = run.findall("w:t", NAMESPACES)
            length = sum(len(text.text or "") for text in texts)
            first, last = max(start - place, 0), min(end - place, length)
            place += length
            if first >= last:
                continue
            said = "".join(text.text or "" for text in texts)
            if first:
                run.addprevious(_like(run, said[:first]))
            if last < length:
                run.addnext(_like(run, said[last:]))
            middle = run
            if first or last < length:
                middle = _like(run, said[first:last])
                run.addprevious(middle)
                run.getparent().remove(run)
            found.append(middle)
        return found

    def _run_before(self, paragraph: Element, place: int) -> Element:
        """The run that ends at a place; cut there."""
        self.cut(paragraph, max(place - 1, 0), place) if place else None
        at, last = 0, None
        for run in paragraph.iter(clark("w:r")):
            at += sum(len(text.text or "") for text in run.findall("w:t", NAMESPACES))
            last = run if last is None or at <= place else last
            if at >= place:
                return run
        assert last is not None
        return last

    def new_paragraph(self, after: str, text: str, *, tracked: bool = True) -> None:
        """A paragraph behind one with some words, as Word makes it where Enter is typed at its end."""
        paragraph = self.find(after)
        made = copy.deepcopy(paragraph)
        for child in list(made):
            if child.tag != clark("w:pPr"):
                made.remove(child)
        run = w("r", w("t", text))
        if tracked:
            change = self.mark("ins")
            change.append(run)
            made.append(change)
            _properties(paragraph).append(w("rPr", self.mark("ins")))
        else:
            made.append(run)
        paragraph.addnext(made)

    def delete_paragraph(self, words: str, *, tracked: bool = True) -> None:
        paragraph = self.find(words)
        if not tracked:
            paragraph.getparent().remove(paragraph)
            return
        for run in list(paragraph.iter(clark("w:r"))):
            self._delete(run, tracked=True)
        _properties(paragraph).append(w("rPr", self.mark("del")))

    def move(self, words: str, after: str, *, tracked: bool = True) -> None:
        """Put a paragraph behind another, as Word does where it is dragged."""
        paragraph, there = self.find(words), self.find(after)
        if not tracked:
            there.addnext(paragraph)
            return
        made = copy.deepcopy(paragraph)
        for mark in list(made.iter(clark("w:bookmarkStart"), clark("w:bookmarkEnd"))):
            mark.getparent().remove(mark)
        for one, tag in ((paragraph, "moveFrom"), (made, "moveTo")):
            for run in list(one.iter(clark("w:r"))):
                change = self.mark(tag)
                run.addprevious(change)
                change.append(run)
            _properties(one).append(w("rPr", self.mark(tag)))
        there.addnext(made)

    def join(self, words: str) -> None:
        """Make a paragraph one with the next."""
        _properties(self.find(words)).append(w("rPr", self.mark("del")))

    def split(self, words: str) -> None:
        """Part a paragraph behind some words."""
        paragraph = self.find(words)
        place = text_of(paragraph).index(words) + len(words)
        self.cut(paragraph, 0, place)
        first = copy.deepcopy(paragraph)
        for copied, own in zip(list(first.iter(clark("w:r"))), list(paragraph.iter(clark("w:r"))), strict=True):
            length = len("".join(text.text or "" for text in own.findall("w:t", NAMESPACES)))
            gone = own if place > 0 else copied
            place -= length
            gone.getparent().remove(gone)
        _properties(first).append(w("rPr", self.mark("ins")))
        paragraph.addprevious(first)

    def embolden(self, words: str, part: str, *, tracked: bool = True) -> None:
        paragraph = self.find(words)
        start = text_of(paragraph).index(part)
        for run in self.cut(paragraph, start, start + len(part)):
            properties = run.find("w:rPr", NAMESPACES)
            if properties is None:
                properties = w("rPr")
                run.insert(0, properties)
            before = copy.deepcopy(properties)
            properties.insert(0, w("b"))
            if tracked:
                change = self.mark("rPrChange")
                change.append(before)
                properties.append(change)

    def comment(self, words: str, part: str, text: str) -> None:
        paragraph = self.find(words)
        start = text_of(paragraph).index(part)
        runs = self.cut(paragraph, start, start + len(part))
        id_ = str(next(self._ids))
        runs[0].addprevious(w("commentRangeStart", id=id_))
        runs[-1].addnext(w("commentRangeEnd", id=id_))
        self._comments.append(
            w("comment", w("p", w("r", w("t", text))), id=id_, author=self.author, date=DATE, initials="甲")
        )

    def new_note(self, words: str, *said: str, tracked: bool = True, italic: str = "") -> None:
        """A note behind some words, with a paragraph for each text, as Word makes it; `italic` is a part of it."""
        paragraph = self.find(words)
        place = text_of(paragraph).index(words) + len(words)
        before = self._run_before(paragraph, place)
        id_ = str(next(self._ids))
        call = w("r", w("rPr", w("rStyle", val="FootnoteReference")), w("footnoteReference", id=id_))
        note = w("footnote", id=id_)
        for number, text in enumerate(said):
            first = [w("r", w("rPr", w("rStyle", val="FootnoteReference")), w("footnoteRef"))] if not number else []
            texts = [(part, part == italic) for part in (text.partition(italic) if italic else (text,)) if part]
            runs = [w("r", *([w("rPr", w("i"))] if is_italic else []), w("t", part)) for part, is_italic in texts]
            made = w("p", w("pPr", w("pStyle", val="FootnoteText")), *first, w("r", w("t", " ")))
            for run in runs:
                run[-1].set(_SPACE, "preserve")
                made.append(self._inserted(run) if tracked else run)
            note.append(made)
        before.addnext(self._inserted(call) if tracked else call)
        self.roots[NOTES].append(note)

    def _inserted(self, run: Element) -> Element:
        change = self.mark("ins")
        change.append(run)
        return change

    def delete_note(self, words: str, *, tracked: bool = True) -> None:
        """Take out the first call behind some words, as Word does: the note goes with it, or its words are tracked."""
        paragraph = self.find(words)
        at = -1
        for run in list(paragraph.iter(clark("w:r"))):
            at += sum(len(text.text or "") for text in run.findall("w:t", NAMESPACES))
            call = run.find("w:footnoteReference", NAMESPACES)
            if call is not None and at >= text_of(paragraph).index(words):
                notes = self.roots[NOTES].iterfind("w:footnote", NAMESPACES)
                note = next(one for one in notes if one.get(clark("w:id")) == call.get(clark("w:id")))
                self._delete(run, tracked=tracked)
                if not tracked:
                    self.roots[NOTES].remove(note)
                for text in list(note.iter(clark("w:r"))) if tracked else ():
                    self._delete(text, tracked=True)
                return

    def data(self) -> bytes:
        """The edited file."""
        if self._comments:
            self.parts[COMMENTS] = etree.tostring(w("comments", *self._comments))
        for name, root in self.roots.items():
            self.parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return zips.write(self.parts.items())


Work = Callable[[Editor], None]
"""What an editor does in a returned file."""


def each(*works: Work) -> Work:
    """One work after another."""

    def work(editor: Editor) -> None:
        for one in works:
            one(editor)

    return work


def text_of(paragraph: Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(clark("w:t")))


def _like(run: Element, text: str) -> Element:
    """A run with the properties of another."""
    made = w("r")
    properties = run.find("w:rPr", NAMESPACES)
    if properties is not None:
        made.append(copy.deepcopy(properties))
    said = w("t", text)
    said.set(_SPACE, "preserve")
    made.append(said)
    return made


def _properties(paragraph: Element) -> Element:
    properties = paragraph.find("w:pPr", NAMESPACES)
    if properties is None:
        properties = w("pPr")
        paragraph.insert(0, properties)
    return properties
