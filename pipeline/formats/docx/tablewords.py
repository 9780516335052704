"""Knows what a table of a Word file says of itself to those who do not see it: what it is, and which cells head rows
(ECMA-376, part 1, 17.4.41, 17.4.46 and 17.7.6.6); must not know how wide it is."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w
from pipeline.formats.docx.pieces import TABLE, style_of
from pipeline.tools import ast

WITH_ROW_HEADS = "TableWithRowHeads"
"""The style that a table whose first column heads its rows comes in; it is but one of its looks."""
_CAPTIONS = ("TableCaption", "Caption")
_FIRST_COLUMN = 0x0080
"""In the bits of all looks (17.4.56)."""


def marked(table: ast.Node) -> ast.Replacement:
    """Have pandoc write of a table that its first column heads the rows, for which it has no word."""
    if any(body.row_head_columns for body in table.content):
        table.attributes["custom-style"] = WITH_ROW_HEADS
    return None


def describe_tables(body: Element) -> None:
    """Say of each table what it is, by its captions or the heads of its columns, and whether its rows have heads."""
    for table in body.iter(clark("w:tbl")):
        properties = table.find("w:tblPr", NAMESPACES)
        style = table.find("w:tblPr/w:tblStyle", NAMESPACES)
        if properties is None or style is None:
            continue
        if style.get(clark("w:val")) == WITH_ROW_HEADS:
            style.set(clark("w:val"), TABLE)
            _show_first_column(properties)
        if style.get(clark("w:val")) == TABLE:
            title, *others = list(_captions(table))[::-1] or [_heads(table)]
            properties.append(w("tblCaption", val=title))
            if others:
                properties.append(w("tblDescription", val=" ".join(others)))


def _show_first_column(properties: Element) -> None:
    look = properties.find("w:tblLook", NAMESPACES)
    if look is not None:
        look.set(clark("w:firstColumn"), "1")
        look.set(clark("w:val"), f"{int(str(look.get(clark('w:val'), '0')), 16) | _FIRST_COLUMN:04X}")


def _captions(table: Element) -> Iterator[str]:
    """The captions above a table, the nearest first."""
    for element in table.itersiblings(preceding=True):
        if "bookmark" in str(element.tag):
            continue
        if element.tag != clark("w:p") or not style_of(element).startswith(_CAPTIONS):
            return
        yield _said(element)


def _heads(table: Element) -> str:
    row = table.find("w:tr", NAMESPACES)
    cells = [] if row is None else [_said(cell) for cell in row.iterfind("w:tc", NAMESPACES)]
    return " · ".join(filter(None, cells))


def _said(element: Element) -> str:
    return " ".join("".join(text.text or "" for text in element.iter(clark("w:t"))).split())
