"""Knows how what came of each edit, comment and tracked change is told; must not know how that came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.reasons import Reason, Value
from pipeline.core.text import Span
from pipeline.line.session import Session
from pipeline.proofs.accounting import Unread
from pipeline.proofs.base import Base
from pipeline.proofs.edits import Reading
from pipeline.proofs.locating import Located
from pipeline.proofs.passages import BREAK, END, NOTE, PICTURE, said_with_notes
from pipeline.proofs.proving import Proved
from pipeline.proofs.threads import Thread
from pipeline.proofs.words import Place

_SHOWN = {END: "¶", BREAK: "↵", PICTURE: "▢", NOTE: "※"}
_MOST = 200


@dataclass(frozen=True)
class Found:
    """What a returned file holds: its edits, what was sent, the edits with places in the source as it is now, tracked
    changes that are no edits of the text, comments, and who edited what is not tracked; where in the source of now the
    words are that comments are on, by their ids, None for what is gone; the number of its round, 0 where no round is
    kept."""

    name: str
    reading: Reading
    base: Base
    located: tuple[Located, ...]
    unread: tuple[Unread, ...]
    comments: tuple[Thread, ...]
    editor: str = ""
    places: Mapping[str, Place | None] = field(default_factory=dict)
    round: int = 0


@dataclass(frozen=True)
class Outcome:
    """What came of edits: those that the source has now, and those that were refused, with the reason."""

    made: frozenset[Located]
    refused: Mapping[Located, Reason]

    @classmethod
    def of(cls, rows: Iterable[Located], proved: Proved, *, is_made: bool) -> Outcome:
        there = {row for row in rows if row.is_there}
        refused = {row: row.reason for row in rows if row.reason and not row.is_there} | dict(proved.refused)
        return cls(frozenset({row for row in proved.made if is_made} | there), refused)


def told(
    session: Session,
    found: Sequence[Found],
    numbered: Mapping[int, Located],
    outcome: Outcome,
) -> Iterator[Diagnostic]:
    """A finding for each edit, comment and change, and one for all."""
    made, refused = outcome.made, outcome.refused
    for number, row in numbered.items():
        if row in made:
            state = Reason("edit_is_there" if row.is_there else "edit_made")
            yield _edit("PRF102", session, number, row, state=state)
        elif row in refused:
            yield _edit("PRF103", session, number, row, reason=refused[row])
        else:
            yield _edit("PRF101", session, number, row)
    for one in found:
        yield from _comments(session, one)
        yield from _unread(session, one)
        if one.reading.unexplained:
            yield Diagnostic("PRF107", Span(one.name), {"count": len(one.reading.unexplained)})
    yield _sum(found, len(numbered), len(made), len(refused))


def _edit(code: str, session: Session, number: int, row: Located, **more: Value) -> Diagnostic:
    edit = row.edit
    revision = edit.revision
    values: dict[str, Value] = {
        "number": number,
        "old": shown(edit.old),
        "new": shown(said_with_notes(edit.new)),
        "who": Reason("edit_by", author=revision.author, date=revision.date) if revision else Reason("edit_untracked"),
    }
    if edit.kind == "format":
        values["new"] = Reason("edit_format", formats=", ".join(sorted(edit.new[0].formats)) or "–")
    return Diagnostic(code, _span(session, row), values | more, str(number))


def _span(session: Session, row: Located) -> Span:
    place = (row.ways[0][0].start, row.ways[0][0].end) if row.ways else row.place
    return _at(session, place)


def _at(session: Session, place: Place | None) -> Span:
    """A place in the text of the report, or at home in its file of data."""
    space, text = session.with_data, session.text
    if place is None:
        return Span(text.name)
    span = space.text.span(place[0], place[1] - place[0])
    return span if place[0] < len(text.text) else space.home(span)


def _comments(session: Session, found: Found) -> Iterator[Diagnostic]:
    """A comment at the words that it is on, or at those round them that are still in the source; else it is told what
    it is on: words that are not there any more, or what is generated."""
    for thread in found.comments:
        comment = thread.first
        on = found.reading.comments.get(comment.id)
        place = found.places.get(comment.id)
        said = _said(thread)
        if on and place is None and isinstance(said, str) and comment.id in found.places:
            passage = found.base.passages[on[0]]
            name = "comment_of_gone" if any(passage.places) else "comment_of_made"
            said = Reason(name, text=said, passage=shown(passage.text[on[1] : on[2]]))
        yield Diagnostic("PRF104", _at(session, place), {"author": comment.author, "text": said}, comment.id)


def _said(thread: Thread) -> Value:
    """What a comment and its replies say, and which words a mark is on."""
    comment = thread.first
    if not comment.mark:
        return "".join((comment.text, *(f" ↳ {reply.author}: {reply.text}" for reply in thread.replies)))
    marked = shown(comment.words)
    if comment.text:
        return Reason("mark_says", marked=marked, text=comment.text)
    return Reason("mark_on", kind=Reason(comment.mark), marked=marked)


def _unread(session: Session, found: Found) -> Iterator[Diagnostic]:
    is_now = found.base.words.source.text == session.with_data.text.text
    for row in found.unread:
        author = row.author or Reason("edit_untracked")
        values: dict[str, Value] = {"author": author, "text": shown(row.text), "reason": row.reason}
        span = _at(session, row.place) if row.place and is_now else Span(found.name)
        yield Diagnostic("PRF105", span, values)


def shown(text: str) -> str:
    """A text as a message shows it, with signs for what is no letter; the middle of a long one left out."""
    for letter, sign in _SHOWN.items():
        text = text.replace(letter, sign)
    return text if len(text) <= _MOST else f"{text[: _MOST // 2]} … {text[-_MOST // 2 :]}"


def _sum(found: Sequence[Found], edits: int, made: int, refused: int) -> Diagnostic:
    """What came of all: the residual is what neither an edit that was made nor one that was refused accounts for."""
    values: dict[str, Value] = {
        "edits": edits,
        "applied": made,
        "refused": refused,
        "comments": sum(len(thread.new) for one in found for thread in one.comments),
        "residual": sum(len(one.reading.unexplained) for one in found),
    }
    return Diagnostic("PRF108", None, values)
