"""Knows how a parsed body is gone through as a whole, for its inventory or for its words; must not know its
elements."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.diagnostics import Diagnostics
from pipeline.core.languages import BOTH, Languages
from pipeline.core.model import Inventory, TextBlock
from pipeline.core.opening import Folder
from pipeline.reading.fields import Fields
from pipeline.reading.indexing import add_entries
from pipeline.reading.inventory import Surveyor
from pipeline.reading.markdown import ParsedBody
from pipeline.reading.prose import Pieces


def survey(
    parsed: ParsedBody, folder: Folder, fields: Fields | None = None, languages: Languages = BOTH
) -> tuple[Inventory, str, Diagnostics]:
    """The inventory of a parsed body; its tree as pandoc JSON, in which each block begins with its place and nothing
    stands that authors may not write; what the syntax forbids (SRC11x, YML1xx, TBL10x). Data files are in `folder`;
    texts that are Markdown of their own are added to `fields`."""
    fields = fields if fields is not None else Fields()
    surveyor = _through(parsed, folder, fields, languages)
    add_entries(surveyor.index, fields)
    fields.add_all(surveyor.terms.entries)
    problems = (*surveyor.problems, *surveyor.attributes.problems, *surveyor.data.problems)
    return surveyor.inventory(), parsed.tree(), problems


def words(
    parsed: ParsedBody, folder: Folder, languages: Languages = BOTH
) -> Iterator[tuple[TextBlock, tuple[Pieces, ...]]]:
    """The blocks of the author's words, each with its segments as they stand in the marked tree."""
    surveyor = _through(parsed, folder, Fields(), languages)
    return zip(surveyor.blocks, surveyor.marked, strict=True)


def _through(parsed: ParsedBody, folder: Folder, fields: Fields, languages: Languages) -> Surveyor:
    surveyor = Surveyor(parsed, folder, fields, languages)
    for block, proved in parsed.blocks:
        surveyor.proved, surveyor.line, surveyor.column = proved, None, None
        surveyor.at_top = block.get("t") == "Header"
        surveyor.visit(block)
        surveyor.previous = block
    return surveyor
