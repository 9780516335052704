"""A real client of the language server, which runs as editors start it, with a report that it may change."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from lsprotocol import types as lsp
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

CAPABILITIES = "visual_studio_code"


class Editor:
    """One report in an editor: places are found by a text and an offset in it."""

    def __init__(self, client: LanguageClient, root: Path) -> None:
        self.client, self.root = client, root
        self.texts: dict[str, str] = {}

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def open(self, name: str) -> None:
        text = (self.root / name).read_text("utf-8")
        self.texts[name] = text
        item = lsp.TextDocumentItem(self.uri(name), "markdown", 1, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def type(self, name: str, text: str) -> None:
        """The whole text of a file is another now."""
        self.texts[name] = text
        version = lsp.VersionedTextDocumentIdentifier(2, self.uri(name))
        change = lsp.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(version, [change]))

    def at(self, name: str, text: str, offset: int = 0) -> dict[str, object]:
        """The parameters of a question about the place of a text, in UTF-16 code units."""
        before = self.texts[name][: self.texts[name].index(text) + offset]
        line = before.count("\n")
        units = len(before.rpartition("\n")[2].encode("utf-16-le")) // 2
        return {"text_document": self.file(name), "position": lsp.Position(line, units)}

    def file(self, name: str) -> lsp.TextDocumentIdentifier:
        return lsp.TextDocumentIdentifier(self.uri(name))

    def cut(self, name: str, range_: lsp.Range) -> str:
        """The text of a range of one line."""
        line = self.texts[name].split("\n")[range_.start.line].encode("utf-16-le")
        return line[2 * range_.start.character : 2 * range_.end.character].decode("utf-16-le")

    async def codes(self, name: str, wanted: set[str], seconds: float = 20) -> set[str]:
        """The codes of the findings of a file, as soon as they are those that are waited for."""
        found: set[str] = set()
        for _ in range(int(seconds * 20)):
            rows = self.client.diagnostics.get(self.uri(name), ())
            found = {str(row.code) for row in rows}
            if found == wanted and self.uri(name) in self.client.diagnostics:
                break
            await asyncio.sleep(0.05)
        return found

    def apply(self, edit: lsp.WorkspaceEdit) -> dict[str, str]:
        """The files with the edits of the server made in them."""
        changes = edit.changes or {}
        return {name: with_edits(text, changes.get(self.uri(name), ())) for name, text in self.texts.items()}


def with_edits(text: str, edits: Sequence[lsp.TextEdit]) -> str:
    """A text with edits that do not touch each other."""
    last_first = sorted(edits, key=lambda row: (row.range.start.line, row.range.start.character), reverse=True)
    for row in last_first:
        text = with_edit(text, row)
    return text


def with_edit(text: str, edit: lsp.TextEdit) -> str:
    """A text with one edit."""
    start, end = (_offset(text, place) for place in (edit.range.start, edit.range.end))
    return text[:start] + edit.new_text + text[end:]


def _offset(text: str, place: lsp.Position) -> int:
    lines = text.split("\n")
    line = lines[place.line].encode("utf-16-le")[: 2 * place.character].decode("utf-16-le")
    return sum(len(row) + 1 for row in lines[: place.line]) + len(line)


@asynccontextmanager
async def editor(root: Path, *options: str, locale: str = "en") -> AsyncIterator[Editor]:
    """An editor with a report open; the server is gone at the end."""
    client = make_test_lsp_client()
    await client.start_io(sys.executable, "-m", "pipeline", "lsp", "--stdio", *options)
    given = lsp.InitializeParams(client_capabilities(CAPABILITIES), root_uri=root.as_uri(), locale=locale)
    await client.initialize_session(given)
    try:
        yield Editor(client, root)
    finally:
        await client.shutdown_session()
        await client.stop()
