"""Knows how citations are set, once for all formats; must not know positions or formats."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.core.model import Document, Entry
from pipeline.core.text import is_han
from pipeline.tools import ast, pandoc


def cite(document: Document, style: Path) -> Document:
    """Run citeproc; the citations become links to the entries of the reference list."""
    if not document.bibliography:
        return document
    known = {entry.id for entry in document.bibliography}
    cited = {citation.key for citation in document.inventory.citations}
    references = [csl_item(entry) for entry in document.bibliography if entry.id in known & cited]
    tree = ast.load(pandoc.cite(document.ast, style, references))
    for element in ast.descend(tree):
        if isinstance(element, ast.Cite):
            _hyphenate_ranges(element)
    return replace(document, ast=ast.dump(tree))


def csl_item(entry: Entry) -> dict[str, Any]:
    """The entry as citeproc gets it: Chinese items carry no `language`, so that a style can tell them from the rest.

    CSL has no other way to word an entry by its own language (CSL schema issue 63).
    """
    item: dict[str, Any] = json.loads(entry.csl)
    language = str(item.get("language", "")).lower()
    if language.startswith(("zh", "ja", "ko")) or (not language and any(map(is_han, str(item.get("title", ""))))):
        item.pop("language", None)
    else:
        item.setdefault("language", "en")
    return item


def _hyphenate_ranges(citation: Any) -> None:
    """citeproc joins numbers with an en dash, the standard with a hyphen: [1-3] (GB/T 7714-2025)."""
    for element in ast.descend(citation):
        if isinstance(element, ast.Str):
            element.text = element.text.replace("–", "-")
