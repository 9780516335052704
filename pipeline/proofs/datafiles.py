"""Knows the cells of files of data as words of the author, where a table shows them, and how an edit is written into
one; must not know edits of other words.

A file of data stands behind the text of the report, so that each of its letters has an address there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby

from pipeline.core.joined import File, JoinedText
from pipeline.core.opening import holding
from pipeline.core.text import SourceText
from pipeline.line.session import Session
from pipeline.proofs.words import AuthorsWords, DataTable, Place, Run, plain
from pipeline.tables.csvdata import placed_cells
from pipeline.tools.csvfile import PlacedCell

_IN_QUOTES = re.compile('[,"\n]')
"""What a field without quotes does not hold (RFC 4180, 2)."""


@contextmanager
def rewritten(session: Session, text_of: Callable[[int, int], str]) -> Iterator[Session]:
    """The same project, in which what stands from one offset to before another of the text with its data is another
    text."""
    name, root = session.text.name, session.project.root
    second = Session(session.project)
    second.__dict__["joined"] = JoinedText((File(SourceText(name, text_of(0, len(session.text.text)))),))
    data = {
        os.path.realpath(root / file.source.name): text_of(start, start + len(file.text)).encode()
        for start, file in _files(session)
    }
    with holding(data):
        yield second


def undrawable(session: Session) -> frozenset[str]:
    """The ids of the figures whose files of data do not fit them."""
    from pipeline.figures import files, kinds  # loaded only where an edit changes data

    found, languages = set[str](), session.document.metadata.languages
    for block in session.document.inventory.figures:
        figure = kinds.load(block)
        try:
            kinds.kind_of(figure).fill(figure, session.project.folder, block, languages)
        except files.Refused:
            found.add(block.id)
    return frozenset(found)


def tables_of(session: Session) -> Iterator[DataTable]:
    """The rows of each file of data as a table prints them."""
    languages = session.document.metadata.languages
    for start, file in _files(session):
        yield tuple(
            tuple(tuple(_run(cell, start) for cell in cells) for cells in row)
            for row in placed_cells(file.text, languages)
        )


def _run(cell: PlacedCell, start: int) -> Run:
    """The words of a cell of a file that begins at an offset."""
    text, letters = cell.text.strip(), cell.letters[_lead(cell.text) :]
    places = tuple((start + first, start + end) for first, end in letters[: len(text)])
    return Run(text, places, "csv", -1, start + cell.start, start + cell.end)


def _files(session: Session) -> Iterator[tuple[int, File]]:
    """The files of data, and where each begins."""
    space, own = session.with_data, len(session.joined.files)
    return zip(space.offsets[own:], space.files[own:], strict=True)


def _lead(text: str) -> int:
    return len(text) - len(text.lstrip())


def place_cells(texts: Sequence[str], found: Sequence[list[Place | None]], words: AuthorsWords) -> dict[int, Place]:
    """Place figures in cells, which have no letter that is known: where the paragraphs of a table say all cells of a
    file, in their order. Where words may be put into an empty one, by the number of its paragraph."""
    slots: dict[int, Place] = {}
    shown = [(_bare(text), index) for index, text in enumerate(texts) if text.strip()]
    for table in words.tables:
        cells = [cell for row in table for cell in row]
        rows = [(_said(cell), cell) for cell in cells if any(run.text for run in cell)]
        own = {place for _, runs in rows for run in runs for place in run.places}
        for start in range(len(shown) - len(rows) + 1 if rows else 0):
            beside = (
                [*zip(shown[start : start + len(rows)], rows, strict=True)] if shown[start][0] in rows[0][0] else []
            )
            if beside and all(
                text in forms and own.issuperset(filter(None, found[index])) for (text, index), (forms, _) in beside
            ):
                for (_, index), (_, runs) in beside:
                    _place(plain(texts[index]), found[index], runs)
                slots |= _slots([index for (_, index), _ in beside], cells, texts)
    return slots


def _slots(shown: Sequence[int], cells: Sequence[Sequence[Run]], texts: Sequence[str]) -> dict[int, Place]:
    """Where the empty paragraphs beside and between those of a table stand in its file, if they are as many as its
    empty cells there; `shown` are the numbers of the others, in the order of the cells that say something."""
    found: dict[int, Place] = {}
    left, last = list(shown), -1
    for is_empty, group in groupby(cells, key=lambda cell: not any(run.text for run in cell)):
        own = list(group)
        if not is_empty:
            last = left[len(own) - 1]
            left = left[len(own) :]
            continue
        first = last + 1 if last >= 0 else left[0] - len(own)
        numbers = range(first, first + len(own))
        is_whole = not left or left[0] == first + len(own)
        if first >= 0 and is_whole and not any(text.strip() for text in texts[first : first + len(own)]):
            found |= {one: (cell[0].start, cell[0].start) for one, cell in zip(numbers, own, strict=True)}
    return found


def _said(runs: Sequence[Run]) -> set[str]:
    """What may be shown of a cell: its words with their translation, or one of them."""
    each = [_bare(run.text) for run in runs if run.text]
    return {"".join(each), *each}


def _bare(text: str) -> str:
    return "".join(plain(text).split())


def _place(text: str, places: list[Place | None], runs: Sequence[Run]) -> None:
    at = 0
    for run in runs:
        here = text.find(plain(run.text), at)
        if here >= 0 and not any(places[here : here + len(run.text)]):
            places[here : here + len(run.text)] = run.places
        at = max(at, here + len(run.text))


def field_with(field: str, replacements: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Replacements in a field of CSV, by offsets in it, so that it says them: inside of its quotes their own are
    doubled; where there are none and have to be, the whole field is written anew."""
    if field.startswith('"'):
        return [(start, end, text.replace('"', '""')) for start, end, text in replacements]
    written = field
    for start, end, text in sorted(replacements, reverse=True):
        written = written[:start] + text + written[end:]
    if not written.startswith('"') and not any(_IN_QUOTES.search(text) for _, _, text in replacements):
        return list(replacements)
    return [(0, len(field), f'"{written.replace(chr(34), chr(34) * 2)}"')]
