"""Knows what a paragraph of a proof says, letter by letter, with what an editor did to it; must not know how files hold
it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.core.scripts import HAN

Status = Literal["kept", "inserted", "deleted"]
PICTURE, NOTE, BREAK, TAB, END = "\ufffc", "\ue001", "\v", "\t", "\n"
"""A picture, the call of a note, a line break, a tab, and the end of a paragraph, as letters."""
SIGNS = (PICTURE, NOTE)
"""Letters that stand for what is no text."""


@dataclass(frozen=True)
class Revision:
    """Who made a tracked change, when (as the file says it), and whether the text was moved; the initials that a
    comment has beside a name."""

    author: str = ""
    date: str = ""
    is_move: bool = False
    initials: str = ""


@dataclass(frozen=True)
class Letter:
    """A character of a proof. `formats` are those of direct formatting that a source can say. One that `is_made` is the
    result of a field or part of a formula, and no text that is typed. `reformatted` is who tracked a change of its
    format; `comments` are the ids of those on it. `level` is how deep in lists its paragraph stands, 0 for in none, and
    `numbering` the number of the list in its file; `block` is what its paragraph is of by its style, such as a box. One
    that `is_arrived` was moved here and then deleted. A call says which `note` it calls, by its name, or what a new one
    says (`noted`), with the ends of paragraphs between them."""

    text: str
    status: Status = "kept"
    revision: Revision | None = None
    formats: frozenset[str] = frozenset()
    is_made: bool = False
    reformatted: Revision | None = None
    comments: tuple[str, ...] = ()
    level: int = 0
    numbering: str = ""
    is_arrived: bool = False
    block: str = ""
    note: str = ""
    noted: tuple[Letter, ...] = ()


@dataclass(frozen=True)
class Passage:
    """A paragraph: the part of the file, its style, the names of its bookmarks, its letters, the last one its end; the
    numbers of the cell, the row and the table that it stands in, counted over the part, 0 for none, and what was
    tracked of the row as a whole; what its formulas say; its number among those that came back, and who tracked that it
    was moved here; the name of the note that it is of."""

    part: str
    letters: tuple[Letter, ...]
    style: str = ""
    marks: tuple[str, ...] = ()
    cell: int = 0
    formulas: str = ""
    row: int = 0
    table: int = 0
    of_row: Letter | None = None
    number: int = -1
    moved: Revision | None = None
    note: str = ""

    @property
    def text(self) -> str:
        """What it says with all that stands in it, its end left out."""
        return said(self.letters[:-1])

    @property
    def end(self) -> Letter:
        return self.letters[-1]


_WORDS = re.compile(rf"[{HAN}]|[^\W{HAN}]+(?:[.,][^\W{HAN}]+)*|\s+|.", re.S)


def words(text: str) -> list[str]:
    """A text in pieces that are changed as wholes: ideographs, words of letters, numbers, white space, signs."""
    return _WORDS.findall(text)


def said(letters: Iterable[Letter]) -> str:
    return "".join(letter.text for letter in letters)


def said_with_notes(letters: Iterable[Letter]) -> str:
    """What letters say, each call of a new note with what that says."""
    return "".join(f"{NOTE}[{said(letter.noted)}]" if letter.noted else letter.text for letter in letters)


def before(passages: Sequence[Passage]) -> Iterator[Passage]:
    """The passages as they were before all tracked changes; each holds what was inserted into it, between its letters.

    A paragraph whose end was inserted is the beginning of the next one.
    """
    return _joined(passages, "inserted")


def after(passages: Sequence[Passage]) -> Iterator[Passage]:
    """The passages as they are when all tracked changes are accepted."""
    for passage in _joined([one for one in passages if not (one.of_row and one.of_row.status == "deleted")], "deleted"):
        # Most letters are as they were.
        kept = tuple(
            letter if letter.status == "kept" else replace(letter, status="kept", revision=None)
            for letter in passage.letters
            if letter.status != "deleted"
        )
        yield replace(passage, letters=kept)


def _joined(passages: Sequence[Passage], ends: Status) -> Iterator[Passage]:
    """The passages, each joined with the next one where its end has a status."""
    waiting: list[Passage] = []
    for passage in passages:
        if waiting and (waiting[0].part, waiting[0].cell) != (passage.part, passage.cell):
            yield _last(waiting)
            waiting = []
        waiting.append(passage)
        if passage.end.status != ends:
            yield _one(waiting)
            waiting = []
    if waiting:
        yield _last(waiting)


def _last(passages: Sequence[Passage]) -> Passage:
    """Paragraphs of which the last one has none to be joined with, so that its end is there whatever is said of it."""
    *others, last = passages
    return _one([*others, replace(last, letters=(*last.letters[:-1], Letter(END)))])


def _one(passages: Sequence[Passage]) -> Passage:
    last = passages[-1]
    letters = tuple(letter for passage in passages for letter in passage.letters)
    marks = tuple(mark for passage in passages for mark in passage.marks)
    return replace(last, letters=letters, marks=marks, formulas="".join(passage.formulas for passage in passages))
