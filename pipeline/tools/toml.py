"""Knows how TOML is read with the places of its keys and values; must not know any schema.

Python's reader keeps no places. They are looked for by line, and one is claimed for a key that is written plainly at
the start of a line; what stands elsewhere, in an inline table, has the place of what holds it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core.decoding import FORBIDDEN, BrokenText, decode, shown
from pipeline.core.failures import reason_of, toml_place
from pipeline.core.opening import Unopened, read_within
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.core.text import SourceText, Span

Keys = tuple[str | int, ...]
MAX_BYTES = 2**20
_NAME = r"(?:[A-Za-z0-9_-]+|\"[^\"\\\n]*\"|'[^'\n]*')"
_NAMES = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_TABLE = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_NAMES})[ \t]*\]")
_PAIR = re.compile(rf"[ \t]*({_NAMES})[ \t]*=[ \t]*(\"[^\"\n]*\"|'[^'\n]*'|[^#\n]*[^#\s])?")
_COMMENT = re.compile(r"^[ \t]*#.*$", re.M)
_LONG = re.compile(r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'', re.S)


class BrokenToml(ReasonedError):
    """A file that is no TOML, or cannot be read; `span` is where."""

    def __init__(self, reason: Reason, span: Span) -> None:
        super().__init__(reason)
        self.span = span


@dataclass(frozen=True)
class TomlData:
    """Plain data, and the spans of its keys and values by path."""

    data: dict[str, Any]
    name: str
    keys: Mapping[Keys, Span]
    values: Mapping[Keys, Span]

    def locate(self, path: Keys, *, key: bool = False) -> Span:
        """The span of the value (or key) at a path, or of its nearest known parent."""
        for end in range(len(path), 0, -1):
            for places in (self.keys, self.values) if key else (self.values, self.keys):
                if path[:end] in places:
                    return places[path[:end]]
        return Span(self.name)


def read(path: Path, root: Path, name: str) -> TomlData:
    """The data of a file inside `root`; `name` is what messages show.

    Raises:
        BrokenToml
    """
    try:
        source = decode(read_within(path, root, MAX_BYTES), name)
        data = tomllib.loads(source.text)
    except BrokenText as error:
        raise BrokenToml(error.reason, error.span) from error
    except Unopened as error:
        raise BrokenToml(error.reason, Span(name)) from error
    except tomllib.TOMLDecodeError as error:
        place = toml_place(error, name)
        # What is told of the end of the file stands on its last line.
        place = place if place.line else source.line_span(source.text.rstrip("\n").count("\n") + 1)
        raise BrokenToml(reason_of(error), place) from error
    except RecursionError as error:
        raise BrokenToml(Reason("nested_too_deep"), _longest(source)) from error
    keys, values = dict[Keys, Span](), dict[Keys, Span]()
    for found, key, value in _places(source):
        keys.setdefault(found, key)
        values.setdefault(found, value)
    made = TomlData(data, name, keys, values)
    try:
        for keys_to, text in _texts(data, ()):
            if character := FORBIDDEN.search(text):
                # An escape, as the file itself holds none.
                reason = Reason("forbidden_character", character=shown(character.group()))
                raise BrokenToml(reason, made.locate(keys_to))
    except RecursionError as error:
        raise BrokenToml(Reason("nested_too_deep"), _longest(source)) from error
    return made


def _texts(value: object, path: Keys) -> Iterator[tuple[Keys, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield (*path, key), key
            yield from _texts(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _texts(part, (*path, number))


def _longest(source: SourceText) -> Span:
    """The line with the most brackets."""
    lines = enumerate(source.text.split("\n"), 1)
    return source.line_span(max(lines, key=lambda row: row[1].count("[") + row[1].count("{") + row[1].count("."))[0])


def _places(source: SourceText) -> Iterator[tuple[Keys, Span, Span]]:
    """Each key that begins a line by its whole path, with its own span and that of its value."""
    bare = _COMMENT.sub(_blank, source.text)
    text = _LONG.sub(_blank, bare)
    table: Keys = ()
    counts: dict[Keys, int] = {}
    for start, line in zip(source.starts, text.split("\n"), strict=True):
        if head := _TABLE.match(line):
            table = _split(head[2])
            if head[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
            # A table of an array, or one inside it, is that of the last item.
            for end in range(len(table), 0, -1):
                if table[:end] in counts:
                    table = (*table[:end], counts[table[:end]], *table[end:])
                    break
            place = source.span(start + head.start(2), len(head[2]))
            yield table, place, place
        elif pair := _PAIR.match(line):
            key = source.span(start + pair.start(1), len(pair[1]))
            value = source.span(start + pair.start(2), len(pair[2])) if pair[2] else key
            yield (*table, *_split(pair[1])), key, value


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found.group())


def _split(names: str) -> Keys:
    return tuple(found.strip("\"'") for found in re.findall(_NAME, names))
