"""Knows where the pages of a PDF of ours begin in its text; must not know who wants to know it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from pipeline.core.pagination import LENGTHS, PageStart, letters
from pipeline.tools import pdf_tags
from pipeline.tools.pdf_tags import Piece, Tag

# What is no running text, or may stand on another page than the text round it.
_APART = frozenset(
    ["TOC", "TOCI", "Note", "FENote", "Figure", "Formula", "Caption", "Reference", "RT", "Artifact", "Table"]
)
_CALL = "fn"
_PIECES = 64
"""Pieces that hold as many letters as are asked for."""
_LONGEST_NUMBER = 3
"""Letters of a label that may be the number of an item, which is no text elsewhere; longer ones are terms."""


def starts(data: bytes) -> tuple[PageStart, ...]:
    """The pages of a PDF by what is printed as their numbers and their first letters, in order: of the text that goes
    on or begins there, else of a caption, else of a row of a table."""
    tagged = pdf_tags.read(data)
    text = list(_running(tagged.root))
    found: dict[int, PageStart] = {}
    latest = 0
    for place, piece in enumerate(text):
        if piece.page > latest and letters(piece.text):
            latest = piece.page
            found[latest] = PageStart(tagged.printed[latest - 1], _from(text[place : place + _PIECES]))
    apart: tuple[tuple[str, Literal["caption", "row"]], ...] = (("Caption", "caption"), ("TR", "row"))
    for tag, kind in apart:
        for begun in _pieces_of_every(tag, tagged.root):
            page = begun[0].page
            if page not in found and letters(begun[0].text):
                found[page] = PageStart(tagged.printed[page - 1], _from(begun), kind)
    return tuple(start for _, start in sorted(found.items()))


def _from(pieces: Sequence[Piece]) -> str:
    return letters("".join(piece.text for piece in pieces))[: LENGTHS[0]]


def _pieces_of_every(kind: str, root: Tag) -> Iterator[list[Piece]]:
    """What stands in each tag of a kind that is not empty, in order."""
    return (pieces for tag in root.every() if tag.kind == kind and (pieces := list(_pieces(tag))))


def _pieces(tag: Tag) -> Iterator[Piece]:
    for kid in tag.kids:
        yield from _pieces(kid) if isinstance(kid, Tag) else (kid,)


def _running(tag: Tag) -> Iterator[Piece]:
    if tag.kind in _APART or tag.destination.removeprefix("#").startswith(_CALL):
        return
    if tag.kind == "Lbl" and len(letters("".join(one.text for one in _pieces(tag)))) <= _LONGEST_NUMBER:
        return
    has_caption = any(isinstance(kid, Tag) and kid.kind == "Caption" for kid in tag.kids)
    for kid in tag.kids:
        if not isinstance(kid, Tag):
            yield kid
        elif not (has_caption and _is_code(kid)):
            yield from _running(kid)


def _is_code(tag: Tag) -> bool:
    """Whether a block is a listing: it stands apart as figures do, and its lines have numbers that are no text."""
    return tag.kind == "P" and all(isinstance(kid, Tag) and kid.kind == "Code" for kid in tag.kids)
