"""Knows how a file that came back from an editor is opened: as something hostile; must not know what its text means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.core.reasons import Reason
from pipeline.formats.docx.opened import BODY, RefusedWord, parsed, parts_of
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark
from pipeline.formats.docx.remarks import AUTHOR
from pipeline.formats.docx.threads import EXTENDED
from pipeline.proofs.passages import Passage
from pipeline.proofs.properties import styles_of
from pipeline.proofs.stream import Reader
from pipeline.proofs.threads import Comment, Said, Thread, answers_of, threads

MAX_LETTERS = 2_000_000
NOTES, ENDNOTES, COMMENTS = "word/footnotes.xml", "word/endnotes.xml", "word/comments.xml"
_STYLES = "word/styles.xml"
_PROPERTIES, _PROGRAM = "docProps/custom.xml", "docProps/app.xml"
# Ours, and Word's own, whose formulas these are.
_FAITHFUL = ("Kanben", "Microsoft Office Word", "Microsoft Word", "Microsoft Macintosh Word")
_PARTS = re.compile(r"(word|docProps)/[^/]+\.xml")
_TEXTS = ("w:t", "w:delText", "m:t")
_BETWEEN_NOTES = ("separator", "continuationSeparator", "continuationNotice")


RefusedProof = RefusedWord


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
        found = cls(parts_of(data))
        body = found.root(BODY)
        if body is None or body.tag != clark("w:document") or body.find("w:body", NAMESPACES) is None:
            raise RefusedProof(Reason("no_word_document"))
        roots = [root for name in filter(_PARTS.fullmatch, found.parts) if (root := found.root(name)) is not None]
        # Counted before they are read, for each letter becomes a value.
        if sum(len(text.text or "") for root in roots for text in root.iter(*map(clark, _TEXTS))) > MAX_LETTERS:
            raise RefusedProof(Reason("unpacks_to_too_much"))
        return found

    def root(self, name: str) -> Element | None:
        """The root of a part, None where there is none; the same one each time."""
        if name not in self.roots and name in self.parts:
            self.roots[name] = parsed(self.parts[name])
        return self.roots.get(name)

    @cached_property
    def readers(self) -> tuple[Reader, ...]:
        """The text of the body and of the notes, read."""
        found = []
        body, styles = self.root(BODY), styles_of(self.root(_STYLES))
        if body is not None:
            found.append(Reader("body", styles=styles).read(body.iterfind("w:body/*", NAMESPACES)))
        for part, kind in ((NOTES, ""), (ENDNOTES, "end")):
            root = self.root(part)
            notes = () if root is None else root
            own = (note for note in notes if note.get(clark("w:type")) not in _BETWEEN_NOTES)
            found += [Reader("note", kind + str(note.get(clark("w:id"))), styles).read(note) for note in own]
        return tuple(found)

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(passage for reader in self.readers for passage in reader.passages)

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """What is said of the text, by whomever."""
        root = self.root(COMMENTS)
        found = []
        for comment in () if root is None else root.iterfind("w:comment", NAMESPACES):
            text = "\n".join(
                "".join(piece.text or "" for piece in paragraph.iter(clark("w:t")))
                for paragraph in comment.iter(clark("w:p"))
            )
            id_, author, date, initials = (
                str(comment.get(clark(f"w:{name}"), "")) for name in ("id", "author", "date", "initials")
            )
            found.append(Comment(id_, author, date, text.strip(), initials=initials))
        return tuple(found)

    def threads(self, said: Said) -> tuple[Thread, ...]:
        """The comments in which more is said than was when the proof went out."""
        comments, extended = self.root(COMMENTS), self.root(EXTENDED)
        answers = {} if comments is None or extended is None else answers_of(comments, extended)
        return tuple(threads(self.comments, answers, said))

    @cached_property
    def properties(self) -> Mapping[str, str]:
        """The custom properties by their names."""
        root = self.root(_PROPERTIES)
        return {} if root is None else {str(row.get("name")): "".join(map(str, row.itertext())) for row in root}

    @cached_property
    def may_lose_formulas(self) -> bool:
        """Whether the program that saved it reads formulas in its own way, and writes what it made of them."""
        root = self.root(_PROGRAM)
        said = "" if root is None else "".join(map(str, root.itertext()))
        return not any(name in said for name in _FAITHFUL)

    @property
    def editor(self) -> str:
        """Who edited most of it, by what is tracked and said; empty where nobody is named."""
        letters = (letter for passage in self.passages for letter in passage.letters)
        tracked = Counter(letter.revision.author for letter in letters if letter.revision)
        found = tracked or Counter(comment.author for comment in self.comments if comment.author != AUTHOR)
        return next((name for name, _ in found.most_common(1)), "")
