"""Knows how the tables of a text and a file of entries are laid out evenly, so that they say what they said; must not
know editors."""

from __future__ import annotations

import re

from pipeline.bibliography.layout import CannotFormat, formatted
from pipeline.core.scripts import columns
from pipeline.desk.verbatim import without_verbatim
from pipeline.tools import ast, pandoc

_TABLE = re.compile(
    r"(?:^[ ]{0,3}\|.*\|[ \t]*\n){1,}^[ ]{0,3}\|[ \t:|-]+\|[ \t]*\n(?:^[ ]{0,3}\|.*\|[ \t]*(?:\n|\Z))*", re.M
)
_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\s*(:?)-+(:?)\s*")


def tidied(text: str, *, is_bibliography: bool) -> str:
    """A file of the source laid out evenly; as it is, where that cannot be proved to change nothing."""
    if is_bibliography:
        try:
            return formatted(text)
        except CannotFormat:
            return text
    bare = without_verbatim(text)
    for found in reversed(list(_TABLE.finditer(bare))):
        written = text[found.start() : found.end()]
        made = _aligned(written)
        if made != written and _says(made) == _says(written):
            text = text[: found.start()] + made + text[found.end() :]
    return text


def _aligned(table: str) -> str:
    """A pipe table with cells as wide as the widest of their column, a Chinese character counted as two columns."""
    rows = [[cell.strip() for cell in _CELL.split(row.strip()[1:-1])] for row in table.rstrip("\n").split("\n")]
    if len({len(row) for row in rows}) != 1:
        return table
    rules = [_RULE.fullmatch(cell) for cell in rows[1]]
    widths = [max(3, *(columns(row[place]) for row in (rows[0], *rows[2:]))) for place in range(len(rows[0]))]
    made = []
    for number, row in enumerate(rows):
        cells = []
        for cell, width, rule in zip(row, widths, rules, strict=True):
            if number == 1 and rule:
                cells.append(rule[1] + "-" * (width - len(rule[1]) - len(rule[2])) + rule[2])
            else:
                room = " " * (width - columns(cell))
                is_right = rule is not None and rule[2] and not rule[1]
                cells.append(room + cell if is_right else cell + room)
        made.append("| " + " | ".join(cells) + " |")
    return "\n".join(made) + "\n" * table.endswith("\n")


def _says(table: str) -> str:
    return ast.without_places(pandoc.parse(table)[0])
