"""Knows where the keys and values of a sound TOML text stand; must not know what they mean. Python's reader keeps no
places.

What is read here has been read by that reader before: it is not judged again.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field

Keys = tuple[str | int, ...]
_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_NAME = re.compile(r"[A-Za-z0-9_-]+|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_SCALAR = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|'
    + r"'''.*?'{3,5}|"
    + r'"(?:[^"\\\n]|\\.)*"|'
    + r"'[^'\n]*'|"
    + r"[^,\]}#\n]*[^,\]}#\s]",
    re.S,
)


@dataclass(frozen=True)
class Piece:
    """A key or a value: its path, and its characters from `start` to before `end`."""

    path: Keys
    start: int
    end: int
    is_key: bool = False


def pieces(text: str) -> Iterator[Piece]:
    """The keys and values of a text, in their order; the head of a table is key and value.

    Raises:
        RecursionError: for arrays in arrays without end.
    """
    return _Reader(text).document()


@dataclass
class _Reader:
    """Goes through a text once; `place` is how far it has come."""

    text: str
    place: int = 0
    counts: dict[Keys, int] = field(default_factory=dict)

    def document(self) -> Iterator[Piece]:
        table: Keys = ()
        while self.skip() < len(self.text):
            if self.text[self.place] != "[":
                yield from self.pair(table)
                continue
            is_array = self.take("[[")
            if not is_array:
                self.take("[")
            start, names, end = self.names()
            self.take("]]" if is_array else "]")
            table = self.table(names, is_array)
            yield Piece(table, start, end, is_key=True)
            yield Piece(table, start, end)

    def table(self, names: Keys, is_array: bool) -> Keys:
        """The path of a table: of an array, or inside one, it is that of the last item."""
        if is_array:
            self.counts[names] = self.counts.get(names, -1) + 1
        path: Keys = ()
        for end in range(1, len(names) + 1):
            path = (*path, names[end - 1])
            if names[:end] in self.counts:
                path = (*path, self.counts[names[:end]])
        return path

    def pair(self, above: Keys) -> Iterator[Piece]:
        start, names, end = self.names()
        path = (*above, *names)
        yield Piece(path, start, end, is_key=True)
        self.take("=")
        yield from self.value(path)

    def value(self, path: Keys) -> Iterator[Piece]:
        start = self.skip()
        inner: list[Piece] = []
        if self.take("["):
            count = 0
            while not self.take("]"):
                inner += self.value((*path, count))
                count += 1
                self.take(",")
        elif self.take("{"):
            while not self.take("}"):
                inner += self.pair(path)
                self.take(",")
        elif found := _SCALAR.match(self.text, self.place):
            self.place = found.end()
        else:
            self.place += 1
        yield Piece(path, start, self.place)
        yield from inner

    def names(self) -> tuple[int, Keys, int]:
        """A key with its parts, from where to where."""
        start, names = self.skip(), list[str | int]()
        while found := _NAME.match(self.text, self.place):
            names.append(_plain(found[0]))
            self.place = found.end()
            dot = _DOT.match(self.text, self.place)
            if dot is None:
                break
            self.place = dot.end()
        if not names:
            self.place += 1
        return start, tuple(names), self.place

    def take(self, mark: str) -> bool:
        """Go on behind a mark, if it comes next."""
        self.skip()
        is_there = self.text.startswith(mark, self.place)
        self.place += len(mark) if is_there else 0
        # A text that is no TOML after all ends here, and not never.
        return is_there or self.place >= len(self.text)

    def skip(self) -> int:
        """Go on behind blanks, line ends and comments; where that is."""
        found = _BLANK.match(self.text, self.place)
        self.place = found.end() if found else self.place
        return self.place


def _plain(name: str) -> str:
    """A part of a key as its reader gives it."""
    return next(iter(tomllib.loads(f"{name} = 0"))) if name.startswith('"') else name.strip("'")
