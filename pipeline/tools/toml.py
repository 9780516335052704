"""Knows how TOML is read with the places of its keys and values; must not know any schema."""

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
from pipeline.tools.toml_places import Keys, pieces

MAX_BYTES = 2**20
_MOST = 10**1000
"""Python makes no number of many more digits, and no text of such a number."""
_LONG = re.compile(r"[0-9](?:_?[0-9]){1000,}")


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
        line = source.line(place.line or 0)
        raise BrokenToml(_of_line(line) or reason_of(error), place) from error
    except ValueError as error:
        raise BrokenToml(Reason("number_too_large"), _first_long(source)) from error
    except RecursionError as error:
        raise BrokenToml(Reason("nested_too_deep"), _longest(source)) from error
    try:
        made = _placed(data, source)
        for keys_to, value in _leaves(data, ()):
            if reason := _fault(value):
                raise BrokenToml(reason, made.locate(keys_to))
    except RecursionError as error:
        raise BrokenToml(Reason("nested_too_deep"), _longest(source)) from error
    return made


def _of_line(line: str) -> Reason | None:
    """What is wrong with a line that is not ended, in its own words."""
    if table := re.fullmatch(r"\s*(\[{1,2})\s*([\w.-]+)\s*\]?\s*(?:#.*)?", line):
        form = f"{table[1]}{table[2]}{']' * len(table[1])}"
        return None if line.partition("#")[0].strip() == form else Reason("toml_open_table", entry=form)
    pair = re.fullmatch(r"\s*([\w.-]+)\s*=\s*(?:#.*)?", line)
    return Reason("toml_no_value", key=pair[1]) if pair else None


def _placed(data: dict[str, Any], source: SourceText) -> TomlData:
    keys, values = dict[Keys, Span](), dict[Keys, Span]()
    for piece in pieces(source.text):
        known = keys if piece.is_key else values
        known.setdefault(piece.path, source.span(piece.start, piece.end - piece.start))
    return TomlData(data, source.name, keys, values)


def _leaves(value: object, path: Keys) -> Iterator[tuple[Keys, object]]:
    """The keys and the values that hold no others."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield (*path, key), key
            yield from _leaves(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _leaves(part, (*path, number))
    else:
        yield path, value


def _fault(value: object) -> Reason | None:
    if isinstance(value, int) and abs(value) >= _MOST:
        return Reason("number_too_large")
    if isinstance(value, str) and (character := FORBIDDEN.search(value)):
        # An escape, as the file itself holds none.
        return Reason("forbidden_character", character=shown(character.group()))
    return None


def _first_long(source: SourceText) -> Span:
    found = _LONG.search(source.text)
    return source.span(found.start(), len(found.group())) if found else Span(source.name)


def _longest(source: SourceText) -> Span:
    """The line with the most brackets."""
    lines = enumerate(source.text.split("\n"), 1)
    return source.line_span(max(lines, key=lambda row: row[1].count("[") + row[1].count("{") + row[1].count("."))[0])
