"""Knows how a long list of entries in JSON or YAML is cut into its entries, so that not all have to be worked out; must
not know fields."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.tools.identifiers import is_url

_ITEM = re.compile(r"^( *)- (?=\S)", re.M)
_SHARED = re.compile(r"(?:[:,\[{-])\s+[&*][\w-]+|^\s*<<\s*:", re.M)
_KEY = re.compile(r"(?:^ *(?:- *)?|[{,]\s*)[\"']?id[\"']?\s*:\s*(\"[^\"\n]*\"|'[^'\n]*'|[^,}#\n]+)", re.M)
# What may stand before the first entry.
_HEAD = re.compile(r"\ufeff?(?:---)?(?: *(?:#[^\n]*)?\n)*(?:references: *(?:#[^\n]*)?\n(?: *(?:#[^\n]*)?\n)*)?")
_SPACE = re.compile(r"\s*")


@dataclass(frozen=True)
class Piece:
    """An entry as it is written, from its line on."""

    key: str
    line: int
    text: str
    column: int = 0

    @property
    def in_place(self) -> str:
        """The entry where it stands in its line, so that its columns are those of the file."""
        return " " * self.column + self.text

    @property
    def key_line(self) -> int:
        """The line that the key stands on."""
        found = _KEY.search(self.text)
        return self.line + (self.text.count("\n", 0, found.start(1)) if found else 0)


def pieces(text: str) -> list[Piece]:
    """The entries of a list, each for itself; none where the list cannot be cut surely."""
    start = text.lstrip("\ufeff \t\r\n")[:1]
    return _of_json(text) if start in ("[", "{") else _of_yaml(text)


def key_of(item: Mapping[str, object]) -> str:
    """The key of an item; Zotero has addresses for ids, and the keys that its users know beside them."""
    id_, key = str(item["id"]), item.get("citation-key")
    return str(key) if key and is_url(id_) else id_


def _of_json(text: str) -> list[Piece]:
    decoder = json.JSONDecoder()
    breaks = [found.start() for found in re.finditer("\n", text)]
    at = text.find("[")
    if at < 0 or (
        text[:at].strip("\ufeff \t\r\n") and not re.fullmatch(r'\ufeff?\s*\{\s*"references"\s*:\s*', text[:at])
    ):
        return []
    made: list[Piece] = []
    at = _after(text, at + 1)
    while text[at : at + 1] == "{":
        try:
            item, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return []
        if not isinstance(item, dict) or not isinstance(item.get("id"), str | int) or not str(item["id"]):
            return []
        line = bisect_right(breaks, at - 1)
        column = at - (breaks[line - 1] + 1 if line else 0)
        made.append(Piece(key_of(item), line + 1, text[at:end], column))
        at = _after(text, end)
        if text[at : at + 1] != ",":
            break
        at = _after(text, at + 1)
    return made if text[at : at + 1] == "]" else []


def _after(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _of_yaml(text: str) -> list[Piece]:
    """A list in block style: no line inside an item is indented less than what follows its dash (YAML 1.2, 8.2.1)."""
    found = list(_ITEM.finditer(text))
    if not found or _SHARED.search(text) or "\t" in text:
        return []
    depth = len(found[0][1])
    starts = [one.start() for one in found if len(one[1]) == depth]
    if not _HEAD.fullmatch(text, 0, starts[0]):
        return []
    made: list[Piece] = []
    line, last = 1, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line, last = line + text.count("\n", last, start), start
        piece = text[start:end]
        key = _KEY.search(piece)
        if not key:
            return []
        made.append(Piece(key[1].strip().strip("\"'"), line, piece.replace("- ", "  ", 1)))
    return made
