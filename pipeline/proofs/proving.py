"""Knows how it is proved that the changed source says what the editor wrote, and nothing else; must not know how edits
are found.

All edits are made together and the report is made again. A paragraph that does not say what it should accuses the edits
in it: they are made in another way, or refused, and the proof begins anew. What is left at the end is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from pipeline.core.diagnostics import PipelineError
from pipeline.core.reasons import Reason
from pipeline.line.session import Session
from pipeline.proofs.applying import applied, changed_session, clashes
from pipeline.proofs.base import Base, base_of, passages_of
from pipeline.proofs.datafiles import undrawable
from pipeline.proofs.expecting import copies_of, expected, of_authors
from pipeline.proofs.locating import Located
from pipeline.proofs.passages import Letter, Passage
from pipeline.proofs.replacing import Replacement, Way
from pipeline.proofs.words import plain

Told = str
"""What of a paragraph is compared, as one text."""
Try = tuple[Located, int]
"""An edit, and the number of the way in which it is tried."""


@dataclass(frozen=True)
class Proved:
    """The edits that are made, the way in which each is, and all that is replaced in the joined source for them; those
    that are not, with the reason. `renders` counts how often the report was made."""

    made: tuple[Located, ...]
    refused: tuple[tuple[Located, Reason], ...]
    ways: tuple[Way, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    renders: int = 0


@dataclass
class Prover:
    """Finds the edits that can be made together, each exactly."""

    session: Session
    base: Base
    refused: list[tuple[Located, Reason]] = field(default_factory=list)
    renders: int = 0
    known: dict[frozenset[Try], list[int] | None] = field(default_factory=dict)

    def prove(self, located: Sequence[Located]) -> Proved:
        """Make what can be made; every render settles at least one edit."""
        self.refused = [(row, row.reason) for row in located if row.reason]
        left = self._without_clashes([(row, 0) for row in located if not row.reason])
        while left:
            wrong = self._wrong(left)
            if wrong == []:
                break
            accused = {number for number, (row, _) in enumerate(left) if wrong and self._touched(row) & set(wrong)}
            if not accused:
                # Something else than what was edited reads otherwise now: found by halves.
                accused = set(range(len(left))) - self._without_suspects(left)
            else:
                accused -= self._spared(left, accused, set(wrong or ()))
            left = self._without_clashes(self._next(left, accused))
        ways = tuple(row.ways[way] for row, way in left)
        made = tuple(row for row, _ in left)
        return Proved(made, tuple(self.refused), ways, applied(self.base, ways), self.renders)

    def _spared(self, rows: Sequence[Try], accused: set[int], wrong: set[int]) -> set[int]:
        """Which of the accused edits that have no other way are not refused yet: beside one that has another, or, where
        none has, those that are harmless without the rest of their paragraph."""
        places = {number: self._touched(rows[number][0]) & wrong for number in accused}
        shared = {
            number: [other for other in accused if other != number and places[number] & places[other]]
            for number in accused
            if not _has_next(rows[number])
        }
        waiting = {number for number, beside in shared.items() if any(_has_next(rows[other]) for other in beside)}
        doubtful = sorted(number for number, beside in shared.items() if beside and number not in waiting)
        others = [row for number, row in enumerate(rows) if number not in accused]
        return waiting | {doubtful[number] for number in self._harmless(others, [rows[one] for one in doubtful])}

    def _without_suspects(self, rows: Sequence[Try]) -> set[int]:
        """Which edits are harmless. What is shown in several places decides more often what else is shown: it is looked
        through first, beside all others."""
        suspects = [number for number, (row, _) in enumerate(rows) if len(self._touched(row)) > 1]
        others = [number for number in range(len(rows)) if number not in suspects]
        kept = self._harmless([], [rows[number] for number in others])
        beside = [rows[others[number]] for number in sorted(kept)]
        found = self._harmless(beside, [rows[number] for number in suspects])
        return {others[number] for number in kept} | {suspects[number] for number in found}

    def _harmless(self, kept: Sequence[Try], rows: Sequence[Try]) -> set[int]:
        """Which of some edits change nothing that they should not, by their numbers, made together with others."""
        if not rows or self._wrong([*kept, *rows]) == []:
            return set(range(len(rows)))
        if len(rows) == 1:
            return set()
        middle = len(rows) // 2
        first = self._harmless(kept, rows[:middle])
        second = self._harmless([*kept, *(rows[number] for number in sorted(first))], rows[middle:])
        return first | {middle + number for number in second}

    def _without_clashes(self, left: list[Try]) -> list[Try]:
        found = clashes([row.ways[way] for row, way in left])
        self.refused += [(left[number][0], Reason("edit_clashes")) for number in sorted(found)]
        return [row for number, row in enumerate(left) if number not in found]

    def _wrong(self, rows: Sequence[Try]) -> list[int] | None:
        """The paragraphs that come out otherwise than they should; None where nothing can be made of the source."""
        key = frozenset(rows)
        if key not in self.known:
            self.known[key] = self._rendered(rows)
        return self.known[key]

    def _rendered(self, rows: Sequence[Try]) -> list[int] | None:
        self.renders += 1
        edits = [row.edit for row, _ in rows]
        replacements = applied(self.base, [row.ways[way] for row, way in rows])
        is_of_data = any(one.start >= len(self.session.text.text) for one in replacements)
        undrawn = undrawable(self.session) if is_of_data else frozenset()
        try:
            with changed_session(self.session, replacements) as second:
                if is_of_data and not undrawable(second) <= undrawn:
                    return None  # no proof in Word reads drawings
                wrong = _differing(expected(self.base, edits), passages_of(second))
                if wrong and any(edit.kind in ("paragraph", "join", "move", "row") for edit in edits):
                    # A citation or a note may have gone, and others have other numbers.
                    self.renders += 2
                    found = of_authors(base_of(second))
                    wrong = _differing(expected(of_authors(self.base), edits), [row.passage for row in found.passages])
        except PipelineError:
            return None
        return wrong

    def _next(self, left: Sequence[Try], accused: set[int]) -> list[Try]:
        found = []
        for number, (row, way) in enumerate(left):
            if number not in accused:
                found.append((row, way))
            elif _has_next((row, way)):
                found.append((row, way + 1))
            else:
                self.refused.append((row, self._why(row, way)))
        return found

    def _why(self, row: Located, way: int) -> Reason:
        """Why an edit cannot be made: of data, perhaps, because a chart of them could not be drawn any more."""
        if any(one.start >= len(self.session.text.text) for one in row.ways[way]):
            undrawn = undrawable(self.session)
            try:
                with changed_session(self.session, applied(self.base, [row.ways[way]])) as second:
                    is_drawn = undrawable(second) <= undrawn
            except PipelineError:
                is_drawn = False
            if not is_drawn:
                return Reason("edit_undrawable")
        return Reason("edit_reads_otherwise")

    def _touched(self, row: Located) -> set[int]:
        """The paragraphs that an edit changes."""
        edit = row.edit
        reach = range(edit.passage, edit.to + 1) if edit.kind == "row" else ()
        return {edit.passage, *reach, *copies_of(self.base, [edit])}


def _has_next(row: Try) -> bool:
    return row[1] + 1 < len(row[0].ways)


def _differing(rows: Sequence[tuple[int, Sequence[Letter]]], passages: Sequence[Passage]) -> list[int]:
    """The numbers of the paragraphs that are not said, or beside which something else is."""
    wanted = [(number, told) for number, letters in rows if (told := _told(letters))]
    found = [told for passage in passages if (told := _told(passage.letters[:-1]))]
    matcher = SequenceMatcher(None, [told for _, told in wanted], found, autojunk=False)
    return [
        wanted[min(index, len(wanted) - 1)][0]
        for tag, first, last, _, _ in matcher.get_opcodes()
        if tag != "equal"
        for index in range(first, max(last, first + 1))
    ]


def _told(letters: Sequence[Letter]) -> Told:
    """What of a paragraph is compared: how deep in lists it stands and what it is of, its letters with their formats,
    but for the results of fields; white space is one blank, and none at the ends."""
    rows: list[str] = []
    for letter in letters:
        text = plain(letter.text)
        if letter.is_made or (text == " " and (not rows or rows[-1] == " ")):
            continue
        rows.append(f"{text}\0{sorted(letter.formats)}\0" if letter.formats and text != " " else text)
    if rows and rows[-1] == " ":
        rows.pop()
    first = next((letter for letter in letters if letter.text.strip()), None)
    return "".join((f"{first.level} {first.block}\0" if first else "", *rows)) if rows else ""
