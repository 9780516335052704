"""Knows how citations are set, once for all formats; must not know positions or formats."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.bibliography.names import mention
from pipeline.bibliography.normalize import for_citeproc
from pipeline.core.model import Document
from pipeline.core.wording import word
from pipeline.tools import ast, pandoc

_LABEL = re.compile(r"\[(\d+)\](.*)")
# What stands after a key and means pages; a Chinese locale knows no `p.`, an English one no 页.
_PAGES = re.compile(r"[,，]?\s*(?:pp?\.|pages?|第|页)?\s*(\d+(?:\s*[-–—,]\s*\d+)*)\s*页?")


def cite(document: Document, style: Path) -> Document:
    """Run citeproc; the citations become links to the entries of the reference list, and the entries link back."""
    if not document.bibliography:
        return document
    cited = {citation.key for citation in document.inventory.citations}
    items = {entry.id: json.loads(entry.csl) for entry in document.bibliography if entry.id in cited}
    references = [for_citeproc(item) for item in items.values()]
    tree = ast.load(document.ast)
    ast.walk(tree, _plain_locators)
    tree = ast.load(pandoc.cite(ast.dump(tree), style, references))
    places: dict[str, list[str]] = {}
    ast.walk(tree, lambda element, _: _set(element, places, items))
    ast.walk(tree, lambda element, _: _link_back(element, places))
    return replace(document, ast=ast.dump(tree))


def _plain_locators(element: Any, _: Any) -> Any:
    """Write pages after a key so that citeproc takes them for a locator in any locale: `p. 15` and 第15页 as 15."""
    if isinstance(element, ast.Cite):
        for citation in element.citations:
            found = _PAGES.fullmatch("".join(map(ast.stringify, citation.suffix)).strip())
            if found:
                citation.suffix = [ast.Str(","), ast.Space(), ast.Str(re.sub(r"\s*[–—]\s*", "-", found[1]))]
    return None


def _set(element: Any, places: dict[str, list[str]], items: Mapping[str, Any]) -> Any:
    if not isinstance(element, ast.Cite):
        return None
    for part in ast.descend(element):
        if isinstance(part, ast.Str):
            # citeproc joins numbers with an en dash, the standard with a hyphen: [1-3] (GB/T 7714-2025).
            part.text = part.text.replace("–", "-")
    for raised in [part for part in ast.descend(element) if isinstance(part, ast.Superscript)]:
        raised.content = _joined(list(raised.content))
    keys = [citation.id for citation in element.citations]
    first = element.content[0] if element.content else None
    if isinstance(first, ast.Superscript) and element.citations[0].mode == "AuthorInText" and keys[0] in items:
        # A numeric style has no author for a sentence to speak of.
        element.content = [*ast.words(mention(items[keys[0]])), *element.content]
    place = f"cite-{sum(map(len, places.values())) + 1}"
    for key in keys:
        places.setdefault(key, []).append(place)
    return ast.Span(element, identifier=place)


def _joined(parts: Sequence[Any]) -> list[Any]:
    """Numbers without locators share a bracket, [1,4] and [1-3]; one with a locator has its own, [1]15."""
    made: list[Any] = []
    is_open = False
    for place, part in enumerate(parts):
        found = _LABEL.fullmatch(ast.stringify(part)) if isinstance(part, ast.Link) else None
        if found and not found[2]:
            if not is_open:
                made.append(ast.Str("["))
            is_open = True
            part.content = [ast.Str(found[1])]
            made.append(part)
            continue
        following = parts[place + 1] if place + 1 < len(parts) else None
        next_ = _LABEL.fullmatch(ast.stringify(following)) if isinstance(following, ast.Link) else None
        separates = ast.stringify(part) in (",", "-")
        if is_open and not (separates and next_ and not next_[2]):
            made.append(ast.Str("]"))
            is_open = False
        if not (separates and not is_open and next_):
            made.append(part)
    return [*made, ast.Str("]")] if is_open else made


def _link_back(element: Any, places: dict[str, list[str]]) -> Any:
    """Give an entry of the reference list a link to each place that cites it, in a span of class `backlinks`."""
    if not (isinstance(element, ast.Div) and "csl-entry" in element.classes):
        return None
    found = places.get(element.identifier.removeprefix("ref-"), [])
    paragraph = next((block for block in reversed(list(element.content)) if hasattr(block, "content")), None)
    if not found or paragraph is None:
        return None
    # A numeric style sets the number and the text of an entry apart.
    text = next((part for part in paragraph.content if isinstance(part, ast.Span) and "csl-right-inline" in part.classes), paragraph)
    links = []
    for number, place in enumerate(found, 1):
        mark = "↑" if len(found) == 1 else f"↑{number}"
        label = f"{word('back_to_text', 'zh')} {number}" if len(found) > 1 else word("back_to_text", "zh")
        # On the line of what stands before it.
        links += [ast.Str("\u00a0"), ast.Link(ast.Str(mark), url=f"#{place}", attributes={"aria-label": label})]
    text.content.append(ast.Span(*links, classes=["backlinks"]))
    return None
