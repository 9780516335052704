"""Knows how what is printed is read from a tagged PDF, in the order of its structure; must not know what is right."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack

from pipeline.formats.proving.contents import Row
from pipeline.formats.proving.printed import Kind, Printed, Recorder
from pipeline.tools.pdf_tags import Piece, Tag

_WRAPPERS: Mapping[str, Kind] = {"Code": "code"}
_NO_PAGE = "?"
"""What is said of an entry without its page."""
_AGAIN = re.compile(r"fn\d+--call-\d+")
_PAGE = re.compile(r"(?:[0-9]+|[ivxlcdm]+)$")
_HEADINGS = frozenset(f"H{level}" for level in range(1, 7))
_BLOCKS = _HEADINGS | frozenset(
    ("P", "LI", "LBody", "TD", "TH", "Div", "Sect", "Caption", "BlockQuote", "Table", "L", "Note", "FENote", "Part")
)
_NOTES = frozenset(("Note", "FENote"))
"""Of the two standards."""
_BULLETS = frozenset("•◦▪")
_RAISED = 1
"""The title is a heading of its own."""
_PICTURES: Mapping[str, Kind] = {"Figure": "picture", "Formula": "formula"}


class TaggedText:
    """Reads a structure tree."""

    def __init__(self, language: str, left_out: Collection[str]) -> None:
        self.recorder = Recorder(left_out)
        self._contents: list[Tag] = []
        self._is_in_head = False
        self._held = ExitStack()
        self._held.enter_context(self.recorder.holding("language", language))

    def printed(self) -> Printed:
        self._held.close()
        return self.recorder.printed()

    def contents(self, labels: Mapping[str, str]) -> Iterator[Row]:
        """The entries of the table of contents, without the pages at their ends, by the pages of ids."""
        for listing in self._contents:
            for link in _links(listing):
                id_ = link.destination.removeprefix("#")
                # A page that is another than it says is told of by its own code (OUT116).
                text = "".join(text_of(link).split())
                label = labels.get(id_, "")
                without = text.removesuffix(label) if text.endswith(label) else _PAGE.sub("", text)
                yield id_, without if without != text else f"{text}{_NO_PAGE}"

    def read(self, tag: Tag) -> None:
        """An element with what it holds."""
        self.recorder.place(f"#page={tag.page}")
        if tag.id:
            self.recorder.mark("anchor", tag.id)
        if tag.kind == "Formula" and (text := text_of(tag).strip()):
            # One that cannot be read is printed as it stands.
            self.recorder.write(text)
        elif (kind := _PICTURES.get(tag.kind)) and not _holds_code(tag):
            self.recorder.mark(kind, tag.alternative)
            # In the second standard the caption belongs to its figure (ISO 14289-2, 8.2.5.27).
            self._all([kid for kid in tag.kids if isinstance(kid, Tag) and kid.kind == "Caption"])
        elif tag.kind == "Ruby":
            self._ruby(tag)
        elif tag.kind == "Lbl" and text_of(tag).strip() in _BULLETS:
            self.recorder.write("• ")
        elif (tag.kind == "Reference" and _is_call(tag)) or (tag.kind == "Link" and _AGAIN.fullmatch(tag.id)):
            self.recorder.mark("note", text_of(tag).strip())
        elif tag.kind in _NOTES:
            self.recorder.end_block()
            # The number of the note, which stands at its foot as well.
            is_numbered = bool(tag.kids) and isinstance(tag.kids[0], Tag) and tag.kids[0].kind == "Lbl"
            self._all(tag.kids[is_numbered:])
        else:
            if tag.kind in _BLOCKS:
                self.recorder.end_block()
            self._is_in_head = tag.kind == "THead" or (self._is_in_head and tag.kind != "TBody")
            with self._features(tag):
                self._all(tag.kids)
            self._is_in_head = self._is_in_head and tag.kind != "THead"
        if tag.kind in _BLOCKS:
            self.recorder.end_block()

    def _ruby(self, ruby: Tag) -> None:
        """A base with the reading above it."""
        said = {kid.kind: text_of(kid) for kid in ruby.kids if isinstance(kid, Tag)}
        with self.recorder.holding("reading", " ".join(said.get("RT", "").split())):
            self.recorder.write(said.get("RB", ""))

    def _all(self, kids: list[Tag | Piece]) -> None:
        for kid in kids:
            if isinstance(kid, Piece):
                # A line may have been broken, and a hyphen set, where another piece begins.
                self.recorder.place(f"#page={kid.page}")
                self.recorder.write(f" {kid.text} ")
            elif kid.kind == "TOC":
                self._contents.append(kid)
            elif kid.kind in _HEADINGS and _heads_contents(kids):
                continue
            else:
                self.read(kid)

    def _features(self, tag: Tag) -> ExitStack:
        held = ExitStack()
        if tag.kind in ("TD", "TH"):
            self.recorder.mark("cell", " ".join(map(str, ("head" if self._is_in_head else "body", *tag.spans))))
        if tag.language:
            held.enter_context(self.recorder.holding("language", tag.language.partition("-")[0].lower()))
        if tag.kind == "Link":
            held.enter_context(self.recorder.holding("link", tag.destination))
        elif tag.kind in _WRAPPERS:
            held.enter_context(self.recorder.holding(_WRAPPERS[tag.kind]))
        elif tag.kind in _HEADINGS:
            level = int(tag.kind[1:]) - _RAISED
            if level:
                held.enter_context(self.recorder.holding("heading", str(level)))
        return held


def _heads_contents(siblings: list[Tag | Piece]) -> bool:
    """Whether a heading stands before a table of contents."""
    return any(isinstance(kid, Tag) and kid.kind == "TOC" for kid in siblings)


def _links(tag: Tag) -> Iterator[Tag]:
    for kid in tag.kids:
        if isinstance(kid, Tag):
            yield from (kid,) if kid.kind == "Link" else _links(kid)


def _holds_code(tag: Tag) -> bool:
    """Whether it is a listing, which is a figure too in the second standard."""
    return tag.kind == "Code" or any(
        isinstance(kid, Tag) and kid.kind != "Caption" and _holds_code(kid) for kid in tag.kids
    )


def _is_call(tag: Tag) -> bool:
    return any(isinstance(kid, Tag) and kid.kind == "Lbl" for kid in tag.kids)


def text_of(tag: Tag) -> str:
    """The text of an element with all that it holds."""
    return "".join(kid.text if isinstance(kid, Piece) else text_of(kid) for kid in tag.kids)
