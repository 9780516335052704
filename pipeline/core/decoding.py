"""Knows how bytes become a text, and which characters no text of a project may hold; must not know what it says.

The rules hold again for what a reader makes of escapes: `"\\0"` in YAML, `&#0;` in Markdown.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from pipeline.core.reasons import Reason, ReasonedError
from pipeline.core.text import SourceText, Span

MAX_LINE = 1_000_000
"""Characters of one line."""
# Controls but tab and line ends, surrogates and what Unicode calls noncharacters: no XML 1.0 (2.2) may hold the most of
# them, and HTML calls all of them errors (13.2.3.5, "Preprocessing the input stream").
_PLANES = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_PLANES}]")
# What turns the order of letters on the screen (Unicode Standard Annex 9, 2: directional formatting characters).
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});")


class BrokenText(ReasonedError):
    """Bytes that are no text: `kind` says what is wrong, `span` where."""

    def __init__(self, kind: str, reason: Reason, span: Span, shown: str) -> None:
        super().__init__(reason)
        self.kind, self.span, self.shown = kind, span, shown


def decode(data: bytes, name: str) -> SourceText:
    """A UTF-8 text; a byte order mark is dropped, CRLF and CR become LF. `name` is what messages show.

    Raises:
        BrokenText: `encoding` for another encoding, `character` for a forbidden one, `line` for a line of more than
            MAX_LINE characters.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = with_plain_ends(data[: error.start].decode("utf-8"))
        byte = f"0x{data[error.start]:02X}"
        place = SourceText(name, before + "?").span(len(before))
        raise BrokenText("encoding", Reason("not_utf8", byte=byte), place, byte) from error
    source = SourceText(name, with_plain_ends(text))
    if found := FORBIDDEN.search(source.text):
        raise BrokenText("character", *_told(found, source))
    for number, line in enumerate(source.text.split("\n"), 1):
        if len(line) > MAX_LINE:
            reason = Reason("line_too_long", size=len(line), limit=MAX_LINE)
            raise BrokenText("line", reason, Span(name, number, 1), str(len(line)))
    return source


def decode_data(data: bytes, name: str) -> SourceText:
    """The same for a file of data, which may turn no letters either.

    Raises:
        BrokenText: as `decode`, and `character` for a bidirectional control.
    """
    source = decode(data, name)
    if found := TURNING.search(source.text):
        raise BrokenText("character", *_told(found, source))
    return source


def shown(character: str) -> str:
    """A character that cannot be seen, as `U+202E`."""
    return f"U+{ord(character):04X}"


def references(source: SourceText, start: int = 0) -> Iterator[tuple[Span, str]]:
    """The character references of a text from an offset on that stand for a character of these rules, with it."""
    for found in _REFERENCE.finditer(source.text, start):
        number = found.group()[2:-1]
        meant = _numbered(number) if found.group()[1] == "#" else html.unescape(found.group())
        if FORBIDDEN.search(meant) or TURNING.search(meant):
            yield source.span(found.start(), len(found.group())), meant[0]


def _numbered(number: str) -> str:
    code = int(number[1:], 16) if number[0] in "xX" else int(number)
    return chr(code) if code < 0x110000 else "\ufffe"


def _told(found: re.Match[str], source: SourceText) -> tuple[Reason, Span, str]:
    character = shown(found.group())
    return Reason("forbidden_character", character=character), source.span(found.start()), character


def with_plain_ends(text: str) -> str:
    """A text without its byte order mark, each line ended by LF alone."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
