"""Knows what Chinese text on pages asks for that CSS engines lack: gaps, half-width marks, words kept whole; must not
know pages.

Everything is said by spans round the text, so that it stays as it was written: `gap-before` and `gap-after` (a
quarter em between scripts, W3C CLREQ 3.2.4), `half` (a mark that gives up its white half beside another, CLREQ
3.1.6.2), `whole` (not broken over lines, CLREQ 3.1.4), `long` (a Latin word that may be hyphenated).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.core.languages import has_centred_marks, is_chinese, of_tag
from pipeline.core.scripts import CENTRED, CLOSING, HAN, INTERPUNCTS, LATIN, OPENING
from pipeline.core.vocabulary import CALLED_AGAIN
from pipeline.formats.hypertext.breaking import open_up, places
from pipeline.formats.hypertext.elements import Element, has_class, language_of, new

_LATIN = f"{LATIN}0-9@#&$€£%"
_GAP = re.compile(f"(?<=[{HAN}])(?=[{_LATIN}])|(?<=[{_LATIN}])(?=[{HAN}])")
_IS_HAN = re.compile(f"[{HAN}]")
_UNITS = "%％‰℃°年月日时分秒元万亿千百个项件次倍页章节条卷期版人家"
_LATIN_UNITS = "km|kg|cm|mm|GB|MB|TB|kW|GW|MW|ms|pt|px|m|g|t|s|h"
# A number with its unit, which parts from a long one that leaves a line too wide; dashes, ellipses and middle dots with
# what they follow.
_NOT_CENTRED = dict.fromkeys(map(ord, CENTRED))
_NUMBER = r"(?<![\d,.])\d[\d,.]{0,6}"
_WHOLE = re.compile(
    rf"{_NUMBER}[ \u00a0]?(?:[{_UNITS}]|(?:{_LATIN_UNITS})(?![A-Za-z]))|\S(?:—{{2,}}|…{{2,}}|[{INTERPUNCTS}])"
)
# Two characters and the marks after them: a last line has no lone one (CLREQ 3.1.5).
_LAST = re.compile(rf"[{HAN}]{{2}}[{CLOSING}？！…]*[\s\u2060]*$")
_MARKS = re.compile(rf"[{CLOSING}？！…\s\u2060]*")
_ENDING = ("p", "li", "dd", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6")
# A Latin word that may be hyphenated, and is no part of an address or a name with marks in it.
_WORD = re.compile(rf"(?<![\w./:@#&=?%+\-])[{LATIN}]{{10,}}(?![\w/:@#&=?%+\-]|\.\w)", re.ASCII)
_CLOSED = ["code", "pre", "svg", "math", "script", "style"]
# What stands raised or elsewhere is no neighbour of the text round it.
_APART = ("note", CALLED_AGAIN, "citation")
# Where one of the spans may be needed.
_POINT = re.compile(
    f"(?<=[{_LATIN}])[{HAN}]|[{HAN}](?=[{_LATIN}])|(?<=[{HAN}])[“‘]|(?<=[”’])[{HAN}]"
    f"|[{CLOSING}](?=[{CLOSING}{OPENING}])|(?<=[{OPENING}])[{OPENING}]"
)
_BLOCKS = frozenset((
    "body", "section", "aside", "nav", "header", "h1", "h2", "h3", "h4", "h5", "h6", "p", "blockquote", "div",
    "ul", "ol", "li", "dl", "dt", "dd", "details", "summary",
    "table", "caption", "thead", "tbody", "tr", "td", "th", "figure", "figcaption",
))  # fmt: skip


@dataclass(frozen=True)
class _Setting:
    """How a text is set: as English or Chinese, and the closing marks that are white on one side and may give it up."""

    is_english: bool
    halved: str


def dress(body: Element) -> None:
    """Put the spans into a fragment."""
    _Dresser().visit(body)


class _Dresser:
    """Walks the text of a fragment in order; `before` is the character that the next one stands beside, empty at a
    block's start."""

    def __init__(self) -> None:
        self.before = ""

    def visit(self, element: Element) -> None:
        tag = str(element.tag)
        if tag == "rt":
            # Above the line, and no neighbour of what stands in it.
            return
        if tag in _CLOSED or "}" in tag or has_class(element, "math"):
            self._pass(element)
            return
        is_apart = any(has_class(element, name) for name in _APART) or tag == "sup"
        if tag in _BLOCKS or is_apart:
            self.before = ""
        children = list(element)
        ends = tag in _ENDING and is_chinese(of_tag(element.get("lang", "")))
        last = _last_text(element) if ends else -1
        self._dress(element, element.text, 0, is_last=last == 0)
        for number, child in enumerate(children, 1):
            self.visit(child)
            self._dress(element, child.tail, element.index(child) + 1, is_last=last == number, after=child)
        if tag in _BLOCKS or is_apart:
            self.before = ""

    def _pass(self, element: Element) -> None:
        """Code and formulas in a line keep a quarter em from Chinese on both sides."""
        is_code = element.tag == "code"
        text = "".join(map(str, element.itertext())) if is_code else ""
        if _IS_HAN.match(self.before) and not _IS_HAN.match(text) and (is_code or has_class(element, "inline")):
            element.set("class", f"{element.get('class', '')} gap-before".strip())
        if is_code:
            open_up(element)
        self.before = "" if has_class(element, "display") else text[-1] if _IS_HAN.match(text[-1:]) else "x"

    def _dress(
        self, parent: Element, text: str | None, place: int, *, is_last: bool, after: Element | None = None
    ) -> None:
        if not text:
            return
        above = [parent, *parent.iterancestors()]
        # The style sets the marks of all entries as the language of the report has them.
        entry = next((place for place, node in enumerate(above, 1) if has_class(node, "csl-entry")), 0)
        english = not is_chinese(language_of(above[entry]))
        tag = next((str(node.get("lang")) for node in above[entry:] if node.get("lang")), "")
        setting = _Setting(english, CLOSING.translate(_NOT_CENTRED) if has_centred_marks(tag) else CLOSING)
        pieces = list(_pieces(text, self.before, setting, is_last=is_last))
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


def _last_text(element: Element) -> int:
    """Which text of a block ends it: 0 for that before its children, n for that after the nth; marks, notes and
    citations may come after it."""
    for number in range(len(element), 0, -1):
        if _MARKS.fullmatch(element[number - 1].tail or "") is None or not _is_apart(element[number - 1]):
            return number
    return 0


def _is_apart(element: Element) -> bool:
    """Whether an element is a note or raised, or holds nothing else."""
    if element.tag == "sup" or any(has_class(element, name) for name in _APART):
        return True
    loose = [element.text, *(child.tail for child in element)]
    return len(element) > 0 and all(_MARKS.fullmatch(text or "") for text in loose) and all(map(_is_apart, element))


def _pieces(text: str, before: str, setting: _Setting, *, is_last: bool) -> Iterator[str | Element]:
    """The text cut into strings and spans, in order."""
    last = _LAST.search(text) if is_last and not setting.is_english else None
    end = last.start() if last else len(text)
    wholes = [] if setting.is_english else [found.span() for found in _WHOLE.finditer(text, 0, end)]
    start = 0
    for first, final in [*wholes, *([last.span()] if last else [])]:
        yield from _marks(text, start, first, before, setting)
        whole = new("span", class_="whole")
        _fill(whole, _marks(text, first, final, before, setting))
        yield whole
        start = final
    yield from _marks(text, start, len(text), before, setting)


def _marks(text: str, start: int, end: int, before: str, setting: _Setting) -> Iterator[str | Element]:
    """Part of a text, its characters that need it in spans: half-width marks, and Chinese characters beside Latin ones.

    A gap is the margin of the Chinese character: an empty box between the two would take the chance to break the line
    there.
    """
    done, chances = start, places(text)
    for place in _points(text):
        if not done <= place < end:
            continue
        character = text[place]
        previous, following = text[place - 1] if place else before, text[place + 1 : place + 2]
        word = None if setting.is_english else _words(text).get(place)
        if word and word <= end:
            gap = place == 0 and _GAP.search(before + character)
            yield from (text[done:place],) if place > done else ()
            yield new("span", text[place:word], class_="long gap-before" if gap else "long")
            done = word
            continue
        breaks = place in chances or (not setting.is_english and _may_break(previous, character))
        names = "" if setting.is_english else _half(previous, character, following, setting.halved)
        if not names and _IS_HAN.match(character):
            names = " ".join(_gaps(previous, character, following))
        if not names and place == 0 and _GAP.search(before + character):
            # The Chinese character stands in another element.
            names = "gap-before"
        if (breaks or names) and place > done:
            yield text[done:place]
        if breaks:
            yield new("wbr")
        if names:
            yield new("span", character, class_=names)
        done = place + 1 if names else place if breaks else done
    if done < end:
        yield text[done:end]


@lru_cache(maxsize=4)
def _points(text: str) -> tuple[int, ...]:
    """Where in a text something may be needed, in order; at its beginning what stands before it counts."""
    return tuple(sorted({0, *places(text), *_words(text), *(found.start() for found in _POINT.finditer(text))}))


@lru_cache(maxsize=4)
def _words(text: str) -> dict[int, int]:
    """Where long Latin words begin and end."""
    return {found.start(): found.end() for found in _WORD.finditer(text)}


def _may_break(previous: str, character: str) -> bool:
    """Whether a line may end between a quotation mark and a character: Unicode's rules cannot tell which way a quote
    faces (UAX 14, QU)."""
    return bool(
        (character in "“‘" and _IS_HAN.match(previous)) or (previous and previous in "”’" and _IS_HAN.match(character))
    )


def _half(previous: str, character: str, following: str, halved: str) -> str:
    before_another = character in halved and following and following in CLOSING + OPENING
    return "half" if before_another or (character in OPENING and previous and previous in OPENING) else ""


def _gaps(previous: str, character: str, following: str) -> Iterator[str]:
    if _GAP.search(previous + character):
        yield "gap-before"
    if _GAP.search(character + following):
        yield "gap-after"


def _fill(element: Element, pieces: Iterator[str | Element]) -> None:
    for piece in pieces:
        if not isinstance(piece, str):
            element.append(piece)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + piece
        else:
            element.text = (element.text or "") + piece
