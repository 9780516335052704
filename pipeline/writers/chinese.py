"""Knows what Chinese text on pages asks for that CSS engines lack: gaps, half-width marks, words kept whole; must not know pages.

Everything is said by spans without text of their own, so that the text stays as it was written: `gap` (a quarter em between scripts,
W3C CLREQ 3.2.4), `half` (a mark that gives up its white half beside another, CLREQ 3.1.6.2), `whole` (not broken over lines, CLREQ 3.1.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.writers.fragment import Element, has_class, new

OPENING = "（《〈【「『〔〖［｛“‘"
CLOSING = "，。、；：）》〉】」』〕〗］｝”’"
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_LATIN = "A-Za-z0-9\u00c0-\u024f@#&$€£%"
_GAP = re.compile(f"(?<=[{_HAN}])(?=[{_LATIN}])|(?<=[{_LATIN}])(?=[{_HAN}])")
_UNITS = "%％‰℃°年月日时分秒元万亿千百个项件次倍页章节条卷期版人家"
_LATIN_UNITS = "km|kg|cm|mm|GB|MB|TB|kW|GW|MW|ms|pt|px|m|g|t|s|h"
# A number with its unit; dashes, ellipses and middle dots with what they follow.
_WHOLE = re.compile(rf"\d[\d,.]*[ \u00a0]?(?:[{_UNITS}]|(?:{_LATIN_UNITS})(?![A-Za-z]))|\S(?:—{{2,}}|…{{2,}}|·)")
# Two characters and the marks after them: a last line has no lone one (CLREQ 3.1.5).
_LAST = re.compile(rf"[{_HAN}]{{2}}[{CLOSING}？！…]*\s*$")
_CLOSED = ["code", "pre", "svg", "math", "script", "style"]
# What stands raised or elsewhere is no neighbour of the text round it.
_APART = ("note", "citation", "backlinks", "gap")
_BLOCKS = frozenset(
    ["section", "p", "li", "ul", "ol", "dl", "dt", "dd", "div", "td", "th", "tr", "table", "thead", "tbody", "figure", "figcaption", "caption", "aside", "nav", "header", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "body", "details", "summary"]
)  # fmt: skip


def dress(body: Element) -> None:
    """Put the spans into a fragment."""
    _Dresser().visit(body)


class _Dresser:
    """Walks the text of a fragment in order; `before` is the character that the next one stands beside, empty at a block's start."""

    def __init__(self) -> None:
        self.before = ""

    def visit(self, element: Element) -> None:
        tag = str(element.tag)
        if tag in _CLOSED or "}" in tag or has_class(element, "math"):
            self.before = "" if has_class(element, "display") else "x"
            return
        is_apart = any(has_class(element, name) for name in _APART) or tag == "sup"
        if tag in _BLOCKS or is_apart:
            self.before = ""
        children = list(element)
        ends = tag in ("p", "li", "dd") and not str(element.get("lang", "")).startswith("en")
        self._dress(element, element.text, 0, is_last=ends and not children)
        for child in children:
            self.visit(child)
            self._dress(element, child.tail, element.index(child) + 1, is_last=ends and child is children[-1], after=child)
        if tag in _BLOCKS or is_apart:
            self.before = ""

    def _dress(self, parent: Element, text: str | None, place: int, *, is_last: bool, after: Element | None = None) -> None:
        if not text:
            return
        english = next((str(node.get("lang")) for node in (parent, *parent.iterancestors()) if node.get("lang")), "zh").startswith("en")
        pieces = list(_pieces(text, self.before, is_last=is_last, is_english=english))
        self.before = text[-1]
        if len(pieces) == 1 and isinstance(pieces[0], str):
            return
        lead = pieces.pop(0) if isinstance(pieces[0], str) else ""
        if after is None:
            parent.text = str(lead)
        else:
            after.tail = str(lead)
        last: Element | None = None
        for piece in pieces:
            if isinstance(piece, str):
                assert last is not None
                last.tail = (last.tail or "") + piece
            else:
                parent.insert(place, piece)
                place, last = place + 1, piece


def _pieces(text: str, before: str, *, is_last: bool, is_english: bool) -> Iterator[str | Element]:
    """The text cut into strings and spans, in order."""
    if _GAP.search(before + text[:1]):
        yield new("span", class_="gap")
    start = 0
    last = _LAST.search(text) if is_last and not is_english else None
    end = last.start() if last else len(text)
    wholes = [] if is_english else [found.span() for found in _WHOLE.finditer(text, 0, end)]
    if last:
        wholes.append(last.span())
    for first, final in wholes:
        yield from _marks(text[start:first], text[start - 1 : start], is_english=is_english)
        if first and _GAP.search(text[first - 1 : first + 1]):
            yield new("span", class_="gap")
        whole = new("span", class_="whole")
        _fill(whole, _marks(text[first:final], "", is_english=is_english))
        yield whole
        start = final
        if start < len(text) and _GAP.search(text[start - 1 : start + 1]):
            yield new("span", class_="gap")
    yield from _marks(text[start:], text[start - 1 : start] if start else before, is_english=is_english)


def _marks(text: str, before: str, *, is_english: bool) -> Iterator[str | Element]:
    """Gaps and half-width marks inside a text."""
    waiting = ""
    for place, character in enumerate(text):
        previous = text[place - 1] if place else before
        following = text[place + 1 : place + 2]
        if place and _GAP.search(previous + character):
            if waiting:
                yield waiting
            waiting = ""
            yield new("span", class_="gap")
        gives_up = (character in CLOSING and following and following in CLOSING + OPENING) or (
            character in OPENING and previous and previous in OPENING
        )
        if gives_up and not is_english:
            if waiting:
                yield waiting
            waiting = ""
            yield new("span", character, class_="half")
        else:
            waiting += character
    if waiting:
        yield waiting


def _fill(element: Element, pieces: Iterator[str | Element]) -> None:
    for piece in pieces:
        if not isinstance(piece, str):
            element.append(piece)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + piece
        else:
            element.text = (element.text or "") + piece
