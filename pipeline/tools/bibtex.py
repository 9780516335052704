"""Knows how a BibTeX file is taken apart, entry by entry and with the line of each field; must not know what fields
mean. The only importer of bibtexparser, which keeps places and goes on behind a broken entry; pandoc's reader and
pybtex do neither.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_KEY = re.compile(r"@\s*\w+\s*[{(]\s*([^\s,{}()=]*)\s*,?")


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


def parse(text: str) -> RawFile:
    """The parts of a file; what stands between entries is left out, as BibTeX does."""
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
                fields.setdefault(one.key.lower(), RawField(one.key.lower(), str(one.value), one.start_line or 0))
            row = tuple(fields.values())
            made.entries.append(RawEntry(block.entry_type.lower(), block.key, block.start_line or 0, row))
        elif isinstance(block, model.ParsingFailedBlock):
            key = _KEY.match(block.raw or "")
            made.entries.append(RawEntry("", key[1] if key else "", block.start_line or 0, is_broken=True))
    return made
