"""Knows how an edit of the report as it was sent becomes one of the report as it is now; must not know how edits are
made.

Words and numbers are the unit: where one that an edit changes, or stands beside, has changed meanwhile, the edit is in
conflict and nothing is merged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from pipeline.core.reasons import Reason
from pipeline.proofs.base import Base
from pipeline.proofs.comparing import Edit
from pipeline.proofs.differing import MOST_COMPARED
from pipeline.proofs.meanwhile import Meanwhile, is_formatted
from pipeline.proofs.passages import END, words
from pipeline.proofs.words import Place

_MOST = 60
"""Characters of what stands there now that are told of a conflict."""


class Rebase:
    """Carries edits from one base to another."""

    def __init__(self, sent: Base, now: Base) -> None:
        self.sent, self.now = sent, now
        self.offsets = _offsets(sent.words.source.text, now.words.source.text)
        self.meanwhile = Meanwhile(sent, now, self._carried)

    def carry(self, edit: Edit) -> Edit | Reason:
        """The same edit of the paragraph that shows those words now, or why there is none."""
        if self.meanwhile.has(edit):
            return Reason("edit_is_there")
        if edit.kind == "move":
            return self._moved(edit)
        if edit.kind == "note":
            return self._noted(edit)
        places = self.sent.passages[edit.passage].places
        beside = [index for index in (edit.start - 1, edit.end) if 0 <= index < len(places) and places[index]]
        inside = range(edit.start, edit.end)
        carried = {index: self._carried(places[index]) for index in (*inside, *beside)}
        if not carried or None in carried.values():
            return Reason("edit_conflicts", now=self._now(edit))
        for number, start in self._shown(edit, carried):
            found = self.now.passages[number]
            end = start + edit.end - edit.start
            if found.passage.text[start:end] == edit.old.rstrip("\n") and list(found.places[start:end]) == [
                carried[index] for index in inside
            ]:
                if edit.kind == "format" and is_formatted(found.passage.letters[start:end], edit):
                    return Reason("edit_is_there")
                at = self._between(edit, carried, found.places, start) if edit.start == edit.end else start
                if at is not None:
                    return replace(edit, passage=number, start=at, end=at + end - start)
        return Reason("edit_conflicts", now=self._now(edit))

    def _between(
        self, edit: Edit, carried: Mapping[int, Place | None], places: Sequence[Place | None], start: int
    ) -> int | None:
        """Where something new stands that its editor put between two letters: still between them, or at the beginning
        or the end of the paragraph; None where something else has come there."""
        is_last = edit.start == len(self.sent.passages[edit.passage].places)
        if edit.kind == "paragraph":
            if is_last and edit.new_text.startswith(END):
                return len(places)
            if edit.start == 0 and edit.new_text.endswith(END):
                return 0
        if edit.kind == "text" and (start < len(places) if is_last else start > 0 and edit.start == 0):
            return None
        before = edit.start - 1
        is_beside = before not in carried or edit.start not in carried or places[start - 1] == carried[before]
        return start if is_beside else None

    def _noted(self, edit: Edit) -> Edit | Reason:
        """A note on those of its words that are still there."""
        passage = self.sent.passages[edit.passage]
        for index in range(min(edit.end, len(passage.places)) - 1, edit.start - 1, -1):
            place = self._carried(passage.places[index])
            for number, at in self.now.shown_at([place], 0, 1) if place else ():
                if self.now.passages[number].passage.style == passage.passage.style:
                    return replace(edit, passage=number, start=at, end=at + 1)
        return Reason("edit_conflicts", now=self._now(edit))

    def near(self, passage: int, start: int, end: int) -> Place | None:
        """Where the letters from `start` to before `end` of a paragraph that was sent stand now, or the nearest one of
        the paragraph that is still there."""
        places = self.sent.passages[passage].places
        order = sorted(range(len(places)), key=lambda index: (not start <= index < end, abs(index - start)))
        return next((place for index in order if (place := self._carried(places[index]))), None)

    def _moved(self, edit: Edit) -> Edit | Reason:
        """The move of a paragraph that says what it did, beside one that is still there."""
        own, there = self._paragraph(edit.passage), self._paragraph(edit.to)
        said = self.sent.passages[edit.passage].text
        if own is None or there is None or self.now.passages[own].text != said:
            return Reason("edit_moves")
        at = edit.group.index(edit.passage)
        if own == there + (at - len(edit.group) if edit.is_before else at + 1):
            return Reason("edit_is_there")
        return replace(edit, passage=own, to=there)

    def _paragraph(self, number: int) -> int | None:
        """The paragraph that shows now what one that was sent did; most of it."""
        places = [self._carried(place) for place in self.sent.passages[number].places if place]
        known = [place for place in places if place]
        shown = Counter(passage for place in known for passage, _ in self.now.shown_at([place], 0, 1))
        found = shown.most_common(1)
        return found[0][0] if found and found[0][1] * 2 > len(places) else None

    def _now(self, edit: Edit) -> str:
        """What the source says now between the words round an edit that are still as they were."""
        places = self.sent.passages[edit.passage].places
        before = (self._carried(places[index]) for index in range(min(edit.start, len(places)) - 1, -1, -1))
        behind = (self._carried(places[index]) for index in range(edit.end, len(places)))
        first, last = (next(filter(None, rows), None) for rows in (before, behind))
        text = self.now.words.source.text
        end = last[0] if last else text.find("\n", first[1]) if first else 0
        return text[first[1] : end][:_MOST].strip() if first and first[1] <= end else ""

    def _carried(self, place: Place | None) -> Place | None:
        if place is None:
            return None
        moved = [self.offsets.get(offset) for offset in range(*place)]
        first = moved[0] if moved else None
        if first is None or moved != list(range(first, first + len(moved))):
            return None
        return first, first + len(moved)

    def _shown(self, edit: Edit, carried: dict[int, Place | None]) -> Iterator[tuple[int, int]]:
        """Where the words are shown now: in paragraphs of the same style first."""
        at = edit.start if edit.start in carried else edit.start - 1
        style = self.sent.passages[edit.passage].passage.style
        place = carried.get(at)
        rows = list(self.now.shown_at([place], 0, 1)) if place else []
        rows.sort(key=lambda row: self.now.passages[row[0]].passage.style != style)
        for number, index in rows:
            yield number, index + edit.start - at


def _offsets(sent: str, now: str) -> dict[int, int]:
    """Where each character of a word that has not changed stands now."""
    found: dict[int, int] = {}
    before, after = sent.splitlines(keepends=True), now.splitlines(keepends=True)
    starts, ends = _starts(before), _starts(after)
    gone, new = list[int](), list[int]()
    for tag, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        here, there = starts[first], ends[start]
        if tag == "equal":
            found |= {here + step: there + step for step in range(starts[last] - here)}
            continue
        gone += range(first, last)
        new += range(start, end)
        if tag == "replace":
            _match(sent[here : starts[last]], now[there : ends[end]], here, there, found)
    # A line that stands elsewhere now is the same, where there is one of it.
    lines, others = Counter(before[row] for row in gone), {after[row]: row for row in new}
    twice = Counter(after[row] for row in new)
    for row in gone:
        line = before[row]
        if lines[line] == twice[line] == 1 and line.strip():
            found |= {starts[row] + step: ends[others[line]] + step for step in range(len(line))}
    return found


def _match(sent: str, now: str, here: int, there: int, found: dict[int, int]) -> None:
    before, after = words(sent), words(now)
    if len(before) * len(after) > MOST_COMPARED:
        return
    starts, ends = _starts(before), _starts(after)
    for first, start, size in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        length = starts[first + size] - starts[first]
        found |= {here + starts[first] + step: there + ends[start] + step for step in range(length)}


def _starts(parts: Sequence[str]) -> list[int]:
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part))
    return starts
