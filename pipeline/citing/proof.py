"""Knows whether the printed entries say what their fields say; must not know styles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pipeline.bibliography.printed import lost
from pipeline.citing.given import given, is_ours
from pipeline.core.diagnostics import Diagnostic, Diagnostics, Values
from pipeline.core.model import Document, Entry
from pipeline.tools import ast


def prove(document: Document, style: Path) -> Diagnostics:
    """CIT127 for what is given in an entry and not printed of it, or not so; of a style of the project once for each
    field that it leaves out of a type."""
    printed = _texts(document)
    entries = [entry for entry in document.bibliography if entry.id in printed and entry.csl]
    items = [json.loads(entry.csl) for entry in entries]
    ours = is_ours(style)
    found: dict[tuple[str, str], list[tuple[Entry, str]]] = {}
    for entry, item, form in zip(entries, items, given(items, style), strict=True):
        for field, words in lost(item, form, printed[entry.id], is_ours=ours):
            kind = entry.id if ours else str(item.get("type"))
            found.setdefault((kind, field), []).append((entry, words))
    return tuple(_told(rows, field) for (_, field), rows in found.items())


def _told(rows: list[tuple[Entry, str]], field: str) -> Diagnostic:
    entry, words = rows[0]
    values: Values = {"key": entry.id, "field": field, "given": words[:60], "count": len(rows)}
    return Diagnostic("CIT127", entry.place(field), values, f"{entry.id} {field}")


def _texts(document: Document) -> dict[str, str]:
    """The text of each printed entry by its key; of one that stands in several lists, all of them."""
    made: dict[str, str] = {}
    keys = [entry.id for entry in document.bibliography]
    if not keys:
        return made
    for part in ast.descend(ast.load(document.ast)):
        if isinstance(part, ast.Div) and "csl-entry" in part.classes:
            for key in _keys(part.identifier, keys):
                made[key] = made.get(key, "") + "\n" + ast.stringify(part)
    return made


def _keys(id_: str, keys: list[str]) -> Iterator[str]:
    rest = id_.removeprefix("ref-")
    number, mark, numbered = rest.partition("-")
    yield from (key for key in keys if key == rest or (mark and number.isdigit() and key == numbered))
