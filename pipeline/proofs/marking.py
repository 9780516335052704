"""Knows what the marks on a PDF mean: which are edits, and which are comments; must not know how pages are read.

A strike-out takes words out, one that is in a group with a caret puts others in their place, a caret puts words in
(ISO 32000-2, 12.5.6.2 and 12.5.6.11). All else is said, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.core.reasons import Reason
from pipeline.core.scripts import is_han
from pipeline.proofs.accounting import Unread
from pipeline.proofs.comparing import Edit, Kind
from pipeline.proofs.edits import Reading
from pipeline.proofs.pages import Pages
from pipeline.proofs.passages import END, Letter, Revision
from pipeline.proofs.threads import Comment
from pipeline.tools.pdf_marks import Mark

_ON_WORDS = {"Highlight": "mark_highlight", "Underline": "mark_underline", "Squiggly": "mark_underline"}
_NOTES = ("Text", "FreeText")
_GIVEN_UP = ("Rejected", "Cancelled")
_CLOSING = ",.;:!?)]}，。；：！？、）】》”’"


@dataclass
class Marking:
    """What the marks of a file say: edits, with the reasons for which some are not made; comments with their places;
    and marks that are neither."""

    edits: dict[Edit, Reason | None] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)
    places: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)

    @property
    def reading(self) -> Reading:
        rows = sorted(self.edits, key=lambda edit: (edit.passage, edit.start))
        return Reading(tuple(rows), self.places)


def read_marks(marks: Sequence[Mark], pages: Pages) -> Marking:
    """What marks say of the proof whose pages they are on."""
    found = Marking()
    by_number = {mark.number: mark for mark in marks}
    groups: dict[int, list[Mark]] = {}
    replies: dict[int, list[Mark]] = {}
    for mark in marks:
        above = by_number.get(mark.answers)
        if above is None:
            groups.setdefault(mark.number, []).insert(0, mark)
        elif mark.is_group:
            groups.setdefault(_first(mark, by_number), []).append(mark)
        else:
            replies.setdefault(_first(mark, by_number), []).append(mark)
    for number, group in groups.items():
        answers = replies.get(number, [])
        _read(group, answers, pages, found)
        for reply in answers:
            if reply.text and not reply.state:
                _say(reply, f"↳ {reply.text}", pages.nearest(group[0]), found)
    return found


def _first(mark: Mark, by_number: Mapping[int, Mark]) -> int:
    """The mark that a thread or a group begins with; the one itself where they form a circle."""
    seen = {mark.number}
    while mark.answers in by_number and mark.answers not in seen:
        seen.add(mark.answers)
        mark = by_number[mark.answers]
    return mark.number


def _read(group: Sequence[Mark], replies: Sequence[Mark], pages: Pages, found: Marking) -> None:
    """One mark, or several that are one."""
    struck = next((mark for mark in group if mark.kind == "StrikeOut"), None)
    caret = next((mark for mark in group if mark.kind == "Caret"), None)
    states = [reply.state for reply in replies if reply.state]
    given_up = bool(states) and states[-1] in _GIVEN_UP
    if struck is None and (caret is None or not caret.text):
        for mark in group:
            _comment(mark, pages, found)
        return
    lead = struck or caret or group[0]
    revision = Revision(*next(((mark.author, mark.date) for mark in group if mark.author), ("", lead.date)))
    new = (caret.text or (struck.text if struck else "")) if caret else ""
    edit = _struck(struck, new, pages, revision) if struck else _inserted(lead, new, pages, revision)
    note = struck.text if struck and caret is None and not _same(struck.text, pages.words(struck)) else ""
    if edit is None:
        said = f"{pages.words(struck) if struck else ''} → {new or note}"
        found.unread.append(Unread(lead.author, lead.date, said, _nowhere(lead)))
        return
    given = Reason("mark_given_up") if given_up else Reason("mark_with_note", note=note) if note else None
    found.edits.setdefault(edit, given)
    if note and struck:
        _say(struck, note, (edit.passage, edit.start), found)


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) in ("", "".join(other.split()))


def _struck(mark: Mark, new: str, pages: Pages, revision: Revision) -> Edit | None:
    stretch = pages.stretch(mark)
    if stretch is None:
        return None
    number, start, end = stretch
    text = pages.base.passages[number].text
    new = new.strip()
    if not new:
        start, end = _with_its_blank(text, start, end)
    return _edit(pages, (number, start, end), new, revision)


def _with_its_blank(text: str, start: int, end: int) -> tuple[int, int]:
    """Words that are taken out, with the blank that would stand there twice, or before a closing sign."""
    before = start > 0 and text[start - 1] == " "
    if before and (end == len(text) or text[end] == " " or text[end] in _CLOSING):
        return start - 1, end
    return (start, end + 1) if start == 0 and text[end : end + 1] == " " else (start, end)


def _inserted(mark: Mark, new: str, pages: Pages, revision: Revision) -> Edit | None:
    gap = pages.gap(mark)
    if gap is None:
        return None
    number, left, right = gap
    at, text = _spaced(pages.base.passages[number].text, left, right, new)
    return _edit(pages, (number, at, at), text, revision)


def _spaced(text: str, left: int, right: int, new: str) -> tuple[int, str]:
    """Where in the white space between two letters words are put in, and with which blanks, so that none joins another:
    editors rarely type them."""
    if left == right or right == len(text) or not new.strip():
        return left, new
    first, last = new.lstrip()[0], new.rstrip()[-1]
    if new[0] == " " or first in _CLOSING or (left and is_han(first) and is_han(text[left - 1])):
        return left, new.rstrip()
    if not left or (is_han(last) and is_han(text[right])):
        return right, new.strip()
    return right, f"{new.strip()} "


def _edit(pages: Pages, stretch: tuple[int, int, int], new: str, revision: Revision) -> Edit:
    """An edit whose new letters have the formats of those that they stand for, or that both beside them have."""
    number, start, end = stretch
    passage = pages.base.passages[number]
    like = passage.passage.letters[start:end] or passage.passage.letters[max(start - 1, 0) : start + 1]
    formats = frozenset[str]().union(*(letter.formats for letter in like))
    formats = formats.intersection(*(letter.formats for letter in like if letter.text != END))
    letters = tuple(Letter(letter, "kept", revision, formats) for letter in new)
    kind: Kind = "paragraph" if END in new else "text"
    return Edit(number, start, end, passage.text[start:end], letters, kind, revision)


def _comment(mark: Mark, pages: Pages, found: Marking) -> None:
    """A mark that is a comment; one that says nothing is told by what it is."""
    kind = _ON_WORDS.get(mark.kind)
    on = pages.words(mark) if kind else ""
    if mark.text or on:
        _say(mark, mark.text, pages.nearest(mark), found, (kind or "", on))
    elif mark.kind not in _NOTES:
        found.unread.append(Unread(mark.author, mark.date, "", Reason("mark_of_drawing", page=mark.page + 1)))


def _say(mark: Mark, text: str, place: tuple[int, int] | None, found: Marking, on: tuple[str, str] = ("", "")) -> None:
    id_ = f"mark-{mark.number}-{len(found.comments)}"
    found.comments.append(Comment(id_, mark.author, mark.date, text, *on))
    if place is not None:
        found.places[id_] = (*place, place[1] + 1)


def _nowhere(mark: Mark) -> Reason:
    return Reason("mark_without_place", page=mark.page + 1)
