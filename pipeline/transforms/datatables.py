"""Knows how a table block becomes a table of the tree; must not know formats or captions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.core.languages import BOTH, LANGUAGES, Bilingual, Language, Languages, has_spaces
from pipeline.core.wording import bracketed, word
from pipeline.core.words import joined
from pipeline.tables.definition import Cell, Column, ColumnGroup, Table, head_rows
from pipeline.tables.sizing import size_of
from pipeline.tools import ast

Read = Callable[[Bilingual], Bilingual]
"""Puts what texts say in the place of their source."""
_ALIGN = {"left": "AlignLeft", "center": "AlignCenter", "right": "AlignRight", "decimal": "AlignRight"}


def table_of(table: Table, read: Read, languages: Languages = BOTH) -> ast.Node:
    """The table itself: names of columns in one or two rows, cells with their spans, columns that name their rows."""
    shown = _Words(languages, table.labels)
    rows = [ast.TableRow(*(_cell(cell, shown, read) for cell in row)) for row in table.rows]
    alignment = [(_ALIGN[column.align], "ColWidthDefault") for column in table.columns]
    body = ast.TableBody(*rows, row_head_columns=table.headings)
    return ast.Table(body, head=ast.TableHead(*_head(table, shown, read)), colspec=alignment)


def notes_of(table: Table, read: Read, languages: Languages = BOTH) -> list[ast.Node]:
    """The notes under a table, a paragraph in each language, as Divs of class `table-note`."""
    made = []
    for language in languages:
        notes = [text[language] for text in (read(note.bilingual()) for note in table.notes) if text[language]]
        if notes:
            lead = word("table_note", language) + word("label_colon", language)
            made.append(
                ast.div(
                    [ast.Para(*ast.words(joined(lead, *_run_on(notes, language))))],
                    "table-note",
                    language=language,
                )
            )
    return made


def _run_on(notes: Sequence[str], language: Language) -> Iterator[str]:
    """Notes one after another: a separator between two, unless the first is a whole sentence."""
    separator = word("note_separator", language)
    for place, note in enumerate(notes):
        if place:
            ends = str(notes[place - 1]).rstrip().endswith(("。", ".", "！", "？", "!", "?"))
            yield " " * has_spaces(language) if ends else separator
        yield note


def decimal_columns(table: Table) -> list[int]:
    """The columns, from 0, whose numbers are aligned on the decimal point."""
    return [place for place, column in enumerate(table.columns) if column.align == "decimal"]


def size_by_rule(table: Table, read: Read = lambda text: text) -> str:
    """How the table is set: the author's wish, else as its words need."""
    if table.size:
        return table.size
    heads = [[name[language] for language in LANGUAGES] for name in (_name(one, read) for one in table.columns)]
    columns = [list(names) for names in heads]
    for row in table.rows:
        if len(row) == len(columns):
            for column, cell in zip(columns, row, strict=True):
                column += [read(cell.bilingual())[language] for language in LANGUAGES]
    return size_of(columns, heads)


def _head(table: Table, shown: _Words, read: Read) -> Sequence[ast.Node]:
    upper, lower = head_rows(table)
    down = 2 if lower else 1
    first = [
        ast.TableCell(
            ast.Plain(*shown.of(read(part.name.bilingual()))),
            colspan=part.last - part.first + 1,
            alignment="AlignCenter",
        )
        if isinstance(part, ColumnGroup)
        else ast.TableCell(ast.Plain(*shown.of(_name(part, read))), rowspan=down)
        for part in upper
    ]
    second = [ast.TableCell(ast.Plain(*shown.of(_name(column, read)))) for column in lower]
    return [ast.TableRow(*cells) for cells in (first, second) if cells]


def _name(column: Column, read: Read) -> Bilingual:
    name, unit = read(column.name.bilingual()), read(column.unit.bilingual()) if column.unit else Bilingual()
    return Bilingual(*(bracketed(name[language], unit[language], language) for language in LANGUAGES))


def _cell(cell: Cell, shown: _Words, read: Read) -> ast.Node:
    words = shown.of(read(cell.bilingual()))
    return ast.TableCell(*([ast.Plain(*words)] if words else []), rowspan=cell.down, colspan=cell.across)


@dataclass(frozen=True)
class _Words:
    """The words of a table, in the languages that its labels are wanted in."""

    languages: Languages
    labels: str

    def of(self, text: Bilingual) -> list[ast.Node]:
        """A text, what stands beside it on a line of its own."""
        first, *others = dict.fromkeys(self.languages.shown(text, self.labels)) or [""]
        beside = [ast.span(other, "gloss", language=self.languages.beside) for other in others]
        return [*ast.words(first), *(node for gloss in beside for node in (ast.LineBreak(), gloss))]
