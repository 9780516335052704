"""Knows where signs and single letters stand that no run of words beside them has led to: between those that are known,
where the source has nothing else but markup; must not know how the others were found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.proofs.passages import NOTE, Letter, Passage
from pipeline.proofs.words import AuthorsWords, Place, plain

Places = tuple[Place | None, ...]
Ways = list[Places]
# What stands in running text and is shown as nothing.
_TYPED = {"–": "--", "—": "---", "…": "..."}
"""What pandoc makes signs of."""
_REFERENCES = re.compile(r"(?:\[-?@[^\]\n;]+\](?:\{[^{}\n]*\})?)+")
"""References with nothing between them."""
_BLANK = re.compile(r"\s+")
_MARKUP = re.compile(r"\]\([^()\n]*\)|\]\{[^{}\n]*\}|[*_~^`\[\]]")
# What a line begins with before its words, and ends with behind them.
_OPENING = re.compile(r"[\s>]*(?:[-*+]\s+|\d+[.)]\s+|#{1,6}\s+|[:~]\s+|\[\^[^\]\s]+\]:\s*)?")
_ENDING = re.compile(r"\s*(?:\{[^{}\n]*\})?\s*$")


def filled(passages: Sequence[Passage], places: Sequence[Places], words: AuthorsWords) -> list[Places]:
    """The places of the letters of some paragraphs, with those of letters between them that have none."""
    found = []
    for passage, own in zip(passages, places, strict=True):
        rows = list(own)
        for first, last in _gaps(passage.letters[:-1], own):
            before, behind = rows[first - 1] if first else None, rows[last] if last < len(rows) else None
            if any(place and words.text_at(place) for place in (before, behind)):
                continue
            shown = plain("".join(letter.text for letter in passage.letters[first:last]))
            rows[first:last] = _found(words.source.text, shown, before, behind, is_cell=passage.cell > 0)
        found.append(tuple(rows))
    return found


def _gaps(letters: Sequence[Letter], places: Places) -> Iterator[tuple[int, int]]:
    """The stretches of letters without a place that are no call and more than results of fields and blanks."""
    at = 0
    while at < len(letters):
        end = at
        while end < len(letters) and places[end] is None:
            end += 1
        own = letters[at:end]
        is_left_out = any(one.text == NOTE for one in own) or len(own) == len(letters)
        if any(letter.text.strip() and not letter.is_made for letter in own) and not is_left_out:
            yield at, end
        at = end + 1


def _found(
    source: str, shown: str, before: Place | None, behind: Place | None, *, is_cell: bool
) -> Sequence[Place | None]:
    """The places of what is shown between two letters, or between one and the end of its line or cell."""
    nothing: list[Place | None] = [None] * len(shown)
    if before and behind:
        return _walk(source, shown, before[1], behind[0]) or nothing
    if before:
        end = source.find("\n", before[1])
        end = len(source) if end < 0 else end
        if is_cell and (bar := re.compile(r"(?<!\\)\|").search(source, before[1], end)):
            end = bar.start()
        ending = _ENDING.search(source, before[1], end)
        return _walk(source, shown, before[1], ending.start() if ending else end) or nothing
    if behind:
        start = source.rfind("\n", 0, behind[0]) + 1
        start = max(start, source.rfind("|", start, behind[0]) + 1) if is_cell else start
        opening = _OPENING.match(source, start, behind[0])
        return _walk(source, shown, opening.end() if opening else start, behind[0]) or nothing
    return nothing


def _walk(source: str, shown: str, start: int, end: int) -> Sequence[Place | None]:
    """The place of each character that is shown, where the source has them, markup and references and nothing else, and
    has them in one way."""
    ways = _Walk(source, shown, end).ways(start, 0)
    return ways[0] if len(ways) == 1 else ()


class _Walk:
    """The ways in which a source up to an end says what is shown: what a reference shows may be of any length."""

    def __init__(self, source: str, shown: str, end: int) -> None:
        self._source, self._shown, self._end = source, shown, end
        self._known: dict[tuple[int, int], Ways] = {}

    def ways(self, at: int, index: int) -> Ways:
        """Two of them at most, from a character of the source and one of what is shown on."""
        found: list[Place | None] = []
        source, shown, end = self._source, self._shown, self._end
        while at < end:
            here = index + len(found)
            letter = shown[here] if here < len(shown) else ""
            typed = _TYPED.get(letter, "")
            if references := _REFERENCES.match(source, at, end):
                return [(*found, *way) for way in self._behind(references.end(), here)]
            if letter == " " and (blank := _BLANK.match(source, at, end)):
                found.append((at, blank.end()))
                at = blank.end()
            elif letter and plain(source[at]) == letter:
                found.append((at, at + 1))
                at += 1
            elif typed and source.startswith(typed, at, end):
                found.append((at, at + len(typed)))
                at += len(typed)
            elif markup := _MARKUP.match(source, at, end):
                at = markup.end()
            else:
                return []
        return [tuple(found)] if index + len(found) == len(shown) else []

    def _behind(self, at: int, index: int) -> Ways:
        """What a reference shows has no place; it is one letter or more."""
        if (at, index) not in self._known:
            made: Ways = []
            for length in range(1, len(self._shown) - index + 1):
                made += [((None,) * length + way) for way in self.ways(at, index + length)]
                if len(made) > 1:
                    break
            self._known[at, index] = made[:2]
        return self._known[at, index]
