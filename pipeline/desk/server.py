"""Knows the language server: which question of an editor is answered by what; must not know how answers are found."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import Any

from lsprotocol import types as lsp

from pipeline import __version__
from pipeline.core.languages import Language, of_locale
from pipeline.desk import outline, tidying
from pipeline.desk.completing import complete
from pipeline.desk.mending import mendings
from pipeline.desk.naming import definition, hover, prepare_rename, references, rename
from pipeline.desk.open_files import OpenFiles
from pipeline.desk.protocol import code_action, completion_item, path_of, symbol


def serve(language: Language | None) -> None:
    """Answer an editor on standard input and output until it leaves."""
    # Copies, since the server closes what it speaks on.
    with os.fdopen(os.dup(0), "rb") as given, os.fdopen(os.dup(1), "wb") as said:
        made = server(language)
        try:
            made.start_io(given, said)
        finally:
            made.close()


def server(language: Language | None) -> OpenFiles:
    """The server with all that it answers."""
    made = OpenFiles("kanben", __version__, language)
    for name, answer in _ANSWERS.items():
        made.feature(name)(answer)
    made.feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=list('@#.:[(="^{ ')))(_complete)
    made.feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))(rename)
    kinds = [lsp.CodeActionKind.QuickFix, lsp.CodeActionKind.SourceFixAll]
    made.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=kinds))(_mend)
    return made


def _begin(desk: OpenFiles, given: lsp.InitializeParams) -> None:
    desk.language = desk.given_language or of_locale(given.locale or "")


def _opened(desk: OpenFiles, given: lsp.DidOpenTextDocumentParams) -> None:
    _hold(desk, given.text_document.uri)


def _changed(desk: OpenFiles, given: lsp.DidChangeTextDocumentParams) -> None:
    _hold(desk, given.text_document.uri)


def _hold(desk: OpenFiles, uri: str) -> None:
    reader, path = desk.reader_of(uri), path_of(uri)
    if reader and path:
        reader.workspace.hold(path, desk.workspace.get_text_document(uri).source)
        reader.changed()


def _closed(desk: OpenFiles, given: lsp.DidCloseTextDocumentParams) -> None:
    reader, path = desk.reader_of(given.text_document.uri), path_of(given.text_document.uri)
    if reader and path:
        reader.workspace.release(path)
        reader.changed()


def _saved(desk: OpenFiles, given: lsp.DidSaveTextDocumentParams) -> None:
    if reader := desk.reader_of(given.text_document.uri):
        reader.changed()


def _moved(desk: OpenFiles, given: lsp.DidChangeWatchedFilesParams) -> None:
    for uri in {change.uri for change in given.changes}:
        if reader := desk.reader_of(uri):
            reader.changed()


async def _complete(desk: OpenFiles, given: lsp.CompletionParams) -> lsp.CompletionList:
    uri = given.text_document.uri
    reader, columns = desk.reader_of(uri), desk.columns_of(uri)
    reading = reader and (reader.good or await reader.fresh())
    if not reading or not columns:
        return lsp.CompletionList(is_incomplete=False, items=[])
    line, column = columns.column(given.position)
    text = columns.source.text
    found = await asyncio.to_thread(complete, reading, desk.name_of(uri), text, line, column)
    where = lsp.Range(columns.position(line, found.start), columns.position(line, column))
    return lsp.CompletionList(is_incomplete=False, items=[completion_item(row, where) for row in found.choices])


async def _outline(desk: OpenFiles, given: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
    reader, columns = desk.reader_of(given.text_document.uri), desk.columns_of(given.text_document.uri)
    reading = reader and await reader.fresh()
    if not reading or not columns:
        return []
    return [symbol(section, columns) for section in outline.sections(reading, columns.source.name)]


async def _fold(desk: OpenFiles, given: lsp.FoldingRangeParams) -> list[lsp.FoldingRange]:
    reader, columns = desk.reader_of(given.text_document.uri), desk.columns_of(given.text_document.uri)
    reading = reader and await reader.fresh()
    if not reading or not columns:
        return []
    tree = outline.sections(reading, columns.source.name)
    return [lsp.FoldingRange(first - 1, last - 1) for first, last in outline.folds(columns.source, tree)]


async def _links(desk: OpenFiles, given: lsp.DocumentLinkParams) -> list[lsp.DocumentLink]:
    reader, columns = desk.reader_of(given.text_document.uri), desk.columns_of(given.text_document.uri)
    reading = reader and await reader.fresh()
    if not reading or not columns:
        return []
    root = reading.project.root
    found = outline.file_links(reading, columns.source)
    return [lsp.DocumentLink(columns.range(link.span), desk.address(root, link.file)) for link in found]


async def _mend(desk: OpenFiles, given: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    uri = given.text_document.uri
    reader, columns = desk.reader_of(uri), desk.columns_of(uri)
    reading = reader and await reader.fresh()
    if not reading or not columns:
        return []
    rows = mendings(reading, columns.source)
    first, last = columns.column(given.range.start)[0], columns.column(given.range.end)[0]
    near = [row for row in rows if first <= columns.source.line_of(row.edit.start) <= last]
    made = [code_action([row], columns, uri, desk.language) for row in near]
    sure = [row for row in rows if row.is_sure]
    return [*made, *([code_action(sure, columns, uri, desk.language, is_all=True)] if sure else [])]


async def _format(desk: OpenFiles, given: lsp.DocumentFormattingParams) -> list[lsp.TextEdit]:
    uri = given.text_document.uri
    reader, columns = desk.reader_of(uri), desk.columns_of(uri)
    reading = reader and await reader.fresh()
    if not reading or not columns or reading.document is None:
        return []
    text = columns.source.text
    is_bibliography = desk.name_of(uri) == "source/references.yaml"
    if not (is_bibliography or uri.endswith(".md")):
        return []
    made = await asyncio.to_thread(tidying.tidied, text, is_bibliography=is_bibliography)
    return [lsp.TextEdit(columns.range_of(0, len(text)), made)] if made != text else []


_ANSWERS: dict[str, Callable[[Any, Any], Any]] = {
    lsp.INITIALIZE: _begin,
    lsp.TEXT_DOCUMENT_DID_OPEN: _opened,
    lsp.TEXT_DOCUMENT_DID_CHANGE: _changed,
    lsp.TEXT_DOCUMENT_DID_CLOSE: _closed,
    lsp.TEXT_DOCUMENT_DID_SAVE: _saved,
    lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES: _moved,
    lsp.TEXT_DOCUMENT_DEFINITION: definition,
    lsp.TEXT_DOCUMENT_REFERENCES: references,
    lsp.TEXT_DOCUMENT_HOVER: hover,
    lsp.TEXT_DOCUMENT_PREPARE_RENAME: prepare_rename,
    lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL: _outline,
    lsp.TEXT_DOCUMENT_FOLDING_RANGE: _fold,
    lsp.TEXT_DOCUMENT_DOCUMENT_LINK: _links,
    lsp.TEXT_DOCUMENT_FORMATTING: _format,
}
