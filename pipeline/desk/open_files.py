"""Knows which reports the files belong to that are open in an editor, and what is shown of each; must not know
questions."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from pipeline.core.diagnostics import PipelineError
from pipeline.core.languages import Language
from pipeline.core.report import Finding
from pipeline.core.text import SourceText
from pipeline.desk.protocol import Columns, diagnostic, path_of
from pipeline.desk.reader import Reader
from pipeline.desk.workspace import Workspace, root_of
from pipeline.reading.sourcefile import decoded

if TYPE_CHECKING:
    from pipeline.desk.pictures import Pictures


class Refused(JsonRpcException):
    """What a client asks for is not done, and why: an answer, and no fault of the server."""

    CODE = lsp.LSPErrorCodes.RequestFailed.value


class OpenFiles(LanguageServer):
    """A language server with the reports that its client has files of; `language` is that of messages, where none is
    given that of the client."""

    def __init__(self, name: str, version: str, language: Language | None) -> None:
        super().__init__(name, version, text_document_sync_kind=lsp.TextDocumentSyncKind.Incremental)
        self.given_language = language
        self.language: Language = language or "en"
        self._readers: dict[Path, Reader] = {}
        self._shown: dict[Path, set[str]] = {}
        self._pictures: Pictures | None = None
        logging.getLogger("pygls.protocol.json_rpc").addFilter(_is_fault)

    def reader_of(self, uri: str) -> Reader | None:
        """What reads the report of a file; None for a file of no report."""
        path = path_of(uri)
        root = path and root_of(Path(os.path.realpath(path)))
        if root is None:
            return None
        if root not in self._readers:
            self._readers[root] = Reader(Workspace(root), self.show)
        return self._readers[root]

    def name_of(self, uri: str) -> str:
        """The name of a file as findings show it."""
        path = Path(os.path.realpath(path_of(uri) or ""))
        root = root_of(path)
        return path.relative_to(root).as_posix() if root else path.as_posix()

    def columns_of(self, uri: str) -> Columns | None:
        """The places of a file as it stands; None for one that cannot be read."""
        reader, path = self.reader_of(uri), path_of(uri)
        text = reader.workspace.text(path) if reader and path else None
        return self._columns(self.name_of(uri), text) if text is not None else None

    def address(self, root: Path, name: str) -> str:
        """The address of a file by its name: the one that the client has opened it under, where it has."""
        real = os.path.realpath(root / name)
        for uri in self.workspace.text_documents:
            path = path_of(uri)
            if path is not None and os.path.realpath(path) == real:
                return str(uri)
        return Path(real).as_uri()

    @property
    def pictures(self) -> Pictures | None:
        """What draws figures; None where the client shows no Markdown, in which pictures stand."""
        asked = self.client_capabilities.text_document
        kinds = (asked and asked.hover and asked.hover.content_format) or ()
        if self._pictures is None and lsp.MarkupKind.Markdown in kinds:
            from pipeline.desk.pictures import Pictures  # figures are loaded when the first is asked for

            self._pictures = Pictures()
        return self._pictures

    def close(self) -> None:
        """The client has left."""
        if self._pictures is not None:
            self._pictures.close()

    def show(self, root: Path, findings: tuple[Finding, ...]) -> None:
        """Publish what was found in each file of a report, and take away what is found no longer."""
        by_file: dict[str, list[Finding]] = {}
        for finding in findings:
            span = finding.diagnostic.span
            # What has no place is told at the beginning of the report.
            by_file.setdefault((span and span.file) or "source/report.md", []).append(finding)
        uris = [uri for uri in self.workspace.text_documents if (reader := self.reader_of(uri)) and reader.root == root]
        for name in sorted(self._shown.get(root, set()) | set(by_file) | set(map(self.name_of, uris))):
            uri = self.address(root, name)
            columns = self.columns_of(uri)
            rows = [diagnostic(finding, columns, self.language) for finding in by_file.get(name, ())]
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, rows))
        self._shown[root] = set(by_file)

    def _columns(self, name: str, text: str) -> Columns:
        try:
            source = decoded(text.encode(), name)
        except PipelineError:
            source = SourceText(name, text)
        return Columns(source, lsp.PositionEncodingKind(self.workspace.position_encoding or "utf-16").value)


def _is_fault(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], Refused))
