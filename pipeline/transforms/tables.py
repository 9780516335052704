"""Knows how tables get numbers, captions, notes and aligned numbers; must not know formats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.languages import Bilingual
from pipeline.core.numbers import TABLE, CaptionCounter
from pipeline.core.places import Position
from pipeline.core.text import Span
from pipeline.core.vocabulary import MOST_PADDING
from pipeline.tables.definition import load
from pipeline.tables.sizing import size_of
from pipeline.tools import ast
from pipeline.tools.plain import quoted_words
from pipeline.transforms.context import Context, Label
from pipeline.transforms.datatables import decimal_columns, notes_of, size_by_rule, table_of
from pipeline.transforms.figures import captions, credits_of
from pipeline.transforms.headings import enter_chapter

_NUMBER = re.compile(r"[+\u2212-]?[\d,\u00a0 ]*\d(?:\.(\d+))?%?")


def number_tables(tree: ast.Doc, context: Context) -> None:
    """Wrap each table in a Div of class `table`: numbered captions, the table, notes and source.

    The class `small` or `turned` says how a wide one is set.
    """
    blocks = {block.id: block for block in context.document.inventory.table_blocks}
    counter = context.counter(TABLE)

    def wrap(element: ast.Node, _: ast.Doc) -> ast.Replacement:
        enter_chapter(element, counter)
        if isinstance(element, ast.CodeBlock) and "table" in element.classes:
            block = blocks.get(element.identifier)
            return _from_data(block.id, block.definition, context, counter) if block else []
        if isinstance(element, ast.Table) and not _is_data(element):
            return _from_text(element, context, counter)
        return None

    ast.walk(tree, wrap)
    ast.walk(tree, lambda element, _: _take_notes(element))


def _from_data(id_: str, definition: str, context: Context, counter: CaptionCounter) -> ast.Node:
    data = load(definition)
    read = context.read_both
    table = table_of(data, read, context.languages)
    _align(table, decimal_columns(data), id_, context)
    label = context.labels[id_] = Label.of(counter.next())
    caption = context.captions[id_] = read(data.caption.bilingual())
    credit = read(data.credit.bilingual()) if data.credit else Bilingual()
    languages = context.languages
    under = [*notes_of(data, read, languages), *credits_of(credit, languages)]
    under.sort(key=lambda line: tuple(languages).index(line.attributes["lang"]))
    classes = _classes(size_by_rule(data, read))
    return ast.div([*captions(label, caption, languages), table, *under], *classes, identifier=id_)


def _from_text(table: ast.Node, context: Context, counter: CaptionCounter) -> ast.Node:
    attributes = table.attributes
    beside, size = context.beside(table), attributes.pop("size", "")
    columns = [int(part) - 1 for part in re.findall(r"\d+", attributes.pop("decimal", ""))]
    _align(table, columns, table.identifier, context)
    heads = int(attributes.pop("headings", "0"))
    for body in table.content:
        body.row_head_columns = heads
    inlines = ast.inlines_of(table.caption.content) if table.caption else []
    identifier, table.identifier = table.identifier, ""
    classes = _classes(size or size_of(_columns(_rows(table)), _columns(table.head.content if table.head else ())))
    if not inlines and not beside:
        return ast.div([table], *classes, identifier=identifier)
    label = Label.of(counter.next())
    caption = context.languages.text(quoted_words([[inline.to_json() for inline in inlines]])[0], beside)
    if identifier:
        context.labels[identifier], context.captions[identifier] = label, caption
    table.caption.content = []
    return ast.div([*captions(label, caption, context.languages, inlines), table], *classes, identifier=identifier)


def _classes(size: str) -> tuple[str, ...]:
    return ("table",) if size == "normal" else ("table", size)


def _is_data(table: ast.Node) -> bool:
    """Whether a table tells the data of a chart, which has no number of its own."""
    return "description" in getattr(table.parent, "classes", ())


def _rows(table: ast.Node) -> Iterable[ast.Node]:
    return [row for part in (table.head, *table.content, table.foot) if part is not None for row in part.content]


def _columns(rows: Iterable[ast.Node]) -> list[list[str]]:
    columns: list[list[str]] = []
    for row in rows:
        for place, cell in enumerate(row.content):
            if place == len(columns):
                columns.append([])
            columns[place].append(ast.stringify(cell).strip())
    return columns


def _take_notes(element: ast.Node) -> ast.Replacement:
    """Move Divs of class `table-note` that follow a table under it."""
    if not hasattr(element, "content") or not any(_is_note(child) for child in element.content):
        return None
    kept: list[ast.Node] = []
    for child in element.content:
        before = kept[-1] if kept else None
        if _is_note(child) and isinstance(before, ast.Div) and "table" in before.classes:
            before.content.append(child)
        else:
            kept.append(child)
    element.content = kept
    return element


def _is_note(element: ast.Node) -> bool:
    return (
        isinstance(element, ast.Div)
        and "table-note" in element.classes
        and "table" not in getattr(element.parent, "classes", ())
    )


def _align(table: ast.Node, columns: Sequence[int], id_: str, context: Context) -> None:
    """Make the numbers of some columns end as if all had as many decimals: class `pad-N`, and `pad-point` where the
    point is missing. TBL106 where they differ too much for that."""
    grid = list(_grid(table))
    for column in columns:
        cells = [
            (cell, _NUMBER.fullmatch(ast.stringify(cell).strip()))
            for place, cell in grid
            if place == column and cell.colspan == 1
        ]
        numbers = [(cell, found[1] or "") for cell, found in cells if found]
        most = max((len(decimals) for _, decimals in numbers), default=0)
        if most - min((len(decimals) for _, decimals in numbers), default=0) > MOST_PADDING:
            position = next(map(ast.position_of, filter(ast.is_place, ast.descend(table))), None)
            values: dict[str, str | int] = {"column": column + 1, "limit": MOST_PADDING}
            context.problems.append(Diagnostic("TBL106", _span(context, id_, position), values, id_))
            continue
        for cell, decimals in numbers:
            missing = most - len(decimals)
            names = [f"pad-{missing}", *(["pad-point"] if most and not decimals else [])] if missing else []
            cell.content = [ast.Plain(ast.Span(*ast.inlines_of(cell.content), classes=["decimal", *names]))]


def _span(context: Context, id_: str, position: Position | None) -> Span:
    """Where a table stands: at its id, else where its first text does."""
    targets = context.document.inventory.targets
    return next((target.span for target in targets if id_ and target.id == id_), context.document.span(position))


def _grid(table: ast.Node) -> Iterable[tuple[int, ast.Node]]:
    """The cells of the bodies with the column each starts in, spans counted."""
    for body in table.content:
        held: dict[int, int] = {}
        for row in body.content:
            column = 0
            for cell in row.content:
                while held.get(column, 0):
                    held[column] -= 1
                    column += 1
                yield column, cell
                for place in range(column, column + cell.colspan):
                    held[place] = cell.rowspan - 1
                column += cell.colspan
            while held.get(column, 0):
                held[column] -= 1
                column += 1
