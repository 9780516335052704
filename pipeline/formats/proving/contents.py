"""Knows what a list of contents must say and where its entries must lead; must not know formats."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.model import Document
from pipeline.core.numbers import EVERY_LEVEL
from pipeline.core.text import Span
from pipeline.core.vocabulary import TITLES_BESIDE
from pipeline.formats.proving.expected_inlines import attributes_of
from pipeline.formats.proving.printed import seen

Json = Any
Row = tuple[str, str]
"""The id that an entry leads to, and what it says."""
_BESIDE = frozenset(TITLES_BESIDE.values())
_BEHIND, _TEXT = ("references", "colophon"), "text"
_PARTS = ("abstract", "preface", "references", "colophon")


@dataclass(frozen=True)
class _Section:
    id: str
    level: int
    has_formula: bool


def check(
    document: Document, output: Span, found: Iterable[Row], depth: int, *, with_beside: bool = False, text: str = ""
) -> Iterator[Diagnostic]:
    """OUT114 an entry that is lacking, or says something else, in the order of the text; OUT123 one too many. Where it
    stands in both languages, each says both titles; `text` is what the entry for a text without headings says."""
    titles = dict(document.titles)
    sections = [section for section in _sections(json.loads(document.ast)["blocks"]) if section.level <= depth]
    # A formula is said in signs where it can only be text, and as itself elsewhere.
    silent = {section.id for section in sections if section.has_formula}
    beside = dict(document.titles_beside) if with_beside else {}
    said = {one.id: f"{titles.get(one.id, '')}{beside.get(one.id, '')}" for one in sections}
    wanted = [(section.id, _plain(said[section.id], section.id, silent)) for section in sections]
    rows = [(id_, _plain(said, id_, silent)) for id_, said in found]
    if text:
        # It stands before what is printed behind the text; its part has a number, as others without a title.
        behind = next((place for place, row in enumerate(wanted) if row[0] in _BEHIND), len(wanted))
        wanted.insert(behind, (_TEXT, _plain(text, "", silent)))
        rows = [(_TEXT if id_.startswith("part-") else id_, said) for id_, said in rows]
    yield from _differences(document, output, wanted, rows)


Bookmark = tuple[str, int]
"""What a bookmark says, and the page that it leads to."""


def bookmarks(
    document: Document, output: Span, found: Iterable[Bookmark], places: Mapping[str, int]
) -> Iterator[Diagnostic]:
    """The same of bookmarks, which lead to the pages of ids, also to those in boxes and lists."""
    titles = dict(document.titles)
    sections = [
        one for one in _sections(json.loads(document.ast)["blocks"], everywhere=True) if one.level <= EVERY_LEVEL
    ]
    silent = {section.id for section in sections if section.has_formula}
    wanted = [(section.id, _plain(titles.get(section.id, ""), section.id, silent)) for section in sections]
    rows, left = [], list(wanted)
    for title, page in found:
        said = _plain(title, "", silent)
        row = next((one for one in left if one[1] == said or one[0] in silent), ("", said))
        if row in left:
            left = left[left.index(row) + 1 :]
        rows.append(row if places.get(row[0], page) == page else ("", said))
    yield from _differences(document, output, wanted, rows)


def _differences(document: Document, output: Span, wanted: Sequence[Row], rows: Sequence[Row]) -> Iterator[Diagnostic]:
    spans = {heading.id: heading.span for heading in document.inventory.headings}
    for kind, first, last, start, end in SequenceMatcher(None, wanted, rows, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for id_, _ in wanted[first:last]:
            yield Diagnostic("OUT114", spans.get(id_, output), {"id": id_}, id_, (output,) if id_ in spans else ())
        # A row in the place of another one has been told of.
        for id_, text in rows[start + last - first : end]:
            yield Diagnostic("OUT123", output, {"text": text[:24]}, id_)


def _plain(text: str, id_: str, silent: set[str]) -> str:
    return "" if id_ in silent else seen("".join(text.split()))


def _sections(blocks: Sequence[Json], everywhere: bool = False) -> Iterator[_Section]:
    """The headings that open sections: those at the top of the text, and in parts of ours; those in boxes and lists are
    sections of pages `everywhere`."""
    for block, after in zip_longest(blocks, blocks[1:]):
        if block["t"] == "Header":
            said = [block["c"][2], after] if _is_beside(after) else block["c"][2]
            yield _Section(attributes_of(block)[0], block["c"][0], '"Math"' in json.dumps(said))
        elif block["t"] == "Div":
            classes = attributes_of(block)[1]
            inner = block["c"][1]
            if everywhere:
                yield from _sections(inner, everywhere)
            # A list of figures and the like stands for itself.
            elif not {*_PARTS, "listing"}.isdisjoint(classes):
                yield from _sections([one for one in inner if one["t"] == "Header" or _is_beside(one)])


def _is_beside(block: Json) -> bool:
    return bool(block) and block["t"] == "Div" and not _BESIDE.isdisjoint(attributes_of(block)[1])
