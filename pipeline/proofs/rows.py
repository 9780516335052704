"""Knows which rows of the tables of a returned proof are which of those that went out; must not know what was changed
in a cell, nor the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import groupby

from pipeline.proofs.comparing import Edit
from pipeline.proofs.passages import END, Letter, Passage

_ALIKE = 0.5
"""How many of the cells of two rows say the same that are one."""


@dataclass(frozen=True)
class Row:
    """A row of a table: the numbers of its paragraphs, and what each says."""

    indexes: tuple[int, ...]
    texts: tuple[str, ...]


@dataclass
class Rows:
    """Which returned paragraphs in tables are which of those sent, where that is clear from their rows; the rows that
    were put in, each with the row that it stands behind; and those that were taken out."""

    pairs: dict[int, int] = field(default_factory=dict)
    new: list[tuple[Row, Row]] = field(default_factory=list)
    gone: list[Row] = field(default_factory=list)

    @property
    def fresh(self) -> frozenset[int]:
        return frozenset(index for _, row in self.new for index in row.indexes)

    @property
    def lost(self) -> frozenset[int]:
        return frozenset(index for row in self.gone for index in row.indexes)


def rows_of(sent: Sequence[Passage], returned: Sequence[Passage], texts: Sequence[str]) -> Rows:
    """The rows that were put in or taken out, of tables that both have; `texts` are those of the returned paragraphs
    before all tracked changes."""
    found = Rows()
    before = _tables(sent, [passage.text for passage in sent])
    after = _tables(returned, texts)
    if len(before) != len(after):
        return found
    for old, new in zip(before, after, strict=True):
        put_in = [row for row in new if _status(returned, row) == "inserted"]
        taken_out = [row for row in new if _status(returned, row) == "deleted"]
        kept = [row for row in new if row not in put_in]
        if put_in or taken_out or len(old) != len(new) or _is_shifted(old, new):
            _compare(old, new, (kept, taken_out), found)
    return found


def _tables(passages: Sequence[Passage], texts: Sequence[str]) -> list[list[Row]]:
    """The rows of each table of several rows."""
    keyed = [(passage.part, passage.table, passage.row) for passage in passages]
    numbers = [index for index, key in enumerate(keyed) if key[2]]
    rows = [
        (key, Row(indexes := tuple(group), tuple(texts[index].strip() for index in indexes)))
        for key, group in groupby(numbers, key=keyed.__getitem__)
    ]
    tables = [[row for _, row in group] for _, group in groupby(rows, key=lambda row: row[0][:2])]
    return [rows for rows in tables if len(rows) > 1]


def _status(passages: Sequence[Passage], row: Row) -> str:
    of_row = passages[row.indexes[0]].of_row
    return of_row.status if of_row else "kept"


def _is_shifted(old: Sequence[Row], new: Sequence[Row]) -> bool:
    """Whether as many rows were put in as taken out elsewhere, so that some stand in another place than they did."""
    matcher = SequenceMatcher(None, [row.texts for row in old], [row.texts for row in new], autojunk=False)
    return any(tag in ("insert", "delete") for tag, *_ in matcher.get_opcodes())


def _compare(old: Sequence[Row], new: Sequence[Row], tracked: tuple[Sequence[Row], Sequence[Row]], found: Rows) -> None:
    """Pair rows that say the same, then those that are alike between them; what is left was put in or taken out.
    `tracked` are the rows of `new` that were not put in, and those that were taken out, by what is tracked."""
    kept, taken_out = tracked
    there: dict[int, Row] = {}
    matcher = SequenceMatcher(None, [row.texts for row in old], [row.texts for row in kept], autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        rows, others = old[first:last], kept[start:end]
        if tag == "equal" or (tag == "replace" and len(rows) == len(others)):
            there |= {id(one): row for one, row in zip(others, rows, strict=True)}
        elif tag == "replace":
            there |= {id(one): row for one, row in _alike(rows, others)}
    behind = None
    for row in new:
        was = there.get(id(row))
        if was is not None and row not in taken_out:
            if len(was.indexes) == len(row.indexes):
                found.pairs |= dict(zip(row.indexes, was.indexes, strict=True))
            behind = was
        elif was is None and behind is not None:
            found.new.append((behind, row))
    kept_rows = [row for one, row in ((one, there.get(id(one))) for one in new) if row and one not in taken_out]
    found.gone += [row for row in old if row not in kept_rows]


def _alike(rows: Sequence[Row], others: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Of two lists those that have most cells in common, in order."""
    left = list(rows)
    for other in others:
        for number, row in enumerate(left):
            same = sum(map(str.__eq__, row.texts, other.texts))
            if len(row.texts) == len(other.texts) and same >= _ALIKE * len(row.texts):
                yield other, row
                left = left[number + 1 :]
                break


def row_edits(sent: Sequence[Passage], returned: Sequence[Passage], rows: Rows) -> Iterator[Edit]:
    """The edits that rows which were put in or taken out are; those that follow one another are one."""
    for behind, group in groupby(rows.new, key=lambda row: row[0]):
        new = [row for _, row in group]
        of_row = returned[new[0].indexes[0]].of_row
        letters = [letter for row in new for index in row.indexes for letter in _cell(returned[index])]
        last = behind.indexes[-1]
        end = len(sent[last].text)
        yield Edit(last, end, end, "", tuple(letters), "row", of_row.revision if of_row else None)
    tracked = {
        passage.text: passage.of_row.revision
        for passage in returned
        if passage.of_row and passage.of_row.status == "deleted"
    }
    for row in rows.gone:
        first, last = row.indexes[0], row.indexes[-1]
        text = END.join(sent[index].text for index in row.indexes)
        yield Edit(first, 0, 0, text, (), "row", tracked.get(sent[first].text), last)


def _cell(passage: Passage) -> Iterator[Letter]:
    yield Letter(END)
    for letter in passage.letters[:-1]:
        if letter.status != "deleted":
            yield Letter(letter.text, "kept", letter.revision, letter.formats, letter.is_made)


def cells(letters: Sequence[Letter]) -> list[list[Letter]]:
    """The letters of each cell of the rows that an edit puts in."""
    found: list[list[Letter]] = []
    for letter in letters:
        if letter.text == END:
            found.append([])
        else:
            found[-1].append(letter)
    return found
