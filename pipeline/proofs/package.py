"""Knows how a file that came back from an editor is opened: as something hostile; must not know what its text means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from pipeline.core.reasons import Reason, ReasonedError
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark
from pipeline.formats.docx.remarks import AUTHOR
from pipeline.proofs.passages import Passage
from pipeline.proofs.stream import Reader
from pipeline.tools import zips

MAX_LETTERS = 8_000_000
BODY, NOTES, ENDNOTES, COMMENTS = "word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/comments.xml"
_PROPERTIES = "docProps/custom.xml"
_PARTS = re.compile(r"(word|docProps)/[^/]+\.xml")
# What compound files begin with: .doc, and documents with a password ([MS-CFB] 2.2).
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BETWEEN_NOTES = ("separator", "continuationSeparator", "continuationNotice")


class RefusedProof(ReasonedError):
    """A file that is no document of Word that can be read."""


@dataclass(frozen=True)
class Comment:
    """What an editor says of a place, and when; or the kind of mark that says nothing, and the words that it is on."""

    id: str
    author: str
    date: str
    text: str
    mark: str = ""
    words: str = ""


@dataclass(frozen=True)
class ReturnedFile:
    """A document of Word, its parts by their names."""

    parts: Mapping[str, bytes]
    roots: dict[str, Element] = field(default_factory=dict)

    @classmethod
    def open(cls, data: bytes) -> ReturnedFile:
        """Open a file.

        Raises:
            RefusedProof: where it is no document of Word, is damaged, has a password, or unpacks to too much.
        """
        if data.startswith(_COMPOUND):
            raise RefusedProof(Reason("old_word_or_password"))
        try:
            parts = dict(zips.read(data))
        except zips.RefusedZip as error:
            raise RefusedProof(error.reason) from error
        if BODY not in parts:
            raise RefusedProof(Reason("no_word_document"))
        found = cls(parts)
        for name in filter(_PARTS.fullmatch, parts):
            found.root(name)
        if sum(len(passage.letters) for passage in found.passages) > MAX_LETTERS:
            raise RefusedProof(Reason("unpacks_to_too_much"))
        return found

    def root(self, name: str) -> Element | None:
        """The root of a part, None where there is none; the same one each time."""
        if name not in self.roots and name in self.parts:
            self.roots[name] = self._parsed(self.parts[name])
        return self.roots.get(name)

    def _parsed(self, data: bytes) -> Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise RefusedProof(Reason("damaged_inside")) from error
        if root.getroottree().docinfo.doctype:
            raise RefusedProof(Reason("xml_with_doctype"))
        return root

    @cached_property
    def readers(self) -> tuple[Reader, ...]:
        """The text of the body and of the notes, read."""
        found = []
        body = self.root(BODY)
        if body is not None:
            found.append(Reader("body").read(body.iterfind("w:body/*", NAMESPACES)))
        for part in (NOTES, ENDNOTES):
            root = self.root(part)
            notes = () if root is None else root
            found += [Reader("note").read(note) for note in notes if note.get(clark("w:type")) not in _BETWEEN_NOTES]
        return tuple(found)

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(passage for reader in self.readers for passage in reader.passages)

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """What editors say; the remarks that the proof went out with are none."""
        root = self.root(COMMENTS)
        found = []
        for comment in () if root is None else root.iterfind("w:comment", NAMESPACES):
            text = "\n".join(
                "".join(piece.text or "" for piece in paragraph.iter(clark("w:t")))
                for paragraph in comment.iter(clark("w:p"))
            )
            id_, author, date = (str(comment.get(clark(f"w:{name}"), "")) for name in ("id", "author", "date"))
            if author != AUTHOR:
                found.append(Comment(id_, author, date, text.strip()))
        return tuple(found)

    @cached_property
    def properties(self) -> Mapping[str, str]:
        """The custom properties by their names."""
        root = self.root(_PROPERTIES)
        return {} if root is None else {str(row.get("name")): "".join(map(str, row.itertext())) for row in root}

    @property
    def editor(self) -> str:
        """Who edited most of it, by what is tracked and said; empty where nobody is named."""
        letters = (letter for passage in self.passages for letter in passage.letters)
        tracked = Counter(letter.revision.author for letter in letters if letter.revision)
        found = tracked or Counter(comment.author for comment in self.comments)
        return next((name for name, _ in found.most_common(1)), "")
