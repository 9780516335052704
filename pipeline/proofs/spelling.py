"""Knows how a text is written at a place of the source so that it says itself; must not know how places are found.

Each kind of place has its own signs to escape: running text (pandoc's manual, Backslash escapes), cells of
pipe tables, scalars of YAML in each style (YAML 1.2.2, chapters 7 and 8), values of attributes. A field of CSV is
written as a whole (see `datafiles`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from pipeline.core.places import Style
from pipeline.proofs.passages import BREAK, TAB, Letter

_MARKUP = re.compile(r"([\\`*_~^$\[\]<>@#|{}\"'])")
# What pandoc reads as a dash, an ellipsis or a character reference (its manual, Typography; HTML, 13.5).
_READ_AS_ONE = re.compile(r"(?<!\\)(?:-{2,}|\.{3,}|&(?=#?\w+;))")
# What begins a block of another kind at the start of a line.
_OPENING = re.compile(r"^(\s*)(\d+|[a-zA-Z]|)([-+>#:|=%.)])(?=\s|$)")
SIGNS = {"strong": "**", "emphasis": "*", "strikeout": "~~", "superscript": "^", "subscript": "~"}


def spellings(
    letters: Iterable[Letter], style: Style | None, *, in_cell: bool = False, begins: bool = False
) -> Iterator[str]:
    """Ways to write letters at a place, the plainest first: of the `style` of a text in YAML or in an attribute, None
    in running text; in a cell of a table; at the beginning of a paragraph."""
    rows = list(letters)
    if style == "csv":
        yield "".join(letter.text for letter in rows).replace(TAB, " ").replace(BREAK, " ")
        return
    yield from dict.fromkeys(
        _at_place(_formatted(rows, escape=escape), style, in_cell=in_cell, begins=begins) for escape in (False, True)
    )


def _at_place(text: str, style: Style | None, *, in_cell: bool, begins: bool) -> str:
    found = text.replace(TAB, " ").replace(BREAK, "\\\n" if style is None and not in_cell else " ")
    if begins and style is None:
        found = _OPENING.sub(r"\1\2\\\3", found)
    return _quoted(re.sub(r"(?<!\\)\|", r"\\|", found) if in_cell else found, style)


def _formatted(letters: list[Letter], *, escape: bool) -> str:
    """Letters with the signs of their formats."""
    parts = []
    for formats, group in groupby(letters, key=lambda letter: letter.formats):
        body = "".join(_written(letter, escape=escape) for letter in group)
        if escape:
            body = _READ_AS_ONE.sub(lambda found: re.sub("(.)", r"\\\1", found[0]), body)
        signs = [sign for name, sign in SIGNS.items() if name in formats]
        # White space does not stand at the inner side of a sign.
        inner = body.strip()
        if signs and inner:
            lead, _, tail = body.partition(inner)
            body = f"{lead}{''.join(signs)}{inner}{''.join(reversed(signs))}{tail}"
        parts.append(body)
    return "".join(parts)


def _written(letter: Letter, *, escape: bool) -> str:
    """A letter; the call of a new note with what that says, in the line, where it has no name."""
    if letter.noted and letter.note:
        return f"[^{letter.note}]"
    if letter.noted:
        return f"^[{_formatted(list(letter.noted), escape=escape)}]"
    return _MARKUP.sub(r"\\\1", letter.text) if escape else letter.text


def _quoted(text: str, style: Style | None) -> str:
    if style == "single":
        return text.replace("'", "''")
    if style == "double":
        return text.replace("\\", "\\\\").replace('"', '\\"')
    if style == "attribute":
        return text.replace("\\", "\\\\").replace('"', '\\"')
    return text


def in_quotes(text: str) -> str:
    """A plain scalar as one in single quotes."""
    return "'" + text.replace("'", "''") + "'"
