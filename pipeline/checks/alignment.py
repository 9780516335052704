"""Knows which characters of a source each character of a parsed text was made of; must not know what is looked for.

Both are walked side by side, once: what is in the source alone is markup, and passed over. Where they part, the nearest
place is looked for at which they agree again, and not beyond a fixed distance, so the time is that of their length.
"""

from __future__ import annotations

import html
import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.checks.bare import COMMENTED, HIDDEN
from pipeline.checks.runs import CITED, CODE, DISPLAY, NOTE, OBJECT, SPEAKING

_ATTRIBUTES = r"\{[^{}\n]*+\}"
_DESTINATION = r"\([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+\)"
_BRACKETS = r"\[[^\[\]]*+\]"
_NESTED = r"\[[^\[\]]*+(?:\[[^\[\]]*+\][^\[\]]*+)*+\]"
# How what the parser made of a typed text may have been typed. None of them gives back what it took.
TYPED: Mapping[str, str] = {
    "“": '["“]',
    "”": '["”]',
    "‘": "['‘]",
    "’": "['’]",
    "″": '["″]',
    "′": "['′]",
    "…": r"(?:…|\.\.\.)",
    "–": "(?:–|--)",
    "—": "(?:—|---)",
    "\u00a0": r"(?:\u00a0|\\? )",
    " ": r"\s++",
    "\n": r"(?:\\|[ \t]*+)\n",
    CODE: rf"{HIDDEN}++(?:\n[ \t>]*+{HIDDEN}++)*+",
    SPEAKING: r"@(?:\{[^{}\s]++\}|[^\W_](?:[:.#$%&\-+?<>~/]?\w)*+)",
    CITED: _BRACKETS,
    NOTE: rf"(?:{_BRACKETS}|\^{_NESTED})",
    DISPLAY: r"\$\$(?:[^$]++\$\$)?",
    OBJECT: (
        rf"(?:\$(?:[^$\\]|\\.)++\$|<[^<>\n]++>|!?{_NESTED}(?:{_DESTINATION}|{_ATTRIBUTES})?+"
        rf"|{HIDDEN}++(?:{_ATTRIBUTES})?+|@[^\s\[\]，。；]++(?: ?{_BRACKETS})?+)"
    ),
}
_PATTERNS = {character: re.compile(pattern, re.S) for character, pattern in TYPED.items()}
TAIL = re.compile(rf"\](?:{_DESTINATION}|{_ATTRIBUTES}|{_BRACKETS})")
"""What ends a link or a span, behind its words."""
_MARKUP = re.compile(rf"{TAIL.pattern}|[*_~^\[\]]|{COMMENTED}++|(?<={HIDDEN}){_ATTRIBUTES}|\n[ \t>|]*+")
_LINE_MARKS = re.compile(r"[ \t>|]*+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_NEAR, _ALIKE, _LEFT = 64, 3, 32
"""How far apart texts may be to agree again, in how many characters, and how many are given up where they do not."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The offsets of what one character was made of; whether its author said that it is text, by a backslash or a
    reference to a character."""

    start: int
    end: int
    is_escaped: bool = False


def read(text: str, at: int, character: str) -> Piece | None:
    """How a character of the parsed text was typed at a place in the source; None if it was not."""
    typed = text[at : at + 1]
    if typed == "\\" and character == text[at + 1 : at + 2] and character in string.punctuation:
        return Piece(at, at + 2, is_escaped=True)
    if typed == "&" and (entity := _ENTITY.match(text, at)) and html.unescape(entity.group()).startswith(character):
        return Piece(at, entity.end(), is_escaped=True)
    if pattern := _PATTERNS.get(character):
        found = pattern.match(text, at)
        return Piece(at, found.end()) if found else None
    return Piece(at, at + 1) if typed == character else None


def align(parsed: str, text: str, first: int, last: int) -> Sequence[Piece | None]:
    """What each character of the parsed text was made of, between two offsets of the source; None where it is not
    known."""
    made: list[Piece | None] = []
    at = first
    while len(made) < len(parsed) and at < last:
        character = parsed[len(made)]
        piece = read(text, at, character)
        if piece:
            made.append(piece)
            at = piece.end if character != "\n" else _line_start(parsed, len(made), text, piece.end)
        elif markup := _MARKUP.match(text, at):
            at = markup.end()
        else:
            left, at = _meeting(parsed, len(made), text, at)
            made += [None] * left
    return [*made, *[None] * (len(parsed) - len(made))][: len(parsed)]


def _line_start(parsed: str, index: int, text: str, at: int) -> int:
    """Where the words of a line begin, behind the marks of what it stands in."""
    marks, own = _LINE_MARKS.match(text, at), _LINE_MARKS.match(parsed, index)
    assert marks and own
    return marks.end() - (len(own.group()) if marks.group().endswith(own.group()) else 0)


def _meeting(parsed: str, index: int, text: str, at: int) -> tuple[int, int]:
    """How many characters to give up, and the offset at which the texts agree again."""
    ahead = at
    for left in range(1, _NEAR + 1):
        markup = _MARKUP.match(text, ahead)
        ahead = markup.end() if markup else ahead + 1
        if _agree(parsed, index, text, ahead):
            return 0, ahead
        if _agree(parsed, index + left, text, at):
            return left, at
    return _LEFT, at


def _agree(parsed: str, index: int, text: str, at: int) -> bool:
    if index >= len(parsed):
        return False
    for character in parsed[index : index + _ALIKE]:
        piece = read(text, at, character)
        while piece is None and (markup := _MARKUP.match(text, at)):
            at = markup.end()
            piece = read(text, at, character)
        if piece is None:
            return False
        at = piece.end
    return True
