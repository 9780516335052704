"""Knows how numbers and references to them become live: counted where they stand, repeated elsewhere; must not know how
blocks are dressed."""

from __future__ import annotations

from collections import Counter
from itertools import count

from pipeline.core.model import Document
from pipeline.core.numbers import EQUATION
from pipeline.core.wording import word
from pipeline.formats.docx import fields
from pipeline.formats.docx.bookmarks import Bookmarks, label_name, number_name, target_name
from pipeline.formats.docx.classes import SEQUENCES
from pipeline.formats.docx.labels import labels, repeated
from pipeline.formats.docx.openxml import Element, markup, w
from pipeline.tools import ast

_BREAK = "\u00a0"


class LiveNumbers:
    """Makes the numbers of a document live, in its order; Word counts each kind through, and from anew where told."""

    def __init__(self, document: Document, tree: ast.Doc, *, has_pages: bool) -> None:
        self.numbered = {id_: number for id_, number in document.numbers if number.kind in SEQUENCES}
        self._labels = labels(document, tree)
        self._repeated = repeated(document, self._labels)
        self._leading = document.metadata.languages.leading
        self._has_pages = has_pages
        self._bookmarks = Bookmarks()
        self._counts: Counter[str] = Counter()
        self._last: dict[str, tuple[str, str]] = {}
        self._nameless = count(1)

    def count(self, label: ast.Node, kind: str, id_: str) -> None:
        """Make the number of a label live, in a bookmark that references and the other language repeat, and in one with
        its word."""
        name, _, number = ast.stringify(label).partition(_BREAK)
        bookmark = number_name(id_ or f"{kind} {next(self._nameless)}")
        self._last[kind] = id_, bookmark
        counted = self._bookmarks.around(self._counted(kind, number, "Label"), bookmark)
        self._put(label, id_, [fields.run(f"{name}{_BREAK}", "Label"), *counted])

    def repeat(self, label: ast.Node, kind: str, id_: str) -> None:
        """Have a label say the number that was counted last, which is that of the same thing; where it has a caption in
        the other language alone, it is counted there."""
        counted, bookmark = self._last.get(kind, (None, ""))
        if counted != id_:
            self.count(label, kind, id_)
            return
        name, _, number = ast.stringify(label).partition(_BREAK)
        repeated = fields.repeated_number(bookmark, number, "Label")
        self._put(label, id_, [fields.run(f"{name}{_BREAK}", "Label"), *repeated])

    def equation(self, element: ast.Node) -> None:
        """A number in its brackets, of which what is counted is live where the formula has an id."""
        number = self.numbered.get(element.identifier)
        if number is None:
            return
        label = element.content[-1]
        before, _, after = ast.stringify(label).partition(number.text.zh)
        counted = self._counted(EQUATION, number.text.zh, "")
        inside = self._bookmarks.around(counted, number_name(element.identifier))
        label.content = [ast.RawInline(markup([fields.run(before), *inside, fields.run(after)]), format="openxml")]

    def reference(self, link: ast.Node) -> ast.Replacement:
        """A cross-reference to what is counted, or to a page."""
        target = link.url.removeprefix("#")
        if "page" in link.classes and self._has_pages:
            before, after = word("page", ast.language_of(link), number="\0").split("\0")
            runs = [fields.run(before), *fields.page_of(target), fields.run(after)]
            held = w("hyperlink", *self.said(link, runs), anchor=target_name(target), history=1)
            return ast.RawInline(markup([held]), format="openxml")
        text = ast.stringify(link)
        for part, asked in self._repeated.get(target, {}).items():
            if part in text:
                made = self.said(link, fields.reference(asked, text, part))
                return ast.RawInline(markup(made), format="openxml")
        return None

    def said(self, element: ast.Node, runs: list[Element]) -> list[Element]:
        """Runs of ours, in the language of the element that they stand in."""
        primary = (tag := ast.tag_of(element)).partition("-")[0].lower()
        return fields.in_language(runs, tag) if primary not in ("", self._leading) else runs

    def _counted(self, kind: str, number: str, style: str) -> list[Element]:
        wanted = int(number.rpartition("." if "." in number else "-")[2])
        self._counts[kind] += 1
        anew = self._counts[kind] != wanted
        self._counts[kind] = wanted
        return fields.live_number(SEQUENCES[kind], number, style, start=anew)

    def _put(self, label: ast.Node, id_: str, runs: list[Element]) -> None:
        language = self._labels.get(id_, {}).get(ast.stringify(label))
        runs = self._bookmarks.around(runs, label_name(id_, language)) if language else runs
        label.content = [ast.RawInline(markup(self.said(label, runs)), format="openxml")]
