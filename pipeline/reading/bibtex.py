"""Knows how a BibTeX file is read with the place of every entry and field; must not know what a field means.

Strings are put in, and what an entry has from another one; only the entries that are asked for are worked out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Mapping

from pipeline.bibliography.bibfields import DATES, KNOWN, NAMES, TEXTS, TITLES, inherited
from pipeline.bibliography.biblatex import item_of
from pipeline.core.diagnostics import Diagnostic, Values
from pipeline.core.model import Entry
from pipeline.core.reasons import Reason
from pipeline.core.text import SourceText, Span
from pipeline.reading.records import Reading
from pipeline.tools import bibtex
from pipeline.tools.bibtex import RawEntry, RawFile

_PIECE = re.compile(r'\s*(?:"((?:[^"{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*)"|([^#"{}\s]+))\s*(?:#|$)')
_ALL = frozenset((*DATES, *KNOWN, *NAMES, *TEXTS, *TITLES))
# Fields that programs number or put before others: `bdsk-url-3`, `title_translation_en`, `user-a`.
_SERIES = re.compile(
    r"bdsk-.*|.*_(?:translation|transliteration)_\w+|user[a-f]|list[a-f]|name[a-c]|verb[a-c]|date-.*|x-.*|opt.*"
)
_DEEPEST = 8


def read(source: SourceText, wanted: Container[str] | None) -> Reading:
    """The entries of a file; those that are not wanted have their keys and places alone."""
    raw = bibtex.parse(source.text, wanted)
    reading = Reading(source)
    by_key: dict[str, RawEntry] = {}
    for entry in raw.entries:
        span = _place(source, entry)
        if fault := _fault(source, entry):
            span, reason = fault[0] or span, fault[1]
            values: Values = {"key": entry.key or "—", "reason": reason}
            reading.problems.append(Diagnostic("CIT119", span, values, entry.key))
            if entry.key:
                reading.entries.setdefault(entry.key, Entry(entry.key, "", span))
        elif entry.kind in ("set", "xdata") or entry.key in by_key:
            if entry.key in by_key:
                first = (reading.entries[entry.key].span,) if entry.key in reading.entries else ()
                reading.problems.append(Diagnostic("CIT103", span, {"key": entry.key}, entry.key, first))
            by_key.setdefault(entry.key, entry)
        else:
            by_key[entry.key] = entry
            reading.entries.setdefault(entry.key, Entry(entry.key, "", span))
    for key, entry in by_key.items():
        if key in reading.entries and (wanted is None or key in wanted):
            reading.entries[key] = _entry(entry, raw, by_key, reading)
    reading.tell_unknown()
    return reading


def _entry(entry: RawEntry, raw: RawFile, by_key: Mapping[str, RawEntry], reading: Reading) -> Entry:
    span = reading.entries[entry.key].span
    fields = _fields(entry, raw, by_key, _DEEPEST)
    places = tuple(
        (to, reading.source.line_span(one.line + 1))
        for one in entry.fields
        if (to := TEXTS.get(one.name) or TITLES.get(one.name) or NAMES.get(one.name) or DATES.get(one.name)
            or ("issued" if one.name == "year" else ""))
    )  # fmt: skip
    for one in entry.fields:
        if one.name not in _ALL and not _SERIES.fullmatch(one.name):
            reading.unknown.setdefault(one.name, []).append((entry.key, reading.source.line_span(one.line + 1)))
    csl = json.dumps(item_of(entry.kind, entry.key, fields), ensure_ascii=False, sort_keys=True)
    return Entry(entry.key, csl, span, places)


def _fields(entry: RawEntry, raw: RawFile, by_key: Mapping[str, RawEntry], depth: int) -> dict[str, str]:
    """The fields of an entry with what it has from others: BibLaTeX's `xdata` and `crossref`."""
    made = {one.name: value(one.value, raw.strings) for one in entry.fields}
    if not depth:
        return made
    for link in ("xdata", "crossref"):
        for key in made.get(link, "").split(","):
            if parent := by_key.get(key.strip()):
                above = _fields(parent, raw, by_key, depth - 1)
                for name, text in above.items():
                    to = name if link == "xdata" else inherited(name, entry.kind, parent.kind)
                    if to and text:
                        made.setdefault(to, text)
    return made


def value(written: str, strings: Mapping[str, str], depth: int = _DEEPEST) -> str:
    """What a field says: its braces or quotation marks off, strings put in, pieces joined by `#`."""
    text = written.strip()
    if text.startswith("{") and text.endswith("}") and "#" not in text[-2:] and _is_one(text):
        return text[1:-1].strip()
    made, at = "", 0
    while at < len(text):
        if text[at].isspace():
            at += 1
        elif text[at] == "{":
            end = _end(text, at)
            made, at = made + text[at + 1 : end], end + 1
            at += len(text[at:]) - len(text[at:].lstrip(" \t\r\n#"))
        elif found := _PIECE.match(text, at):
            name = found[2]
            made += found[1] if name is None else _string(name, strings, depth)
            at = found.end()
        else:
            return made + text[at:].strip('"{} ')
    return made.strip()


def _string(name: str, strings: Mapping[str, str], depth: int) -> str:
    known = strings.get(name.lower()) if depth else None
    return name if known is None else value(known, strings, depth - 1)


def _is_one(text: str) -> bool:
    return _end(text, 0) == len(text) - 1


def _end(text: str, start: int) -> int:
    """Where the brace at a place is closed; the end of the text where it is not."""
    depth = 0
    for found in re.compile(r"\\.|[{}]", re.S).finditer(text, start):
        depth += 1 if found[0] == "{" else -1 if found[0] == "}" else 0
        if depth == 0:
            return found.start()
    return len(text)


def _fault(source: SourceText, entry: RawEntry) -> tuple[Span | None, Reason] | None:
    """What keeps an entry from being read, and where, if not at its key."""
    if entry.is_broken:
        return None, Reason("bib_open")
    if not entry.key:
        return None, Reason("bib_no_key")
    for one in entry.fields:
        start = len(one.value) - len(one.value.lstrip())
        if not one.value[start:].startswith("{"):
            continue
        end = _end(one.value, start) + 1
        rest = one.value[end:].strip()
        if rest and not rest.startswith("#"):
            before = one.value[: one.value.index(rest, end)]
            line = one.line + 1 + before.count("\n")
            column = source.line(line).find(rest.split("\n")[0].strip()) + 1
            near = rest.split("\n")[0][:12].strip()
            return Span(source.name, line, column or None), Reason("bib_comma", near=near)
    return None


def _place(source: SourceText, entry: RawEntry) -> Span:
    """Where the key of an entry stands; its line where it has none."""
    line = source.line(entry.line + 1)
    start = re.search(r"@\s*\w+\s*[{(]", line)
    at = line.find(entry.key, start.end()) if entry.key and start else -1
    if at < 0:
        return source.line_span(entry.line + 1)
    return Span(source.name, entry.line + 1, at + 1, at + 1 + len(entry.key))
