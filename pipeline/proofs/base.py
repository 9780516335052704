"""Knows what a proof said when it went out, and where each letter of it stands in the source; must not know what came
back.

The report is made twice: as it is, and of a source whose letters say their places (`reading.encoding`). Both have to be
the same paragraph by paragraph; one that is not has no places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from pipeline.core.collection import garbage_collection_paused
from pipeline.core.wanted import along
from pipeline.line.drafts import draft
from pipeline.line.session import Session
from pipeline.proofs.datafiles import rewritten, tables_of
from pipeline.proofs.figurecells import with_figures
from pipeline.proofs.filling import filled
from pipeline.proofs.footnotes import with_calls
from pipeline.proofs.letters import place_letters
from pipeline.proofs.package import ReturnedFile
from pipeline.proofs.passages import Passage
from pipeline.proofs.tablelines import empty_cells
from pipeline.proofs.threads import Said, said_in
from pipeline.proofs.words import AuthorsWords, Place, words_of
from pipeline.reading.encoding import EncodedSource, encode


@dataclass(frozen=True)
class BasePassage:
    """A paragraph as it went out, and the place of each letter in the joined source; None of what is generated. `slot`
    is where words may be put into one that is empty."""

    passage: Passage
    places: tuple[Place | None, ...]
    slot: Place | None = None

    @property
    def text(self) -> str:
        return self.passage.text


@dataclass(frozen=True)
class Base:
    """The paragraphs of a proof in order, the words that they were made of, and what its comments said."""

    passages: tuple[BasePassage, ...]
    words: AuthorsWords
    said: Said = frozenset()

    @cached_property
    def _shown(self) -> Mapping[Place, Sequence[tuple[int, int]]]:
        found: dict[Place, list[tuple[int, int]]] = {}
        for number, passage in enumerate(self.passages):
            for index, place in enumerate(passage.places):
                if place is not None:
                    found.setdefault(place, []).append((number, index))
        return found

    def shown_at(self, places: Sequence[Place | None], start: int, end: int) -> Iterator[tuple[int, int]]:
        """Every paragraph, by number, and letter in it at which the places from `start` to before `end` are shown; of
        an empty stretch, where the letter before it is shown."""
        at = start if start < end or not start else start - 1
        first = places[at] if at < len(places) else None
        for number, index in self._shown.get(first, ()) if first else ():
            here = index + start - at
            if self.passages[number].places[here : here + end - start] == tuple(places[start:end]):
                yield number, here


@garbage_collection_paused()
def passages_of(session: Session) -> tuple[Passage, ...]:
    """The paragraphs of the Word edition of a report."""
    return ReturnedFile.open(draft(session)).passages


@garbage_collection_paused()
def base_of(session: Session) -> Base:
    """What a proof of a report says, with places."""
    source = session.with_data.text
    words = words_of(source, session.characters, session.texts, tuple(tables_of(session)))
    running = {place[0] for run in words.runs if not run.style for place in run.places if place}
    inner = {place[0] for run in words.runs if run.style for place in run.places if place}
    encoded = encode(source, running, inner)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(along(passages_of), session)
        with rewritten(session, lambda start, end: encoded.source.text[start:end]) as second:
            after = passages_of(second)
        shown = first.result()
    shadows = _paired(shown, after, encoded)
    anchors = [_anchors(shadow, encoded) for shadow in shadows]
    places, slots = place_letters([passage.text for passage in shown], anchors, words)
    places = with_figures(shown, filled(shown, with_calls(shown, places, words), words), words)
    slots |= dict(empty_cells(shown, places, words))
    rows = zip(shown, places, map(slots.get, range(len(shown))), strict=True)
    return Base(tuple(BasePassage(*row) for row in rows), words, said_in(session.document))


def _paired(shown: Sequence[Passage], shadows: Sequence[Passage], encoded: EncodedSource) -> list[Passage | None]:
    """The shadow of each paragraph: the one that decodes to it. What is sorted by its letters stands elsewhere."""
    decoded = [encoded.decode(shadow.text) for shadow in shadows]
    texts = [passage.text for passage in shown]
    found: list[Passage | None] = [None] * len(shown)
    for first, second, size in SequenceMatcher(None, texts, decoded, autojunk=False).get_matching_blocks():
        found[first : first + size] = shadows[second : second + size]
    return found


def _anchors(shadow: Passage | None, encoded: EncodedSource) -> list[int | None]:
    letters = shadow.letters[:-1] if shadow else ()
    return [encoded.offsets.get(letter.text) for letter in letters]
