"""Knows how a BibTeX file is taken apart, entry by entry and with the line of each field; must not know what fields
mean. The only importer of bibtexparser, which keeps places and goes on behind a broken entry; pandoc's reader and
pybtex do neither.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

_KEY = re.compile(r"@\s*\w+\s*[{(]\s*([^\s,{}()=]*)\s*,?")


_START = re.compile(r"^[ \t]*@\s*(\w+)\s*[{(]", re.M)
_NO_ENTRIES = ("string", "preamble", "comment")
_COMMA_LEFT_OUT = re.compile(r"[}\"]\s+[A-Za-z][\w-]*\s*=")
_QUOTE_OPEN, _QUOTE_CLOSED = re.compile(r'=\s*"'), re.compile(r'"\s*,?\s*$', re.M)
_PARENTS = re.compile(r"\b(?:crossref|xdata)\s*=\s*[{\"]([^}\"]*)[}\"]", re.I)


@dataclass(frozen=True)
class _Piece:
    """An entry as it stands in its file, from its line on; `is_plain` where it can be left unread."""

    kind: str
    key: str
    line: int
    text: str
    is_plain: bool


@dataclass(frozen=True)
class RawField:
    """A field as it is written, with its braces, and its line, from 0."""

    name: str
    value: str
    line: int


@dataclass(frozen=True)
class RawEntry:
    """An entry as it is written; `is_broken` where it has no end before the next one."""

    kind: str
    key: str
    line: int
    fields: tuple[RawField, ...] = ()
    is_broken: bool = False


@dataclass
class RawFile:
    """The entries of a file in order, and its strings by their names in small letters."""

    entries: list[RawEntry] = field(default_factory=list)
    strings: dict[str, str] = field(default_factory=dict)


def parse(text: str, wanted: Container[str] | None = None) -> RawFile:
    """The parts of a file; what stands between entries is left out, as BibTeX does. Where some entries are wanted, the
    others are told by their keys and lines alone, unless something is odd about the file."""
    if wanted is not None and (pieces := _pieces(text)):
        return _parsed(pieces, wanted)
    return _whole(text)


def _pieces(text: str) -> list[_Piece]:
    """The entries of a file in which each ends before the next one begins, with nothing that needs a closer look; none
    where the file is not so plain."""
    found = list(_START.finditer(text))
    ends = [*(one.start() for one in found[1:]), len(text)]
    made: list[_Piece] = []
    line, last = 0, 0
    for one, end in zip(found, ends, strict=False):
        piece, kind = text[one.start() : end], one[1].lower()
        line, last = line + text.count("\n", last, one.start()), one.start()
        key = _KEY.match(piece)
        is_entry = kind not in _NO_ENTRIES
        is_closed = piece.count("{") == piece.count("}") and "\\{" not in piece and "\\}" not in piece
        if not is_closed or (is_entry and not (key and key[1] and piece.rstrip().endswith("}"))):
            return []
        made.append(_Piece(kind, key[1] if key else "", line, piece, is_entry and not _is_odd(piece)))
    return made


def _is_odd(piece: str) -> bool:
    """Whether a comma may be left out, or a quotation mark."""
    if _COMMA_LEFT_OUT.search(piece):
        return True
    return '"' in piece and len(_QUOTE_OPEN.findall(piece)) != len(_QUOTE_CLOSED.findall(piece))


def _parsed(pieces: Sequence[_Piece], wanted: Container[str]) -> RawFile:
    by_key = {piece.key: piece for piece in pieces if piece.is_plain}
    worked_out = {key for key in by_key if key in wanted}
    left = list(worked_out)
    while left:
        # What an entry inherits from is worked out too.
        for found in _PARENTS.finditer(by_key[left.pop()].text):
            above = {key.strip() for key in found[1].split(",")} & by_key.keys()
            left += above - worked_out
            worked_out |= above
    made = RawFile()
    for piece in pieces:
        if piece.is_plain and piece.key not in worked_out:
            made.entries.append(RawEntry(piece.kind, piece.key, piece.line))
            continue
        part = _whole(piece.text, piece.line)
        made.entries += part.entries
        for name, value in part.strings.items():
            made.strings.setdefault(name, value)
    return made


def _whole(text: str, line: int = 0) -> RawFile:
    """The parts of a text that begins on a line of its file, from 0."""
    import logging

    from bibtexparser import model
    from bibtexparser.splitter import Splitter

    # What it logs of broken entries is told of here.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    logging.getLogger("bibtexparser.splitter").setLevel(logging.CRITICAL)
    made = RawFile()
    for found in Splitter(text).split().blocks:
        inner = found.ignore_error_block if isinstance(found, model.ParsingFailedBlock) else None
        block = inner if inner is not None else found
        if isinstance(block, model.String):
            made.strings.setdefault(str(block.key).strip().lower(), str(block.value))
        elif isinstance(block, model.Entry):
            fields: dict[str, RawField] = {}
            for one in block.fields:
                # Of a field that is given twice the first one counts, as in BibTeX.
                fields.setdefault(
                    one.key.lower(), RawField(one.key.lower(), str(one.value), line + (one.start_line or 0))
                )
            row = tuple(fields.values())
            made.entries.append(RawEntry(block.entry_type.lower(), block.key, line + (block.start_line or 0), row))
        elif isinstance(block, model.ParsingFailedBlock):
            key = _KEY.match(block.raw or "")
            made.entries.append(RawEntry("", key[1] if key else "", line + (block.start_line or 0), is_broken=True))
    return made
