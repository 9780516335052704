"""Knows in what kind of text a place of a file stands: front matter, a block of data, settings, prose; must not know
what may be written there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Part = Literal["front-matter", "figure", "table", "settings", "prose", "code"]
_FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})([^\n]*)$")
_DATA = re.compile(r"\.(figure|table)\b")
_KEY = re.compile(r"""^([ ]*)((?:- +)*)(?:(["']?)([\w-]+)\3\s*:(?=\s|$))?""")
_FLOW = re.compile(r"""([{\[}\],])|(?:^|(?<=[\s{\[,"']))([\w-]+)["']?\s*:(?=\s|$)""")
_SECTION = re.compile(r"^\s*\[\[?\s*([\w.-]+)\s*\]\]?")


@dataclass(frozen=True)
class Region:
    """What a place is part of; of data also its lines up to that of the place, which is the last."""

    part: Part
    lines: tuple[str, ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """The keys that a new line of YAML or TOML at the place would stand below, from the outermost on."""
        return _sections(self.lines) if self.part == "settings" else _keys(self.lines)


def region_at(text: str, line: int, *, is_settings: bool = False) -> Region:
    """The region of a 1-based line of a file of the source."""
    lines = text.split("\n")[:line]
    if is_settings:
        return Region("settings", tuple(lines))
    if lines and re.fullmatch(r"---[ \t]*", lines[0]) and line > 1:
        ends = [number for number, row in enumerate(lines[1:], 1) if re.fullmatch(r"(---|\.\.\.)[ \t]*", row)]
        if not ends:
            return Region("front-matter", tuple(lines[1:]))
        lines = lines[ends[0] + 1 :]
    return _in_body(lines)


def _in_body(lines: list[str]) -> Region:
    opened, start, kind = "", 0, ""
    for number, row in enumerate(lines):
        found = _FENCE.match(row)
        if not found:
            continue
        if not opened:
            data = _DATA.search(found[2])
            opened, start, kind = found[1], number, data[1] if data else "code"
        elif found[1].startswith(opened) and not found[2].strip():
            opened = ""
    if not opened or start == len(lines) - 1:
        return Region("prose")
    if kind == "figure":
        return Region("figure", tuple(lines[start + 1 :]))
    return Region("table", tuple(lines[start + 1 :])) if kind == "table" else Region("code")


def _keys(lines: tuple[str, ...]) -> tuple[str, ...]:
    """By indentation, as block style has it; of the last line the key whose value is begun, also before a brace."""
    stack: list[tuple[int, str]] = []
    for row in lines[:-1]:
        if row.strip() and not row.lstrip().startswith("#"):
            _enter(stack, row)
    last = lines[-1] if lines else ""
    brace = re.search(r"[{\[]", last)
    _enter(stack, last if brace or _begins_value(last) else " " * _column(last) + "new")
    return (*(key for _, key in stack), *(_in_braces(last[brace.start() :]) if brace else ()))


def _in_braces(text: str) -> list[str]:
    """The keys of flow style that are open at the end of a text; the last one where its value is begun."""
    open_: list[str] = []
    key = ""
    for sign, word in _FLOW.findall(text):
        if sign in "{[" and sign:
            open_.append(key)
            key = ""
        elif sign in "}]" and sign:
            key = open_.pop() if open_ else ""
        else:
            key = word if word else "" if sign == "," else key
    return [name for name in (*open_[1:], key) if name]


def _enter(stack: list[tuple[int, str]], row: str) -> None:
    """Leave the keys that a row stands not below, and go below its own."""
    found = _KEY.match(row)
    if not found:
        return
    column = len(found[1]) + len(found[2])
    # A list may stand as deep as the key that it belongs to.
    first = len(found[1]) if found[2] else column - 1
    while stack and stack[-1][0] > first:
        stack.pop()
    if found[4]:
        stack.append((column, found[4]))


def _column(row: str) -> int:
    found = _KEY.match(row)
    return len(found[1]) + len(found[2]) if found else 0


def _begins_value(row: str) -> bool:
    found = _KEY.match(row)
    return bool(found and found[4])


def _sections(lines: tuple[str, ...]) -> tuple[str, ...]:
    for row in reversed(lines):
        if found := _SECTION.match(row):
            return tuple(found[1].split("."))
    return ()
