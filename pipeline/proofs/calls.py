"""Knows which note each call of a proof that came back calls: one that was sent, or a new one; must not know the
source.

Programs give notes other numbers when they save. So notes are told by what they say, and by what stands before their
calls.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from pipeline.proofs.alignment import likeness
from pipeline.proofs.passages import END, Letter, Passage, said

_ALIKE = 0.5
"""How alike two notes are that are one, by `SequenceMatcher.ratio`."""
_BEFORE = 12
"""Letters before a call by which it is known."""
_FAR_APART = 4_000
"""Products of the counts of notes beyond which they are not compared each with each."""


@dataclass(frozen=True)
class _Call:
    """A call that stood in a proof before all tracked changes, what its note says, and what stands before it."""

    letter: Letter
    text: str
    before: str

    @property
    def note(self) -> str:
        return self.letter.note


def with_calls(
    sent: Sequence[Passage], returned: Sequence[Passage], apart: Collection[str] = frozenset()
) -> list[Passage]:
    """What came back, with the names that its notes had when they were sent. A new one stands in its call, and one that
    is not called any more, nowhere; those `apart` are new where they are called."""
    notes, stood = _notes(returned), list(_calls(returned))
    if not stood and not any(letter.note for passage in returned for letter in passage.letters):
        return list(returned)
    names = {came: name for came, name in _paired(list(_calls(sent)), stood).items() if name not in apart}
    gone = [call for call in stood if call.letter.status == "deleted" and call.note in names]
    moved = {names[call.note]: call.text for call in gone if call.letter.revision and call.letter.revision.is_move}
    reading = _Naming(notes, names, moved)
    body = [replace(one, letters=tuple(map(reading.named, one.letters))) for one in returned if not one.note]
    lost = {call.note for call in gone}
    return [*body, *(one for passage in returned if passage.note for one in reading.kept(passage, lost))]


def calls_of(passages: Sequence[Passage]) -> frozenset[str]:
    """The names of the notes that are called when all tracked changes are accepted."""
    return frozenset(letter.note for one in passages for letter in one.letters if letter.status != "deleted")


@dataclass
class _Naming:
    """The notes that came back, by their names there; the names under which those that are known were sent; what the
    notes say whose calls were moved away, by those."""

    notes: Mapping[str, Sequence[Passage]]
    names: Mapping[str, str]
    moved: dict[str, str]
    called: set[str] = field(default_factory=set)
    arrived: set[str] = field(default_factory=set)

    def named(self, letter: Letter) -> Letter:
        """A letter that came back; a call with the name of its note, or with what that says."""
        if not letter.note:
            return letter
        noted = _folded(self.notes.get(letter.note, ()))
        name = self.names.get(letter.note, "")
        if letter.status == "inserted":
            is_move = bool(letter.revision and letter.revision.is_move)
            text = _plain(said(noted))
            name = next((one for one, was in self.moved.items() if is_move and was == text), "")
            self.moved.pop(name, None)
            self.arrived |= {name} - {""}
        elif name in self.called:
            name = ""
        if name:
            self.called.add(name)
            return replace(letter, note=name)
        comments = dict.fromkeys(id_ for one in noted for id_ in one.comments)
        return replace(letter, note="", noted=noted, comments=(*letter.comments, *comments))

    def kept(self, passage: Passage, lost: Collection[str]) -> Iterator[Passage]:
        """A paragraph of a note that is still called: as it was, where its call was moved."""
        name = self.names.get(passage.note, "")
        if name in self.arrived:
            letters = (letter for letter in passage.letters if letter.status != "inserted")
            was = tuple(replace(letter, status="kept", revision=None) for letter in letters)
            yield replace(passage, letters=was, note=name)
        elif name in self.called and passage.note not in lost:
            yield replace(passage, note=name)


def _notes(passages: Sequence[Passage]) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = {}
    for passage in passages:
        if passage.note:
            found.setdefault(passage.note, []).append(passage)
    return found


def _folded(note: Sequence[Passage]) -> tuple[Letter, ...]:
    """What a note says when all tracked changes are accepted, its paragraphs parted by their ends."""
    parts = []
    for passage in note:
        letters = [letter for letter in passage.letters[:-1] if letter.status != "deleted"]
        first = next((at for at, letter in enumerate(letters) if letter.text.strip()), len(letters))
        last = next((at for at in range(len(letters), first, -1) if letters[at - 1].text.strip()), first)
        if first < last:
            parts.append([replace(letter, status="kept", revision=None) for letter in letters[first:last]])
    return tuple(letter for part in parts for letter in (*part, Letter(END)))[:-1]


def _calls(passages: Sequence[Passage]) -> Iterator[_Call]:
    """The calls before all tracked changes, each note once."""
    notes, known = _notes(passages), set[str]()
    for passage in passages:
        letters = [letter for letter in passage.letters if letter.status != "inserted"]
        for at, letter in enumerate(letters):
            if letter.note and letter.note not in known:
                known.add(letter.note)
                was = (one for row in notes.get(letter.note, ()) for one in row.letters if one.status != "inserted")
                yield _Call(letter, _plain(said(was)), said(letters[max(at - _BEFORE, 0) : at]))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _paired(sent: Sequence[_Call], came: Sequence[_Call]) -> dict[str, str]:
    """The name of the note that was sent of each that came back: what says the same in order, what is alike between
    those, then what says the same elsewhere."""
    found: dict[str, str] = {}
    matcher = SequenceMatcher(None, [call.text for call in sent], [call.text for call in came], autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            found |= {there.note: here.note for here, there in zip(sent[first:last], came[start:end], strict=True)}
        elif tag == "replace":
            found |= _alike(sent[first:last], came[start:end])
    taken = set(found.values())
    left = {call.text: call.note for call in sent if call.note not in taken and call.text}
    for call in came:
        if call.note not in found and call.text in left:
            found[call.note] = left.pop(call.text)
    return found


def _alike(sent: Sequence[_Call], came: Sequence[_Call]) -> dict[str, str]:
    """The same of calls that say otherwise, those that are most alike first."""
    if len(sent) * len(came) > _FAR_APART:
        return {}
    rows = (
        (_likeness(here, there), -abs(at - to), here, there)
        for at, here in enumerate(sent)
        for to, there in enumerate(came)
    )
    ranked = sorted(((row[0], row[1], row[2].note, row[3].note) for row in rows if row[0] >= _ALIKE), reverse=True)
    found: dict[str, str] = {}
    for _, _, name, there in ranked:
        if there not in found and name not in found.values():
            found[there] = name
    return found


def _likeness(here: _Call, there: _Call) -> float:
    return max(likeness(here.text, there.text), _ALIKE if here.before and here.before == there.before else 0)
