"""Knows how a citation looks in the text: numbers, brackets, locators, authors in the sentence; must not know
reference lists."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.bibliography.names import mention
from pipeline.bibliography.shapes import Item
from pipeline.tools import ast

Places = dict[str, list[str]]
"""The ids of the places that cite each key, in the order of the text."""
Dashes = tuple[str, str]
"""What joins the numbers of a list, for which citeproc has an en dash and GB/T 7714-2025 a hyphen, and pages."""
# Before a locator in words, so that citeproc finds no label in it; taken out again.
_JOINER = "\u2060"
_BRACES = str.maketrans("{}", "()")
_RANGE = re.compile(r"(?<=\d)-(?=\d)")
_LABEL = re.compile(r"\[(\d+)\](.*)")
# What stands after a key and means pages; a Chinese locale knows no `p.`, an English one no 页.
_PAGES = re.compile(
    r"[,，]?\s*\{?(?:(?:pp?\.|pages?|第|页)?\s*(?=\d)|(?:pp?\.|pages?)\s*(?=[ivxlc]))"
    r"((?:\d+|[ivxlc]+)(?:\s*[-–—,]\s*(?:\d+|[ivxlc]+))*)\s*页?\}?"
)


def plain_locators(element: ast.Node, *, is_ours: bool) -> None:
    """Write pages after a key so that citeproc takes them for a locator in any locale: `p. 15` and 第15页 as 15.

    In a style of ours any other words are a locator too, as they stand: 扉页, `chap. 3`, `§5`. What is cited twice in
    one place is cited once.
    """
    _merge(element)
    for citation in element.citations:
        text = "".join(map(ast.stringify, citation.suffix)).strip()
        if found := _PAGES.fullmatch(text):
            pages = re.sub(r"\s*[–—]\s*", "-", found[1])
            citation.suffix = [ast.Str(","), ast.Space(), ast.Str(pages if pages[0].isdigit() else f"{{{pages}}}")]
        elif is_ours and (words := text.strip(",， {}").translate(_BRACES)):
            # Without a letter before it that citeproc knows for chapters or paragraphs.
            citation.suffix = [
                ast.Str(","),
                ast.Space(),
                ast.Str("{" + _JOINER + words.replace(" ", "\u00a0") + "}"),
            ]


def _merge(cite: ast.Node) -> None:
    """Leave out what is cited again in one place without words of its own."""
    seen: set[str] = set()
    kept = []
    for citation in cite.citations:
        if citation.id not in seen or citation.prefix or citation.suffix:
            kept.append(citation)
        seen.add(citation.id)
    cite.citations = kept


def set_mark(element: ast.Node, places: Places, items: Mapping[str, Item], number: int, *, dashes: Dashes) -> ast.Node:
    """A citation as it is set, with an id, `cite-` and a number."""
    inside = [part for one in element.content for part in ast.descend(one)]
    for part in inside:
        if isinstance(part, ast.Str):
            text = part.text.replace(_JOINER, "").replace("–", dashes[0])
            part.text = _RANGE.sub(dashes[1], text)
    for part in inside:
        if isinstance(part, ast.Superscript):
            part.content = _joined(list(part.content))
    keys = [citation.id for citation in element.citations]
    first = element.content[0] if element.content else None
    if isinstance(first, ast.Superscript) and element.citations[0].mode == "AuthorInText" and keys[0] in items:
        # A numeric style has no author for a sentence to speak of.
        element.content = [*ast.words(mention(items[keys[0]])), *element.content]
    place = f"cite-{number}"
    for key in keys:
        places.setdefault(key, []).append(place)
    return ast.Span(element, identifier=place)


def _label(part: ast.Node | None) -> str:
    """The words of a link."""
    if not isinstance(part, ast.Link):
        return ""
    plain = all(isinstance(one, ast.Str) for one in part.content)
    return "".join(one.text for one in part.content) if plain else str(ast.stringify(part))


def _joined(parts: Sequence[ast.Node]) -> list[ast.Node]:
    """Numbers without locators share a bracket, [1,4] and [1-3]; one with a locator has its own, [1]15."""
    made: list[ast.Node] = []
    is_open = False
    for place, part in enumerate(parts):
        found = _LABEL.fullmatch(_label(part))
        if found and not found[2]:
            if not is_open:
                made.append(ast.Str("["))
            is_open = True
            part.content = [ast.Str(found[1])]
            made.append(part)
            continue
        following = parts[place + 1] if place + 1 < len(parts) else None
        next_ = _LABEL.fullmatch(_label(following))
        separates = isinstance(part, ast.Str) and part.text in (",", "-")
        if is_open and not (separates and next_ and not next_[2]):
            made.append(ast.Str("]"))
            is_open = False
        if not (separates and not is_open and next_):
            made.append(part)
    return [*made, ast.Str("]")] if is_open else made
