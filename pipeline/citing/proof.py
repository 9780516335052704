"""Knows whether the printed entries say what their fields say; must not know styles."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.bibliography.printed import lost
from pipeline.citing.given import given, is_ours
from pipeline.core.diagnostics import Diagnostic, Diagnostics, Values
from pipeline.core.model import Document, Entry
from pipeline.core.text import Span
from pipeline.tools import ast

# What stands round the words of a locator.
_ROUND = " ,，{}\u2060\u00a0"
_WORD = re.compile(r"\d+|[^\W\d]+")


def prove(document: Document, style: Path) -> Diagnostics:
    """CIT127 for what is given in an entry and not printed of it, or not so; of a style of the project once for each
    field that it leaves out of a type. CIT130 for a locator that a citation does not show."""
    tree = ast.load(document.ast)
    printed = _texts(tree, document)
    if printed:
        # What a list leaves out may stand in the notes of its style.
        printed = {**_cited_texts(tree), **printed}
    return (*_entries(document, style, printed), *_locators(tree, document))


def _entries(document: Document, style: Path, printed: Mapping[str, str]) -> Iterator[Diagnostic]:
    entries = [entry for entry in document.bibliography if entry.id in printed and entry.csl]
    items = [json.loads(entry.csl) for entry in entries]
    ours = is_ours(style)
    found: dict[tuple[str, str], list[tuple[Entry, str]]] = {}
    for entry, item, form in zip(entries, items, given(items, style), strict=True):
        for field, words in lost(item, form, printed[entry.id], is_ours=ours):
            kind = entry.id if ours else str(item.get("type"))
            found.setdefault((kind, field), []).append((entry, words))
    yield from (_told(rows, field) for (_, field), rows in found.items())


def _locators(tree: ast.Doc, document: Document) -> Iterator[Diagnostic]:
    """What stands behind a key and nowhere in what its citation prints: some styles have no place for pages."""
    places: dict[str, list[Span]] = {entry.id: [] for entry in document.bibliography}
    for citation in document.inventory.citations:
        if citation.key in places:
            places[citation.key].append(citation.span)
    seen: Counter[str] = Counter()
    for cite in [part for part in ast.descend(tree) if isinstance(part, ast.Cite)]:
        text = "".join(map(ast.stringify, cite.content))
        for one in cite.citations:
            number = seen[one.id]
            seen[one.id] += 1
            words = "".join(map(ast.stringify, one.suffix)).strip(_ROUND).replace("\u00a0", " ")
            # Its first number, or its last word: `chap. 3` may be printed as `Ch. 3`.
            sought = re.findall(r"\d+", words)[:1] or _WORD.findall(words)[-1:]
            is_shown = set(sought) <= set(_WORD.findall(text))
            if words and not is_shown and number < len(places.get(one.id, ())):
                yield Diagnostic("CIT130", places[one.id][number], {"key": one.id, "given": words[:60]}, one.id)


def _told(rows: list[tuple[Entry, str]], field: str) -> Diagnostic:
    entry, words = rows[0]
    values: Values = {"key": entry.id, "field": field, "given": words[:60], "count": len(rows)}
    return Diagnostic("CIT127", entry.place(field), values, f"{entry.id} {field}")


def _cited_texts(tree: ast.Doc) -> dict[str, str]:
    """What the citations of each key print."""
    made: dict[str, str] = {}
    for cite in [part for part in ast.descend(tree) if isinstance(part, ast.Cite)]:
        for one in cite.citations:
            made[one.id] = made.get(one.id, "") + "".join(map(ast.stringify, cite.content))
    return made


def _texts(tree: ast.Doc, document: Document) -> dict[str, str]:
    """The text of each printed entry by its key; of one that stands in several lists, all of them."""
    made: dict[str, str] = {}
    keys = [entry.id for entry in document.bibliography]
    if not keys:
        return made
    for part in ast.descend(tree):
        if isinstance(part, ast.Div) and "csl-entry" in part.classes:
            for key in _keys(part.identifier, keys):
                made[key] = made.get(key, "") + "\n" + ast.stringify(part)
    return made


def _keys(id_: str, keys: list[str]) -> Iterator[str]:
    rest = id_.removeprefix("ref-")
    number, mark, numbered = rest.partition("-")
    yield from (key for key in keys if key == rest or (mark and number.isdigit() and key == numbered))
