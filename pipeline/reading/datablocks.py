"""Knows how fenced blocks of data become checked definitions of figures and tables; must not know how they are drawn
or set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.languages import BOTH, Languages
from pipeline.core.model import FigureBlock, TableBlock, TableCaption
from pipeline.core.opening import Folder
from pipeline.core.text import SourceText, Span
from pipeline.reading.fields import Fields, Path, figures_of, texts_of
from pipeline.reading.translations import without_foreign
from pipeline.tables import csvdata
from pipeline.tables import definition as tables
from pipeline.tools import yaml
from pipeline.tools.schema import text_paths
from pipeline.tools.schema_faults import explain
from pipeline.tools.schema_forms import in_languages


class DataBlocks:
    """Collects the figures and tables of a document and what is wrong with their YAML; files are looked for in
    `folder`."""

    def __init__(
        self, source: SourceText, folder: Folder, fields: Fields | None = None, languages: Languages = BOTH
    ) -> None:
        self.source, self.folder, self.fields = source, folder, fields or Fields()
        self.languages = languages
        self.figures: list[FigureBlock] = []
        self.tables: list[TableBlock] = []
        self.captions: list[TableCaption] = []
        self.problems: list[Diagnostic] = []

    def read_figure(self, id_: str, text: str, line: int | None, span: Span) -> None:
        """Validate one figure block. `line` is the source line of the YAML's first line, None where it is not known."""
        from pipeline.figures import kinds

        figure, data = self._read(text, line, span, kinds.validate, kinds.forms, "figure")
        if figure is not None:
            self.figures.append(kinds.block_of(figure, id_, span, lambda name: data.start((name,)) if line else None))

    def read_table(self, id_: str, text: str, line: int | None, span: Span) -> tables.Table | None:
        """Validate one table block, and read the file its rows are in; None where that fails."""
        table, _ = self._read(text, line, span, tables.validate, lambda _: tables.forms(), "table")
        if table is None:
            return None
        self.captions.append(TableCaption(id_, table.caption.bilingual(), span))
        filled, problems = csvdata.with_rows(table, self.folder, span, id_, self.languages)
        self.problems += problems
        if filled is not None:
            self.tables.append(TableBlock(id_, filled.model_dump_json(exclude_none=True), span, table.data or ""))
        return filled

    def _read(
        self,
        text: str,
        line: int | None,
        span: Span,
        validate: Callable[[Any, Languages], Any],
        forms: Callable[[str], Mapping[str, str]],
        whole: str,
    ) -> tuple[Any, yaml.YamlData]:
        """The definition, None where it fails, with the data and their places."""
        origin = yaml.Origin(self.source, line or span.line or 1, _indent(text, self.source, line))
        data, problems = yaml.load(text, origin)
        self.problems += problems
        if data is None:
            return None, yaml.YamlData(None, origin)
        data, strange = without_foreign(data, self.languages)
        self.problems += strange
        plain: set[Path] = set()
        try:
            made = validate(data.data, self.languages)
            plain = set(text_paths(made))
        except ValidationError as error:
            whole = str(data.data.get("kind", whole)) if isinstance(data.data, dict) else whole
            known = in_languages(forms(whole), self.languages)
            self.problems += explain(error, lambda path, key: data.locate(path, key=key), known, whole)
            made = None
        self.fields.add_all((words, place) for _, words, place in texts_of(data.values, data.data, plain))
        self.fields.texts += figures_of(data.values, data.data)
        return made, data


def texts(table: tables.Table, languages: Languages) -> Iterator[str]:
    """The words of a table in reading order, those of numbers once."""
    upper, lower = tables.head_rows(table)
    names = [part.name.bilingual() for part in (*upper, *lower)]
    cells = [cell.bilingual() for row in table.rows for cell in row]
    for text in [*names, *cells]:
        yield from dict.fromkeys(languages.shown(text, table.labels))
    # A paragraph of notes a language.
    yield from (words for language in languages for note in table.notes if (words := note.bilingual()[language]))


def _indent(text: str, source: SourceText, line: int | None) -> int:
    """How many columns a fence inside a list item cut from each line."""
    first = text.split("\n", maxsplit=1)[0]
    found = source.line(line).find(first) if line and first else 0
    return max(found, 0)
