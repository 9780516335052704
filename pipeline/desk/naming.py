"""Knows how questions about a name are answered: where it is defined and used, what it says, how it is changed; must
not know how names are found."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from lsprotocol import types as lsp

from pipeline.desk import renaming
from pipeline.desk.hovering import told_of
from pipeline.desk.open_files import OpenFiles, Refused
from pipeline.desk.protocol import Columns, explained
from pipeline.desk.symbols import Occurrence, at, occurrences
from pipeline.desk.workspace import Reading


class _Asking(Protocol):
    """A question about a place of a file."""

    @property
    def text_document(self) -> lsp.TextDocumentIdentifier: ...
    @property
    def position(self) -> lsp.Position: ...


Asked = tuple[Reading, Columns, tuple[Occurrence, ...], Occurrence | None, tuple[int, int]]


async def definition(desk: OpenFiles, given: lsp.DefinitionParams) -> list[lsp.Location]:
    """Where the name at a place is defined."""
    asked = await _asked(desk, given)
    return _places(desk, asked, lambda row: row.defines) if asked else []


async def references(desk: OpenFiles, given: lsp.ReferenceParams) -> list[lsp.Location]:
    """Where it is used."""
    asked = await _asked(desk, given)
    with_definition = given.context.include_declaration
    return _places(desk, asked, lambda row: with_definition or not row.defines) if asked else []


async def hover(desk: OpenFiles, given: lsp.HoverParams) -> lsp.Hover | None:
    """What is printed for the name at a place, and why there is a finding."""
    asked = await _asked(desk, given)
    if asked is None:
        return None
    reading, columns, _, occurrence, (line, column) = asked
    told = []
    if occurrence is not None:
        told.append(await asyncio.to_thread(told_of, reading, occurrence.symbol, desk.language))
        if desk.pictures is not None and occurrence.symbol.kind == "target":
            path = await asyncio.to_thread(desk.pictures.picture_of, reading, occurrence.symbol.name)
            told[0] += f"\n\n![]({path.as_uri()})" if path else ""
    for finding in reading.findings:
        span = finding.diagnostic.span
        if (
            span
            and span.file == columns.source.name
            and span.line == line
            and _spans(span.column, span.end_column, column)
        ):
            told.append(explained(finding.diagnostic, desk.language))
    shown = "\n\n---\n\n".join(dict.fromkeys(filter(None, told)))
    if not shown:
        return None
    return lsp.Hover(
        lsp.MarkupContent(lsp.MarkupKind.Markdown, shown), columns.range(occurrence.span) if occurrence else None
    )


async def prepare_rename(desk: OpenFiles, given: lsp.PrepareRenameParams) -> lsp.Range | None:
    """The name at a place, if it can be changed."""
    asked = await _asked(desk, given)
    return asked[1].range(asked[3].span) if asked and asked[3] else None


async def rename(desk: OpenFiles, given: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    """The edits of all files that give the name at a place another; an error where that would change what is said."""
    asked = await _asked(desk, given)
    reader = desk.reader_of(given.text_document.uri)
    if asked is None or asked[3] is None or reader is None:
        return None
    root = reader.workspace.root
    try:
        spans = await asyncio.to_thread(renaming.rename, reader.workspace, asked[3].symbol, given.new_name)
    except renaming.CannotRename as error:
        raise Refused(error.reason.said(desk.language)) from error
    changes = {}
    for name, rows in spans.items():
        uri = desk.address(root, name)
        columns = desk.columns_of(uri)
        if columns is not None:
            changes[uri] = [lsp.TextEdit(columns.range(span), given.new_name) for span in rows]
    return lsp.WorkspaceEdit(changes=changes)


async def _asked(desk: OpenFiles, given: _Asking) -> Asked | None:
    """The report as it stands, with the name at a place; None where it cannot be read."""
    uri = given.text_document.uri
    reader = desk.reader_of(uri)
    reading = reader and await reader.fresh()
    columns = desk.columns_of(uri)
    if not reading or columns is None:
        return None
    line, column = columns.column(given.position)
    found = occurrences(reading)
    return reading, columns, found, at(found, columns.source.name, line, column), (line, column)


def _places(desk: OpenFiles, asked: Asked, wanted: Callable[[Occurrence], bool]) -> list[lsp.Location]:
    reading, _, found, occurrence, _ = asked
    if occurrence is None:
        return []
    rows = [row for row in found if row.symbol == occurrence.symbol and wanted(row)]
    made = []
    for row in sorted(rows, key=lambda row: (row.span.file, row.span.line or 0, row.span.column or 0)):
        uri = desk.address(reading.project.root, row.span.file)
        columns = desk.columns_of(uri)
        if columns is not None:
            made.append(lsp.Location(uri, columns.range(row.span)))
    return made


def _spans(first: int | None, last: int | None, column: int) -> bool:
    return first is None or first <= column <= (last or first + 1)
