"""Knows how places, findings and choices are said in the Language Server Protocol (3.17); must not know how they were
found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lsprotocol import types as lsp

from pipeline.core.codes import catalogue, hint, message
from pipeline.core.diagnostics import Diagnostic, Edit, Level
from pipeline.core.languages import Language
from pipeline.core.report import Finding
from pipeline.core.text import SourceText, Span
from pipeline.core.wording import word
from pipeline.desk.choices import Choice, Sort
from pipeline.desk.mending import Mending
from pipeline.desk.outline import Section

_SEVERITIES = {
    Level.ERROR: lsp.DiagnosticSeverity.Error,
    Level.WARNING: lsp.DiagnosticSeverity.Warning,
    Level.INFO: lsp.DiagnosticSeverity.Information,
}
_KINDS: dict[Sort, lsp.CompletionItemKind] = {
    "entry": lsp.CompletionItemKind.Reference,
    "target": lsp.CompletionItemKind.Reference,
    "note": lsp.CompletionItemKind.Reference,
    "term": lsp.CompletionItemKind.Text,
    "class": lsp.CompletionItemKind.Class,
    "attribute": lsp.CompletionItemKind.Property,
    "key": lsp.CompletionItemKind.Field,
    "value": lsp.CompletionItemKind.EnumMember,
    "file": lsp.CompletionItemKind.File,
}
_START = lsp.Position(0, 0)


class Columns:
    """Columns of one file as its editor counts them: in UTF-16 code units, or as was agreed on."""

    def __init__(self, source: SourceText, encoding: str = "utf-16") -> None:
        self.source, self.encoding = source, encoding

    def position(self, line: int, column: int) -> lsp.Position:
        """The position of a line and column that are counted from 1, in code points."""
        return lsp.Position(line - 1, self._units(self.source.line(line)[: column - 1]))

    def range(self, span: Span) -> lsp.Range:
        """The range of a span: one character at least where it has no end, and a line where it has no column."""
        line = min(span.line or 1, max(len(self.source.starts), 1))
        text = self.source.line(line)
        if span.column is None:
            whole = self.source.line_span(line)
            first, last = whole.column or 1, len(text) + 1
        else:
            first, last = span.column, span.end_column or min(span.column + 1, len(text) + 1)
        return lsp.Range(self.position(line, first), self.position(line, max(first, last)))

    def range_of(self, start: int, end: int) -> lsp.Range:
        """The range of 0-based offsets of the text."""
        return lsp.Range(self._at(start), self._at(end))

    def lines(self, first: int, last: int) -> lsp.Range:
        """The range from the start of one line, counted from 1, to the end of another."""
        return lsp.Range(self.position(first, 1), self.position(last, len(self.source.line(last)) + 1))

    def column(self, position: lsp.Position) -> tuple[int, int]:
        """Line and column from 1, in code points, of a position; the nearest where there is no such place."""
        line = max(0, min(position.line, len(self.source.starts) - 1)) + 1
        text, units = self.source.line(line), 0
        for column, character in enumerate(text, 1):
            if units >= position.character:
                return line, column
            units += self._units(character)
        return line, len(text) + 1

    def text_edit(self, edit: Edit) -> lsp.TextEdit:
        """An edit of the file."""
        return lsp.TextEdit(self.range_of(edit.start, edit.end), edit.text)

    def _at(self, offset: int) -> lsp.Position:
        line = self.source.line_of(min(offset, len(self.source.text)))
        return self.position(line, offset - self.source.starts[line - 1] + 1)

    def _units(self, text: str) -> int:
        match self.encoding:
            case "utf-8":
                return len(text.encode("utf-8", "surrogatepass"))
            case "utf-32":
                return len(text)
        return len(text.encode("utf-16-le", "surrogatepass")) // 2


def diagnostic(finding: Finding, columns: Columns | None, language: Language) -> lsp.Diagnostic:
    """A finding with its hint."""
    row = finding.diagnostic
    shown = "\n".join(filter(None, (message(row, language), hint(row, language))))
    span = row.span or Span("")
    return lsp.Diagnostic(
        range=columns.range(span) if columns and span.line else lsp.Range(_START, _START),
        message=shown,
        severity=_SEVERITIES[finding.level],
        code=row.code,
        source="kanben",
    )


def completion_item(choice: Choice, where: lsp.Range) -> lsp.CompletionItem:
    """A choice that takes the place of the word that was begun."""
    return lsp.CompletionItem(
        label=choice.text,
        kind=_KINDS[choice.sort],
        detail=choice.detail or None,
        documentation=choice.told or None,
        filter_text=" ".join(filter(None, (choice.text, choice.told))) if choice.sort in ("entry", "target") else None,
        text_edit=lsp.TextEdit(where, choice.text),
    )


def symbol(section: Section, columns: Columns) -> lsp.DocumentSymbol:
    """A heading with those below it; its title beside stands behind it."""
    return lsp.DocumentSymbol(
        name=section.name or section.beside or "-",
        detail=section.beside,
        kind=lsp.SymbolKind.String,
        range=columns.lines(section.line, max(section.line, section.last)),
        selection_range=columns.lines(section.line, section.line),
        children=[symbol(row, columns) for row in section.inner],
    )


def explained(found: Diagnostic, language: Language) -> str:
    """What the catalogue says of a finding, and what to do about it, as Markdown."""
    row = catalogue()[found.code]
    why = row.why[language].replace("{{", "{").replace("}}", "}")
    return f"**{found.code}** {row.title[language]}\n\n{why}\n\n{hint(found, language)}"


def path_of(uri: str) -> Path | None:
    """The path of a `file:` address; None for any other."""
    from pygls.uris import to_fs_path

    path = to_fs_path(uri) if uri.startswith("file:") else None
    return Path(path) if path else None


def code_action(
    rows: Sequence[Mending], columns: Columns, uri: str, language: Language, *, is_all: bool = False
) -> lsp.CodeAction:
    """What mends one finding of a file, or all that are surely right to mend."""
    first = rows[0]
    name = "desk_fix_all" if is_all else "desk_fix" if first.is_sure else "desk_meant"
    title = catalogue()[first.diagnostic.code].title[language]
    return lsp.CodeAction(
        title=word(name, language) if is_all else word(name, language, title=title, name=first.edit.text),
        kind=lsp.CodeActionKind.SourceFixAll if is_all else lsp.CodeActionKind.QuickFix,
        is_preferred=first.is_sure,
        edit=lsp.WorkspaceEdit(changes={uri: [columns.text_edit(row.edit) for row in rows]}),
    )
