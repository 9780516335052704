"""Knows in which language's words a style of the project sets each entry and citation; must not know what they look
like.

citeproc has one language for a whole document. So it is run once for each language of the cited entries, and what it
makes of each entry is taken from the run in its own: et al. and “and” for English ones in a Chinese report.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pipeline.bibliography.normalize import normalize
from pipeline.bibliography.shapes import Item
from pipeline.core.languages import CHINESE, SCRIPT_TAGS, of_tag
from pipeline.core.wanted import along
from pipeline.tools import ast, pandoc

Lead = tuple[str, str]
"""The language of the report, and the order that CLDR gives Chinese words: `pinyin` or `stroke`."""
_TAG = re.compile(r"[a-z]{2}(?:-[A-Z]{2})?")
_FALLBACK = "en-US"


def languages(items: Mapping[str, Item], lead: str) -> dict[str, str]:
    """The language whose words each entry is set in, by its key; that of the report where it names none."""
    return {key: _language(normalize(item)[0], lead) for key, item in items.items()}


def _language(item: Item, lead: str) -> str:
    told = str(item.get("language") or "")
    if of_tag(told) == CHINESE and told[:2].lower() == CHINESE:
        return SCRIPT_TAGS[CHINESE]
    return told if _TAG.fullmatch(told) else _FALLBACK if told else lead


def cited(part: str, style: Path, references: list[Item], own: Mapping[str, str], lead: Lead) -> str:
    """A part of the document with its citations set, each entry in the words of its own language."""
    leading, order = lead
    others = sorted(set(own.values()) - {leading})
    # The list is in the order of the run of the leading language.
    sorting = f"{leading}-u-co-{order}" if leading == SCRIPT_TAGS[CHINESE] else leading
    if not others:
        return pandoc.cite(part, style, references, sorting)
    with ThreadPoolExecutor() as pool:
        cite = along(pandoc.cite)
        first = pool.submit(cite, part, style, references, sorting)
        runs = {language: pool.submit(cite, part, style, references, language) for language in others}
    made = first.result()
    tree = ast.load(made)
    for language in others:
        _take(tree, ast.load(runs[language].result()), {key for key in own if own[key] == language})
    return ast.dump(tree)


def _take(tree: ast.Doc, other: ast.Doc, keys: set[str]) -> None:
    """Put the entries and citations of some keys in the place of those of the tree."""
    entries = {f"ref-{key}" for key in keys}
    found = {part.identifier: part for part in ast.descend(other) if _is_entry(part)}
    for part in [part for part in ast.descend(tree) if _is_entry(part)]:
        if part.identifier in entries and part.identifier in found:
            _replace(part, found[part.identifier])
    ours, theirs = ([part for part in ast.descend(one) if isinstance(part, ast.Cite)] for one in (tree, other))
    for part, meant in zip(ours, theirs, strict=False):
        if part.citations and all(citation.id in keys for citation in part.citations):
            part.content = list(meant.content)


def _is_entry(part: ast.Node) -> bool:
    return isinstance(part, ast.Div) and "csl-entry" in part.classes


def _replace(entry: ast.Node, meant: ast.Node) -> None:
    """The text of an entry; the number that stands before it stays the one of its list."""
    ours, theirs = (
        [part for part in ast.descend(one) if isinstance(part, ast.Span) and "csl-right-inline" in part.classes]
        for one in (entry, meant)
    )
    if ours and theirs:
        ours[0].content = list(theirs[0].content)
    else:
        entry.content = list(meant.content)
