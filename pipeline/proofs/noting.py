"""Knows how a comment becomes an editorial note of the source, which a proof shows and a release leaves out; must not
know which comments there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.core.editorial import initials_of
from pipeline.core.vocabulary import ASKED, MOMENT
from pipeline.proofs.base import Base, BasePassage
from pipeline.proofs.comparing import Edit
from pipeline.proofs.passages import Letter, Revision
from pipeline.proofs.replacing import Replacement, Way
from pipeline.proofs.spelling import spellings
from pipeline.proofs.threads import Comment

_NOTE = "[{}]{{.query{}}}"


def note_of(comment: Comment, places: Mapping[str, tuple[int, int, int]]) -> Edit | None:
    """A comment as a note behind the words that it is on; None for one that says nothing, or is on no words."""
    place = places.get(comment.id)
    text = " ".join(comment.text.split())
    if place is None or not text:
        return None
    revision = Revision(comment.author, comment.date, initials=comment.initials)
    letters = tuple(Letter(letter, "kept", revision) for letter in text)
    return Edit(place[0], place[1], place[2], "", letters, "note", revision)


def note_ways(base: Base, edit: Edit, passage: BasePassage) -> Iterator[Way]:
    """Ways to write a note behind its words, or at the end of what stands there in running text or a cell of it."""
    places = passage.places
    order = [*range(edit.end - 1, edit.start - 1, -1), *range(edit.end, len(places)), *range(edit.start - 1, -1, -1)]
    running = [
        place for index in order if index < len(places) and (place := places[index]) and not base.words.text_at(place)
    ]
    if not running:
        return
    last = max(place[1] for place in running)
    in_cell = passage.passage.cell > 0
    for at in dict.fromkeys((running[0][1], last)):
        # A release does not show it, so no proof would tell what it says: all signs are escaped.
        *_, text = spellings(edit.new, None, in_cell=in_cell)
        yield (Replacement(at, at, _NOTE.format(text, _whose(edit.revision or Revision()))),)


def _whose(revision: Revision) -> str:
    """Who asks, and when, as attributes; initials where they are not those of the name."""
    initials = "" if revision.initials == initials_of(revision.author) else revision.initials
    date = revision.date if re.fullmatch(MOMENT, revision.date) else ""
    rows = zip(ASKED, (revision.author, initials, date), strict=True)
    return "".join(f' {name}="{next(spellings(map(Letter, value), "attribute"))}"' for name, value in rows if value)
