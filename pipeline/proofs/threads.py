"""Knows which comments of a returned file are replies to which, and which of them its editor wrote; must not know where
they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.core.model import Document
from pipeline.formats.docx.openxml import Element, clark
from pipeline.formats.docx.remarks import AUTHOR, author_of

Said = frozenset[tuple[str, str]]
"""What comments said when a proof went out: by whom, and their words."""


@dataclass(frozen=True)
class Comment:
    """What an editor says of a place, and when; or the kind of mark that says nothing, and the words that it is on."""

    id: str
    author: str
    date: str
    text: str
    mark: str = ""
    words: str = ""
    initials: str = ""


@dataclass(frozen=True)
class Thread:
    """A comment with its replies, in order; `new` are those that did not go out with the proof."""

    first: Comment
    replies: tuple[Comment, ...] = ()
    new: tuple[Comment, ...] = ()

    @classmethod
    def of(cls, comment: Comment) -> Thread:
        return cls(comment, (), (comment,))


def threads(comments: Iterable[Comment], answers: Mapping[str, str], said: Said) -> Iterator[Thread]:
    """Comments with their replies; `answers` has the id of the comment that one is the reply to by its own."""
    known = {comment.id: comment for comment in comments}
    found: dict[str, list[Comment]] = {}
    for id_, comment in known.items():
        found.setdefault(_first(id_, answers, known), []).append(comment)
    for rows in found.values():
        new = tuple(one for one in rows if one.author != AUTHOR and (one.author, plain(one.text)) not in said)
        if new:
            yield Thread(rows[0], tuple(rows[1:]), new)


def _first(id_: str, answers: Mapping[str, str], known: Mapping[str, Comment]) -> str:
    """The comment that a thread begins with; the one itself where they form a circle."""
    seen = {id_}
    while answers.get(id_) in known and answers[id_] not in seen:
        id_ = answers[id_]
        seen.add(id_)
    return id_


def answers_of(comments: Element, extended: Element) -> dict[str, str]:
    """Which comment is the reply to which, by their ids ([MS-DOCX] 2.5.1); each is named by the id of a paragraph of
    it."""
    ids = {
        str(paragraph.get(clark("w14:paraId"))).upper(): str(comment.get(clark("w:id")))
        for comment in comments.iter(clark("w:comment"))
        for paragraph in comment.iter(clark("w:p"))
    }
    found = {}
    for row in extended.iter(clark("w15:commentEx")):
        own, above = (ids.get(str(row.get(clark(f"w15:{name}"))).upper()) for name in ("paraId", "paraIdParent"))
        if own and above:
            found[own] = above
    return found


def said_in(document: Document) -> Said:
    """What the comments of a proof of a report say that are not ours: queries of editors, and answers."""
    author, notes = author_of(document.metadata), document.inventory.notes
    asked = {(note.by, plain(note.text)) for note in notes if note.by}
    return frozenset(asked | {(author, plain(note.answer)) for note in notes if note.answer})


def plain(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())
