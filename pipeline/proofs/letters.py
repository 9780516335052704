"""Knows how the letters between those that say their places get theirs; must not know how places are used.

From a letter that is known the words of the author are followed in both directions as long as they are what is shown.
So only words of the author have places, and never the signs of YAML or Markdown beside them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from pipeline.proofs.datafiles import place_cells
from pipeline.proofs.words import AuthorsWords, Place, Run, plain

Anchors = Sequence[int | None]
Places = list[Place | None]
# What stands in the source of a text that is Markdown of its own, and is not shown.
_MARKUP = "\\*_`^~[]{}"


def place_letters(
    texts: Sequence[str], anchors: Sequence[Anchors], words: AuthorsWords
) -> tuple[list[tuple[Place | None, ...]], dict[int, Place]]:
    """The place of each letter of some paragraphs, in order, of which some letters say their offset; and where words
    may be put into those that are empty, by number."""
    found = [_Paragraph(plain(text), words).follow(known) for text, known in zip(texts, anchors, strict=True)]
    _by_order(texts, found, words)
    slots = place_cells(texts, found, words)
    return [tuple(places) for places in found], slots


class _Paragraph:
    """A paragraph as it is shown, and what is known of its letters."""

    def __init__(self, text: str, words: AuthorsWords) -> None:
        self.text, self.words = text, words
        self.places: Places = [None] * len(text)

    def follow(self, anchors: Anchors) -> Places:
        known = [(index, *self.words.at[offset]) for index, offset in enumerate(anchors) if offset is not None]
        for index, run, at in known:
            self.places[index] = self.words.runs[run].places[at]
        for (first, run, start), (last, other, end) in pairwise(known):
            if run == other and start < end:
                self.between(first + 1, last, self.words.runs[run], start + 1, end)
            else:
                reached = self.forward(first + 1, last, run, start + 1)
                self.backward(reached, last, other, end)
        if known:
            first, run, start = known[0]
            self.backward(0, first, run, start)
            last, run, start = known[-1]
            self.forward(last + 1, len(self.text), run, start + 1)
        return self.places

    def between(self, first: int, last: int, run: Run, start: int, end: int) -> None:
        """Place the letters from `first` to before `last` by the characters of a run from `start` to before `end`."""
        shown, written = self.text[first:last], plain(run.text[start:end])
        blocks = [(0, 0, len(shown))] if shown == written else _matching(shown, written)
        for here, there, size in blocks:
            for step in range(size):
                self.places[first + here + step] = run.places[start + there + step]

    def forward(self, index: int, limit: int, number: int, at: int) -> int:
        """Follow a run, and those of its block that come after it, from a letter on; the letter that was reached."""
        run = self.words.runs[number]
        while index < limit and at < len(run.text):
            if plain(run.text[at]) == self.text[index]:
                self.places[index] = run.places[at]
                index += 1
            elif not _is_hidden(run, at):
                return index
            at += 1
        for step in self._further(number):
            place = self.text.find(plain(step.text), index, limit) if step.text.strip() else -1
            if place < 0:
                break
            self.places[place : place + len(step.text)] = step.places
            index = place + len(step.text)
        return index

    def _further(self, number: int) -> Iterator[Run]:
        """The runs of the same block that come next and are only signs."""
        block = self.words.runs[number].block
        for run in self.words.runs[number + 1 :]:
            if block < 0 or run.block != block or any(character.isalnum() for character in run.text):
                return
            yield run

    def backward(self, limit: int, index: int, number: int, at: int) -> None:
        """Follow a run from before a letter back to a limit."""
        run = self.words.runs[number]
        while index > limit and at > 0:
            if plain(run.text[at - 1]) == self.text[index - 1]:
                if self.places[index - 1] is not None:
                    return
                self.places[index - 1] = run.places[at - 1]
                index -= 1
            elif not _is_hidden(run, at - 1):
                return
            at -= 1


def _is_hidden(run: Run, at: int) -> bool:
    """Whether a character of a run may be shown as nothing: a line end between ideographs, a sign of markup."""
    return run.text[at].isspace() or (run.style is not None and run.text[at] in _MARKUP)


def _matching(shown: str, written: str) -> Iterator[tuple[int, int, int]]:
    for block in SequenceMatcher(None, shown, written, autojunk=False).get_matching_blocks():
        yield block.a, block.b, block.size


def _by_order(texts: Sequence[str], found: list[Places], words: AuthorsWords) -> None:
    """Place paragraphs without a letter that is known (figures in cells) by the words of the author that are the same,
    and stand between those of their neighbours."""
    behind = min((run.start for run in words.runs if run.style == "csv"), default=len(words.source.text))
    spans = [[place for place in places if place and place[0] < behind] for places in found]
    limits = [behind] * (len(texts) + 1)
    for index in range(len(texts) - 1, -1, -1):
        limits[index] = spans[index][0][0] if spans[index] else limits[index + 1]
    rows = ((run.places[0], run) for run in words.runs if run.places and all(run.places))
    runs = sorted(((place[0], run) for place, run in rows if place), key=lambda row: row[0])
    starts = [start for start, _ in runs]
    last = 0
    for index, text in enumerate(texts):
        if spans[index]:
            last = max(place[1] for place in spans[index])
        elif text.strip() and not any(found[index]):
            for _, run in runs[bisect_left(starts, last) : bisect_left(starts, limits[index])]:
                if plain(run.text).strip() == plain(text).strip():
                    at = plain(text).index(plain(run.text).strip())
                    found[index][at : at + len(run.text)] = run.places
                    last = run.places[-1][1] if run.places[-1] else last
                    break
