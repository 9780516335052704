"""Knows how a RIS file is read with the place of every record and field; must not know what a field means.

A line that does not begin with a tag goes on with the field above it, as EndNote writes long ones.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container
from dataclasses import dataclass, field

from pipeline.bibliography.ris import KNOWN, PEOPLE, TAGS, item_of, key_of
from pipeline.core.diagnostics import Diagnostic, Values
from pipeline.core.model import Entry
from pipeline.core.reasons import Reason
from pipeline.core.text import SourceText, Span
from pipeline.reading.records import Reading

_FIELD = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*)| *)")
_DATES = {"PY": "issued", "Y1": "issued", "DA": "issued", "Y2": "accessed", "SN": "ISBN", "SP": "page", "IS": "issue"}


@dataclass
class _Record:
    kind: str
    line: int
    fields: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def read(source: SourceText, wanted: Container[str] | None) -> Reading:
    """The entries of a file; those that are not wanted have their keys and places alone."""
    reading = Reading(source)
    for record in _records(reading):
        own = next((text for text in record.fields.get("ID", ()) if text), "")
        key = own.split()[0] if own else _free(key_of(record.fields), reading)
        span = _place(source, record, key)
        if key in reading.entries:
            values = {"key": key}
            reading.problems.append(Diagnostic("CIT103", span, values, key, (reading.entries[key].span,)))
            continue
        for tag, line in record.lines.items():
            if tag not in TAGS and tag not in PEOPLE and tag not in KNOWN:
                reading.unknown.setdefault(tag, []).append((key, source.line_span(line)))
        if wanted is not None and key not in wanted:
            reading.entries[key] = Entry(key, "", span)
            continue
        csl = json.dumps(item_of(record.kind, key, record.fields), ensure_ascii=False, sort_keys=True)
        named = {**_DATES, **PEOPLE, **TAGS}
        places = tuple((named[tag], source.line_span(line)) for tag, line in record.lines.items() if tag in named)
        reading.entries[key] = Entry(key, csl, span, places)
    reading.tell_unknown()
    return reading


def _records(reading: Reading) -> list[_Record]:
    made: list[_Record] = []
    now: _Record | None = None
    tag = ""
    for number, line in enumerate(reading.source.text.splitlines(), 1):
        found = _FIELD.fullmatch(line.rstrip())
        if found and found[1] == "TY":
            now, tag = _Record((found[2] or "").strip().upper(), number), ""
            made.append(now)
        elif found and found[1] == "ER":
            now, tag = None, ""
        elif now and found:
            tag = found[1]
            now.fields.setdefault(tag, []).append((found[2] or "").strip())
            now.lines.setdefault(tag, number)
        elif now and tag and line.strip():
            # Of several addresses the first is the one of the work.
            mark = "" if tag in ("UR", "LK") else line.strip()
            now.fields[tag][-1] = f"{now.fields[tag][-1]} {mark}".strip()
        elif line.strip():
            values: Values = {"key": "—", "reason": Reason("ris_line", near=line.strip()[:12])}
            reading.problems.append(Diagnostic("CIT119", reading.source.line_span(number), values, line.strip()[:12]))
    return made


def _free(key: str, reading: Reading) -> str:
    letters = ("", *"abcdefghijklmnopqrstuvwxyz")
    return next((key + letter for letter in letters if key + letter not in reading.entries), key)


def _place(source: SourceText, record: _Record, key: str) -> Span:
    line = record.lines.get("ID", record.line)
    at = source.line(line).find(key)
    return Span(source.name, line, at + 1, at + 1 + len(key)) if at >= 0 else source.line_span(line)
