"""Knows what authors type in YAML by the habits of Chinese and of prose, where it stands and how it is written instead;
must not know any schema.

A parser tells where it could go no further. What was typed otherwise than it takes often stands before that: a
full-width colon on the line above, the quote or bracket that is never closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.core.languages import LANGUAGES
from pipeline.core.reasons import Reason

_KEY = r"[A-Za-z_][\w-]*"
_ENTRY = re.compile(rf"(?:^|(?<=[{{,，\s]))(?P<key>{_KEY}):[ \t]+")
_NEXT = re.compile(rf"\s*[,，]\s*{_KEY}:\s|\s*\}}\s*(?:[,\]}}].*)?$")
# Signs on a line of their own account, in the order that they are looked for; `sign` is what stands wrong.
_SIGNS = (
    (r"^[ -]*(?P<sign>\t+)", "yaml_tab"),
    (r"^[ \t-]*(?P<sign>[\u3000\u00a0]+)", "yaml_wide_space"),
    (rf"(?:^[ -]*|[{{,，]\s*)(?P<key>{_KEY})(?P<sign>：)", "yaml_wide_colon"),
    (rf"(?:^[ -]*|[{{,，]\s*){_KEY}:(?P<sign>[\u3000\u00a0]+)", "yaml_wide_space"),
    (rf"(?:^[ -]*{_KEY}:[ ]*|^[ ]*-[ ]*)(?P<sign>[｛［【〔])", "yaml_wide_bracket"),
    (rf"^[ -]*{_KEY}[ ]*(?P<sign>=)[ {{\[]", "yaml_equals"),
    (rf"^[ -]*{_KEY}(?P<sign>[ ]*)[{{\[]", "yaml_colon_missing"),
    (rf"\{{.*?(?P<sign>，)\s*(?P<key>{_KEY}):\s", "yaml_wide_comma"),
    (rf"(?:^[ -]*|[{{,]\s*)(?P<key>{_KEY})(?P<sign>:)(?=[^\s:/])", "yaml_no_space"),
)
# Nobody has typed a longer line, and looking through one takes its square.
_LONGEST_LINE = 2000  # characters
_MOST = 60  # characters of an entry that are shown


@dataclass(frozen=True)
class Slip:
    """What stands wrong: a 0-based line and column, how many characters, why; and how the entry is written."""

    line: int
    column: int
    length: int
    reason: Reason | None = None
    how: Reason | None = None


def before(lines: list[str], line: int, column: int, start: tuple[int, int] | None) -> Slip:
    """The slip that most likely made a parser stop at a place, inside what begins at `start` where that is known."""
    first = min(start[0] if start else line, max(line - 1, 0))
    if max(map(len, lines[first : line + 1]), default=0) > _LONGEST_LINE:
        return Slip(line, column, 0)
    for number in (line, *range(first, line)):
        if number < len(lines) and (found := _sign(lines[number], number)):
            return found
    if start and start[0] < len(lines) and (found := _comment(lines[start[0]], *start)):
        return found
    text = lines[line] if line < len(lines) else ""
    language = re.search(rf"\S\s+(?P<key>{'|'.join(LANGUAGES)})$", text[:column])
    if language and text[column : column + 1] == ":":
        return Slip(line, language.start("key"), 2, Reason("yaml_comma_missing", key=language["key"]))
    if _is_deeper(lines, line, column):
        return Slip(line, 0, len(text) - len(text.lstrip()), Reason("yaml_indent"))
    if re.match(r"- ", text[column:]):
        is_item = not text[:column].strip()
        reason = Reason("yaml_item_here") if is_item else Reason("yaml_first_character", character="-")
        entry = _entry(text, column)
        return Slip(line, column, 1, reason, Reason("yaml_quoted_so", entry=entry) if entry else None)
    entry = _entry(text, column)
    how = Reason("yaml_quoted_so", entry=entry) if entry else None
    if entry and re.search(r"[\"'][^\"']*[\"']$", text[:column].rstrip()):
        return Slip(line, column, 0, Reason("yaml_after_quote"), how)
    return Slip(line, column, 0, Reason("yaml_colon_here") if entry and text[column : column + 1] == ":" else None, how)


def _is_deeper(lines: list[str], line: int, column: int) -> bool:
    """Whether a line that begins with a key stands deeper than a whole entry above it."""
    here, above = lines[line : line + 1], lines[line - 1 : line] if line else []
    if not here or not above or not re.fullmatch(rf" *{_KEY}", here[0][:column]):
        return False
    entry = re.match(rf"( *){_KEY}:[ \t]+[^\s|>]", above[0])
    return bool(entry) and len(here[0]) - len(here[0].lstrip()) > len(entry[1] if entry else "")


def _sign(text: str, line: int) -> Slip | None:
    for pattern, name in _SIGNS:
        if found := re.search(pattern, text):
            values = {"key": found["key"]} if "key" in found.groupdict() else {}
            return Slip(line, found.start("sign"), len(found["sign"]), Reason(name, **values))
    return None


def _comment(text: str, line: int, column: int) -> Slip | None:
    """A # that begins a comment between brackets, which hides their end."""
    found = re.search(r"\s(#)", re.sub(r"\"[^\"]*\"|'[^']*'", lambda quoted: "x" * len(quoted[0]), text[column:]))
    if not found:
        return None
    place = column + found.start(1)
    return Slip(line, place, 1, Reason("yaml_hash", entry=_entry(text, place)))


def _entry(text: str, column: int) -> str:
    """The entry of a line that a column lies in, with its value between quotes; empty where there is none."""
    starts = [found for found in _ENTRY.finditer(text) if found.end() <= column]
    if not starts:
        return ""
    # The value begins at the first key before which a comma or a bracket stands, or that begins the line.
    start = next(
        (one for one in reversed(starts) if re.search(r"(?:^[ -]*|[{,，]\s*)$", text[: one.start()])), starts[-1]
    )
    end = _NEXT.search(text, max(start.end(), column))
    value = text[start.end() : end.start() if end else len(text)].strip()
    return f"{start['key']}: {between_quotes(value)}" if value and len(value) <= _MOST else ""


def between_quotes(value: str) -> str:
    """A text as a scalar between quotes."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def cut_off(text: str, column: int) -> int | None:
    """Where a # that looks like a part of the text stands behind a plain scalar that ends at a column; a comment has a
    blank after its #."""
    found = re.match(r"\s+(#)(?=[^\s#!])", text[column:])
    return column + found.start(1) if found else None


def keys_without_colon(entries: list[tuple[str, str, int, int]], lines: list[str]) -> Iterator[Slip]:
    """The slips among the entries of a mapping between braces: key, plain value (empty for none), and where the key
    begins. A key that no colon follows is the rest of the text before it, cut off by a comma, or holds its colon in
    another form."""
    key, value = "", ""
    for name, text, line, column in entries:
        if re.match(r"\s*[:?]", lines[line][column + len(name) :]) or text or lines[line][column : column + 1] in "\"'":
            key, value = name, text
        elif found := re.match(rf"(?P<key>{_KEY})\s*(?P<sign>[：:])", name):
            wide = found["sign"] == "："
            reason = Reason("yaml_wide_colon" if wide else "yaml_no_space", key=found["key"])
            yield Slip(line, column + found.start("sign"), 1, reason)
        elif key and value:
            whole = f"{value},{name}"
            if re.fullmatch(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", whole):
                reason = Reason("yaml_thousands", rest=name, entry=f"{key}: {whole.replace(',', '')}")
            else:
                value = f"{value}, {name}"
                reason = Reason("yaml_comma", rest=name, entry=f"{key}: {between_quotes(value)}")
            yield Slip(line, column, len(name), reason)
        else:
            yield Slip(line, column, len(name), Reason("yaml_no_colon", name=name))
