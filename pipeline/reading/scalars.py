"""Knows where each character of a text in YAML or an attribute stands in the source, in whatever style it is written
there; must not know what the text is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.core.places import Style
from pipeline.core.text import SourceText, Span

_BLANKS = re.compile(r"[ \t\n]+")
# What stands between two characters of a text and is none of it: line ends with their indents, escapes, quotes.
_BETWEEN = re.compile(r"[ \t\n\\\"']*")
_STYLES: dict[str, Style] = {"'": "single", '"': "double", "|": "block", ">": "block"}


@dataclass(frozen=True)
class PlacedText:
    """A text of the front matter, of a block of data or of an attribute; the 0-based offset of each of its characters
    in the source, None where it is not known; and how it is written there."""

    text: str
    offsets: tuple[int | None, ...]
    style: Style
    start: int
    end: int


def place_texts(source: SourceText, texts: Sequence[tuple[str, Span]]) -> tuple[PlacedText, ...]:
    """The texts of a source that are no running text, in its order, by where each begins."""
    return tuple(_placed(texts, source))


def _placed(texts: Sequence[tuple[str, Span]], source: SourceText) -> Iterator[PlacedText]:
    for text, span in texts:
        if not text.strip() or span.line is None or span.file != source.name:
            continue
        start = source.starts[span.line - 1] + (span.column or 1) - 1
        # Of a value of an attribute the line may be known alone.
        on_line = source.text.find(text, start, source.starts[span.line - 1] + len(source.line(span.line)))
        for begin in dict.fromkeys((start, on_line)):
            offsets = tuple(_walk(text, source.text, begin)) if begin >= 0 else ()
            known = [offset for offset in offsets if offset is not None]
            if known and len(known) == sum(not character.isspace() for character in text):
                yield PlacedText(text, offsets, _style(source.text, begin, known[0]), begin, known[-1] + 1)
                break


def _style(source: str, start: int, first: int) -> Style:
    if source[start] in _STYLES and start < first:
        return _STYLES[source[start]]
    return "attribute" if source[:first].endswith('="') else "plain"


def _walk(text: str, source: str, start: int) -> Iterator[int | None]:
    """The offset of each character of a text from a place on; of white space none, since it may be any."""
    place = source.find("\n", start) if source[start : start + 1] in ("|", ">") else start
    for character in text:
        if _BLANKS.match(character):
            found = _BLANKS.match(source, place)
            place = found.end() if found else place
            yield None
            continue
        between = _BETWEEN.match(source, place)
        limit = between.end() if between else place
        at = source.find(character, place, limit + 1)
        yield at if at >= 0 else None
        place = at + 1 if at >= 0 else place
