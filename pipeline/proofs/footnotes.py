"""Knows where the calls of notes and their definitions stand in the source, and when a note may be put in or taken out;
must not know how notes came back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from pipeline.core.reasons import Reason
from pipeline.proofs.comparing import Edit
from pipeline.proofs.passages import END, NOTE, PICTURE, Letter, Passage
from pipeline.proofs.replacing import Replacement, Way
from pipeline.proofs.spelling import spellings
from pipeline.proofs.words import AuthorsWords, Place

_CALL = re.compile(r"\[\^([^\]\s]+)\]|\^\[")
_DEFINITION = re.compile(r" {0,3}\[\^[^\]\s]+\]:")
# In these no call stands.
_SILENT = re.compile(r"\\.|(`+)[^`](?:.*?[^`])?\1(?!`)|\$\$.*?\$\$|\$[^\s$](?:[^$\n]*[^\s$])?\$", re.S)
Places = tuple[Place | None, ...]


def with_calls(passages: Sequence[Passage], places: Sequence[Places], words: AuthorsWords) -> list[Places]:
    """The places of the letters of some paragraphs, with those of the calls: each group of calls between two letters
    that are known has as many in the source between them."""
    source, found = words.source.text, []
    for passage, own in zip(passages, places, strict=True):
        rows = list(own)
        at = 0
        while at < len(rows):
            end = at + 1
            if passage.letters[at].text == NOTE and rows[at] is None:
                first = next((place for place in reversed(rows[:at]) if place), None)
                end = next((index for index in range(at, len(rows)) if rows[index]), len(rows))
                group = [index for index in range(at, end) if passage.letters[index].text == NOTE]
                known = _between(source, first, rows[end] if end < len(rows) else None)
                if len(known) == len(group) or (known and first and end == len(rows)):
                    for index, place in zip(group, known, strict=False):
                        rows[index] = place
            at = end
        found.append(tuple(rows))
    return found


def _between(source: str, first: Place | None, last: Place | None) -> list[Place]:
    """The calls in running text between two places; to the end of the paragraph, or from its beginning."""
    if first is None and last is None:
        return []
    start = first[1] if first else max(source.rfind("\n\n", 0, last[0] if last else 0), 0)
    behind = source.find("\n\n", start)
    end = last[0] if last else (behind if behind >= 0 else len(source))
    return list(_calls(source, start, end))


def _calls(source: str, start: int, end: int) -> Iterator[Place]:
    at = start
    while at < end:
        if silent := _SILENT.match(source, at, end):
            at = silent.end()
        elif call := _CALL.match(source, at, end):
            at = call.end() if call[1] else _closed(source, call.end(), end)
            if at > end or _DEFINITION.match(source, source.rfind("\n", 0, call.start()) + 1, at + 1):
                return
            yield call.start(), at
        else:
            at += 1


def _closed(source: str, at: int, end: int) -> int:
    """Where a note in the line ends whose text begins at an offset; behind the end where it does not."""
    depth = 1
    while at < end:
        if silent := _SILENT.match(source, at, end):
            at = silent.end()
            continue
        depth += {"[": 1, "]": -1}.get(source[at], 0)
        at += 1
        if not depth:
            return at
    return end + 1


def call_refusal(
    edit: Edit, letters: Sequence[Letter], places: Places, words: AuthorsWords, part: str
) -> Reason | None:
    """Why notes cannot be put in or taken out by an edit of a paragraph, by its letters and their places."""
    new = [letter for letter in edit.new if letter.text == NOTE]
    beside = [place for place in places[max(edit.start - 1, 0) : edit.end + 1] if place]
    if new and (part == "note" or any(words.text_at(place) for place in beside)):
        return Reason("note_not_in_text")
    if any(not letter.noted for letter in new):
        return Reason("edit_of_note")
    noted = [letter for call in new for letter in call.noted]
    if any(letter.text == PICTURE for letter in noted):
        return Reason("edit_of_picture")
    if any(letter.is_made for letter in noted):
        return Reason("edit_of_field")
    for index in range(edit.start, min(edit.end, len(places))):
        if letters[index].text == NOTE and (reason := _left(words.source.text, places[index])):
            return reason
    return None


def _left(source: str, place: Place | None) -> Reason | None:
    """Why the note of a call cannot be taken out."""
    if place is None:
        return Reason("edit_of_note")
    name = _CALL.match(source, place[0])
    if name is None or not name[1]:
        return None
    count = source.count(name[0])
    definition = _definition(source, name[1])
    if definition is None:
        return Reason("edit_of_note")
    return Reason("note_called_again") if count > 2 else None


def definitions(source: str, calls: Sequence[Place]) -> list[Place]:
    """The lines that define the notes of some calls, with the blank ones behind them."""
    names = [found[1] for place in calls if (found := _CALL.match(source, place[0])) and found[1]]
    return [place for name in names if (place := _definition(source, name))]


def _definition(source: str, name: str) -> Place | None:
    """The lines of a definition: up to what stands behind a blank line and is not indented, or the next definition."""
    found = re.search(rf"^ {{0,3}}\[\^{re.escape(name)}\]:", source, re.M)
    if found is None:
        return None
    is_open, behind = True, len(source)
    for line in re.finditer(r"[^\n]*(?:\n|\Z)", source[found.end() :]):
        is_further = re.match(r" {4}|\t", line[0]) or is_open
        if line.start() and line[0].strip() and (not is_further or _DEFINITION.match(line[0])):
            behind = found.end() + line.start()
            break
        is_open = bool(line[0].strip())
    # Right behind other lines, the blank line behind it parts those from what follows.
    is_alone = not source[: found.start()].strip("\n") or source.endswith("\n\n", 0, found.start())
    last = found.start() + len(source[found.start() : behind].rstrip("\n")) + 1
    return found.start(), behind if is_alone else min(last, behind)


def with_names(edit: Edit, words: AuthorsWords, near: int, behind: int | None) -> tuple[Edit, Way]:
    """An edit near an offset whose new notes have names, and their definitions: `behind` its paragraph, or before the
    next definition or heading, or at the end of a report that is one file. There are none where nothing of that is."""
    source = words.source.text
    next_ = _next_block(source, near)
    if behind is not None:
        at, lead, tail = behind, "\n\n", ""
    elif next_ is not None:
        at, lead, tail = next_, "", "\n\n"
    elif not words.tables:
        at, lead, tail = len(source.rstrip("\n")), "\n\n", ""
    else:
        return edit, ()
    new, written = list(edit.new), []
    for rank, letter in enumerate(edit.new):
        if letter.noted:
            name = next(name for name in map("note-{}".format, count(near + rank)) if f"[^{name}]" not in source)
            new[rank] = replace(letter, note=name)
            text = f"{lead}[^{name}]: {_defined(letter.noted)}{tail}"
            written.append(Replacement(at, at, text, group=(at,), rank=near + rank))
    return replace(edit, new=tuple(new)), tuple(written)


def _next_block(source: str, near: int) -> int | None:
    """Where the next definition or heading behind an offset begins that stands in no box and no code."""
    depth, is_code = 0, False
    for line in re.finditer(r"^.*$", source[near:], re.M):
        text = line[0]
        if re.match(r" {0,3}(?:```|~~~)", text):
            is_code = not is_code
        elif text.startswith(":::"):
            depth = depth + 1 if text.strip(": ") else max(depth - 1, 0)
        elif line.start() and not is_code and not depth and re.match(r"\[\^[^\]\s]+\]:|#{1,6} ", text):
            return near + line.start()
    return None


def _defined(letters: Sequence[Letter]) -> str:
    """The paragraphs of a note as its definition holds them."""
    parts: list[list[Letter]] = [[]]
    for letter in letters:
        parts.append([]) if letter.text == END else parts[-1].append(letter)
    return "\n\n    ".join([*spellings(part, None, begins=bool(number))][-1] for number, part in enumerate(parts))
