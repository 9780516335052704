"""Knows what an editor changed: the returned paragraphs against those that went out; must not know the source.

What was changed without tracking is found by what differs. What the update of a field changed is no edit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, pairwise

from pipeline.proofs.alignment import Pairs, align
from pipeline.proofs.calls import calls_of, with_calls
from pipeline.proofs.comparing import Edit, compare, is_explained
from pipeline.proofs.expecting import edited, parted
from pipeline.proofs.moving import Stop, arranged, away, settled
from pipeline.proofs.passages import END, Letter, Passage, after, before, said
from pipeline.proofs.properties import HEADING, key_of
from pipeline.proofs.rows import row_edits, rows_of

_INDENT = "\u3000"


@dataclass(frozen=True)
class Reading:
    """All edits of a returned proof in the order of the text; on which letters of which paragraph comments are; what of
    the paragraphs that came back the edits do not lead to, which there should be none of; the formulas that say what
    they did not when they went out; and the paragraphs, by number, whose style is another, with the new one."""

    edits: tuple[Edit, ...]
    comments: dict[str, tuple[int, int, int]]
    unexplained: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()
    restyled: tuple[tuple[int, str], ...] = ()


def without_indents(edit: Edit) -> Edit:
    """An edit without the blanks that new paragraphs are indented with by hand, which the style of each does."""
    if edit.kind != "paragraph" or not any(letter.text == _INDENT for letter in edit.new):
        return edit
    new: list[Letter] = []
    for letter in edit.new:
        is_first = new[-1].text == END if new else edit.new[-1].text == END
        if letter.text != _INDENT or not is_first:
            new.append(letter)
    return replace(edit, new=tuple(new))


def read_edits(sent: Sequence[Passage], returned: Sequence[Passage], *, may_lose: bool = True) -> Reading:
    """The edits between what was sent and what came back, by a program that `may_lose` parts of formulas or not."""
    whole = list(_with_ends(sent, returned))
    found = _read_edits(sent, with_calls(sent, whole), may_lose=may_lose)
    # A call that is put in elsewhere without tracking is one of a new note there.
    apart = {letter.note for edit in found.edits if edit.kind != "format" for letter in edit.new if letter.note}
    return _read_edits(sent, with_calls(sent, whole, apart), may_lose=may_lose) if apart else found


def _read_edits(sent: Sequence[Passage], returned: Sequence[Passage], *, may_lose: bool) -> Reading:
    stood, stands = settled(returned)
    came = list(before(stood))
    texts = [said(letter for letter in passage.letters[:-1] if letter.status != "inserted") for passage in came]
    rows = rows_of(sent, came, texts)
    pairs = align(sent, came, texts, rows)
    known = {came[index].number: place for index, place in pairs.items()}
    read = _Read(sent, may_lose)
    read.through(list(before(stands)), known, {came[index].number for index in rows.fresh})
    found = [
        *arranged(sent, read.stops),
        *row_edits(sent, came, rows),
        *_gone(sent, pairs, rows.lost, calls_of(returned)),
    ]
    all_ = tuple(sorted(found, key=lambda edit: (edit.passage, edit.start)))
    unexplained = tuple(read.unexplained) or _unaccounted(sent, returned, all_)
    # What is joined or put in beside a paragraph may hand its style on.
    parted_at = {edit.passage for edit in all_ if END in edit.old + edit.new_text}
    restyled = tuple(row for row in read.restyled if parted_at.isdisjoint(range(row[0] - 1, row[0] + 2)))
    return Reading(all_, read.comments, unexplained, tuple(read.formulas), restyled)


@dataclass
class _Read:
    """What is read of the paragraphs that came back, one after the other."""

    sent: Sequence[Passage]
    may_lose: bool
    stops: list[Stop] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)
    comments: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    formulas: list[str] = field(default_factory=list)
    restyled: list[tuple[int, str]] = field(default_factory=list)

    @cached_property
    def _styles(self) -> frozenset[str]:
        return frozenset(key_of(passage.style) for passage in self.sent)

    def through(self, now: Sequence[Passage], known: Mapping[int, int], fresh: Collection[int]) -> None:
        """Read all paragraphs; `known` says which were sent, `fresh` are those of new rows, by number."""
        pairs = {index: known[passage.number] for index, passage in enumerate(now) if passage.number in known}
        elsewhere = away(now, pairs)
        last, new = -1, -2
        for index, passage in enumerate(now):
            if index in pairs:
                self._known(pairs[index], passage, is_away=index in elsewhere)
                last = last if index in elsewhere else pairs[index]
            elif passage.number not in fresh and any(letter.text.strip() for letter in passage.letters):
                edit = _new(self.sent, last, passage, now[index - 1].end if index else Letter(END))
                # Those that follow one another are one edit.
                beside = self.stops.pop().edits[0] if new == index - 1 else None
                edit = replace(edit, new=(*beside.new, *edit.new)) if beside else edit
                self.stops.append(Stop(None, passage, (edit,)))
                new = index

    def _known(self, place: int, passage: Passage, *, is_away: bool) -> None:
        sent = self.sent[place]
        edits, places = compare(place, sent, passage)
        self.stops.append(Stop(place, passage, edits, is_away))
        if _says_otherwise(sent.formulas, passage.formulas, may_lose=self.may_lose):
            self.formulas.append(f"{sent.formulas} → {passage.formulas}")
        if self._is_restyled(sent.style, passage.style):
            self.restyled.append((place, passage.style))
        if not is_explained(sent, passage, edits):
            self.unexplained.append(passage.text)
        for letter, at in zip(passage.letters, places, strict=True):
            for id_ in letter.comments:
                first = self.comments.get(id_, (place, at, at))
                self.comments[id_] = (first[0], first[1], at + 1) if first[0] == place else first

    def _is_restyled(self, sent: str, came: str) -> bool:
        """Whether a style is another of those that a proof has; programs have styles of their own for others."""
        key = key_of(came)
        return key != key_of(sent) and (key in self._styles or bool(HEADING.fullmatch(key)))


def _unaccounted(sent: Sequence[Passage], returned: Sequence[Passage], edits: Sequence[Edit]) -> tuple[str, ...]:
    """The paragraphs that are there when all tracked changes are accepted, and not when all edits are made."""
    rows = [edit for edit in edits if edit.kind != "format"]
    made = Counter(_typed(letters) for _, letters in edited(sent, rows))
    left = list(after(returned))
    noted = (parted((*letter.noted, Letter(END))) for one in left for letter in one.letters if letter.noted)
    there = Counter(_typed(letters) for letters in (*(one.letters for one in left), *chain.from_iterable(noted)))
    return tuple(text for text in (there - made).elements() if text)


def _typed(letters: Iterable[Letter]) -> str:
    """What a paragraph says but for the results of fields; white space is one blank, and none at the ends."""
    return " ".join(said(letter for letter in letters if not letter.is_made).split())


def _new(sent: Sequence[Passage], last: int, passage: Passage, before: Letter) -> Edit:
    """A new paragraph behind the last one that is known; before the first where there is none."""
    new = tuple(letter for letter in passage.letters[:-1] if letter.status != "deleted")
    if last < 0:
        return Edit(0, 0, 0, "", (*new, Letter(END)), "paragraph")
    end = len(sent[last].text)
    # Programs give lists other numbers: what is one list with the paragraph before it has the same.
    return Edit(last, end, end, "", (replace(before, status="kept", revision=None), *new), "paragraph")


def _with_ends(sent: Sequence[Passage], returned: Sequence[Passage]) -> Iterator[Passage]:
    """What came back, with the ends of paragraphs that were there: LibreOffice tells of what is typed at the end of one
    and at the beginning of the next as one insertion, and of the end between them too."""
    beside = {(one.part, one.text, other.text) for one, other in pairwise(sent)}
    whole = {(passage.part, passage.text) for passage in sent}
    texts = [said(letter for letter in passage.letters[:-1] if letter.status != "inserted") for passage in returned]
    for number, passage in enumerate(returned):
        if passage.end.status == "inserted" and number + 1 < len(texts):
            first, second = texts[number], texts[number + 1]
            if (passage.part, first, second) in beside and (passage.part, first + second) not in whole:
                yield replace(passage, letters=(*passage.letters[:-1], Letter(END)))
                continue
        yield passage


def _says_otherwise(sent: str, came: str, *, may_lose: bool) -> bool:
    """Whether formulas hold other letters or figures than they did, or none are left; programs that `may_lose` parts of
    some write their signs otherwise too, which is no edit."""
    before, after = (Counter(filter(str.isalnum, text)) for text in (sent, came))
    return bool(after - before) or bool(before and not after) or (not may_lose and before != after)


def _gone(sent: Sequence[Passage], pairs: Pairs, lost: Collection[int], called: Collection[str]) -> Iterator[Edit]:
    """Paragraphs that are not there any more, without a tracked change, not in a row that is `lost`, and not of a note
    whose call has gone too."""
    kept = {*pairs.values(), *lost}
    known = calls_of(sent)
    for index, passage in enumerate(sent):
        if passage.note in known and passage.note not in called:
            continue
        if index not in kept and passage.text.strip():
            yield Edit(index, 0, len(passage.text), passage.text + END, (), "paragraph")
