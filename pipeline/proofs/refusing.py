"""Knows why an edit cannot be made, where that is clear before it is tried; must not know the ways to make one."""

from __future__ import annotations

from pipeline.core.reasons import Reason
from pipeline.proofs.base import Base, BasePassage
from pipeline.proofs.comparing import Edit
from pipeline.proofs.footnotes import call_refusal
from pipeline.proofs.passages import END, NOTE, PICTURE
from pipeline.proofs.properties import HEADING

_LABELLED = ":："
_BLANKS = " \t\u00a0\u2007\u2008"
"""White space of a proof that may stand for none in the source, such as what makes numbers of a column as long."""


def refusal(base: Base, edit: Edit, passage: BasePassage) -> Reason | None:
    """Why an edit is not made, where that is clear from what it is."""
    if edit.kind in ("move", "note", "row"):
        return None
    if edit.revision and edit.revision.is_move:
        return Reason("edit_moves")
    if NOTE in edit.old + edit.new_text:
        letters = passage.passage.letters
        if reason := call_refusal(edit, letters, passage.places, base.words, passage.passage.part):
            return reason
    if reason := _kind_refusal(edit):
        return reason
    gone = () if edit.kind == "paragraph" and not edit.new else passage.passage.letters[edit.start : edit.end]
    if any(letter.is_made for letter in (*gone, *edit.new)):
        return Reason("edit_of_field")
    changed = zip(passage.text[edit.start : edit.end], passage.places[edit.start : edit.end], strict=True)
    made = [letter for letter, place in changed if place is None and letter not in _BLANKS]
    if _begins_in_label(edit, passage):
        made.append(passage.text[edit.start])
    if made and not any(passage.places[edit.start : edit.end]):
        return Reason("edit_without_place" if _is_of_author(base, edit, passage) else "edit_of_generated")
    if made and not (edit.kind == "paragraph" and not edit.new):
        return Reason("edit_over_generated")
    return None


def _kind_refusal(edit: Edit) -> Reason | None:
    """Why an edit is not made of what is no text, or of whole headings, which need more than their words."""
    if PICTURE in edit.old + edit.new_text:
        return Reason("edit_of_picture")
    is_heading = any(HEADING.fullmatch(letter.block) for letter in edit.new if letter.text != END)
    return Reason("edit_of_heading") if edit.kind == "paragraph" and is_heading else None


def without_way(edit: Edit, passage: BasePassage) -> Reason:
    """Why an edit of words that have places cannot be made there."""
    if edit.kind == "note":
        return Reason("note_not_there")
    if passage.passage.cell and edit.kind in ("paragraph", "join", "move", "row"):
        return Reason("change_of_cells")
    if edit.kind != "move" and passage.passage.cell and not any(passage.places):
        return Reason("edit_without_place")
    if edit.kind in ("paragraph", "join") and any(passage.places):
        return Reason("paragraph_not_here")
    return Reason("edit_moves" if edit.kind == "move" else "edit_of_generated")


def _is_of_author(base: Base, edit: Edit, passage: BasePassage) -> bool:
    """Whether letters without a place are the author's all the same: a cell, or signs alone in running text."""
    places = passage.places
    if passage.passage.cell and not any(places):
        return True
    first, last = edit.start, edit.end
    while first and places[first - 1] is None and not passage.passage.letters[first - 1].is_made:
        first -= 1
    while last < len(places) and places[last] is None and not passage.passage.letters[last].is_made:
        last += 1
    beside = [place for place in (*places[max(first - 1, 0) : first], *places[last : last + 1]) if place]
    is_running = bool(beside) and not any(base.words.text_at(place) for place in beside)
    signs = passage.text[first:last]
    return is_running and not signs.isspace() and not any(map(str.isalnum, signs))


def _begins_in_label(edit: Edit, passage: BasePassage) -> bool:
    """Whether the first letter that goes is the blank behind a label: `来源： …`, `Source: …`."""
    start = edit.start
    return (
        0 < start < edit.end
        and passage.places[start - 1 : start + 1] == (None, None)
        and passage.text[start] == " "
        and passage.text[start - 1] in _LABELLED
    )
