"""Knows how to read a bibliography with the place of every entry; must not know citation styles."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path, PurePath

from pipeline.bibliography.shapes import KNOWN, REGISTRARS
from pipeline.core.diagnostics import Diagnostic, Diagnostics
from pipeline.core.model import Entry
from pipeline.core.reasons import Reason
from pipeline.core.text import SourceText
from pipeline.core.written import WrittenInteger, WrittenNumber
from pipeline.reading import exchange, library
from pipeline.reading.records import Reading
from pipeline.reading.sourcefile import read_source, turning
from pipeline.tools import yaml

# An entry, behind comments.
_BIBLATEX = re.compile(r"\s*(?:%[^\n]*\s*)*(@\w+)\s*\{")


def read(
    path: Path, name: str, root: Path | None = None, cited: Collection[str] | None = None
) -> tuple[tuple[Entry, ...], Diagnostics]:
    """The entries of a CSL-YAML or CSL-JSON file, a list of CSL items, or a mapping with such a list under
    `references`; or of a BibLaTeX or RIS file. Of a library only the cited ones are worked out, where those are given.

    CIT103 is reported for an id given twice (the first entry is kept), YML1xx for what is no list of items with ids.
    """
    source = read_source(path, name, root)
    if path.suffix in exchange.FORMS:
        entries, problems = exchange.read(source, path.suffix, cited)
    else:
        of_library = _of_library(source, cited) if cited is not None else None
        entries, problems = of_library or _of_yaml(source)
    return entries, (*turning(source), *problems)


def _of_library(source: SourceText, cited: Collection[str]) -> tuple[tuple[Entry, ...], Diagnostics] | None:
    """The entries of a long list, of which only the cited ones are worked out; None where it is short, or cannot be cut
    into its entries."""
    found = library.pieces(source.text)
    if len(found) <= exchange.LIBRARY:
        return None
    reading = Reading(source)
    entries, faults = reading.entries, reading.problems
    for piece in found:
        span = source.line_span(piece.key_line)
        if piece.key in entries:
            first = entries[piece.key].span
            faults.append(Diagnostic("CIT103", span, {"key": piece.key}, piece.key, (first,)))
        elif piece.key not in cited:
            entries[piece.key] = Entry(piece.key, "", span)
        else:
            data, problems = yaml.load(piece.in_place, yaml.Origin(source, piece.line))
            faults += problems
            if data is not None and isinstance(data.data, dict):
                entries[piece.key] = _entry(data, data.data, ())
                _note_unknown(data.data, entries[piece.key], reading)
    reading.tell_unknown()
    return tuple(entries.values()), tuple(faults)


def _entry(found: yaml.YamlData, item: Mapping[str, object], path: yaml.Path) -> Entry:
    """An item at a path of the file, with the places of its fields."""
    id_ = library.key_of(item)
    fields = tuple((str(name), found.locate((*path, name))) for name in item)
    csl = json.dumps({**_as_written(item), "id": id_}, ensure_ascii=False, sort_keys=True)
    return Entry(id_, csl, found.locate((*path, "id")), fields)


def _of_yaml(source: SourceText) -> tuple[tuple[Entry, ...], Diagnostics]:
    if entry := _BIBLATEX.match(source.text):
        reason = Reason("bib_in_yaml", entry=PurePath(source.name).with_suffix(".bib").name)
        place = source.span(entry.start(1), len(entry[1]))
        return (), (Diagnostic("CIT117", place, {"reason": reason}, source.name),)
    found, problems = yaml.load(source.text, yaml.Origin(source))
    if found is None:
        return (), problems
    in_mapping = isinstance(found.data, dict) and "references" in found.data
    items = found.data["references"] if in_mapping else found.data
    base: yaml.Path = ("references",) if in_mapping else ()
    if not isinstance(items, list):
        return (), (
            *problems,
            Diagnostic(
                "YML103",
                found.locate(base),
                {"name": "references", "reason": Reason("no_list_of_entries")},
                "references",
            ),
        )
    reading = Reading(source, problems=list(problems))
    entries, faults = reading.entries, reading.problems
    for index, item in enumerate(items):
        path_of_item = (*base, index)
        if not isinstance(item, dict) or not item.get("id"):
            faults.append(Diagnostic("YML104", found.locate(path_of_item), {"name": "id"}, "id"))
            continue
        id_ = library.key_of(item)
        span = found.locate((*path_of_item, "id"))
        if id_ in entries:
            faults.append(Diagnostic("CIT103", span, {"key": id_}, id_, (entries[id_].span,)))
            continue
        entries[id_] = _entry(found, item, path_of_item)
        _note_unknown(item, entries[id_], reading)
    reading.tell_unknown()
    return tuple(entries.values()), tuple(faults)


def _note_unknown(item: Mapping[str, object], entry: Entry, reading: Reading) -> None:
    for name in item:
        if str(name) not in KNOWN and str(name) not in REGISTRARS:
            reading.unknown.setdefault(str(name), []).append((entry.id, entry.place(str(name))))


def _as_written(item: Mapping[str, object]) -> dict[str, object]:
    """The fields of an item, its numbers as they were written; CSL takes them as text."""
    return {
        name: str(value) if isinstance(value, (WrittenInteger, WrittenNumber)) else value
        for name, value in item.items()
    }
